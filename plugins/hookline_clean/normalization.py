"""Unicode normalization, one edit for each character that changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal
from unicodedata import combining, is_normalized, normalize

from hookline import Edit

__all__ = ["normalize_unicode"]

Form = Literal["NFC", "NFKC"]

# Any others than Latin letters, punctuation and currency signs, which are in NFC in any context.
_NOT_ALWAYS_NFC = re.compile("[^\x00-\u02ff\u2002-\u20cf]")
# An ASCII character never combines with the one before it, so each of these can be normalized alone.
_SEGMENT = re.compile("[\x00-\x7f]?[^\x00-\x7f]+")
# The Stream-Safe Text Format (UAX #15, section 13) allows 30 combining marks. Longer clusters are not
# writing and are left unchanged: sorting their marks takes quadratic time.
_MAX_CLUSTER = 31


def normalize_unicode(form: Form | Literal["none"], text: str, special: str) -> Iterator[Edit]:
    """Bring a text into a Unicode normalization form (UAX #15); "none" leaves it unchanged."""
    if (
        form == "none"
        or special.isascii()
        or (form == "NFC" and not _NOT_ALWAYS_NFC.search(special))
    ):
        return
    if is_normalized(form, text):
        return
    for match in _SEGMENT.finditer(text):
        if not is_normalized(form, match[0]):
            yield from _clusters(form, match[0], match.start())


def _clusters(form: Form, segment: str, offset: int) -> Iterator[Edit]:
    """Yield an edit for each letter, with its marks, that is not in normal form."""
    start = 0
    for end in range(1, len(segment) + 1):
        if end < len(segment) and not _starts_cluster(form, segment, start, end):
            continue
        if end - start <= _MAX_CLUSTER:
            cluster = segment[start:end]
            normalized = normalize(form, cluster)
            if normalized != cluster:
                yield Edit(offset + start, offset + end, normalized)
        start = end


def _starts_cluster(form: Form, segment: str, start: int, index: int) -> bool:
    """Return whether the character at `index` does not combine with those from `start` on."""
    char = segment[index]
    if combining(char):
        return False
    if index - start > _MAX_CLUSTER:
        return True
    cluster = segment[start:index]
    return normalize(form, cluster + char) == normalize(form, cluster) + normalize(form, char)
