"""Keep the ends of statements whole: words that hyphens join, and brackets in pairs."""

from __future__ import annotations

from hookline_relations.open.statements import Statement
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["has_open_bracket", "whole_words", "with_whole_ends"]

HYPHENS = frozenset({"-", "‐", "‑"})
BRACKETS = {"(": 1, "[": 1, ")": -1, "]": -1}


def with_whole_ends(tree: SentenceTree, statement: Statement) -> Statement | None:
    """Return a statement whose ends are not cut within a word; None if one is cut in a bracket."""
    subject, object = whole_words(tree, statement.subject), whole_words(tree, statement.object)
    if has_open_bracket(tree, subject) or has_open_bracket(tree, object):
        return None
    if subject is statement.subject and object is statement.object:
        return statement
    rest = tuple(word for word in statement.predicate if word not in {*subject, *object})
    if not {*subject}.isdisjoint(object) or bool(rest) != bool(statement.predicate):
        return None
    return statement._replace(subject=subject, predicate=rest, object=object)


def whole_words(tree: SentenceTree, words: tuple[int, ...]) -> tuple[int, ...]:
    """Return words with the rest of each that hyphens join: the "69-year-" of "the 69-year-old"."""
    members = {*words}
    queue = list(words)
    for word in queue:
        for hyphen, other in ((word - 1, word - 2), (word + 1, word + 2)):
            if other in members or not 0 <= other < len(tree):
                continue
            if tree.words[hyphen].text in HYPHENS and _is_joined(tree, word, hyphen, other):
                members |= {hyphen, other}
                queue.append(other)
    return words if len(members) == len(words) else tuple(sorted(members))


def _is_joined(tree: SentenceTree, word: int, hyphen: int, other: int) -> bool:
    """Return whether a hyphen stands between two words without a space."""
    first, second = sorted((word, other))
    before, mark, after = (tree.words[index] for index in (first, hyphen, second))
    return before.end == mark.start and mark.end == after.start


def has_open_bracket(tree: SentenceTree, words: tuple[int, ...]) -> bool:
    """Return whether a phrase has one bracket of a pair: "they [projects"."""
    depth = 0
    for word in words:
        depth += BRACKETS.get(tree.words[word].text, 0)
        if depth < 0:
            return True
    return depth != 0
