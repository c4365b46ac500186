"""Define what the stage needs of a model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from ..conversion.columns import SentenceAnalysis, SentenceColumns

TokenizedText = Sequence[Sequence[str]]
"""The words of every sentence of a text."""


class Backend(Protocol):
    """An open model that annotates texts."""

    encoder: str
    """Digest of the encoder of the states in its columns; empty if they have no states."""

    fallback: str
    """A warning that it computes in another precision than was asked for; empty if it does not."""

    def analyse(self, texts: Sequence[str]) -> Iterable[Iterable[SentenceAnalysis]]:
        """Return the sentences of every text, in order; consume those of a text before the next."""

    def annotate(self, texts: Sequence[TokenizedText]) -> Iterable[list[SentenceColumns]]:
        """Return the columns of the sentences of every tokenized text, in order."""

    def close(self) -> None:
        """Release resources."""
