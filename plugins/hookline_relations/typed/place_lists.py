"""Pair the towns of a list with what they are in: "Lyon, France, and Turin, Italy"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from hookline_relations.syntax.tree import SentenceTree

__all__ = ["listed_places"]

COMMA = (",",)
SEPARATORS = frozenset({",", ";", "and", "or", "&", "to", "from", "in", "at", "near", "through"})
MAX_SEPARATOR = 4
MIN_UNITS = 2
PAIR = 2


class _Name(NamedTuple):
    """A place from its first word to its last; `pair` is true of a name that is two places."""

    first: int
    last: int
    pair: bool


def listed_places(tree: SentenceTree, wholes: Collection[str]) -> Mapping[int, int]:
    """
    Return for the head of each town of a list of pairs the head of what the town is in.

    A list counts if it can be divided into pairs alone, at least two of them. Each second name must be
    one of `wholes` (names of countries and states), or none of them where semicolons divide the
    pairs, and no first name may be one: "Paris, London, and Turin, Italy" is no list of pairs.
    """
    places: dict[int, int] = {}
    for names in _runs(tree):
        units = _units(tree, names)
        if len(units) < MIN_UNITS:
            continue
        pairs = [unit for unit in units if len(unit) == PAIR]
        known = {_text(tree, whole) in wholes for _, whole in pairs}
        divided = all(";" in _between(tree, unit[-1], after[0]) for unit, after in pairwise(units))
        if known == {True} or (known == {False} and divided):
            if any(_text(tree, part) in wholes for part, _ in pairs):
                continue
            places.update((_head(tree, part), _head(tree, whole)) for part, whole in pairs)
    return places


def _runs(tree: SentenceTree) -> Iterator[Sequence[_Name]]:
    """Yield the places that only commas, semicolons, "and" and prepositions stand between."""
    run: list[_Name] = []
    for name in _places(tree):
        between = _between(tree, run[-1], name) if run else ()
        if run and not (0 < len(between) <= MAX_SEPARATOR and SEPARATORS.issuperset(between)):
            yield run
            run = []
        run.append(name)
    if run:
        yield run


def _places(tree: SentenceTree) -> Iterator[_Name]:
    word = 0
    while word < len(tree):
        if tree.label(word) == "LOC":
            words = tree.entity_words(word)
            comma = any(tree.words[inner].text == "," for inner in words[1:-1])
            yield _Name(words[0], words[-1], comma)
            word = words[-1]
        word += 1


def _units(tree: SentenceTree, names: Sequence[_Name]) -> list[tuple[_Name, ...]]:
    """Return the pairs of a run, and the single names that are two places; none if others remain."""
    units: list[tuple[_Name, ...]] = []
    remaining = iter(names)
    for part in remaining:
        if part.pair:
            units.append((part,))
            continue
        whole = next(remaining, None)
        if whole is None or whole.pair or _between(tree, part, whole) != COMMA:
            return []
        if _owns(tree, whole):
            return []
        units.append((part, whole))
    return units


def _owns(tree: SentenceTree, name: _Name) -> bool:
    """Return whether a name belongs to the words after it: "Izmir, Turkey's third city"."""
    after = name.last + 1
    return after < len(tree) and tree.tags[after] in ("PART", "NOUN", "PROPN", "ADJ")


def _between(tree: SentenceTree, first: _Name, second: _Name) -> tuple[str, ...]:
    return tuple(tree.words[word].text.lower() for word in range(first.last + 1, second.first))


def _text(tree: SentenceTree, name: _Name) -> str:
    return " ".join(tree.words[word].text for word in range(name.first, name.last + 1))


def _head(tree: SentenceTree, name: _Name) -> int:
    return tree.head_of(range(name.first, name.last + 1))
