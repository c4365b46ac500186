"""
Find date expressions in English text, absolute and relative ones.

Each form of expression has a name, a pattern, and a way to resolve it (`resolution`). Patterns match
the expression without articles and prepositions. Where several forms match at one place, the first of
`FORMS` is taken: longer ones stand before the shorter ones that they contain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from hookline_values.holidays import HOLIDAY
from hookline_values.numerals import NUMERAL, ORDINAL

__all__ = ["MONTHS", "WEEKDAYS", "Expression", "expressions"]

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
"""Numbers of months by their names and abbreviations, in lower case."""
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon"),
            ("tuesday", "tues", "tue"),
            ("wednesday", "weds", "wed"),
            ("thursday", "thurs", "thur", "thu"),
            ("friday", "fri"),
            ("saturday", "sat"),
            ("sunday", "sun"),
        )
    )
    for name in names
}
"""Numbers of weekdays, from Monday (0), by their names and abbreviations, in lower case."""


class Expression(NamedTuple):
    """
    A date expression in a text.

    `form` names the pattern that matched, `parts` are what it captured, without those that are empty.
    `certain` is False where the words may mean something else ("may", "2000"): they are a date only
    where an entity says so.
    """

    start: int
    end: int
    form: str
    parts: dict[str, str]
    certain: bool


def _cased(names: Iterator[str] | list[str]) -> str:
    """Return a pattern for names that begin with a capital letter or are all capitals."""
    ordered = sorted(names, key=len, reverse=True)
    return "|".join(form for name in ordered for form in (name.capitalize(), name.upper()))


_S = r"[ \t\u00a0]+"
_DASH = r"[ \t\u00a0]?[-–—][ \t\u00a0]?"
_SHORT_MONTH = (
    rf"(?:{_cased([m for m in MONTHS if len(m) < 5 and m not in ('may', 'june', 'july')])})"
)
_MONTH = rf"(?:{_SHORT_MONTH}\.|(?:{_cased(list(MONTHS))})\b)"
_FULL_MONTH = rf"(?:{_cased([m for m in MONTHS if len(m) > 4 or m in ('may', 'june', 'july')])})"
_WEEKDAY = rf"(?:{_cased([name for name in WEEKDAYS if name.endswith('day')])})"
_ANY_WEEKDAY = rf"(?:{_cased(list(WEEKDAYS))})\b\.?"
_YEAR = r"(?:1\d{3}|20\d\d|21\d\d)"
_NO_MORE = r"(?![\d,.:/]{0,9}\d|[ \t]?%|[ \t]percent\b)"
_DAY = rf"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\w){_NO_MORE}"
_OF_YEAR = (
    rf"(?:{_S}of|,)?{_S}(?:(?P<y>{_YEAR})(?!\w)|(?:of{_S})?(?P<dy>(?i:last|this|next)){_S}year\b)"
)
_LEAD = rf"(?:(?P<w>{_ANY_WEEKDAY}),?{_S}(?:the{_S})?)?"
_PART = rf"(?:{_S}(?i:early{_S}|late{_S})?(?i:morning|afternoon|evening|night))?"
_SEASON = r"(?i:spring|summer|autumn|fall|winter)"
_LONG_UNIT = r"(?i:day|week|fortnight|month|year|decade|century|centurie)"
_UNIT = rf"(?i:minute|hour|{_LONG_UNIT})"
_NUMBER = rf"(?i:{NUMERAL}|a{_S}couple{_S}of|half{_S}an?|several|few)"
_QUARTER = r"(?i:first|second|third|fourth|final|last)"
_DEICTIC = rf"(?i:last|next|this{_S}past|this{_S}coming|this|past|coming)"

FORMS: tuple[tuple[str, str], ...] = (
    ("iso_interval", r"(?P<a>\d{4}-\d\d-\d\d)/(?P<b>\d{4}-\d\d-\d\d)"),
    ("iso", r"(?P<iso>\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"),
    ("iso_month", rf"(?P<y>{_YEAR})-(?P<mn>0[1-9]|1[0-2])(?![-\d])"),
    ("numeric", r"(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})"),
    (
        "days",
        rf"{_LEAD}(?P<m>{_MONTH}){_S}(?P<d>{_DAY})(?P<j>{_DASH}|{_S}(?:to|through|and|or){_S})"
        rf"(?P<d2>{_DAY})(?!{_S}(?:{_MONTH}))(?:{_OF_YEAR})?",
    ),
    (
        "days",
        rf"(?P<d>{_DAY})(?P<j>{_DASH}|{_S}(?:to|through|and|or){_S})(?P<d2>{_DAY}){_S}"
        rf"(?:of{_S})?(?P<m>{_MONTH})(?:{_OF_YEAR})?",
    ),
    ("day", rf"{_LEAD}(?P<m>{_MONTH})[ \t\u00a0]*(?P<d>{_DAY})(?:{_OF_YEAR})?"),
    ("day", rf"{_LEAD}(?P<m>{_MONTH}){_S}(?:the{_S})?(?P<o>(?i:{ORDINAL}))(?:{_OF_YEAR})?"),
    (
        "day",
        rf"{_LEAD}(?P<d>{_DAY})(?:{_S}day)?{_S}(?:of{_S})?(?P<m>{_MONTH})(?!\w)(?:{_OF_YEAR})?",
    ),
    ("day", rf"(?P<o>(?i:{ORDINAL})){_S}of{_S}(?P<m>{_MONTH})(?!\w)(?:{_OF_YEAR})?"),
    ("months", rf"(?P<m>{_MONTH}){_DASH}(?P<m2>{_MONTH})(?:{_OF_YEAR})"),
    ("month", rf"(?P<m>{_MONTH})(?:{_OF_YEAR})"),
    ("season", rf"(?P<s>{_SEASON})(?:{_OF_YEAR})"),
    ("quarter", rf"(?P<q>{_QUARTER})[ -]quarter(?:{_OF_YEAR})"),
    ("quarter", rf"(?P<q>Q[1-4])(?:{_OF_YEAR})"),
    ("half", r"(?P<q>(?i:first|second))[ -]half(?:" + _OF_YEAR + ")"),
    ("half", rf"(?P<q>H[12])(?:{_OF_YEAR})"),
    ("holiday", rf"(?P<h>(?i:{HOLIDAY}))(?:{_OF_YEAR})"),
    ("bc_century", rf"(?P<o>(?i:{ORDINAL}))[ -](?i:century){_S}(?:B\.?C\.?(?:E\b\.?)?)"),
    ("bc", rf"(?P<n>\d{{1,4}}){_S}(?:B\.?C\.?(?:E\b\.?)?)"),
    ("ad", rf"A\.?D\.?{_S}(?P<n>\d{{1,4}})"),
    ("century", rf"(?P<o>(?i:{ORDINAL}))[ -](?i:century)"),
    ("years", rf"(?P<y>{_YEAR})(?:[-–—]|/)(?P<y2>{_YEAR}|\d\d)(?![-\d])"),
    ("decade", r"(?P<y>1\d|20)(?P<dd>\d)0['’]?s"),
    ("short_decade", r"['‘’](?P<dd>\d)0['’]?s"),
    (
        "word_decade",
        r"(?P<n>(?i:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties))",
    ),
    ("september_11", r"9/11"),
    (
        "end_of",
        rf"(?i:end{_S}of{_S}(?:the{_S})?(?P<k>this|next|last)?[ \t]*(?P<u>week|month|year))",
    ),
    ("end_of", r"(?i:(?P<u>year)[- ]end)"),
    ("two_days", rf"(?i:(?:the{_S})?day{_S}(?P<k>before{_S}yesterday|after{_S}tomorrow))"),
    ("named_day", rf"(?P<n>(?i:today|yesterday|tomorrow|tonight)){_PART}"),
    ("part_of_day", rf"(?P<k>(?i:this|last)){_S}(?i:morning|afternoon|evening|night)"),
    (
        "ago",
        rf"\[?(?P<n>{_NUMBER})\]?[ \t\u00a0-]+(?P<u>{_UNIT})s?{_S}(?i:ago)",
    ),
    ("from_now", rf"(?P<n>{_NUMBER})[ \t\u00a0-]+(?P<u>{_UNIT})s?{_S}(?i:from{_S}now)"),
    ("ago", rf"(?P<u>(?i:week|month|year|decade|century)){_S}ago"),
    (
        "anaphoric",
        rf"(?P<n>{_NUMBER})[ \t\u00a0-]+(?P<u>{_LONG_UNIT})s?{_S}"
        rf"(?P<k>(?i:earlier|later))(?!{_S}than\b)",
    ),
    ("span", rf"(?P<k>(?i:last|past|next|coming)){_S}(?P<n>{_NUMBER})[ -](?P<u>{_UNIT})s?"),
    ("weekday_of_week", rf"(?P<k>(?i:this|last|next)){_S}week{_S}(?P<w>{_WEEKDAY}){_PART}"),
    ("weekday", rf"(?P<k>{_DEICTIC}){_S}(?P<w>{_WEEKDAY})(?!s){_PART}"),
    ("weekday_of_week", rf"(?P<w>{_WEEKDAY}){_S}(?P<k>(?i:last|next|this)){_S}week\b"),
    ("month", rf"(?P<k>{_DEICTIC}){_S}(?P<m>{_FULL_MONTH})(?!\w)"),
    ("season", rf"(?P<k>{_DEICTIC}){_S}(?P<s>{_SEASON})"),
    ("quarter_of", rf"(?P<k>(?i:last|this|next)){_S}quarter"),
    ("unit", rf"(?P<k>(?i:this)){_S}(?P<u>(?i:year))s(?=[ \t]+[a-z])"),
    (
        "unit",
        rf"(?P<k>{_DEICTIC}|(?i:current)){_S}"
        r"(?P<u>(?i:day|week|weekend|fortnight|month|year|decade|century))",
    ),
    (
        "anaphoric",
        rf"(?P<k>(?i:following|previous|preceding)){_S}(?P<u>(?i:day|week|month|year))",
    ),
    (
        "anaphoric",
        rf"(?P<u>(?i:day|week|month|year)){_S}(?P<k>(?i:before|after|earlier|later))"
        rf"(?=[ \t]*[,.;:)]|[ \t]*$)",
    ),
    ("weekday", rf"(?P<w>{_WEEKDAY}){_PART}"),
    ("weekend", r"(?i:weekend)"),
    ("month_only", rf"(?P<m>{_FULL_MONTH})"),
    ("month_only", r"(?P<m>(?:Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec)\.)"),
    ("holiday", rf"(?P<h>(?i:{HOLIDAY}))"),
    ("year", rf"(?:(?P<c>(?i:circa|ca?\.)){_S}|FY[ ]?)?(?P<y>{_YEAR})"),
)

_NOT_LITERAL = re.compile(r"\\u[0-9a-f]{4}|\\.|\[[^\]]*\]|\(\?(?:P[<=]\w+[>)]|i?:|[=!]|<[=!])")
"""What is no letter of an expression in a pattern: escapes, classes, and openings of groups."""
_CASES = {"i": "iI\u0130\u0131", "k": "kK\u212a", "s": "sS\u017f"}
"""The letters of which `re` takes more than two as one when it ignores case."""
_UNCERTAIN = frozenset({"year", "short_decade", "word_decade", "years", "bc", "iso_month"})
_DAYS = frozenset({"day", "eve", "friday", "sunday", "monday"})
"""Last words of holidays that are days in any context: "Christmas Eve", but not "Christmas"."""
_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|until|till|by|during|before|after|from|between|through|early|late|mid|of)[ \t-]+$",
    re.IGNORECASE,
)
_BEFORE_WEEKEND = re.compile(
    r"\b(?:over|during|throughout|on|at|for|of|all)[ \t]+the[ \t]+$", re.IGNORECASE
)
_AMBIGUOUS_MONTH = ("may", "march", "august", "april", "june")


class _Form(NamedTuple):
    """A form in the joint pattern: its name, its group there, and the groups of its parts."""

    name: str
    group: int
    parts: tuple[tuple[str, int], ...]


def _beginnings() -> str:
    """
    Return a pattern for what an expression may begin with: a digit, a mark or the letters of a word.

    Most words of a text begin otherwise, and no form has to be tried there.
    """
    words: set[str] = set()
    for _, pattern in FORMS:
        literal = _NOT_LITERAL.sub(" ", pattern)
        for word, optional in re.findall(r"([A-Za-z]+)([?*]?)", literal):
            words |= {word.lower(), word[:-1].lower()} if optional else {word.lower()}
    prefixes = _any_case({word[:3] for word in words if len(word) > 2})
    short = _any_case({word for word in words if 0 < len(word) < 3})
    return rf"[\d\[‘’']|{prefixes}|(?:{short})(?![A-Za-z])"


def _any_case(words: set[str]) -> str:
    """Return a pattern for words in any case, sorted by their first letters, which `re` tests fast."""
    rests: dict[str, list[str]] = {}
    for word in sorted(words):
        rests.setdefault(word[0], []).append(word[1:])
    return "|".join(
        f"[{_CASES.get(first, first + first.upper())}](?i:{'|'.join(rest)})"
        for first, rest in rests.items()
    )


@cache
def _grammar() -> tuple[re.Pattern[str], tuple[_Form, ...]]:
    """Return one pattern of all forms, with their groups numbered, and the forms."""
    alternatives = []
    for number, (_, pattern) in enumerate(FORMS):
        numbered = re.sub(r"\(\?P([<=])(\w+)([>)])", rf"(?P\1\2_{number}\3", pattern)
        alternatives.append(f"(?P<form_{number}>{numbered})")
    joined = re.compile(
        rf"(?<![\w$€£¥₹])(?<!\d[.,])(?={_beginnings()})(?:{'|'.join(alternatives)})(?!\w)"
    )
    parts: list[list[tuple[str, int]]] = [[] for _ in FORMS]
    for group, index in joined.groupindex.items():
        part, _, form = group.rpartition("_")
        if part != "form":
            parts[int(form)].append((part, index))
    return joined, tuple(
        _Form(name, joined.groupindex[f"form_{number}"], tuple(parts[number]))
        for number, (name, _) in enumerate(FORMS)
    )


def expressions(text: str) -> Iterator[Expression]:
    """Yield the date expressions of a text in order; they do not overlap."""
    pattern, forms = _grammar()
    for match in pattern.finditer(text):
        form = next(form for form in forms if match[form.group] is not None)
        parts = {name: match[index] for name, index in form.parts if match[index]}
        certain = _is_certain(text, match.start(), match.end(), form.name, parts)
        yield Expression(match.start(), match.end(), form.name, parts, certain)


def _is_certain(text: str, start: int, end: int, form: str, parts: dict[str, str]) -> bool:
    """Tell whether a match is a date, whatever surrounds it."""
    if form == "weekend":
        return _BEFORE_WEEKEND.search(text, max(0, start - 16), start) is not None
    if form == "month_only":
        return _is_month(text, start, end, text[start:end])
    if form == "unit" and parts["u"].lower() == "day":
        return parts["k"].lower() == "next"
    if form == "holiday":
        return "y" in parts or "dy" in parts or parts["h"].lower().split()[-1] in _DAYS
    return form not in _UNCERTAIN


def _is_month(text: str, start: int, end: int, name: str) -> bool:
    """Tell whether the name of a month stands where one is said."""
    if not _BEFORE_MONTH.search(text[max(0, start - 12) : start]):
        return False
    following = text[end : end + 2].lstrip()
    return name.lower() not in _AMBIGUOUS_MONTH or not following[:1].isupper()
