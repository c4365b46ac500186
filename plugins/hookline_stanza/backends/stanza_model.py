"""Analyse texts with the models that Stanza itself publishes, for any of its languages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from hookline import Entity, ModelError

from ..conversion.layers import Analysis, Columns, Span, blank, word_spans
from ..logging_guard import unchanged_logging
from ..tokenization.blocks import Block, blocks


class StockModel:
    """A pipeline of Stanza's own processors; documents are analysed one by one.

    Args:
        lang: Language code.
        packages: Package per processor.
        folder: Where the models are.
        device: `cpu` or `cuda`; None takes a GPU if there is one.
        layers: What to find apart from sentences and tokens.
        tokens_given: Whether `annotate` will be called, not `analyse`.
        settings: Passed on to `stanza.Pipeline`.

    Raises:
        ModelError: Stanza cannot load the models.
    """

    encoder = ""

    def __init__(
        self,
        lang: str,
        packages: dict[str, str],
        folder: Path,
        device: str | None,
        *,
        layers: Sequence[str] = ("syntax", "entities"),
        tokens_given: bool = False,
        **settings: Any,
    ) -> None:
        left_out = {"mwt"} if tokens_given else set()  # it would split what is given
        left_out |= set() if "syntax" in layers else {"pos", "lemma", "depparse"}
        left_out |= set() if "entities" in layers else {"ner"}
        with unchanged_logging():
            import stanza
        try:
            with unchanged_logging():
                self._pipeline = stanza.Pipeline(
                    lang,
                    dir=str(folder),
                    package=None,
                    processors={
                        name: package for name, package in packages.items() if name not in left_out
                    },
                    device=device,
                    logging_level="WARN",
                    tokenize_pretokenized=tokens_given,
                    **settings,
                )
        except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
            raise ModelError(
                f"Stanza {stanza.__version__} cannot load the models {packages} for "
                f"{lang!r} in {folder}: {error}; expected a folder that this version of "
                "Stanza downloaded"
            ) from error

    def analyse(self, texts: Sequence[str]) -> Iterator[list[Analysis]]:
        """Yield the sentences of every text, in order."""
        for text in texts:
            parts = blocks(text)
            joined = "\n\n".join(text[part.start : part.end] for part in parts)
            found = self._pipeline(joined).sentences if parts else []
            places = Places(parts)
            yield [_analysis(sentence, places, text) for sentence in found]

    def annotate(self, texts: Sequence[Sequence[Sequence[str]]]) -> Iterator[list[Columns]]:
        """Yield the columns of the sentences of every text, in order."""
        for text in texts:
            visible = [[_visible(word) for word in words] for words in text]
            found = self._pipeline(visible).sentences if visible else []
            yield [_columns(sentence) for sentence in found]

    def close(self) -> None:
        """Let go of the pipeline."""
        del self._pipeline


class Places:
    """Translate offsets of the blocks joined by blank lines into offsets of the whole text."""

    def __init__(self, parts: Sequence[Block]) -> None:
        self._parts = parts
        self._starts = []
        at = 0
        for part in parts:
            self._starts.append(at)
            at += part.end - part.start + 2

    def span(self, start: int, end: int) -> Span:
        """Return the span in the whole text."""
        number = bisect_right(self._starts, start) - 1
        shift = self._parts[number].start - self._starts[number]
        return start + shift, end + shift


def _visible(word: str) -> str:
    """Return the word, or a hyphen for white space alone, which Stanza takes for nothing."""
    return word if word.strip() else "-"


def _columns(sentence: Any) -> Columns:
    words = sentence.words
    return Columns(
        [blank(word.lemma) for word in words],
        [word.upos for word in words],
        [blank(word.xpos) for word in words],
        [blank(word.feats) for word in words],
        [word.head for word in words],
        [word.deprel for word in words],
        [token.ner or "O" for token in sentence.tokens for _ in token.words],
        [b""] * len(words),
        [None] * len(words),
    )


def _analysis(sentence: Any, places: Places, text: str) -> Analysis:
    spans: list[Span] = []
    for token in sentence.tokens:
        span = places.span(token.start_char, token.end_char)
        spans += word_spans(span, [word.text for word in token.words], text)
    entities = [
        Entity(*places.span(ent.start_char, ent.end_char), ent.type) for ent in sentence.ents
    ]
    return Analysis(spans, _columns(sentence), entities)
