"""Repair text that was decoded in a wrong encoding, with ftfy, by small edits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from hookline import Edit
from hookline_clean.step import minimal_edit

__all__ = ["MojibakeRepair"]

# ftfy tries some hundred patterns. Everything that it can repair contains two characters beyond ASCII
# side by side (or with a space that was a no-break space), the first byte of "à" before a space, or
# a C1 control. A search for those first spares clean text the cost.
_SUSPECT = re.compile(
    "[^\x00-\x7f](?: ?[^\x00-\x7f]|(?<=[\u00c3\u0102\u0413\u251c]) |(?<=[\x80-\x84\x86-\x9f]))"
)
# In a line of ASCII and common punctuation ftfy repairs nothing.
_NOT_COMMON = re.compile("[^\x00-\x7f‘’“”–—…\u00a0]")
# U+0085 alone is a line end; next to another byte beyond ASCII it is part of a character.
_LINE_END = re.compile("[\n\r\u2028\u2029]|(?<![\x80-\xff])\x85(?![\x80-\xbf])")
# Longer lines are repaired in parts, which bounds the cost.
_MAX_LINE = 10_000


class MojibakeRepair:
    """The step that repairs mojibake; imports ftfy when created."""

    def __init__(self) -> None:
        import ftfy
        from ftfy.badness import is_bad

        # Otherwise ftfy would replace the letters of a sequence that has lost a byte by U+FFFD.
        self._config = ftfy.TextFixerConfig(replace_lossy_sequences=False)
        self._fix = ftfy.fix_encoding
        self._is_bad = is_bad  # the first check of `fix_encoding`, without the cost of its options

    def __call__(self, text: str, special: str) -> Iterator[Edit]:
        """Yield an edit for each part of a line that was decoded wrongly."""
        if not _NOT_COMMON.search(special):
            return
        done = 0
        while suspect := _SUSPECT.search(text, done):
            offset = suspect.start()
            if _LINE_END.match(text, offset):
                done = offset + 1
                continue
            start, done = _line_bounds(text, offset, done)
            line = text[start:done]
            if not _NOT_COMMON.search(line) or not self._is_bad(line):
                continue
            fixed = self._fix(line, self._config)
            if fixed != line:
                yield from _differences(start, line, fixed)


def _line_bounds(text: str, offset: int, done: int) -> tuple[int, int]:
    """Return the bounds of the line, or a part of it, around an offset, from `done` on."""
    start = max(done, offset - _MAX_LINE // 2, text.rfind("\n", done, offset) + 1)
    for end_before in _LINE_END.finditer(text, start, offset):
        start = end_before.end()
    if end_after := _LINE_END.search(text, offset + 1, start + _MAX_LINE):
        return start, end_after.start()
    # The bytes of a character are not ASCII: end before an ASCII character, to keep them together.
    end = min(start + _MAX_LINE, len(text))
    while end < len(text) and not text[end].isascii():
        end += 1
    return start, end


def _differences(offset: int, old: str, new: str) -> Iterator[Edit]:
    """
    Yield the edits that turn one line into another, in linear time.

    ftfy only changes characters beyond ASCII, so the two lines are aligned at their ASCII runs. It may
    use up a space for a no-break space; then they are aligned at the printable runs.
    """
    for pattern in ("[\x00-\x7f]+", "[!-~]+"):
        old_runs, new_runs = (list(re.finditer(pattern, line)) for line in (old, new))
        if [run[0] for run in old_runs] == [run[0] for run in new_runs]:
            for (start, end), (new_start, new_end) in zip(
                _gaps(old, old_runs), _gaps(new, new_runs), strict=True
            ):
                before, after = old[start:end], new[new_start:new_end]
                if before != after:
                    yield minimal_edit(offset + start, before, after)
            return
    yield minimal_edit(offset, old, new)


def _gaps(line: str, runs: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield the bounds of what is before, between and after runs of a line."""
    bounds = [0, *chain.from_iterable(run.span() for run in runs), len(line)]
    return zip(bounds[::2], bounds[1::2], strict=True)
