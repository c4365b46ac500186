"""Take who is paid out of an amount of money: "pay Okonkwo €2.5 million"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import category

from hookline import Entity, Token

from .spans import token_range

__all__ = ["without_payees"]

_PAYEES = frozenset({"PERSON", "ORG"})
_DOLLARS = frozenset({"$"})
_LEAST_LETTERS = 4
"""Shorter words before an amount may be a currency ("Rs", "KSh")."""


def without_payees(tokens: Sequence[Token], entities: Sequence[Entity]) -> Iterator[Entity]:
    """
    Yield the entities; an amount that begins with a name begins behind it.

    The name becomes an entity where it, or a person's name that ends with it, is one elsewhere in the
    document. A name that is not stays without one, and before "$" or digits also stays in the amount:
    it may be that of the currency ("Hong Kong $5").

    Args:
        tokens: Tokens of the document.
        entities: Entities, in order.
    """
    labels: dict[str, str] = {}
    for entity in entities:
        if entity.label in _PAYEES:
            first, end = token_range(tokens, entity)
            words = [token.text for token in tokens[first:end]]
            labels.setdefault(" ".join(words), entity.label)
            if entity.label == "PERSON" and words:
                labels.setdefault(words[-1], entity.label)
    for entity in entities:
        if entity.label != "MONEY":
            yield entity
            continue
        end = first = token_range(tokens, entity)[0]
        while end < len(tokens) and tokens[end].end <= entity.end and _is_name(tokens[end].text):
            end += 1
        if end == first or end == len(tokens) or tokens[end].end > entity.end:
            yield entity
            continue
        amount = tokens[end].text
        label = labels.get(" ".join(token.text for token in tokens[first:end]))
        if label and (_has_symbol(amount) or amount[0].isdigit()):
            yield entity._replace(end=tokens[end - 1].end, label=label)
        elif not _has_symbol(amount) or amount in _DOLLARS:
            yield entity
            continue
        yield entity._replace(start=tokens[end].start)


def _is_name(word: str) -> bool:
    """Return whether a word is capitalized, and too long for a code or a symbol of a currency."""
    return len(word) >= _LEAST_LETTERS and word.isalpha() and word[0].isupper()


def _has_symbol(word: str) -> bool:
    return category(word[0]) == "Sc" or category(word[-1]) == "Sc"
