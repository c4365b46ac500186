"""Make runs of white space one space each, and find places of the result in the original text."""

from __future__ import annotations

import re
from bisect import bisect_right

__all__ = ["SPACES", "SingleSpaced"]

SPACES = "\t\n\r\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_RUN = re.compile(f"[ {SPACES}]{{2,}}")
_LINE_END = re.compile("\r\n?|\n")


class SingleSpaced:
    """
    A text in which each run of white space is one space.

    A run with two line ends or more stays as it is: it separates paragraphs, and no name goes on
    behind it.
    """

    def __init__(self, original: str) -> None:
        self._ends: list[int] = []  # where the text goes on behind the space of a run
        self._shifts = [0]  # how many characters are missing before each of these ends
        pieces: list[str] = []
        position = length = 0
        for run in _RUN.finditer(original):
            if len(_LINE_END.findall(run[0])) > 1:
                continue
            pieces += [original[position : run.start()], " "]
            length += run.start() - position + 1
            position = run.end()
            self._ends.append(length)
            self._shifts.append(position - length)
        self.text = "".join([*pieces, original[position:]]) if pieces else original

    def original_index(self, index: int) -> int:
        """Return where the character at an index of the text is in the original."""
        return index + self._shifts[bisect_right(self._ends, index)]
