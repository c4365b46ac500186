"""Annotate texts with the embedded model, or with another folder made by `hookline_stanza.training`."""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import torch

from ..conversion.columns import SentenceAnalysis, SentenceColumns, Tasks
from ..conversion.spans import Offsets, entity_spans
from ..encoder.calibration import read_ranges
from ..encoder.files import read_config
from ..inference.annotator import Annotator
from ..loading.checkpoint import load_trainers
from ..loading.model_folder import encoder_digest
from ..numerics.invariance import CheckedFormat, LayerShapes, choose_invariant_format
from ..numerics.precision import Precision, choose_precision, compute_format
from ..tokenization.blocks import Block, split_blocks
from ..tokenization.segmenter import Segmenter
from .base import TokenizedText

TextBlock = tuple[int, Block]
"""Index of the text, and one of its blocks."""

T = TypeVar("T")
R = TypeVar("R")

MAX_CHUNK_SIZE = 60_000
"""Characters that a thread analyses at a time: enough to fill batches, and a bound on memory."""

_MAX_CHUNK_SENTENCES = 300

_KERNEL_CACHES = {"ONEDNN_PRIMITIVE_CACHE_CAPACITY": "128", "LRU_CACHE_CAPACITY": "128"}
"""
Compiled kernels that oneDNN, and torch on top of it, cache by input shape.

The default of 1024 each takes hundreds of megabytes, and saves little time here.
"""


class EmbeddedModel:
    """
    A model in which tagger, parser and entity model share one encoder.

    Texts are split into chunks, each of which is analysed by one thread from start to end, so that
    torch never splits a product between threads, which would change its rounding. The number of
    threads is that of torch when the model is opened.

    Args:
        folder: The model folder, with a manifest.
        device: `cpu` or `cuda`, for the encoder; None uses a GPU if there is one.
        precision: Number format.
        tasks: What to predict.

    Raises:
        hookline.ModelError: The folder is incomplete, or the precision is not available.
    """

    def __init__(
        self,
        folder: Path,
        device: str | None,
        precision: Precision = "auto",
        tasks: Tasks = Tasks(),  # noqa: B008  # a constant
    ) -> None:
        for name, number in _KERNEL_CACHES.items():  # read by the first product
            os.environ.setdefault(name, number)
        self.encoder = encoder_digest(folder)
        self.device = device = device or ("cuda" if torch.cuda.is_available() else "cpu")
        ranges = read_ranges(folder)
        chosen = choose_precision(precision, device, has_calibration=ranges is not None)
        self.threads = torch.get_num_threads() if device == "cpu" else 1
        self._pool = ThreadPoolExecutor(self.threads, "hookline-stanza")
        processors = ["tokenize"]
        processors += ["pos", "lemma", "depparse"] if tasks.syntax else []
        processors += ["ner"] if tasks.entities else []
        trainers = load_trainers(folder, processors)
        self.shapes = _layer_shapes(read_config(folder), trainers)
        checked = CheckedFormat(chosen, compute_format(chosen))
        if device == "cpu":
            (checked,) = self._map(partial(choose_invariant_format, chosen), [self.shapes])
        self.precision, format = checked
        self.fallback = ""
        if self.precision != chosen:
            self.fallback = (
                f"computing in {self.precision} instead of {chosen}, which gives other bits in "
                "another batch on this CPU; `hookline doctor` shows which precisions do not"
            )
        self._segmenter = Segmenter(trainers["tokenize"], format)
        self._annotator = None
        if any(tasks):
            self._annotator = Annotator(trainers, format, ranges, tasks, device)
        logging.getLogger(__name__).info(
            "opened %s in %s for %d threads", folder, self.precision, self.threads
        )

    def close(self) -> None:
        """Stop the threads."""
        self._pool.shutdown(cancel_futures=True)
        torch.set_num_threads(torch.get_num_threads())  # restores that of the OpenMP library too

    def analyse(self, texts: Sequence[str]) -> Iterator[Iterator[SentenceAnalysis]]:
        """Yield the sentences of every text, in order, computed as they are consumed."""
        size = _even_size(sum(map(len, texts)), MAX_CHUNK_SIZE, self.threads)
        chunks = self._map(lambda chunk: self._analyse_chunk(texts, chunk), _chunks(texts, size))
        analyses = (pair for chunk in chunks for pair in chunk)
        following = next(analyses, None)

        def sentences(number: int) -> Iterator[SentenceAnalysis]:
            nonlocal following
            while following is not None and following[0] == number:
                yield following[1]
                following = next(analyses, None)

        for number in range(len(texts)):
            sentences_of_text = sentences(number)
            yield sentences_of_text
            deque(sentences_of_text, 0)  # those that were not consumed

    def annotate(self, texts: Sequence[TokenizedText]) -> Iterator[list[SentenceColumns]]:
        """Yield the columns of the sentences of every tokenized text, in order."""
        sentences = [words for text in texts for words in text]
        size = _even_size(len(sentences), _MAX_CHUNK_SENTENCES, self.threads)
        chunks = [sentences[start : start + size] for start in range(0, len(sentences), size)]
        columns = (columns for chunk in self._map(self._annotate, chunks) for columns in chunk)
        for text in texts:
            yield list(islice(columns, len(text)))

    def _map(self, work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """Yield the results for the items, in order; at most threads + 1 are in progress."""
        pending: deque[Future[R]] = deque()
        try:
            for item in items:
                pending.append(self._pool.submit(_single_threaded, work, item))
                if len(pending) > self.threads:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()

    def _annotate(self, sentences: TokenizedText) -> list[SentenceColumns]:
        if self._annotator is None:
            return [SentenceColumns.empty(len(words)) for words in sentences]
        return self._annotator.annotate(sentences)

    def _analyse_chunk(
        self, texts: Sequence[str], chunk: Sequence[TextBlock]
    ) -> list[tuple[int, SentenceAnalysis]]:
        """Return the sentences of some blocks, each with the index of its text."""
        block_texts = [texts[number][block.start : block.end] for number, block in chunk]
        sentences_by_block = self._segmenter.split(block_texts)
        numbers: list[int] = []
        spans: list[list[Offsets]] = []
        for (number, block), sentences in zip(chunk, sentences_by_block, strict=True):
            for tokens in sentences:
                numbers.append(number)
                spans.append([(start + block.start, end + block.start) for start, end in tokens])
        words = [
            [texts[number][start:end] for start, end in tokens]
            for number, tokens in zip(numbers, spans, strict=True)
        ]
        return [
            (number, SentenceAnalysis(tokens, columns, list(entity_spans(columns.ner, tokens))))
            for number, tokens, columns in zip(numbers, spans, self._annotate(words), strict=True)
        ]


def _layer_shapes(config: Mapping[str, Any], trainers: Mapping[str, Any]) -> LayerShapes:
    """Return the shapes of the encoder, and of the recurrent layers and gates of the heads."""
    hidden, wide = config["hidden_size"], config["intermediate_size"]
    linear = {(hidden, 3 * hidden), (hidden, hidden), (hidden, wide), (wide, hidden)}
    lstms = {
        (module.input_size, module.hidden_size)
        for processor, trainer in trainers.items()
        if processor != "lemma"
        for name, module in trainer.model.named_modules()
        if isinstance(module, torch.nn.LSTM) and "char" not in name
    }
    linear |= {(inputs, 4 * units) for inputs, units in lstms if inputs > hidden}
    heads = config["num_attention_heads"]
    return LayerShapes(frozenset(linear), frozenset(lstms), heads, hidden // heads)


def _single_threaded(work: Callable[[T], R], item: T) -> R:
    """Run `work` with products in the calling thread alone; other threads keep their setting."""
    if torch.get_num_threads() != 1:
        torch.set_num_threads(1)
    return work(item)


def _even_size(total: int, maximum: int, threads: int) -> int:
    """Return the chunk size, at most `maximum`, that gives all threads the same amount of work."""
    rounds = max(1, -(-total // (maximum * threads)))
    return max(1, -(-total // (rounds * threads)))


def _chunks(texts: Sequence[str], size: int) -> Iterator[list[TextBlock]]:
    """Yield the blocks of the texts in chunks of about `size` characters."""
    chunk: list[TextBlock] = []
    chunk_size = 0
    for number, text in enumerate(texts):
        for block in split_blocks(text):
            chunk.append((number, block))
            chunk_size += block.end - block.start
            if chunk_size >= size:
                yield chunk
                chunk, chunk_size = [], 0
    if chunk:
        yield chunk
