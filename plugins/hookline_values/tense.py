"""Tell from its words whether the clause around a date speaks of the past or of the future."""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["Tense", "tense_at"]

Tense = Literal["past", "future", "unknown"]

_CUE = re.compile(
    r"(?P<future>\b(?:will|would|shall|plan(?:s|ned|ning)?|expect(?:s|ed)?|scheduled?|due|intends?"
    r"|upcoming|hopes?|ahead of|to be|set (?:to|for)|slated|(?:is|are|was|were|am) to|going to"
    r"|(?:am|is|are) [a-z]+ing)\b|['’]ll\b|\bwon['’]t\b)"
    r"|(?P<past>\b(?:was|were|had|has|have|did|been|said|told|began|came|came|fell|found|gave"
    r"|got|held|hit|killed|led|left|lost|made|met|took|saw|sent|spoke|won|wrote|went|since|ago"
    r"|[a-z]{2,}ed)\b)"
)
_ATTRIBUTE = re.compile(r"\b(?:the|an?|his|her|its|their|our)[ \t]+$", re.IGNORECASE)
_NOUN = re.compile(r"(?:['’]s)?[ \t]+[A-Za-z]")
_REACH = 300  # characters on either side that are searched
_POSSESSIVE = re.compile(r"['’]s[ \t]+[a-z]")


def tense_at(text: str, start: int, end: int, sentence_start: int, sentence_end: int) -> Tense:
    """
    Return the tense of the clause around `text[start:end]`, by the nearest word that tells.

    Words before the date count first, then those behind it. A date that qualifies a noun ("the
    September 17 strike", "Saturday's attack") is in the past.
    """
    before = text[max(sentence_start, start - _REACH) : start]
    sentence_end = min(sentence_end, end + _REACH)
    if _POSSESSIVE.match(text, end, sentence_end):
        return "past"
    if _ATTRIBUTE.search(before[-10:]) and _NOUN.match(text, end, sentence_end):
        return "past"
    cues = list(_CUE.finditer(before))
    cue = cues[-1] if cues else _CUE.search(text, end, sentence_end)
    if cue is None:
        return "unknown"
    return "future" if cue["future"] else "past"
