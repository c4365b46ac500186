"""Recognize rows of a calendar, a live blog or a list of dates, in several languages."""

from __future__ import annotations

import re

from hookline_boilerplate.lines import Line

__all__ = ["is_dated_row"]

# A row of a calendar, a live blog or a list of dates: a date, a day or a time, and what happens then.
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|janv|févr|avr|juin|juil|août"
    r"|déc|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|fev|out|mrt|mei)[^\W\d_]*\.?"
)
_WEEKDAY = (
    r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?s?\b\.?"
    r"|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo|lunedì|martedì|mercoledì|giovedì|venerdì"
    r"|sabato|domenica|(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?|(?:maan|dins|woens|donder|vrij"
    r"|zater|zon)dag"
)
_DATED_ROW = re.compile(
    rf"(?:(?:{_WEEKDAY}),?\s+)?(?:{_MONTH}\s+\d{{1,2}}\b|\d{{1,2}}\.?(?:st|nd|rd|th)?\s+(?:de\s+)?{_MONTH}"
    rf"|\d{{1,2}}/\d{{1,2}}\b|\d{{1,2}}\.\d{{1,2}}\.|\d{{1,2}}[:.h]\d{{2}}\b)[^\n]*?[^\W\d_]{{2}}"
    rf"|(?:{_WEEKDAY})\s*[:–—,-]\s*\S",
    re.I,
)
# fmt: off
# The first letters of months and days: other lines need no pattern.
_DATE_PREFIXES = frozenset((
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    "mär", "mai", "okt", "dez", "fév", "avr", "jui", "aoû", "déc", "ene", "abr", "ago",
    "dic", "gen", "mag", "giu", "lug", "set", "ott", "fev", "out", "mrt", "mei", "mon",
    "tue", "wed", "thu", "fri", "sat", "sun", "die", "mit", "don", "fre", "sam", "son",
    "lun", "mer", "jeu", "ven", "dim", "mié", "jue", "vie", "sáb", "dom", "gio", "seg",
    "ter", "qua", "qui", "sex", "maa", "din", "woe", "vri", "zat", "zon",
))
# fmt: on
_MAX_CHARACTERS = 160


def is_dated_row(line: Line) -> bool:
    """Return whether a line tells what happens on a day or at a time."""
    if not line.words or len(line.text) > _MAX_CHARACTERS:
        return False
    first = line.words[0]
    may_match = first[0].isdigit() or first[:3] in _DATE_PREFIXES
    return may_match and _DATED_ROW.match(line.text) is not None
