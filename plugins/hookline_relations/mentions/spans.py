"""Turn the words of a phrase into a mention with exact spans."""

from __future__ import annotations

from collections.abc import Sequence

from hookline import Span, ValueSpan
from hookline_relations.syntax.phrases import is_minus
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["make_mention", "value_span"]

BRACKETS = {"“": "”", "'": "'", '"': '"', "(": ")", "‘": "’", "[": "]", "«": "»", "``": "''"}
CLOSING = frozenset(BRACKETS.values())
OUTER_PUNCTUATION = frozenset(",;:.!?—–-")


def make_mention(tree: SentenceTree, words: Sequence[int], entity: int | None = None) -> Span:
    """
    Return the mention of these words, in pieces where words lie between them.

    A quotation mark or a bracket that is opened inside and closed right after is included.
    """
    indices = sorted(words)
    runs = [(indices[0], indices[0])]
    for index in indices[1:]:
        first, last = runs[-1]
        if all(tree.tags[word] == "PUNCT" for word in range(last + 1, index)):
            runs[-1] = first, index
        else:
            runs.append((index, index))
    stripped = [_stripped(tree, *run) for run in runs]
    runs = [(first, last) for first, last in stripped if first <= last] or runs[:1]
    pieces = []
    for first, last in (_balanced(tree, *run) for run in runs):
        pieces.append((tree.words[first].start, tree.words[last].end))
    return Span(
        pieces[0][0], pieces[-1][1], entity, pieces=tuple(pieces) if len(pieces) > 1 else ()
    )


def _stripped(tree: SentenceTree, first: int, last: int) -> tuple[int, int]:
    """Remove punctuation from both ends of a run of words; `first` exceeds `last` if none is left."""
    while first <= last and tree.words[first].text in OUTER_PUNCTUATION:
        if is_minus(tree, first):
            break
        first += 1
    while last >= first and tree.words[last].text in OUTER_PUNCTUATION:
        last -= 1
    return first, last


def _balanced(tree: SentenceTree, first: int, last: int) -> tuple[int, int]:
    """Extend a run of words by the counterparts of its unpaired brackets, if they are adjacent."""
    after = tree.words[last + 1].text if last + 1 < len(tree) else ""
    before = tree.words[first - 1].text if first else ""
    if after not in CLOSING and before not in BRACKETS:
        return first, last
    texts = [word.text for word in tree.words[first : last + 1]]
    for opening, closing in BRACKETS.items():
        if opening == closing:
            unpaired = texts.count(opening) % 2 == 1
            needs_closing = needs_opening = unpaired
        else:
            needs_closing = texts.count(opening) > texts.count(closing)
            needs_opening = texts.count(closing) > texts.count(opening)
        if needs_closing and after == closing:
            last += 1
        elif needs_opening and before == opening:
            first -= 1
    return first, last


def value_span(tree: SentenceTree, word: int) -> ValueSpan:
    """Return the entity over a word, with its value."""
    index = tree.entity_of[word]
    assert index is not None  # it has a label
    entity = tree.entities[index]
    return ValueSpan(entity.start, entity.end, index, value=entity.value)
