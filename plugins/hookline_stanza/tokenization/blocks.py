"""Cut a text into blocks that no sentence crosses, and blocks into pieces of bounded size.

A blank line always ends a block. A single line break ends one too, unless the lines look as if
an editor had wrapped them: no line is longer than `WRAP_WIDTH`, and no line but the last of its
paragraph had room for the word that follows it. In wrapped text the break is a space.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

WRAP_WIDTH = 120
PIECE = 4000

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_GAP = re.compile(r"\S\s+(?=\S)")


class Block(NamedTuple):
    """A stretch of the text, code points, without white space at its ends."""

    start: int
    end: int


def blocks(text: str) -> list[Block]:
    """Return the blocks of a text, in order; white space alone makes none."""
    found: list[Block] = []
    for paragraph in _paragraphs(text):
        if _is_wrapped(text, paragraph):
            found.append(Block(paragraph[0].start, paragraph[-1].end))
        else:
            found.extend(paragraph)
    return [piece for block in found for piece in _pieces(text, block)]


def _paragraphs(text: str) -> Iterator[list[Block]]:
    """Yield runs of lines without a blank line between them."""
    lines: list[Block] = []
    breaks = 0
    at = 0
    for match in _LINE.finditer(text):
        between = text[at : match.start()]
        breaks += len(between.replace("\r\n", "\n"))
        at = match.end()
        body = match.group()
        stripped = body.strip()
        if not stripped:
            continue
        start = match.start() + body.index(stripped[0])
        if lines and breaks > 1:
            yield lines
            lines = []
        lines.append(Block(start, start + len(stripped)))
        breaks = 0
    if lines:
        yield lines


def _is_wrapped(text: str, lines: list[Block]) -> bool:
    width = max(line.end - line.start for line in lines)
    if len(lines) < 2 or width > WRAP_WIDTH:
        return False
    for line, following in itertools.pairwise(lines):
        word = text[following.start : following.end].split(None, 1)[0]
        if line.end - line.start + 1 + len(word) <= width:
            return False
    return len(lines) > 2 or text[lines[1].start].islower()


def _pieces(text: str, block: Block) -> Iterator[Block]:
    """Cut a block longer than `PIECE`: after a full stop, else at white space, else anywhere."""
    start, end = block
    while end - start > PIECE:
        window = text[start : start + PIECE]
        cut, follow = _cut(window)
        yield Block(start, start + cut)
        start += follow
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield Block(start, end)


def _cut(window: str) -> tuple[int, int]:
    """Return where a piece ends and where the next one begins."""
    best = sentence = 0, 0
    for match in _GAP.finditer(window):
        best = match.start() + 1, match.end()
        if match.group()[0] in '.!?”"’':
            sentence = best
    if sentence[0] > len(window) // 2:
        return sentence
    return best if best[0] else (len(window), len(window))
