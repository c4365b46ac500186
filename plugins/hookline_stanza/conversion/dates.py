"""Correct dates by their spelling: years and their ranges, weekdays, and what is no date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from hookline import Entity, Token

from .spans import joined, token_range

__all__ = ["correct_dates"]

_WEEKDAYS = frozenset(
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
)
_TIMES_OF_DAY = frozenset(["morning", "afternoon", "evening", "night"])
_MONTH = re.compile(
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?|January|February|March|April|May|June|July"
    r"|August|September|October|November|December"
)
_YEAR = re.compile(r"(?:1\d|20)\d\ds?")
_LATER_YEAR = re.compile(r"(?:\d{4}|\d{2})s?")
_BETWEEN_YEARS = frozenset("-–—/")
_SHORT_NUMBER = re.compile(r"\d{1,3}")
_BETWEEN_NUMBERS = frozenset({"to", *_BETWEEN_YEARS})
_DISEASE = re.compile(r"covid(?:\W?19)?", re.IGNORECASE)


def correct_dates(tokens: Sequence[Token], entities: Sequence[Entity]) -> Iterator[Entity]:
    """
    Return the entities, with dates as their spelling has them.

    A weekday before a time of day is a date ("Tuesday night"); Covid-19 is none, nor is a number of up
    to three digits ("8", "203 to 164"). Two dates are one
    where they are the years of a range ("1976-1983", "2022/23"), or a weekday and what day it is
    ("Thursday, May 7, 2015").

    Args:
        tokens: Tokens of the document.
        entities: Entities, in order.
    """
    labelled = (_labelled(tokens, entity) for entity in entities)
    dates = joined(labelled, partial(_are_one_date, tokens))
    return (entity for entity in dates if not _is_number(tokens, entity))


def _is_number(tokens: Sequence[Token], entity: Entity) -> bool:
    """Return whether all of a date are numbers that are no years."""
    first, end = token_range(tokens, entity)
    return entity.label == "DATE" and all(
        _SHORT_NUMBER.fullmatch(token.text) or token.text in _BETWEEN_NUMBERS
        for token in tokens[first:end]
    )


def _labelled(tokens: Sequence[Token], entity: Entity) -> Entity:
    """Return the entity with DATE or MISC where its words are certainly one of the two."""
    if entity.label not in ("DATE", "MISC"):
        return entity
    first, end = token_range(tokens, entity)
    words = [token.text for token in tokens[first:end]]
    if entity.label == "MISC" and len(words) == 1 and words[0] in _WEEKDAYS and end < len(tokens):
        return entity._replace(label="DATE" if tokens[end].text in _TIMES_OF_DAY else "MISC")
    return entity._replace(label="MISC") if _DISEASE.fullmatch("".join(words)) else entity


def _are_one_date(tokens: Sequence[Token], left: Entity, right: Entity) -> bool:
    """Tell whether two entities are the years of a range, or a weekday and its date."""
    if not left.label == right.label == "DATE":
        return False
    first, end = token_range(tokens, left)
    next_first, next_end = token_range(tokens, right)
    if next_first != end + 1 or tokens[end].sentence != tokens[next_first].sentence:
        return False
    mark, words = tokens[end], [token.text for token in tokens[next_first:next_end]]
    if mark.text in _BETWEEN_YEARS:
        is_tight = mark.start == left.end and mark.end == right.start
        is_range = _YEAR.fullmatch(tokens[end - 1].text) and _LATER_YEAR.fullmatch(words[0])
        return is_tight and bool(is_range) and len(words) == 1
    is_weekday = mark.text == "," and end - first == 1 and tokens[first].text in _WEEKDAYS
    day = next((word for word in words if not word.isdigit()), "")
    return is_weekday and bool(_MONTH.fullmatch(day))
