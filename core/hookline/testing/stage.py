"""Check a stage against its contract."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from hookline.components.stage import Drop, Failed, Outcome, Retry, Split, Stage
from hookline.document.document import LAYERS, Document
from hookline.document.layers import spans_of
from hookline.plan import BoundComponent
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
) -> list[Outcome]:
    """
    Check a stage against its contract, over `documents`, fresh ones of `texts`, and `fuzz` random ones.

    There is one outcome for each document, in order; identity and raw text are kept; text changes only
    where the stage declares it; declared layers are there and their spans lie in the text; a document
    is not changed in place; batches of any size give the same outcomes; the class can be sent to
    another process. With `spawn` a fresh process computes the outcomes too (a second or more).

    Returns:
        The outcomes.

    Raises:
        AssertionError: a promise was broken.
    """
    read = stage.read_options(options or {})
    declared = stage.declare(read)
    docs = [
        *documents,
        *(
            Document.from_text(text, f"t{at}")
            for at, text in enumerate((*texts, *fuzz_texts(fuzz)))
        ),
    ]
    bound = pickle.loads(pickle.dumps(BoundComponent(stage, read, stage.name)))  # noqa: S301  # our own
    assert bound.component is stage, f"{stage.__qualname__} cannot be found by its name"
    before = pickle.dumps(docs)
    opened = stage(read)
    try:
        whole = list(opened.process(docs))
        assert len(whole) == len(docs), f"{len(whole)} outcomes for {len(docs)} documents"
        assert pickle.dumps(docs) == before, "a document was changed in place"
        for doc, outcome in zip(docs, whole, strict=True):
            _check_outcome(doc, outcome, declared.provides, declared.edits_text)
        for size in (1, 3):
            parts = [
                outcome
                for start in range(0, len(docs), size)
                for outcome in opened.process(docs[start : start + size])
            ]
            for doc, one, other in zip(docs, whole, parts, strict=True):
                assert _same(one, other), f"batches of {size} change the outcome of {doc.id}"
    finally:
        opened.close()
    if spawn:
        for doc, one, other in zip(
            docs, whole, call_elsewhere(_outcomes, bound, docs), strict=True
        ):
            assert _same(one, other), f"another process changes the outcome of {doc.id}"
    return whole


def _same(one: Outcome, other: Outcome) -> bool:
    """Tell whether two outcomes are equal; exceptions are by their type and message."""
    if isinstance(one, Failed | Retry) and type(one) is type(other):
        errors = [(type(outcome.error), str(outcome.error)) for outcome in (one, other)]
        return errors[0] == errors[1] and one[1:] == other[1:]
    if isinstance(one, Split) and isinstance(other, Split):
        return list(one.documents) == list(other.documents)
    return one == other


def _outcomes(bound: BoundComponent, docs: list[Document]) -> list[Outcome]:
    stage: Stage = bound.open()
    try:
        return list(stage.process(docs))
    finally:
        stage.close()


def _check_outcome(
    doc: Document, outcome: Outcome, provides: frozenset[str], edits_text: bool
) -> None:
    if isinstance(outcome, Drop):
        assert outcome.reason, f"{doc.id} was dropped without a reason"
        return
    if isinstance(outcome, Failed | Retry):
        assert isinstance(outcome.error, Exception), f"{doc.id}: {outcome.error!r} is no exception"
        return
    if isinstance(outcome, Split):
        assert outcome.documents, f"{doc.id} was split into no parts: use a Drop with a reason"
        for part in outcome.documents:
            assert isinstance(part, Document), f"{doc.id}: found the part {part!r}"
            named = replace(part, id=doc.id)
            _check_outcome(doc, named, provides, edits_text=True)
        return
    assert isinstance(outcome, Document), f"{doc.id}: found {outcome!r}"
    same = (outcome.id, outcome.raw, outcome.place) == (doc.id, doc.raw, doc.place)
    assert same, f"{doc.id}: id, raw text or place changed"
    assert edits_text or outcome.text == doc.text, f"{doc.id}: an edit that is not declared"
    for layer in LAYERS:
        items = getattr(outcome, layer)
        if layer in provides:
            assert items is not None, f"{doc.id}: {layer} are declared and missing"
        elif getattr(doc, layer) is None:
            assert items is None, f"{doc.id}: {layer} are there and not declared"
        for item in items or ():
            for start, end in spans_of(layer, item):
                assert 0 <= start <= end <= len(outcome.text), f"{doc.id}: {layer}: {item}"
    for segment in outcome.alignment.segments:
        if segment.copied:
            text = outcome.text[segment.start : segment.end]
            raw = outcome.raw[segment.raw_start : segment.raw_end]
            assert text == raw, f"{doc.id}: a copied stretch differs from the raw text"
