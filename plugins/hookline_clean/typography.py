"""Steps that replace typographic characters by those of a keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hookline import Edit
from hookline_clean.step import replacing

__all__ = ["straighten_dashes", "straighten_quotes"]

_CURLY = re.compile("[\u2018-\u201f]")


def straighten_quotes(text: str, special: str) -> Iterator[Edit]:
    """Straighten curly and low quotation marks."""
    for match in _CURLY.finditer(text):
        yield Edit(match.start(), match.end(), "'" if match[0] <= "\u201b" else '"')


straighten_dashes = replacing("\u2010-\u2015\u2212", "-")
