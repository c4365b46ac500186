"""Notice texts that are not in the language of an English model."""

from __future__ import annotations

import re

__all__ = ["is_english"]

# Common in English and rare elsewhere; "at", "for", "in", "on", "to" and "was" are words of others.
FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "the of and that with from by this which are were has have been its his their not but they you "
        "she it who will would said",
    )
)
WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
SAMPLE = 4000  # characters from the start of a text
MIN_LETTERS = 60  # shorter texts are headlines and names
MIN_PROSE = 240  # letters in lines of prose: a few sentences
MIN_WORDS = 8  # lines of fewer words are headings and menus
MIN_SHARE = 0.06  # of the words; English prose has 0.15 and more, other languages less than 0.03


def is_english(text: str) -> bool:
    """
    Tell whether a text may be English: by its script, and its share of function words.

    A text without some lines of prose counts as English if it is in Latin letters: there is too little
    to tell by.
    """
    sample = text[:SAMPLE]
    lines = [WORD.findall(line) for line in sample.splitlines()]
    letters = sum(len(word) for line in lines for word in line)
    if letters < MIN_LETTERS:
        return True
    if len(LATIN.findall(sample)) < letters / 2:
        return False
    words = [word.lower() for line in lines if len(line) >= MIN_WORDS for word in line]
    if sum(map(len, words)) < MIN_PROSE:
        return True
    return sum(word in FUNCTION_WORDS for word in words) >= MIN_SHARE * len(words)
