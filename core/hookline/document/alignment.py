"""Map offsets of an edited text to offsets of the raw text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from hookline.errors import EditError

__all__ = ["Alignment", "Edit", "Segment"]


class Edit(NamedTuple):
    """
    Replace `text[start:end]` by `replacement`.

    Offsets are code points of the text being edited, `end` exclusive. `reason` says why words were
    removed; an edit that only normalizes needs none, and an empty reason marks removed markup, which is
    not recorded as a removal.
    """

    start: int
    end: int
    replacement: str = ""
    reason: str | None = None
    private: bool = False


class Segment(NamedTuple):
    """
    A span of the text and the corresponding span of the raw text.

    The characters of a copied segment are equal on both sides; any other segment corresponds as a
    whole to the raw span that it replaced.
    """

    start: int
    end: int
    raw_start: int
    raw_end: int
    copied: bool


class Alignment:
    """
    Map offsets of a text to offsets of the raw text, through any sequence of edits.

    Immutable. Segments tile the text from 0 to `length` without gaps; raw spans without a segment have
    been removed. Raw offsets never decrease from one segment to the next.
    """

    __slots__ = ("_segments", "_starts", "length", "raw_length")

    def __init__(self, segments: tuple[Segment, ...], length: int, raw_length: int) -> None:
        self._segments = segments
        self._starts: list[int] | None = None
        self.length = length
        self.raw_length = raw_length

    @classmethod
    def identity(cls, length: int) -> Alignment:
        """Return the alignment of a text of `length` code points with itself."""
        segments = (Segment(0, length, 0, length, True),) if length else ()
        return cls(segments, length, length)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments in text order."""
        return self._segments

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Alignment):
            return NotImplemented
        values = (self._segments, self.length, self.raw_length)
        return values == (other._segments, other.length, other.raw_length)

    def __hash__(self) -> int:
        return hash((self._segments, self.length, self.raw_length))

    def __repr__(self) -> str:
        return f"Alignment({self.length} of {self.raw_length}, {len(self._segments)} segments)"

    def __reduce__(self) -> tuple[type[Alignment], tuple[tuple[Segment, ...], int, int]]:
        return Alignment, (self._segments, self.length, self.raw_length)

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """
        Return the raw offsets of the text span from `start` to `end`, exclusive.

        A span inside copied text maps to the same characters. A span that ends inside replaced text
        includes the whole raw span that was replaced. An empty span maps to the raw gap at its
        position, between the preceding and the following raw text.

        Raises:
            ValueError: The span does not lie in the text.
        """
        if not 0 <= start <= end <= self.length:
            raise ValueError(f"span {start}:{end} does not lie in a text of {self.length}")
        if start == end:
            return self._gap(start)
        first = self._segment_at(start)
        last = first if end <= first.end else self._segment_at(end - 1)
        raw_start = first.raw_start + (start - first.start if first.copied else 0)
        raw_end = last.raw_end - (last.end - end if last.copied else 0)
        return raw_start, raw_end

    def pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the raw spans of the text from `start` to `end`, in order, unmerged."""
        first = self._index(start)
        if start < end and first < len(self._segments):
            segment = self._segments[first]
            if segment.copied and segment.start <= start and end <= segment.end:
                shift = segment.raw_start - segment.start
                return [(start + shift, end + shift)]
        pieces: list[tuple[int, int]] = []
        for index in range(first, len(self._segments)):
            segment = self._segments[index]
            if segment.start >= end:
                break
            piece = self.to_raw(max(start, segment.start), min(end, segment.end))
            if not pieces or piece != pieces[-1]:
                pieces.append(piece)
        return pieces

    def edited(self, edits: Iterable[Edit]) -> Alignment:
        """
        Return the alignment after `edits`.

        Offsets of edits refer to the text before all of them; edits are in order and do not overlap.

        Raises:
            EditError: An edit lies outside the text, or overlaps the one before it.
        """
        segments: list[Segment] = []
        old = iter(self._segments)
        segment = Segment(0, 0, 0, 0, True)
        position = 0  # offset in the old text that has been processed
        grown = 0  # length of the new text so far
        joint = -1  # raw offset that would extend a copied last segment
        for start, end, replacement, *_ in (*edits, Edit(self.length, self.length)):
            if not position <= start <= end <= self.length:
                raise EditError(
                    f"edit {start}:{end} does not fit: edits must be in order, apart, and inside "
                    f"the text (here between {position} and {self.length})"
                )
            while position < start:
                while segment.end <= position:
                    segment = next(old)
                old_start, old_end, raw_start, raw_end, copied = segment
                stop = min(start, old_end)
                new_start, grown = grown, grown + stop - position
                if copied:
                    raw_start += position - old_start
                    raw_end = raw_start + stop - position
                    if raw_start == joint:
                        new_start, _, raw_start, _, _ = segments.pop()
                segments.append(Segment(new_start, grown, raw_start, raw_end, copied))
                joint = raw_end if copied else -1
                position = stop
            if replacement:
                raw_start, raw_end = self.to_raw(start, end)
                stop = grown + len(replacement)
                segments.append(Segment(grown, stop, raw_start, raw_end, False))
                grown, joint = stop, -1
            position = end
        return Alignment(tuple(segments), grown, self.raw_length)

    def part(self, start: int, end: int) -> Alignment:
        """
        Return the alignment of the text from `start` to `end`, with the same raw text.

        Raises:
            ValueError: The span does not lie in the text.
        """
        if not 0 <= start <= end <= self.length:
            raise ValueError(f"span {start}:{end} does not lie in a text of {self.length}")
        segments: list[Segment] = []
        for index in range(self._index(start), len(self._segments)):
            segment = self._segments[index]
            left, right = max(start, segment.start), min(end, segment.end)
            if segment.start >= end:
                break
            if left < right:
                raw = self.to_raw(left, right)
                segments.append(Segment(left - start, right - start, *raw, segment.copied))
        return Alignment(tuple(segments), end - start, self.raw_length)

    def _gap(self, position: int) -> tuple[int, int]:
        before = self.to_raw(position - 1, position)[1] if position else 0
        after = (
            self.to_raw(position, position + 1)[0] if position < self.length else self.raw_length
        )
        return min(before, after), max(before, after)  # swapped inside a replaced span

    def _segment_at(self, offset: int) -> Segment:
        return self._segments[self._index(offset)]

    def _index(self, offset: int) -> int:
        if self._starts is None:
            self._starts = [segment.start for segment in self._segments]
        return max(bisect_right(self._starts, offset) - 1, 0)
