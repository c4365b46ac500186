"""The stage `length`: drop documents that are too short or too long."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import inf

from pydantic import Field, model_validator

from hookline import Document, Drop, Outcome, Stage

__all__ = ["Length"]

SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|[。！？]+")


class Length(Stage):
    """
    Drop documents that are too short or too long.

    The default limits of words are those of Gopher (Rae et al., "Scaling Language Models", 2021,
    appendix A1.1).
    """

    name = "length"

    class Options(Stage.Options):
        """Limits; null switches one off."""

        min_words: int | None = Field(
            50, ge=0, description="Minimum number of words (split at spaces)."
        )
        max_words: int | None = Field(100_000, ge=0, description="Maximum number of words.")
        min_characters: int | None = Field(None, ge=0, description="Minimum number of characters.")
        max_characters: int | None = Field(None, ge=0, description="Maximum number of characters.")
        min_sentences: int | None = Field(
            None,
            ge=0,
            description="Minimum number of sentences: of the layer, else by end marks. C4: 5.",
        )
        max_sentences: int | None = Field(None, ge=0, description="Maximum number of sentences.")

        @model_validator(mode="after")
        def _leaves_a_range(self) -> Length.Options:
            for unit in ("words", "characters", "sentences"):
                least, most = getattr(self, f"min_{unit}"), getattr(self, f"max_{unit}")
                if least is not None and most is not None and least > most:
                    raise ValueError(
                        f"expected `min_{unit}` to be at most `max_{unit}`, found {least} and {most}, "
                        "which drops every document"
                    )
            return self

    def process(self, docs: Sequence[Document]) -> Iterator[Outcome]:
        """Return the documents within the limits, and drop the others."""
        limits = list(_limits(self.options))
        for doc in docs:
            yield next((Drop(reason) for reason, is_broken in limits if is_broken(doc)), doc)


def _limits(options: Length.Options) -> Iterator[tuple[str, Callable[[Document], bool]]]:
    """Yield a reason and a test for each limit that is set."""
    for unit, count in (("characters", _characters), ("words", _words), ("sentences", _sentences)):
        least, most = getattr(options, f"min_{unit}"), getattr(options, f"max_{unit}")
        if least is not None:
            yield f"too few {unit}", partial(_outside, count, least, inf)
        if most is not None:
            yield f"too many {unit}", partial(_outside, count, 0, most)


def _outside(count: Callable[[Document], int], least: float, most: float, doc: Document) -> bool:
    return not least <= count(doc) <= most


def _characters(doc: Document) -> int:
    return len(doc.text)


def _words(doc: Document) -> int:
    return len(doc.text.split())


def _sentences(doc: Document) -> int:
    if doc.sentences is not None:
        return len(doc.sentences)
    return len(SENTENCE_END.findall(doc.text))
