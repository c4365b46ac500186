"""Unicode normalization, one edit for each character that changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal
from unicodedata import combining, is_normalized, normalize

from hookline import Edit

__all__ = ["normalized"]

Form = Literal["NFC", "NFKC"]

# Latin letters, punctuation and currency signs: they are all in NFC, whatever stands beside them.
_OTHER = re.compile("[^\x00-\u02ff\u2002-\u20cf]")
# An ASCII character never joins what stands before it, so what lies between two of them, the first
# included, can be normalized on its own.
_STRETCH = re.compile("[\x00-\x7f]?[^\x00-\x7f]+")
# The Stream-Safe Text Format (UAX #15, section 13) allows a letter 30 marks. A longer pile is no
# writing and is left as it is: sorting its marks takes quadratic time.
_LONGEST = 31


def normalized(form: Form | Literal["none"], text: str, odd: str) -> Iterator[Edit]:
    """Bring a text into a Unicode normalization form; "none" leaves it as it is."""
    if form == "none" or odd.isascii() or (form == "NFC" and not _OTHER.search(odd)):
        return
    if is_normalized(form, text):
        return
    for match in _STRETCH.finditer(text):
        if not is_normalized(form, match[0]):
            yield from _clusters(form, match[0], match.start())


def _clusters(form: Form, stretch: str, offset: int) -> Iterator[Edit]:
    """Yield an edit for each letter, with its marks, that is not in normal form."""
    start = 0
    for at in range(1, len(stretch) + 1):
        if at < len(stretch) and not _starts(form, stretch, start, at):
            continue
        if at - start <= _LONGEST:
            cluster = stretch[start:at]
            new = normalize(form, cluster)
            if new != cluster:
                yield Edit(offset + start, offset + at, new)
        start = at


def _starts(form: Form, stretch: str, start: int, at: int) -> bool:
    """Tell whether a letter starts at `at`, or the one from `start` on goes on there."""
    char = stretch[at]
    if combining(char):
        return False
    if at - start > _LONGEST:
        return True
    cluster = stretch[start:at]
    return normalize(form, cluster + char) == normalize(form, cluster) + normalize(form, char)
