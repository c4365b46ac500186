"""Hold every outcome of a stage against the contract: no plugin can break a promise of the host."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from hookline.components.stage import Declaration, Drop, Outcome, Stage
from hookline.document.document import Document
from hookline.document.layers import LayerTable
from hookline.document.removals import masked
from hookline.errors import OutcomeError
from hookline.runner.layer_contract import check_layers

__all__ = ["Call", "checked"]

Call = Callable[[Sequence[Document]], list[Any]]


def checked(stage: Stage, name: str, layers: LayerTable) -> Call:
    """Return a call of the stage that raises unless each outcome keeps the stage's contract."""
    declared = type(stage).declare(stage.options)

    def call(docs: Sequence[Document]) -> list[Outcome]:
        outcomes = list(islice(stage.process(docs), len(docs) + 1))
        if len(outcomes) != len(docs):
            found = f"{len(outcomes)}" if len(outcomes) < len(docs) else "more"
            raise OutcomeError(
                f"the stage `{name}` gave {found} outcomes for {len(docs)} documents; expected "
                "exactly one each, in order: the document or a Drop"
            )
        return [
            _kept(doc, outcome, declared, layers, name)
            for doc, outcome in zip(docs, outcomes, strict=True)
        ]

    return call


def _kept(
    doc: Document, outcome: Outcome, declared: Declaration, layers: LayerTable, name: str
) -> Outcome:
    """Return a valid outcome with its new removals signed by the stage."""
    if isinstance(outcome, Drop):
        if not (isinstance(outcome.reason, str) and outcome.reason and _is_text(outcome.reason)):
            raise OutcomeError(
                f"the stage `{name}` dropped a document for {outcome.reason!r}; expected a reason "
                "in words"
            )
        return outcome
    if not isinstance(outcome, Document):
        raise OutcomeError(
            f"the stage `{name}` gave a {type(outcome).__name__}; expected a Document or a Drop"
        )
    if outcome.raw is not doc.raw and outcome.raw != masked(doc.raw, outcome.removed):
        raise OutcomeError(f"the stage `{name}` changed the raw text, which stays as it was read")
    if outcome.id != doc.id or outcome.place != doc.place:
        raise OutcomeError(f"the stage `{name}` gave another document in the place of {doc.id}")
    if outcome.text is not doc.text and outcome.text != doc.text and not declared.edits_text:
        raise OutcomeError(
            f"the stage `{name}` edited the text without saying so: set `edits_text = True`"
        )
    check_layers(doc, outcome, declared, layers, name)
    return outcome.signed(name)


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
