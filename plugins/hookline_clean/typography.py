"""Steps that trade typographic marks for those of a keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hookline import Edit
from hookline_clean.step import replacing

__all__ = ["dashes", "quotes"]

_CURLY = re.compile("[\u2018-\u201f]")


def quotes(text: str, odd: str) -> Iterator[Edit]:
    """Straighten curly and low quotation marks."""
    for match in _CURLY.finditer(text):
        yield Edit(match.start(), match.end(), "'" if match[0] <= "\u201b" else '"')


dashes = replacing("\u2010-\u2015\u2212", "-")
