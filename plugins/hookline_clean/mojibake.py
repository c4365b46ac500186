"""Repair text that was decoded in a wrong encoding, with ftfy, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from hookline import Edit
from hookline_clean.step import changed

__all__ = ["Repair"]

# ftfy judges a stretch by some hundred patterns. All that it can repair shows two characters beyond
# ASCII side by side (or with a space where a no-break space was), the first byte of "à" before a
# space, or a C1 control. Looking for those first spares clean text the cost.
_SUSPECT = re.compile(
    "[^\x00-\x7f](?: ?[^\x00-\x7f]|(?<=[\u00c3\u0102\u0413\u251c]) |(?<=[\x80-\x84\x86-\x9f]))"
)
# The marks of any newspaper: in a line of these and ASCII alone ftfy finds nothing wrong.
_UNMARKED = re.compile("[^\x00-\x7f‘’“”–—…\u00a0]")
# U+0085 on its own is a line end; next to another byte beyond ASCII it is part of a character.
_ENDS = re.compile("[\n\r\u2028\u2029]|(?<![\x80-\xff])\x85(?![\x80-\xbf])")
# No line of prose is longer; what is gets repaired in parts, which bounds the cost of a part.
_LONGEST = 10_000


class Repair:
    """The step that repairs mojibake: `repair(text)` yields the edits. Imports ftfy when made."""

    def __init__(self) -> None:
        import ftfy
        from ftfy.badness import is_bad

        # A sequence that has lost a byte stays as it is: ftfy would drop its letters for U+FFFD.
        self._config = ftfy.TextFixerConfig(replace_lossy_sequences=False)
        self._fix = ftfy.fix_encoding
        self._is_bad = is_bad  # what ftfy asks first of all, without the cost of its options

    def __call__(self, text: str, odd: str) -> Iterator[Edit]:
        """Yield an edit for each word that was decoded wrongly."""
        if not _UNMARKED.search(odd):
            return
        done = 0
        while suspect := _SUSPECT.search(text, done):
            at = suspect.start()
            if _ENDS.match(text, at):
                done = at + 1
                continue
            start, done = _line(text, at, done)
            line = text[start:done]
            if not _UNMARKED.search(line) or not self._is_bad(line):
                continue
            fixed = self._fix(line, self._config)
            if fixed != line:
                yield from _differences(start, line, fixed)


def _line(text: str, at: int, done: int) -> tuple[int, int]:
    """Return the bounds of the part of a line that holds `at`, and nothing before `done`."""
    start = max(done, at - _LONGEST // 2, text.rfind("\n", done, at) + 1)
    for end_before in _ENDS.finditer(text, start, at):
        start = end_before.end()
    if end_after := _ENDS.search(text, at + 1, start + _LONGEST):
        return start, end_after.start()
    # Never cut between the bytes of one character: those are not ASCII.
    end = min(start + _LONGEST, len(text))
    while end < len(text) and not text[end].isascii():
        end += 1
    return start, end


def _differences(offset: int, old: str, new: str) -> Iterator[Edit]:
    """
    Yield the edits that turn one line into another, in linear time.

    ftfy changes what lies beyond ASCII and nothing else, so the two are tied at their ASCII runs. A
    space may be spent on a no-break space; then only the printable runs hold.
    """
    for pattern in ("[\x00-\x7f]+", "[!-~]+"):
        tied = [list(re.finditer(pattern, line)) for line in (old, new)]
        if [match[0] for match in tied[0]] == [match[0] for match in tied[1]]:
            spans = [[(0, 0), *(match.span() for match in side)] for side in tied]
            spans[0].append((len(old), len(old)))
            spans[1].append((len(new), len(new)))
            for (before, after), (left, right) in zip(
                pairwise(spans[0]), pairwise(spans[1]), strict=True
            ):
                here, there = old[before[1] : after[0]], new[left[1] : right[0]]
                if here != there:
                    yield changed(offset + before[1], here, there)
            return
    yield changed(offset, old, new)
