"""Tell full stops of abbreviations, numbers and names from those that end a sentence."""

from __future__ import annotations

import re
from typing import Any

from numpy.typing import NDArray

__all__ = ["correct_full_stops"]

_BEFORE_NAMES = (
    "Mr|Mrs|Ms|Mx|Messrs|Mme|Mlle|Drs?|Profs?|Revs?|Hon|Msgr|Fr|Rt"
    "|Gen|Maj|Brig|Col|Lt|Capt|Cmdr|Cdr|Comdr|Adm|Sgt|Cpl|Pvt|Pfc|Spc|Pte"
    "|Govs?|Sens?|Reps?|Amb|Atty|Ald|Supt|Insp|Det|Ofc"
)
"""No sentence of the training parts of English EWT and GUM ends in one of these."""

_BEFORE_NUMBERS = "Nos?|Figs?|Vols?|Art|Sec|Ch|pp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_NUMBERS = "One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten"
_COMPANY_FORMS = "Inc|Corp|Ltd|LLC|PLC|Co"

_QUOTES = "[\"'“‘«(]?"
_CAPITAL = rf"\s{_QUOTES}[^\W\d_a-z]"

_NO_NAMES = "The|This|That|These|He|She|It|They|We|You|Then|But|And|When|While|After|There"
_NO_TITLE = rf"(?<=\b[Tt]he\s)(?:{_BEFORE_NAMES})\.\s(?:{_NO_NAMES})\s"
""""He spoke to the Rep. Then he left": nobody's title."""

_GOES_ON = re.compile(
    rf"\b(?!{_NO_TITLE})(?:(?:{_BEFORE_NAMES})\.(?={_CAPITAL})|(?:{_BEFORE_NUMBERS})\.(?=\s\d))"
)
"""An abbreviation before a name or a number is one token inside the sentence."""

_NUMBER_ENDS = re.compile(
    rf"\b(?:{_BEFORE_NUMBERS})\.\s\d[\d,.]*(?<=\d)\.(?={_CAPITAL})(?!\s(?:{_BEFORE_NUMBERS})\.)"
)
""""See Fig. 3. It shows": the number ends the sentence."""

_ANSWER = re.compile(rf"(?:^|[.?!][\"'”’]?\s{_QUOTES})No\.(?={_CAPITAL})(?!\s(?:{_NUMBERS})\b)")
""""Did he go? No. Max went home": a sentence, not a number."""

_PLACES = "U.S.|U.K.|U.N.|E.U.|D.C.|B.C.|L.A.|N.[CDHJMY].|S.[CD].|R.I.|W.V.".replace(".", r"\.")
_TIMES = "[AP].M.|A.D.|B.C.E.|P.O.".replace(".", r"\.")
_NAME_GOES_ON = re.compile(
    rf"\b(?:{_BEFORE_NAMES})\.\s(?:[A-Z]\.)+(?={_CAPITAL})|[!?](?=\s(?:{_COMPANY_FORMS})\b)"
    rf"|\b[A-Z][a-z]+\s(?!{_PLACES}|{_TIMES})(?:[A-Z]\.){{2,3}}(?=\s(?!(?:{_NO_NAMES})\b)[A-Z][a-z])"
)
""""Prof. J.R.R. Tolkien", "George H.W. Bush" and "Yahoo! Inc." are names: no sentence ends inside."""


def correct_full_stops(text: str, marks: NDArray[Any]) -> None:
    """
    Correct the ends of sentences where abbreviations, numbers and names decide them.

    Args:
        text: Characters with white space collapsed.
        marks: [characters] boundary marks, changed in place; see `BoundaryNetwork`.
    """
    for match in _GOES_ON.finditer(text):
        marks[match.start() : match.end() - 1] = 0
        marks[match.end() - 1] = 1
    for pattern in (_NUMBER_ENDS, _ANSWER):
        for match in pattern.finditer(text):
            marks[match.end() - 2] = max(1, marks[match.end() - 2])
            marks[match.end() - 1] = 2
    for match in _NAME_GOES_ON.finditer(text):
        marks[match.end() - 1] = min(1, marks[match.end() - 1])
