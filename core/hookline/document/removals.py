"""Compute the removals of edits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Protocol

from hookline.document.alignment import Alignment, Edit
from hookline.document.annotations import Removal

__all__ = ["MASK", "masked", "with_removals"]

MASK = "\u2588"


class TextState(Protocol):
    """The state of a document that removals depend on."""

    @property
    def raw(self) -> str:
        """The raw text."""

    @property
    def text(self) -> str:
        """The current text."""

    @property
    def alignment(self) -> Alignment:
        """The alignment of the text with the raw text."""

    @property
    def removed(self) -> tuple[Removal, ...]:
        """The removals so far."""


def with_removals(
    doc: TextState, edits: Sequence[Edit], alignment: Alignment
) -> tuple[Removal, ...]:
    """
    Return the removals of a document with those of `edits` added.

    Recorded are the words that a private edit replaces or deletes, and those that another edit deletes,
    unless its reason is empty; what earlier removals have is not recorded again. `alignment` is the
    alignment of the edited text.
    """
    text = doc.text
    deletions = [
        edit
        for edit in edits
        if edit.private
        or (
            not edit.replacement
            and edit.reason != ""
            and (edit.reason or _has_word(text[edit.start : edit.end]))
        )
    ]
    if not deletions:
        return doc.removed
    replaced = {doc.alignment.to_raw(edit.start, edit.end) for edit in deletions if edit.private}
    kept = sorted(
        (raw_start, raw_end)
        for start, end, raw_start, raw_end, copied in alignment.segments
        if start < end and (copied or (raw_start, raw_end) not in replaced)
    )
    taken = _merged(kept + [(item.raw_start, item.raw_end) for item in doc.removed])
    added: list[Removal] = []
    for edit in deletions:
        pieces = doc.alignment.pieces(edit.start, edit.end)
        if len(pieces) > 1:
            pieces = _merged(pieces)
        free = [gap for piece in pieces for gap in _gaps(*piece, taken)]
        if len(free) > 1:
            free = _joined(free, doc.raw)
        for raw_start, raw_end in free:
            if added:  # two edits may each take a part of what one replacement stands for
                raw_start = max(raw_start, added[-1].raw_end)
            stretch = doc.raw[raw_start:raw_end]
            words = stretch.strip()
            if words != stretch:
                raw_start += len(stretch) - len(stretch.lstrip())
                raw_end = raw_start + len(words)
            if _has_word(words):
                reason = edit.reason or "edited"
                added.append(Removal(raw_start, raw_end, "", reason, edit.private))
    return tuple(sorted((*doc.removed, *added))) if added else doc.removed


def masked(raw: str, removed: Sequence[Removal]) -> str:
    """Return a raw text with the characters of private removals replaced by blocks (U+2588)."""
    private = [item for item in removed if item.private]
    if not private:
        return raw
    parts: list[str] = []
    position = 0
    for item in private:
        parts += (raw[position : item.raw_start], MASK * (item.raw_end - item.raw_start))
        position = item.raw_end
    return "".join((*parts, raw[position:]))


def _has_word(stretch: str) -> bool:
    """Return whether a text has a letter or a digit."""
    return not stretch.isspace() and any(map(str.isalnum, stretch))


def _merged(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, with adjacent and overlapping ones merged."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _gaps(start: int, end: int, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the parts of a span outside `taken`, which is sorted and does not overlap."""
    left: list[tuple[int, int]] = []
    for index in range(max(bisect_right(taken, (start, start)) - 1, 0), len(taken)):
        first, last = taken[index]
        if first >= end:
            break
        if last <= start:
            continue
        if first > start:
            left.append((start, first))
        start = last
    if start < end:
        left.append((start, end))
    return left


def _joined(stretches: list[tuple[int, int]], raw: str) -> list[tuple[int, int]]:
    """Join raw spans with only white space and punctuation between them, and no private removal."""
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        between = raw[joined[-1][1] : start] if joined else ""
        if joined and MASK not in between and not any(map(str.isalnum, between)):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
