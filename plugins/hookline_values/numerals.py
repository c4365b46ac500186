"""Read numbers that are written in English words or in digits."""

from __future__ import annotations

import re

__all__ = ["NUMERAL", "ORDINAL", "cardinal", "ordinal"]

_ONES = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen",
)
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = re.findall(
    r"\w+",
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth",
)
_WORDS = {
    **{word: number for number, word in enumerate(_ONES)},
    **{word: 10 * number for number, word in enumerate(_TENS, start=2)},
    "a": 1,
    "an": 1,
    "dozen": 12,
}
_ORDINAL_WORDS = {word: number for number, word in enumerate(_ORDINALS)} | {
    f"{word[:-1]}ieth": 10 * number for number, word in enumerate(_TENS, start=2)
}
_WORD = "|".join(sorted((*_ONES, *_TENS), key=len, reverse=True))
_TEN, _ONE = "|".join(_TENS), "|".join(_ONES[1:10])

NUMERAL = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|(?:{_TEN})[- ](?:{_ONE})"
    rf"|(?:a|one|two|three|four|five)[- ]hundred|(?:half[- ])?a[- ]dozen|{_WORD}|an?)"
)
"""A pattern for a whole number; letters in lower case."""

ORDINAL = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)|(?:{_TEN})-(?:{'|'.join(_ORDINALS[1:10])})"
    rf"|{'|'.join(sorted(_ORDINAL_WORDS, key=len, reverse=True))})"
)
"""A pattern for an ordinal number; letters in lower case."""


def cardinal(text: str) -> int | None:
    """Return the whole number that a text writes ("twenty-five", "1,200", "a hundred"), or None."""
    words = re.findall(r"\w+", text.lower().replace(",", ""))
    if len(words) == 1 and words[0].isdecimal():
        return int(words[0])
    total = current = 0
    for word in words:
        if word == "hundred":
            current = max(current, 1) * 100
        elif word in ("thousand", "million", "billion", "trillion"):
            scale = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}[word]
            total += max(current, 1) * 10**scale
            current = 0
        elif word == "dozen":
            current = max(current, 1) * 12
        elif word in _WORDS:
            current += _WORDS[word]
        elif word not in ("and", "half"):
            return None
    if "half" in words:
        current //= 2
    return total + current if words else None


def ordinal(text: str) -> int | None:
    """Return the number of an ordinal ("20th", "twenty-first"), or None if it is none."""
    lowered = text.lower()
    if digits := re.match(r"\d+", lowered):
        return int(digits[0])
    first, _, last = lowered.rpartition("-")
    if last not in _ORDINAL_WORDS or (first and first not in _WORDS):
        return None
    return _WORDS.get(first, 0) + _ORDINAL_WORDS[last]
