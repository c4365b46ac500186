"""Steps for single characters: entities, control characters and characters without width."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from hookline import Edit
from hookline_clean.step import replacing

__all__ = [
    "decode_entities",
    "delete_bidi_marks",
    "delete_controls",
    "delete_soft_hyphens",
    "delete_zero_width",
]

# Only with the semicolon: "AT&T" and "?a=1&copy=2" are not entities.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

_ZERO_WIDTH = re.compile("[\u200b-\u200d\u2060-\u2064\u206a-\u206f]")
# Latin, Greek and Cyrillic letters, spaces and punctuation need no joiner after them. Other characters
# may: Arabic and Indic letters and signs, and the parts of an emoji.
_NEVER_JOINED = re.compile("[\x00-\u058f\u1e00-\u206f\ufeff]")
# Thai, Lao, Burmese and Khmer have no spaces: there a zero-width space is the border of two words.
_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


def decode_entities(text: str, special: str) -> Iterator[Edit]:
    """Decode HTML entities, except those that stand for no character."""
    if "&" not in text:
        return
    for match in _ENTITY.finditer(text):
        decoded = html.unescape(match[0])
        if len(decoded) > 1 and decoded[-1] == ";":
            continue  # only the first letters are a name: “&notify;” is no “¬ify;”
        if decoded and "\ufffd" not in decoded and decoded != match[0]:
            yield Edit(match.start(), match.end(), decoded)


def delete_zero_width(text: str, special: str) -> Iterator[Edit]:
    """Delete zero-width characters, except joiners and spaces after characters that may need them."""
    if not _ZERO_WIDTH.search(special):
        return
    for match in _ZERO_WIDTH.finditer(text):
        char, before = match[0], text[match.start() - 1 : match.start()]
        if char == "\u200b":
            is_needed = bool(_SPACELESS.match(before))
        else:
            is_needed = char in "\u200c\u200d" and bool(before) and not _NEVER_JOINED.match(before)
        if not is_needed:
            yield Edit(match.start(), match.end())


delete_controls = replacing("\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufff9-\ufffb")

delete_soft_hyphens = replacing("\u00ad")

delete_bidi_marks = replacing("\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069")
