"""Steps for marks that are no part of the words that they follow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hookline import Edit

__all__ = ["delete_terminal_escapes", "remove_footnote_marks"]

# ECMA-48: a control sequence, a control string up to its terminator, a short sequence. Other pairs of
# an escape and a letter are rare, and the letter may be one of the text.
_ESCAPE = re.compile(
    "\x1b(?:"
    r"\[[0-?]*[ -/]*[@-~]"
    "|[\\]PX^_][^\x07\x1b\n]*+(?:\x07|\x1b\\\\)"
    r"|[()*+#%][0-9A-Za-z]"
    "|[78=>cM]"
    ")"
)
_SUPERSCRIPTS = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079"
_MARK = re.compile(
    rf"(?<=[^\W\d_{_SUPERSCRIPTS}]|[.,;:!?)\"”’])"
    rf"(?:[{_SUPERSCRIPTS}]+(?:[,\u02d2 ][{_SUPERSCRIPTS}]+)*|[*†‡§¶™®]{{1,3}}|(?:\[\d{{1,3}}\])+)"
    r"(?=[\s.,;:!?)\"”’]|$)"
)
_WORD = re.compile(r"[^\W\d_]+$")
_LONGEST_UNIT = 2  # letters: m², km³, ft²
_MAX_WORD = 40
_OPENING_STAR = re.compile(r"(?<!\w)\*+\w[^\n]*$")
_REACH = 200  # characters that stars emphasize


def delete_terminal_escapes(text: str, special: str) -> Iterator[Edit]:
    """Delete the escape sequences of terminals whole (ECMA-48): colours, cursor movements, titles."""
    if "\x1b" not in special:
        return
    for match in _ESCAPE.finditer(text):
        yield Edit(match.start(), match.end(), "", "")  # they are no text


def remove_footnote_marks(text: str, special: str) -> Iterator[Edit]:
    """
    Remove marks of footnotes and trade marks behind a word or a sentence: ¹, *, †, ™, [3].

    Exponents of units and numbers (m², 10⁶), the stars of `*emphasis*` and of `F***` stay.
    """
    for match in _MARK.finditer(text):
        start = match.start()
        word = _WORD.search(text, max(start - _MAX_WORD, 0), start)
        if (word and len(word[0]) <= _LONGEST_UNIT) and (
            not word[0][0].isupper() or match[0].startswith("**")
        ):
            continue
        if match[0][0] == "*" and _OPENING_STAR.search(text[max(start - _REACH, 0) : start]):
            continue
        yield Edit(start, match.end(), "", "footnote mark")
