"""Keep abbreviations that need a following word, as "Capt." does a name, inside their sentence."""

from __future__ import annotations

import re
from typing import Any

from numpy.typing import NDArray

__all__ = ["join_abbreviations"]

_BEFORE_NAMES = (
    "Mr|Mrs|Ms|Mx|Messrs|Mme|Mlle|Drs?|Profs?|Revs?|Hon|Msgr|Fr|Rt"
    "|Gen|Maj|Brig|Col|Lt|Capt|Cmdr|Cdr|Comdr|Adm|Sgt|Cpl|Pvt|Pfc|Spc|Pte"
    "|Govs?|Sens?|Reps?|Amb|Atty|Ald|Supt|Insp|Det|Ofc"
)
"""No sentence of the training parts of English EWT and GUM ends in one of these."""

_BEFORE_NUMBERS = "Nos?|Figs?|Vols?|Art|Sec|Ch|pp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"

_QUOTES = "[\"'“‘«(]?"
_ABBREVIATION = re.compile(
    rf"\b(?:(?:{_BEFORE_NAMES})\.(?=\s{_QUOTES}[^\W\d_a-z])|(?:{_BEFORE_NUMBERS})\.(?=\s\d))"
)


def join_abbreviations(text: str, marks: NDArray[Any]) -> None:
    """
    Let no sentence end, and no token split, at an abbreviation before a name or a number.

    Args:
        text: Characters with white space collapsed.
        marks: [characters] boundary marks, changed in place; see `BoundaryNetwork`.
    """
    for match in _ABBREVIATION.finditer(text):
        marks[match.start() : match.end() - 1] = 0
        marks[match.end() - 1] = 1
