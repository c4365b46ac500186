"""Correct what is an amount of money, and where it begins and ends: "US$723bn", "35 lakh bikes"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from hookline import Entity, Token

from .spans import joined, token_range

__all__ = ["correct_amounts"]

_DOLLARS_OF = frozenset(["US", "A", "AU", "C", "CA", "HK", "NZ", "NT", "S"])
"""What stands before "$" without a space for the dollar of a country."""

_SCALES = ("hundred", "thousand", "million", "billion", "trillion", "lakh", "crore")
_UNITS = frozenset((*_SCALES, "dollars", "euros", "pounds", "yuan", "yen", "rupees"))
_DASHES = frozenset("-–—")
_NAME = re.compile(r"[A-Z]&[A-Z]")


def correct_amounts(tokens: Sequence[Token], entities: Sequence[Entity]) -> Iterator[Entity]:
    """
    Return the entities, with amounts that have their whole currency and no dash in front.

    A number that counts what stands behind it ("35 lakh bikes") is no amount of money, and a name with
    "&" ("S&P 500") is no number.

    Args:
        tokens: Tokens of the document.
        entities: Entities, in order.
    """
    named = (_named(tokens, entity) for entity in entities if not _is_count(tokens, entity))
    amounts = [_with_currency(tokens, entity) for entity in named]
    starts = {entity.start for entity in amounts if entity.label == "MONEY"}
    # a country at the start of an amount is part of the currency
    whole = (e for e in amounts if e.label == "MONEY" or e.start not in starts)
    return joined(whole, partial(_goes_on, tokens))


def _is_count(tokens: Sequence[Token], entity: Entity) -> bool:
    """Return whether a number without a currency counts a noun behind it."""
    if entity.label != "MONEY":
        return False
    first, end = token_range(tokens, entity)
    words = tokens[first:end]
    counts = any(token.head is not None and token.head >= end for token in words)
    return counts and all(
        token.upos == "NUM" and (token.text.islower() or token.text[0].isdigit()) for token in words
    )


def _named(tokens: Sequence[Token], entity: Entity) -> Entity:
    if entity.label != "MONEY":
        return entity
    first, _ = token_range(tokens, entity)
    return entity._replace(label="MISC") if _NAME.fullmatch(tokens[first].text) else entity


def _with_currency(tokens: Sequence[Token], entity: Entity) -> Entity:
    """Return an amount that begins with its currency; other entities as they are."""
    if entity.label != "MONEY":
        return entity
    first, end = token_range(tokens, entity)
    before = tokens[first - 1] if first else None
    is_tight = before is not None and before.end == entity.start
    if (
        before is not None
        and is_tight
        and tokens[first].text[0] == "$"
        and before.text in _DOLLARS_OF
    ):
        return entity._replace(start=before.start)
    if is_tight and tokens[first].text in _DASHES and end - first > 1:
        return entity._replace(start=tokens[first + 1].start)
    return entity


def _goes_on(tokens: Sequence[Token], left: Entity, right: Entity) -> bool:
    """Tell whether an amount is the scale or the currency of the one directly before it."""
    first, _ = token_range(tokens, right)
    return left.label == right.label == "MONEY" and (
        token_range(tokens, left)[1] == first and tokens[first].text in _UNITS
    )
