"""Annotate texts with the models that Stanza publishes, in any of its languages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from hookline import Entity

from ..conversion.columns import SentenceAnalysis, SentenceColumns, Tasks
from ..conversion.spans import Offsets, word_spans
from ..loading.model_folder import stanza_errors_as_model_errors
from ..logging_guard import unchanged_logging
from ..tokenization.blocks import Block, split_blocks
from .base import TokenizedText

_SEPARATOR = "\n\n"


class StanzaModel:
    """
    A pipeline of Stanza's own processors; texts are analysed one by one.

    Args:
        lang: Language code.
        packages: Package of each processor.
        folder: Folder of the models.
        device: `cpu` or `cuda`; None uses a GPU if there is one.
        tasks: What to predict.
        tokens_given: Whether the model will annotate tokenized texts, instead of analysing texts.
        settings: Further arguments of `stanza.Pipeline`.

    Raises:
        hookline.ModelError: Stanza cannot load the models.
    """

    encoder = ""
    fallback = ""

    def __init__(
        self,
        lang: str,
        packages: dict[str, str],
        folder: Path,
        device: str | None,
        *,
        tasks: Tasks = Tasks(),  # noqa: B008  # a constant
        tokens_given: bool = False,
        **settings: Any,
    ) -> None:
        excluded = {"mwt"} if tokens_given else set()  # it would split given tokens
        excluded |= set() if tasks.syntax else {"pos", "lemma", "depparse"}
        excluded |= set() if tasks.entities else {"ner"}
        description = f"the models {packages} for {lang!r} in {folder}"
        with stanza_errors_as_model_errors(description), unchanged_logging():
            import stanza

            self._pipeline = stanza.Pipeline(
                lang,
                dir=str(folder),
                package=None,
                processors={
                    name: package for name, package in packages.items() if name not in excluded
                },
                device=device,
                logging_level="WARN",
                tokenize_pretokenized=tokens_given,
                **settings,
            )

    def analyse(self, texts: Sequence[str]) -> Iterator[list[SentenceAnalysis]]:
        """Yield the sentences of every text, in order."""
        for text in texts:
            blocks = split_blocks(text)
            joined = _SEPARATOR.join(text[block.start : block.end] for block in blocks)
            sentences = self._pipeline(joined).sentences if blocks else []
            offsets = BlockOffsets(blocks)
            yield [_analysis(sentence, offsets, text) for sentence in sentences]

    def annotate(self, texts: Sequence[TokenizedText]) -> Iterator[list[SentenceColumns]]:
        """Yield the columns of the sentences of every tokenized text, in order."""
        for text in texts:
            # Stanza drops words of white space alone.
            visible = [[word if word.strip() else "-" for word in words] for words in text]
            sentences = self._pipeline(visible).sentences if visible else []
            yield [_columns(sentence) for sentence in sentences]

    def close(self) -> None:
        """Release the pipeline."""
        del self._pipeline


class BlockOffsets:
    """Map offsets in the joined blocks to offsets in the whole text."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        sizes = (block.end - block.start + len(_SEPARATOR) for block in blocks)
        self._starts = list(accumulate(sizes, initial=0))[:-1]

    def span(self, start: int, end: int) -> Offsets:
        """Return the span in the whole text."""
        number = bisect_right(self._starts, start) - 1
        shift = self._blocks[number].start - self._starts[number]
        return start + shift, end + shift


def _columns(sentence: Any) -> SentenceColumns:
    words = sentence.words
    return SentenceColumns.empty(len(words))._replace(
        lemma=[_none_if_blank(word.lemma) for word in words],
        upos=[word.upos for word in words],
        xpos=[_none_if_blank(word.xpos) for word in words],
        feats=[_none_if_blank(word.feats) for word in words],
        head=[word.head for word in words],
        deprel=[word.deprel for word in words],
        ner=[token.ner or "O" for token in sentence.tokens for _ in token.words],
    )


def _none_if_blank(value: str | None) -> str | None:
    return None if value in ("_", "") else value


def _analysis(sentence: Any, offsets: BlockOffsets, text: str) -> SentenceAnalysis:
    spans: list[Offsets] = []
    for token in sentence.tokens:
        span = offsets.span(token.start_char, token.end_char)
        spans += word_spans(span, [word.text for word in token.words], text)
    entities = [
        Entity(*offsets.span(entity.start_char, entity.end_char), entity.type)
        for entity in sentence.ents
    ]
    return SentenceAnalysis(spans, _columns(sentence), entities)
