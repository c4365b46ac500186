"""Tell whether a sentence has a word that can express a type where it can be about two ends."""

from __future__ import annotations

from collections.abc import Iterator

from hookline_relations.mentions.candidates import Candidate
from hookline_relations.syntax.tree import Tree

__all__ = ["antecedent", "path", "shown", "upwards"]

CLOSE = 6
"""Between how many words or fewer everything counts as said of both ends."""


def shown(tree: Tree, wanted: frozenset[str] | None, one: Candidate, two: Candidate) -> bool:
    """Return whether a word on or beside the path between two ends can express a type."""
    if wanted is None:
        return True
    return any(
        tree.lemmas[word] in wanted
        or tree.words[word].text.lower() in wanted
        or (word + 1 < len(tree) and f"{tree.lemmas[word]} {tree.lemmas[word + 1]}" in wanted)
        for word in _near(tree, one, two)
        if not (one.first <= word <= one.last or two.first <= word <= two.last)
    )


def _near(tree: Tree, one: Candidate, two: Candidate) -> Iterator[int]:
    """Yield the words of the path between two ends, those right below it, and what lies close by."""
    for word in path(tree, one.head, two.head):
        yield word
        yield from tree.children[word]
    for side in (one, two):
        yield from range(max(0, side.first - 2), min(len(tree), side.last + 3))
    first, second = sorted((one, two))
    if second.first - first.last <= CLOSE:
        yield from range(first.last + 1, second.first)


def path(tree: Tree, one: int, two: int) -> list[int]:
    """Return the words from one to another by way of the lowest above both."""
    left, right = upwards(tree, one), upwards(tree, two)
    while len(left) > 1 and len(right) > 1 and left[-2:] == right[-2:]:
        left.pop()
        right.pop()
    common = set(left) & set(right)
    top = next((word for word in left if word in common), None)
    if top is None:
        return [*left, *right]
    return [*left[: left.index(top) + 1], *right[: right.index(top)]]


def upwards(tree: Tree, index: int) -> list[int]:
    line = [index]
    while tree.heads[line[-1]] >= 0:
        line.append(tree.heads[line[-1]])
    return line


def antecedent(tree: Tree, pronoun: int) -> int:
    """Return the noun that a relative clause with this pronoun says something about, or -1."""
    verb = tree.heads[pronoun]
    while verb >= 0 and tree.base(verb) not in ("acl", "root"):
        verb = tree.heads[verb]
    return tree.heads[verb] if verb >= 0 else -1
