"""Find boilerplate that is glued to the end of a line of an article."""

from __future__ import annotations

import re
from typing import NamedTuple

from hookline_boilerplate.classifier.evidence import evidence
from hookline_boilerplate.features.line_features import Describer
from hookline_boilerplate.lines import PARAGRAPH, Line, read

__all__ = ["Ends", "Stretch"]

# Only the end of a line is looked at, and what is taken there is short, in characters and words.
_REACH, _LONGEST = 240, 25
# A line that is shorter than this is judged as a whole.
_LEAST = 12
# A sentence ends, and something starts that is not in lower case; or brackets open.
_BORDER = re.compile(r"(?<=[.!?…\"'”’»)\]])\s(?=[^\s\W_a-z])|\s(?=[\[(])")
_ENDED = re.compile(r"[.!?…][\"'”’»)\]]*$")
# What is glued says firmly what it is: a call with a colon, or a phrase of several words.
_FAMILIES = frozenset(
    [
        "newsletter",
        "subscription",
        "share",
        "related",
        "advertisement",
        "comments",
        "legal",
        "cookies",
    ]
)
_READER = frozenset({"you", "your", "our", "us", "here"})
_LABEL = re.compile(r"[^\W\d_][\w’' -]{2,40}:\s")


class Stretch(NamedTuple):
    """Where boilerplate stands in the text of a line, and its family."""

    start: int
    end: int
    family: str


class Ends:
    """What is glued to the ends of lines."""

    def __init__(self, describer: Describer) -> None:
        self._describer = describer
        self._signs = describer.signs(_FAMILIES)

    def of(self, line: Line) -> list[Stretch]:
        """
        Return the stretches at the end of a line that are boilerplate, in order.

        A stretch is a sentence, or what brackets hold, that a phrase of some families names beyond
        doubt.
        """
        text = line.text
        if line.size < _LEAST or not self._may_end(line):
            return []
        found: list[Stretch] = []
        end = len(text)
        for border in reversed(list(_BORDER.finditer(text, max(0, end - _REACH)))):
            start = border.end()
            bracketed = text[start] in "[("
            if not bracketed and not _ENDED.search(text, max(0, start - 8), border.start()):
                continue
            if bracketed and text[end - 1] not in "])":
                continue
            family = _family(text[start:end].strip("()[] "), self._describer)
            if family is None:
                if bracketed:
                    continue
                break
            found.append(Stretch(start, end, family))
            end = border.start()
        return found[::-1]

    def _may_end(self, line: Line) -> bool:
        """Tell at little cost whether a phrase may stand at the end of a line; False is certain."""
        words, text = line.words, line.text
        if len(text) > PARAGRAPH:
            tail = text[-_REACH:]
            words = read(tail).words
        if "(" not in text and "[" not in text:
            # Without brackets the last sentence comes first, and ends it all if it is too long.
            words = words[-_LONGEST:]
        return self._signs.may_be_in(words)


def _family(stretch: str, describer: Describer) -> str | None:
    """Return the family of a stretch that says itself, beyond doubt, what it is."""
    line = read(stretch)
    if line.size > _LONGEST or not describer.names(line.words, _FAMILIES):
        return None
    [about] = describer.describe([line])
    [family] = evidence([line], [about], ())
    if family not in _FAMILIES or family == about.shape:
        return family if family == "legal" else None
    if about.whole:
        return family if line.size > 1 else None
    if about.opening and _LABEL.match(stretch):
        return family
    # “Subscribe to the newsletter was what he said” calls on nobody.
    calls = not _READER.isdisjoint(line.words) or 2 * about.size >= line.size
    return family if about.size > 2 and calls else None
