"""Hold every outcome of a stage against the contract: no plugin can break a promise of the host."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from hookline.components.stage import Drop, Outcome, Stage
from hookline.document.document import Document
from hookline.errors import OutcomeError

__all__ = ["Call", "checked"]

Call = Callable[[Sequence[Document]], list[Any]]


def checked(stage: Stage, name: str) -> Call:
    """Return a call of the stage that raises unless each outcome keeps the stage's contract."""

    def call(docs: Sequence[Document]) -> list[Outcome]:
        outcomes = list(islice(stage.process(docs), len(docs) + 1))
        if len(outcomes) != len(docs):
            found = f"{len(outcomes)}" if len(outcomes) < len(docs) else "more"
            raise OutcomeError(
                f"the stage `{name}` gave {found} outcomes for {len(docs)} documents; expected "
                "exactly one each, in order: the document or a Drop"
            )
        return [
            _kept(doc, outcome, stage, name) for doc, outcome in zip(docs, outcomes, strict=True)
        ]

    return call


def _kept(doc: Document, outcome: Outcome, stage: Stage, name: str) -> Outcome:
    """Return a valid outcome with its new removals signed by the stage."""
    if outcome is doc:
        return outcome
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
    if outcome.raw is not doc.raw and outcome.raw != doc.raw:
        raise OutcomeError(f"the stage `{name}` changed the raw text, which stays as it was read")
    if outcome.id != doc.id or outcome.place != doc.place:
        raise OutcomeError(f"the stage `{name}` gave another document in the place of {doc.id}")
    if outcome.text is not doc.text and outcome.text != doc.text and not _edits(stage):
        raise OutcomeError(
            f"the stage `{name}` edited the text without saying so: set `edits_text = True`"
        )
    if (outcome.alignment.length, outcome.alignment.raw_length) != (
        len(outcome.text),
        len(outcome.raw),
    ):
        raise OutcomeError(
            f"the stage `{name}` changed the text behind the alignment's back; use `edit` or "
            "`with_text`"
        )
    if outcome.removed is not doc.removed and outcome.removed != doc.removed:
        signed = tuple(
            removal if removal.stage else removal._replace(stage=name)
            for removal in outcome.removed
        )
        return replace(outcome, removed=signed)
    return outcome


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _edits(stage: Stage) -> bool:
    return type(stage).declare(stage.options).edits_text
