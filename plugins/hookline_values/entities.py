"""Merge the date expressions of a text with the entities that are there, and give them values."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from hookline import Document, Entity, Sentence
from hookline_values.amounts import with_amounts
from hookline_values.context import BACKWARD, Context
from hookline_values.durations import duration
from hookline_values.edtf import interval
from hookline_values.grammar import Expression, expressions
from hookline_values.intervals import ordered_ends
from hookline_values.money import MoneyConvention, read_money
from hookline_values.resolution import resolve
from hookline_values.tense import future_predicates, tense_at

__all__ = ["DateConvention", "with_values"]

_JOINED = re.compile(r"[ \t\u00a0]*(?:[-–—/]|to|through|until|till|thru)[ \t\u00a0]*(?:the[ \t]+)?")
_LISTED = re.compile(r"[ \t\u00a0]*(?:,|and|or|&)[ \t\u00a0]*")
_SIMPLE = re.compile(r"(\d{4})(?:-(0\d|1[0-2])(?:-(\d\d))?|(-(?:3[3-6]|4[01])))?")
"""A day, a month, a year, or a quarter or a half of it."""
_SPAN_BEFORE = re.compile(
    r"\b(?:over|during|for|within|between)(?:[ \t]+the)?[ \t]+$", re.IGNORECASE
)
_BETWEEN = re.compile(r"\bbetween[ \t]+$", re.IGNORECASE)


class DateConvention(NamedTuple):
    """How dates are read: the day of the document, and the order of day and month in numbers."""

    reference: date | None
    numeric: Literal["dmy", "mdy"] | None = None


def with_values(
    doc: Document, dates: DateConvention, money: MoneyConvention, add: bool = True
) -> Document:
    """
    Return a document whose entities DATE and MONEY have values.

    Pieces of one date become one entity. Where `add` is true, dates and amounts that no entity covers
    become entities, unless their words may mean something else.
    """
    doc = with_amounts(doc, add)
    old = doc.entities or ()
    verbs = {
        token.start for token in doc.tokens or () if token.upos == "VERB" and token.text == "last"
    }
    found = [item for item in expressions(doc.text) if item.start not in verbs]
    groups = _grouped(old, found, add)
    values = _values(doc, groups, dates)
    indexes: dict[int, int] = {}
    entities: list[Entity] = []
    for group in groups:
        for index in group.entities:
            indexes[index] = len(entities)
        if not group.expressions:
            entity = old[group.entities[0]]
            entities.append(_without_date(doc.text, entity, money))
            continue
        template = old[group.entities[0]] if group.entities else Entity(0, 0, "DATE")
        template = template._replace(label="DATE")
        entities += _dated(doc.text, group, template, values)
    return doc.with_replaced("entities", entities, indexes)


class _Group(NamedTuple):
    """Entities, by index, and expressions that overlap; `start` and `end` cover them all."""

    start: int
    end: int
    entities: list[int]
    expressions: list[Expression]


def _grouped(entities: Sequence[Entity], found: Iterable[Expression], add: bool) -> list[_Group]:
    """Return groups of overlapping entities and expressions, in order."""
    starts = [entity.start for entity in entities]
    ends = [entity.end for entity in entities]
    used: set[int] = set()
    groups: list[_Group] = []
    for expression in found:
        first = bisect_right(ends, expression.start)
        last = bisect_left(starts, expression.end)
        overlapping = list(range(first, last))
        if not all(_is_date(entities[index], expression) for index in overlapping):
            continue
        if not overlapping and not (add and expression.certain):
            continue
        start = min([expression.start, *(starts[index] for index in overlapping)])
        end = max([expression.end, *(ends[index] for index in overlapping)])
        if groups and start < groups[-1].end:
            previous = groups.pop()
            new = [index for index in overlapping if index not in used]
            groups.append(
                _Group(
                    min(start, previous.start),
                    max(end, previous.end),
                    previous.entities + new,
                    [*previous.expressions, expression],
                )
            )
        else:
            groups.append(_Group(start, end, overlapping, [expression]))
        used.update(overlapping)
    groups += [
        _Group(entity.start, entity.end, [index], [])
        for index, entity in enumerate(entities)
        if index not in used
    ]
    return sorted(groups, key=lambda group: group.start)


def _is_date(entity: Entity, expression: Expression) -> bool:
    """Tell whether an entity that overlaps an expression is the same date, or a piece of it."""
    if entity.label == "DATE":
        return True
    covered = expression.start <= entity.start and entity.end <= expression.end
    return entity.label == "MISC" and covered and expression.certain


def _values(doc: Document, groups: list[_Group], dates: DateConvention) -> dict[int, str | None]:
    """Return the value of each expression by its start."""
    ordered = [expression for group in groups for expression in group.expressions]
    sentences = doc.sentences or ()
    sentence_starts = [sentence.start for sentence in sentences]
    future = future_predicates(doc.tokens or ())
    values: dict[int, str | None] = {}
    anchor: date | None = None
    latest: dict[str, date] = {}
    part = ""
    for index, expression in enumerate(ordered):
        start, end = _sentence(sentences, sentence_starts, expression)
        following = ordered[index + 1] if index + 1 < len(ordered) else None
        context = Context(
            dates.reference,
            tense_at(doc.text, expression.start, expression.end, start, end, future),
            anchor,
            _year_behind(doc.text, expression, following),
            dates.numeric,
            latest,
            part,
            bool(_SPAN_BEFORE.search(doc.text, max(0, expression.start - 16), expression.start)),
        )
        value = resolve(expression, context)
        values[expression.start] = value
        if index and _is_interval(doc.text, ordered[index - 1], expression):
            opening = ordered[index - 1]
            first, value = ordered_ends(
                opening, values[opening.start], expression, value, context.tense
            )
            values[opening.start], values[expression.start] = first, value
        compared = expression.form == "anaphoric" and expression.parts["k"].lower() in BACKWARD
        if value and not compared and (match := _SIMPLE.fullmatch(value)):
            latest = _units(*match.groups()[:3])
            part = match[4] or ""
            anchor = latest.get("day", anchor)
    return values


def _is_interval(text: str, first: Expression, last: Expression) -> bool:
    """Tell whether two dates are the start and the end of an interval."""
    between = text[first.end : last.start]
    if _JOINED.fullmatch(between):
        return True
    return between.strip() == "and" and bool(
        _BETWEEN.search(text, max(0, first.start - 16), first.start)
    )


def _units(year: str, month: str | None, day: str | None) -> dict[str, date]:
    """Return a day in a date for each unit of which the date is one or a part."""
    units = ["year", *["month"] * bool(month), *["day"] * bool(day)]
    try:
        return dict.fromkeys(units, date(int(year), int(month or 1), int(day or 1)))
    except ValueError:
        return {}


def _sentence(
    sentences: Sequence[Sentence], starts: list[int], expression: Expression
) -> tuple[int, int]:
    """Return the sentence of an expression, or the expression where no sentence covers it."""
    index = bisect_right(starts, expression.start) - 1
    if index >= 0 and sentences[index].end >= expression.end:
        return sentences[index]
    return expression.start, expression.end


def _year_behind(text: str, expression: Expression, following: Expression | None) -> int | None:
    """Return the year of the date that an expression is joined with, if only that one states it."""
    if following is None or "y" not in following.parts:
        return None
    between = text[expression.end : following.start]
    if not (_JOINED.fullmatch(between) or _LISTED.fullmatch(between)):
        return None
    return int(following.parts["y"])


def _dated(
    text: str, group: _Group, template: Entity, values: dict[int, str | None]
) -> list[Entity]:
    """Return the entities of a group: one, or one for each date of a list."""
    dates = group.expressions
    whole = template._replace(start=group.start, end=group.end)
    if len(dates) == 1:
        return [whole._replace(value=values[dates[0].start])]
    first, last = values[dates[0].start], values[dates[-1].start]
    between = text[dates[0].end : dates[-1].start]
    if len(dates) == 2 and _JOINED.fullmatch(between):
        known = first is not None and last is not None and "/" not in first + last
        return [whole._replace(value=interval(first or "", last or "") if known else None)]
    return [
        template._replace(start=item.start, end=item.end, value=values[item.start])
        for item in dates
    ]


def _without_date(text: str, entity: Entity, money: MoneyConvention) -> Entity:
    """Return an entity without a date expression in it, with its value if it can have one."""
    if entity.value is not None:
        return entity
    if entity.label == "DATE":
        return entity._replace(value=duration(text[entity.start : entity.end]))
    if entity.label == "MONEY":
        return entity._replace(value=read_money(text[entity.start : entity.end], money))
    return entity
