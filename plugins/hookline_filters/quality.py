"""
The stage `quality`: rules of large corpora that drop pages without running text.

Sources: Gopher (Rae et al., "Scaling Language Models", 2021, appendix A1.1 and table A1), C4 (Raffel et
al., "Exploring the Limits of Transfer Learning", 2020, section 2.2), FineWeb (Penedo et al., "The
FineWeb Datasets", 2024, section 3.6). Thresholds are theirs; shares of characters are relative to the
characters in words, and an n-gram must occur twice to count as repeated: no text is dropped for being
short.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pydantic import Field, PositiveInt, model_validator

from hookline import Document, Drop, Outcome, Stage
from hookline_filters.repetition import repeated_ngram_share, repeated_shares, top_ngram_share

__all__ = ["Quality"]

Share = float | None
BULLETS = ("•", "‣", "◦", "*", "-", "–", "·")
ELLIPSIS = ("...", "…")
QUOTES = "\"'”’»)]"
TERMINAL = (".", "!", "?", "…", "。", "！", "？", ":", ";")
SHORT_LINE = 30  # characters
OUTER_PUNCTUATION = re.compile(r"^\W+|\W+$")
STOP_WORDS = ("the", "be", "to", "of", "and", "that", "have", "with")


class Quality(Stage):
    """
    Drop documents that break a rule of Gopher, C4 or FineWeb, with the rule as the reason.

    The rules apply to languages with spaces between words. By default the rules of Gopher and C4's rule
    against placeholder text are on; those of FineWeb are switched on by setting their thresholds.
    """

    name = "quality"
    cost = "cpu"

    class Options(Stage.Options):
        """The rules; null switches one off."""

        min_mean_word_length: Share = Field(3.0, ge=0, description="Gopher: 3 characters.")
        max_mean_word_length: Share = Field(10.0, ge=0, description="Gopher: 10 characters.")
        max_symbols: Share = Field(
            0.1, ge=0, description="Hash signs, or ellipses, per word. Gopher: 0.1."
        )
        max_bullet_lines: Share = Field(
            0.9, ge=0, description="Share of lines that start with a bullet. Gopher: 0.9."
        )
        max_ellipsis_lines: Share = Field(
            0.3, ge=0, description="Share of lines that end in an ellipsis. Gopher: 0.3."
        )
        min_alphabetic_words: Share = Field(
            0.8, ge=0, description="Share of words that contain a letter. Gopher: 0.8."
        )
        min_stop_words: int | None = Field(
            2, ge=0, description="Minimum number of different stop words. Gopher: 2."
        )
        stop_words: tuple[str, ...] = Field(
            STOP_WORDS, description="The stop words, by default those of Gopher for English."
        )
        max_repeated_lines: Share = Field(
            0.3, ge=0, description="Share of lines that occurred before. Gopher: 0.3."
        )
        max_repeated_line_characters: Share = Field(
            0.2, ge=0, description="Share of characters in such lines. Gopher: 0.2; FineWeb: 0.01."
        )
        max_repeated_paragraphs: Share = Field(
            0.3, ge=0, description="Share of paragraphs that occurred before. Gopher: 0.3."
        )
        max_repeated_paragraph_characters: Share = Field(
            0.2, ge=0, description="Share of characters in such paragraphs. Gopher: 0.2."
        )
        max_top_ngram: dict[PositiveInt, float] = Field(
            {2: 0.2, 3: 0.18, 4: 0.16},
            description="Share of characters in the most common n-gram, by n. Gopher's table.",
        )
        max_repeated_ngrams: dict[PositiveInt, float] = Field(
            {5: 0.15, 6: 0.14, 7: 0.13, 8: 0.12, 9: 0.11, 10: 0.10},
            description="Share of characters in n-grams that occurred before, by n. Gopher's table.",
        )
        forbidden: tuple[str, ...] = Field(
            ("lorem ipsum",),
            description="Phrases that must not occur, ignoring case. C4: `lorem ipsum` and `{`.",
        )
        min_ended_lines: Share = Field(
            None, ge=0, description="Share of lines that end in a punctuation mark. FineWeb: 0.12."
        )
        max_short_lines: Share = Field(
            None, ge=0, description="Share of lines of 30 characters or less. FineWeb: 0.67."
        )
        max_line_breaks: Share = Field(
            None, ge=0, description="Line breaks per word. FineWeb: 0.3."
        )

        @model_validator(mode="after")
        def _can_be_kept(self) -> Quality.Options:
            words = {word.casefold() for word in self.stop_words}
            if self.min_stop_words is not None and len(words) < self.min_stop_words:
                raise ValueError(
                    f"expected at least `min_stop_words` ({self.min_stop_words}) different "
                    f"`stop_words`, found {len(words)}, which drops every document"
                )
            if not all(self.forbidden):
                raise ValueError("expected phrases in `forbidden`, found '', which every text has")
            return self

    def process(self, docs: Sequence[Document]) -> Iterator[Outcome]:
        """Return the documents that satisfy all rules, and drop the others."""
        phrases = [phrase.casefold() for phrase in self.options.forbidden]
        for doc in docs:
            reason = next(_broken_rules(doc.text, self.options, phrases), None)
            yield Drop(reason) if reason else doc


def _broken_rules(text: str, options: Quality.Options, phrases: Sequence[str]) -> Iterator[str]:
    """Yield the rules that a text breaks, cheap ones first."""
    words = text.split()
    if not words:
        yield "no words"
        return
    yield from _broken_word_rules(text, words, options)
    folded = text.casefold()
    if any(phrase in folded for phrase in phrases):
        yield "forbidden phrase"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    yield from _broken_line_rules(text, lines, len(words), options)
    yield from _broken_repetition_rules(text, lines, words, options)


def _broken_word_rules(text: str, words: Sequence[str], options: Quality.Options) -> Iterator[str]:
    count = len(words)
    alphanumeric = [word for word in words if any(map(str.isalnum, word))]
    mean = sum(map(len, alphanumeric)) / max(len(alphanumeric), 1)
    if _under(mean, options.min_mean_word_length):
        yield "words too short"
    if _over(mean, options.max_mean_word_length):
        yield "words too long"
    ellipses = text.count("...") + text.count("…")
    if _over(max(text.count("#"), ellipses) / count, options.max_symbols):
        yield "symbols"
    alphabetic = sum(any(map(str.isalpha, word)) for word in words)
    if _under(alphabetic / count, options.min_alphabetic_words):
        yield "too few alphabetic words"
    if options.min_stop_words:
        distinct = {OUTER_PUNCTUATION.sub("", word).casefold() for word in words}
        if (
            len(distinct.intersection(map(str.casefold, options.stop_words)))
            < options.min_stop_words
        ):
            yield "too few stop words"


def _broken_line_rules(
    text: str, lines: Sequence[str], words: int, options: Quality.Options
) -> Iterator[str]:
    count = len(lines)
    if _over(sum(line.startswith(BULLETS) for line in lines) / count, options.max_bullet_lines):
        yield "bullet lines"
    if _over(sum(line.endswith(ELLIPSIS) for line in lines) / count, options.max_ellipsis_lines):
        yield "ellipsis lines"
    ended = sum(line.rstrip(QUOTES).endswith(TERMINAL) for line in lines)
    if _under(ended / count, options.min_ended_lines):
        yield "too few ended lines"
    if _over(sum(len(line) <= SHORT_LINE for line in lines) / count, options.max_short_lines):
        yield "short lines"
    if _over(text.count("\n") / words, options.max_line_breaks):
        yield "line breaks"


def _broken_repetition_rules(
    text: str, lines: Sequence[str], words: Sequence[str], options: Quality.Options
) -> Iterator[str]:
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    for unit, parts in (("line", lines), ("paragraph", paragraphs)):
        share, characters = repeated_shares(parts)
        if _over(share, getattr(options, f"max_repeated_{unit}s")):
            yield f"repeated {unit}s"
        if _over(characters, getattr(options, f"max_repeated_{unit}_characters")):
            yield f"repeated {unit} characters"
    for size, limit in options.max_top_ngram.items():
        if top_ngram_share(words, size) > limit:
            yield f"top {size}-gram"
    for size, limit in options.max_repeated_ngrams.items():
        if repeated_ngram_share(words, size) > limit:
            yield f"repeated {size}-grams"


def _over(value: float, limit: Share) -> bool:
    return limit is not None and value > limit


def _under(value: float, limit: Share) -> bool:
    return limit is not None and value < limit
