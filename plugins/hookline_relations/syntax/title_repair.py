"""Repair the trees of titles: "president-elect", "the Team Manager"."""

from __future__ import annotations

from collections.abc import Sequence

from hookline import Token

__all__ = ["repair_titles"]

COMING = frozenset({"elect", "designate"})
"""What follows an office that someone has yet to take."""
MAX_SPAN = 200
"""Most words from the noun of an office to its dependents."""
HYPHENS = frozenset({"-", "–", "‑"})


def repair_titles(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Make the noun of an office the head of its title, in place."""
    _head_offices(words, heads, rels)
    _join_titles(words, heads, rels)


def _head_offices(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Make an office the head of what follows it: "president-elect", "minister-designate"."""
    for index, word in enumerate(words):
        office = index - 2 if index >= 2 and words[index - 1].text in HYPHENS else index - 1
        if word.text.lower() not in COMING or office < 0 or heads[office] != index:
            continue
        _lift(heads, rels, office, "amod")


def _join_titles(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Make the last noun of a title its head: "the Team Manager" is no team beside a manager."""
    for index in range(1, len(words)):
        pair = words[index - 1 : index + 1]
        if rels[index] != "appos" or heads[index] != index - 1:
            continue
        if all(word.upos == "NOUN" and word.text[:1].isupper() for word in pair):
            _lift(heads, rels, index, "compound")


def _lift(heads: list[int], rels: list[str], word: int, rel: str) -> None:
    """Put a word in the place of its head, which hangs on it with a relation."""
    above = heads[word]
    heads[word], rels[word] = heads[above], rels[above]
    for child in range(max(0, word - MAX_SPAN), min(len(heads), word + MAX_SPAN)):
        if heads[child] == above:
            heads[child] = word
    heads[above], rels[above] = word, rel
