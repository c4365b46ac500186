"""
A kit to test components against their contracts, for plugin authors and for the built-in plugins.

Each check raises an AssertionError that says which promise was broken, and by what.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Sequence
from typing import Any

from hookline.document import LAYERS, Document
from hookline.layers import spans_of
from hookline.plan import Bound
from hookline.stages import Drop, Outcome, Stage

__all__ = ["HOSTILE_TEXTS", "check_stage"]

HOSTILE_TEXTS = (
    "",
    " ",
    "\n\n\n",
    "\x00\x01\x7f",
    "a",
    "One line, no end",
    "Two lines\nof text.\n",
    "Windows\r\nlines\r\nand\u2028others\x85here\x0b.",
    "Cafe\u0301 na\u00efve \u2018quoted\u2019 \u201ctext\u201d \u2014 dash",
    "\u200bzero\u200dwidth\ufeff and \u00ad soft",
    "e" + "\u0301" * 300,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 family \U0001f1ef\U0001f1f5 flag",
    "\u05e9\u05dc\u05d5\u05dd \u202eesrever\u202c \u0645\u0631\u062d\u0628\u0627",
    "\u4e1c\u4eac\u662f\u65e5\u672c\u7684\u9996\u90fd\u3002",
    "lone \ud800 surrogate",
    "x" * 5000,
    "word " * 1500,
)
"""Texts that a stage must survive: empty, odd, and large ones."""


def check_stage(
    stage: type[Stage],
    options: dict[str, Any] | None = None,
    documents: Iterable[Document] = (),
    texts: Sequence[str] = HOSTILE_TEXTS,
) -> list[Outcome]:
    """
    Check a stage against its contract, over `documents` and fresh ones made of `texts`.

    There is one outcome for each document, in order; identity and raw text are kept; text changes only
    where the stage declares it; declared layers are there and their spans lie in the text; a document
    is not changed in place; batches of any size give the same outcomes; the class can be sent to
    another process.

    Returns:
        The outcomes.

    Raises:
        AssertionError: a promise was broken.
    """
    read = stage.read_options(options or {})
    declared = stage.declare(read)
    docs = [*documents, *(Document.from_text(text, f"t{at}") for at, text in enumerate(texts))]
    bound = pickle.loads(pickle.dumps(Bound(stage, read, stage.name)))  # noqa: S301  # our own
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
                assert one == other, f"batches of {size} change the outcome of {doc.id}"
    finally:
        opened.close()
    return whole


def _check_outcome(
    doc: Document, outcome: Outcome, provides: frozenset[str], edits_text: bool
) -> None:
    if isinstance(outcome, Drop):
        assert outcome.reason, f"{doc.id} was dropped without a reason"
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
