"""Check a stage against its contract."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Sequence
from typing import Any

from hookline.components.registry import Registry
from hookline.components.stage import Declaration, Failed, Outcome, Retry, Split, Stage
from hookline.document.document import Document
from hookline.document.layers import Layer, LayerTable
from hookline.document.record import to_json
from hookline.errors import DocumentError
from hookline.plan import BoundComponent
from hookline.runner.calls import Call
from hookline.runner.stage_contract import checked
from hookline.testing.declaration import check_declaration, sent
from hookline.testing.documents import with_required_layers
from hookline.testing.process import call_elsewhere
from hookline.testing.texts import HOSTILE_TEXTS, fuzz_texts

__all__ = ["check_stage"]


def check_stage(
    stage: type[Stage],
    options: dict[str, Any] | None = None,
    documents: Iterable[Document] = (),
    texts: Sequence[str] = HOSTILE_TEXTS,
    fuzz: int = 20,
    spawn: bool = False,
    layers: Iterable[Layer[Any]] = (),
) -> list[Outcome]:
    """
    Check a stage against its contract, with `documents`, `texts`, and `fuzz` random texts.

    In addition to the checks of a run: the class is declared as its registration demands; documents are
    not changed in place; batches of any size give the same outcomes; the class can be pickled; a record
    can hold what was made of a document. Documents for texts have simple items in each layer that the
    stage requires.

    Args:
        stage: The class.
        options: Its options.
        documents: Documents to test with.
        texts: Texts to test with.
        fuzz: Number of random texts to test with.
        spawn: Whether to compare outcomes with a new process (takes a second or more).
        layers: Layers that the stage uses, if their plugin is not installed.

    Returns:
        The outcomes.

    Raises:
        AssertionError: The stage violates its contract, or there is no document to test it with.
        Exception: The stage raises it; a note names the document.
    """
    table = Registry.discover().layers
    table = table.added(*(layer for layer in layers if layer.name not in table))
    check_declaration("stage", stage, table)
    read = stage.read_options(options or {})
    declared: Any = stage.declare(read)
    is_declaration = isinstance(declared, Declaration) and isinstance(declared.requires, frozenset)
    assert is_declaration, (
        f"`declare` of {stage.__qualname__} gave {declared!r}; expected a Declaration of frozensets"
    )
    required = declared.requires
    made = (
        with_required_layers(Document.from_text(text, f"t{number}"), required, table)
        for number, text in enumerate((*texts, *fuzz_texts(fuzz)))
    )
    docs = [*documents, *(doc for doc in made if doc is not None)]
    assert docs, (
        f"there is no document to test `{stage.name}` with: it requires {', '.join(sorted(required))}, "
        "and only a plugin can make a layer of one item; pass `documents`"
    )
    bound = sent(BoundComponent(stage, read, stage.name))
    before = pickle.dumps(docs)
    opened = stage(read)
    try:
        call = checked(opened, stage.name, table)
        whole = _outcomes_of(call, docs)
        assert pickle.dumps(docs) == before, "a document was changed in place"
        _check_writable(docs, whole, table)
        for size in (1, 3):
            parts = [
                outcome
                for start in range(0, len(docs), size)
                for outcome in call(docs[start : start + size])
            ]
            for doc, outcome, other in zip(docs, whole, parts, strict=True):
                assert _same(outcome, other), f"batches of {size} change the outcome of {doc.id}"
    finally:
        opened.close()
    if spawn:
        elsewhere = call_elsewhere(_outcomes, bound, table, docs)
        for doc, outcome, other in zip(docs, whole, elsewhere, strict=True):
            assert _same(outcome, other), f"another process changes the outcome of {doc.id}"
    return whole


def _outcomes_of(call: Call, docs: Sequence[Document]) -> list[Outcome]:
    """Return the outcomes of documents; if the stage raises, find the first one that it raises for."""
    try:
        return list(call(docs))
    except DocumentError as error:
        raise AssertionError(str(error)) from error
    except Exception as error:
        culprit = next((doc for doc in docs if _raises(call, doc)), None)
        if culprit is not None:
            error.add_note(f"the document is {culprit.id}: {culprit.text!r:.200}")
        raise


def _raises(call: Call, doc: Document) -> bool:
    try:
        list(call([doc]))
    except Exception:  # noqa: BLE001  # of the plugin
        return True
    return False


def _check_writable(docs: Sequence[Document], outcomes: list[Outcome], table: LayerTable) -> None:
    """Check that a record can hold each outcome, unless it could not hold the document either."""
    for doc, outcome in zip(docs, outcomes, strict=True):
        if _fault(doc, table):
            continue
        for part in outcome.documents if isinstance(outcome, Split) else (outcome,):
            fault = _fault(part, table) if isinstance(part, Document) else ""
            assert not fault, f"no record can hold the outcome of {doc.id}: {fault}"


def _fault(doc: Document, table: LayerTable) -> str:
    try:
        to_json(doc, layers=table)
    except DocumentError as error:
        return str(error)
    return ""


def _same(outcome: Outcome, other: Outcome) -> bool:
    """Return whether two outcomes are equal; exceptions are compared by type and message."""
    if isinstance(outcome, Failed | Retry) and isinstance(other, Failed | Retry):
        mine, theirs = (
            (type(item), type(item.error), str(item.error), item[1:]) for item in (outcome, other)
        )
        return mine == theirs
    if isinstance(outcome, Split) and isinstance(other, Split):
        return list(outcome.documents) == list(other.documents)
    return outcome == other


def _outcomes(bound: BoundComponent, table: LayerTable, docs: list[Document]) -> list[Outcome]:
    stage: Stage = bound.open()
    try:
        return list(checked(stage, bound.name, table)(docs))
    finally:
        stage.close()
