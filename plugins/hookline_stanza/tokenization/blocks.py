"""
Split a text into blocks that no sentence crosses, and long blocks into parts of bounded size.

A blank line always ends a block. A single line break ends one too, unless the lines look wrapped by
an editor: no line is longer than `MAX_WRAP_WIDTH`, and no line but the last of its paragraph had room
for the first word of the next line. In wrapped text a line break is a space.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_WRAP_WIDTH = 120
"""Code points."""

MAX_BLOCK_SIZE = 4000
"""Code points."""

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_GAP = re.compile(r"\S\s+(?=\S)")


class Block(NamedTuple):
    """Start and end (exclusive) of a part of the text, in code points, without outer white space."""

    start: int
    end: int


def split_blocks(text: str) -> list[Block]:
    """Return the blocks of a text, in order; text of white space alone has none."""
    blocks: list[Block] = []
    for paragraph in _paragraphs(text):
        if _is_wrapped(text, paragraph):
            blocks.append(Block(paragraph[0].start, paragraph[-1].end))
        else:
            blocks.extend(paragraph)
    return [part for block in blocks for part in _split_long(text, block)]


def _paragraphs(text: str) -> Iterator[list[Block]]:
    """Yield runs of lines without a blank line between them."""
    lines: list[Block] = []
    breaks = 0
    position = 0
    for match in _LINE.finditer(text):
        between = text[position : match.start()]
        breaks += len(between.replace("\r\n", "\n"))
        position = match.end()
        line = match.group()
        stripped = line.strip()
        if not stripped:
            continue
        start = match.start() + line.index(stripped[0])
        if lines and breaks > 1:
            yield lines
            lines = []
        lines.append(Block(start, start + len(stripped)))
        breaks = 0
    if lines:
        yield lines


def _is_wrapped(text: str, lines: list[Block]) -> bool:
    width = max(line.end - line.start for line in lines)
    if len(lines) < 2 or width > MAX_WRAP_WIDTH:
        return False
    for line, following in itertools.pairwise(lines):
        word = text[following.start : following.end].split(None, 1)[0]
        if line.end - line.start + 1 + len(word) <= width:
            return False
    return len(lines) > 2 or text[lines[1].start].islower()


def _split_long(text: str, block: Block) -> Iterator[Block]:
    """Split a block over the size limit: after a sentence, else at white space, else anywhere."""
    start, end = block
    while end - start > MAX_BLOCK_SIZE:
        cut, following = _find_cut(text[start : start + MAX_BLOCK_SIZE])
        yield Block(start, start + cut)
        start += following
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield Block(start, end)


def _find_cut(window: str) -> tuple[int, int]:
    """Return the end of the first part and the start of the next one."""
    gap = sentence_gap = 0, 0
    for match in _GAP.finditer(window):
        gap = match.start() + 1, match.end()
        if match.group()[0] in '.!?”"’':
            sentence_gap = gap
    if sentence_gap[0] > len(window) // 2:
        return sentence_gap
    return gap if gap[0] else (len(window), len(window))
