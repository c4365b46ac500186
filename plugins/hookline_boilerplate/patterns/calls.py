"""Recognize calls to the reader: “Follow the Herald on WhatsApp”, “Read on for 1 € a week”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hookline_boilerplate.lines import Line
from hookline_boilerplate.patterns.languages import Call, Language

__all__ = ["Calls"]

# No call has more words.
_MAX_WORDS = 20
_CLAUSE_BORDER = re.compile(r"[.,!?:;|…]\s+|\s[-–—|]\s")
_WORD = re.compile(r"[^\W\d_]+")
_QUOTES = re.compile('["“”„«»]')


class Calls:
    """
    Finds lines that tell the reader to do something with the page, its newsletter or its price.

    Such a line has a verb that opens a clause, or closes it where the language allows, and a word for
    what the verb is about. Unlike a phrase it may have any words between the two.
    """

    def __init__(self, languages: Sequence[Language]) -> None:
        self._calls = [call for language in languages for call in language.calls]
        self._about = frozenset[str]().union(*(call.about for call in self._calls))
        # The first word of each verb: without one, no clause has to be looked at.
        self._verbs = frozenset(
            verb.partition("_")[0] for call in self._calls for verb in call.opening | call.closing
        )

    def family(self, line: Line) -> str | None:
        """Return the family of a call, or None; whether it states something is not looked at."""
        words = line.words
        if (
            not 0 < len(words) <= _MAX_WORDS
            or self._about.isdisjoint(words)
            or self._verbs.isdisjoint(words)
        ):
            return None
        if _QUOTES.search(line.text):
            return None
        first, last = _clause_ends(line.text)
        for call in self._calls:
            if _is_call(call, words, first, last):
                return call.family
        return None


def _clause_ends(text: str) -> tuple[set[str], set[str]]:
    """Return the first one and two words, and the last one, of the clauses of a text."""
    clauses = [_WORD.findall(clause.lower()) for clause in _CLAUSE_BORDER.split(text)]
    first = {"_".join(clause[:count]) for clause in clauses for count in (1, 2)}
    return first - {""}, {clause[-1] for clause in clauses if clause}


def _is_call(call: Call, words: Sequence[str], first: set[str], last: set[str]) -> bool:
    return not call.about.isdisjoint(words) and not (
        call.opening.isdisjoint(first) and call.closing.isdisjoint(last)
    )
