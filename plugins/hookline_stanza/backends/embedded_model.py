"""Analyse texts with the embedded model, or with any folder made the same way."""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

import torch

from ..conversion.layers import Analysis, Columns, entity_spans
from ..inference.annotator import Annotator
from ..loading.checkpoint import open_parts
from ..loading.model_folder import encoder_digest
from ..numerics.calibration import read_ranges
from ..numerics.lstm import Format
from ..numerics.precision import Chosen, Precision, choose_precision, rest_of
from ..tokenization.blocks import Block, blocks
from ..tokenization.segmenter import Segmenter, Span

Place = tuple[int, Block]
Given = TypeVar("Given")
Done = TypeVar("Done")

SLAB = 60_000
"""Most characters that a thread analyses at a time: they fill batches, and bound memory."""

_SENTENCES = 300
_DTYPES = {"fp32": torch.float32, "bf16": torch.bfloat16}

_KEPT = {"ONEDNN_PRIMITIVE_CACHE_CAPACITY": "128", "LRU_CACHE_CAPACITY": "128"}
"""Compiled products that oneDNN, and torch in front of it, keep for inputs of the same shape.

Kept ones save little time here, and the 1024 that each keeps by default fill hundreds of megabytes.
"""


class Extent(NamedTuple):
    """What to find, apart from sentences and tokens."""

    syntax: bool = True
    entities: bool = True


class SharedModel:
    """A model whose tagger, parser and entity model read one encoder.

    Texts are cut into slabs, and each is analysed by one thread from end to end: so torch never
    shares a product out among threads, which would round it another way. As many slabs are in work
    as torch has threads when the model is opened.

    Args:
        folder: The model folder, with a manifest.
        device: `cpu` or `cuda`, for the encoder; None takes a GPU if there is one.
        precision: What to multiply in.
        extent: What to find.
    """

    def __init__(
        self,
        folder: Path,
        device: str | None,
        precision: Precision = "auto",
        extent: Extent = Extent(),  # noqa: B008  # a constant
    ) -> None:
        for name, number in _KEPT.items():  # read when the first product is made
            os.environ.setdefault(name, number)
        self._extent = extent
        self.encoder = encoder_digest(folder)
        self.device = device = device or ("cuda" if torch.cuda.is_available() else "cpu")
        ranges = read_ranges(folder)
        self.precision = choose_precision(precision, device, has_ranges=ranges is not None)
        self.threads = torch.get_num_threads() if device == "cpu" else 1
        parts = ["tokenize"]
        parts += ["pos", "lemma", "depparse"] if extent.syntax else []
        parts += ["ner"] if extent.entities else []
        pipeline = open_parts(folder, parts)
        format = format_of(self.precision)
        self._segmenter = Segmenter(pipeline.processors["tokenize"].trainer, format.dtype)
        self._annotator = None
        if any(extent):
            self._annotator = Annotator(
                pipeline,
                format,
                ranges,
                syntax=extent.syntax,
                names=extent.entities,
                device=device,
            )
        self._pool = ThreadPoolExecutor(self.threads, "hookline-stanza")
        logging.getLogger(__name__).info(
            "opened %s in %s for %d threads", folder, self.precision, self.threads
        )

    def close(self) -> None:
        """Stop the threads."""
        self._pool.shutdown(cancel_futures=True)
        torch.set_num_threads(torch.get_num_threads())  # also of the library below it

    def analyse(self, texts: Sequence[str]) -> Iterator[Iterator[Analysis]]:
        """Yield the sentences of every text, in order, each as it is asked for."""
        slabs = _slabs(texts, _even(sum(map(len, texts)), SLAB, self.threads))
        done = self._map(lambda slab: self._analyse(texts, slab), slabs)
        found = (pair for slab in done for pair in slab)
        ahead = next(found, None)

        def sentences(number: int) -> Iterator[Analysis]:
            nonlocal ahead
            while ahead is not None and ahead[0] == number:
                yield ahead[1]
                ahead = next(found, None)

        for number in range(len(texts)):
            mine = sentences(number)
            yield mine
            deque(mine, 0)  # whatever was not asked for

    def annotate(self, texts: Sequence[Sequence[Sequence[str]]]) -> Iterator[list[Columns]]:
        """Yield the columns of the sentences of every text, in order."""
        sentences = [words for text in texts for words in text]
        size = _even(len(sentences), _SENTENCES, self.threads)
        groups = [sentences[n : n + size] for n in range(0, len(sentences), size)]
        done = self._map(self._annotate, groups)
        found = (columns for group in done for columns in group)
        for text in texts:
            yield list(islice(found, len(text)))

    def _map(self, work: Callable[[Given], Done], items: Iterable[Given]) -> Iterator[Done]:
        """Yield what comes of the items, in order; a few are in work at a time."""
        waiting: deque[Future[Done]] = deque()
        try:
            for item in items:
                waiting.append(self._pool.submit(_alone, work, item))
                if len(waiting) > self.threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()

    def _annotate(self, sentences: Sequence[Sequence[str]]) -> list[Columns]:
        if self._annotator is None:
            return [_plain(words) for words in sentences]
        return self._annotator.columns(sentences)

    def _analyse(self, texts: Sequence[str], places: Sequence[Place]) -> list[tuple[int, Analysis]]:
        """Return the sentences of some blocks, with the numbers of their texts."""
        pieces = [texts[number][block.start : block.end] for number, block in places]
        owners: list[int] = []
        spans: list[list[Span]] = []
        for (number, block), sentences in zip(places, self._segmenter.split(pieces), strict=True):
            at = block.start
            for tokens in sentences:
                owners.append(number)
                spans.append([(left + at, right + at) for left, right in tokens])
        words = [
            [texts[owner][left:right] for left, right in tokens]
            for owner, tokens in zip(owners, spans, strict=True)
        ]
        return [
            (owner, Analysis(tokens, columns, list(entity_spans(columns.ner, tokens))))
            for owner, tokens, columns in zip(owners, spans, self._annotate(words), strict=True)
        ]


def format_of(chosen: Chosen) -> Format:
    """Return what the layers compute in when a format has been chosen."""
    return Format(_DTYPES[rest_of(chosen)], chosen == "int8")


def _alone(work: Callable[[Given], Done], item: Given) -> Done:
    """Work on an item in a thread that shares nothing out."""
    if torch.get_num_threads() != 1:
        torch.set_num_threads(1)  # of this thread: those of others stay as they are
    return work(item)


def _even(total: int, most: int, threads: int) -> int:
    """Return the size, of at most `most`, that gives each thread as much to do as the others."""
    rounds = max(1, -(-total // (most * threads)))
    return max(1, -(-total // (rounds * threads)))


def _slabs(texts: Sequence[str], most: int) -> Iterator[list[Place]]:
    """Yield the blocks of the texts in slabs of about so many characters."""
    slab: list[Place] = []
    size = 0
    for number, text in enumerate(texts):
        for block in blocks(text):
            slab.append((number, block))
            size += block.end - block.start
            if size >= most:
                yield slab
                slab, size = [], 0
    if slab:
        yield slab


def _plain(words: Sequence[str]) -> Columns:
    nothing = [None] * len(words)
    tags, states = ["O"] * len(words), [b""] * len(words)
    return Columns(nothing, nothing, nothing, nothing, nothing, nothing, tags, states, nothing)
