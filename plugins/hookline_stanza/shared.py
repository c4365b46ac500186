"""Analyse texts with the embedded model, or with any folder made the same way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .annotate import Annotator
from .blocks import Block, blocks
from .folder import open_pipeline
from .layers import Analysis, Row, Word, blank, entity_spans
from .segment import Segmenter, Span

Place = tuple[int, Block]

SLAB = 200_000
"""Characters to analyse at a time: enough to fill batches, and a bound on memory."""


class SharedModel:
    """A model whose tagger, parser and entity model read one encoder.

    Args:
        folder: The model folder, with a manifest.
        device: `cpu` or `cuda`; None takes a GPU if there is one.
    """

    def __init__(self, folder: Path, device: str | None) -> None:
        pipeline = open_pipeline(folder, share=True, device=device)
        self._segmenter = Segmenter(pipeline.processors["tokenize"].trainer)
        self._annotator = Annotator(pipeline)

    def analyse(self, texts: Sequence[str]) -> list[list[Analysis]]:
        """Return the sentences of every text, in order."""
        out: list[list[Analysis]] = [[] for _ in texts]
        slab: list[Place] = []
        size = 0
        for number, text in enumerate(texts):
            for block in blocks(text):
                slab.append((number, block))
                size += block.end - block.start
                if size >= SLAB:
                    self._analyse(texts, slab, out)
                    slab, size = [], 0
        self._analyse(texts, slab, out)
        return out

    def annotate(self, texts: Sequence[Sequence[Sequence[str]]]) -> list[list[list[Word]]]:
        """Return a Word for each of the given tokens of every text, in order."""
        found = iter(self._annotator.annotate([words for text in texts for words in text]))
        return [[next(found) for _ in text] for text in texts]

    def _analyse(
        self, texts: Sequence[str], places: Sequence[Place], out: list[list[Analysis]]
    ) -> None:
        """Append the sentences of some blocks to those of their texts."""
        pieces = [texts[number][block.start : block.end] for number, block in places]
        owners: list[int] = []
        spans: list[list[Span]] = []
        for (number, block), sentences in zip(places, self._segmenter.split(pieces), strict=True):
            for tokens in sentences:
                owners.append(number)
                spans.append([(left + block.start, right + block.start) for left, right in tokens])
        words = [
            [texts[owner][left:right] for left, right in tokens]
            for owner, tokens in zip(owners, spans, strict=True)
        ]
        annotated = self._annotator.annotate(words)
        for owner, tokens, found in zip(owners, spans, annotated, strict=True):
            out[owner].append(_analysis(tokens, found))


def _analysis(tokens: Sequence[Span], words: Sequence[Word]) -> Analysis:
    rows = [
        Row(*span, w.lemma, w.upos, blank(w.xpos), blank(w.feats), w.head, w.deprel)
        for span, w in zip(tokens, words, strict=True)
    ]
    return Analysis(rows, list(entity_spans([w.ner for w in words], tokens)))
