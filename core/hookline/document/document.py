"""A document: raw text, what became of it, and what has been found in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hookline.document.alignment import Alignment, Edit
from hookline.document.difference import difference
from hookline.document.layers import (
    Entity,
    Place,
    Relation,
    Removal,
    Sentence,
    Token,
    Vectors,
    indexes_of,
    spans_of,
)
from hookline.errors import EditError, LayerError

__all__ = ["Document"]

LAYERS = ("sentences", "tokens", "entities", "relations")


@dataclass(frozen=True, slots=True)
class Document:
    """
    One text on its way through the stages. Immutable: every change returns a new document.

    `raw` is the text as it was read and never changes; `text` is what the edits have made of it, and
    `alignment` ties the two together. `meta` is whatever came with the text. A layer is None until a
    stage provides it; `vectors` belong to the tokens. All offsets are Unicode code points, ends
    exclusive.
    """

    id: str
    raw: str
    text: str
    alignment: Alignment
    place: Place
    meta: Mapping[str, Any] = field(default_factory=dict)
    removed: tuple[Removal, ...] = ()
    sentences: tuple[Sentence, ...] | None = None
    tokens: tuple[Token, ...] | None = None
    entities: tuple[Entity, ...] | None = None
    relations: tuple[Relation, ...] | None = None
    vectors: Vectors | None = None

    @classmethod
    def from_text(
        cls,
        text: str,
        id: str = "document",
        meta: Mapping[str, Any] | None = None,
        place: Place | None = None,
    ) -> Document:
        """Return a fresh document whose raw text is `text`."""
        return cls(
            id, text, text, Alignment.identity(len(text)), place or Place(id), meta if meta else {}
        )

    def edit(self, edits: Iterable[Edit]) -> Document:
        """
        Return this document with `edits` made to its text, and what they take away on record.

        Edits refer to the text as it is now, in order and without overlap. Deleting words is a
        removal and is recorded with the edit's reason ("edited" where it gives none); a deletion
        without a letter or digit in it, and a replacement, only move the alignment.

        Raises:
            EditError: an edit does not fit the text, or a layer of spans exists already.
        """
        text, length = self.text, len(self.text)
        kept: list[Edit] = []
        parts: list[str] = []
        at = 0
        for edit in edits:
            start, end, replacement, _ = edit
            if not 0 <= start <= end <= length:
                raise EditError(f"edit {start}:{end} does not lie in a text of {length}")
            if text[start:end] != replacement:
                kept.append(edit)
                parts += (text[at:start], replacement)
                at = end
        if not kept:
            return self
        self._check_editable()
        alignment = self.alignment.edited(kept)  # sees to it that they are in order and apart
        parts.append(text[at:])
        removed = self._with_removals(kept, alignment)
        return replace(self, text="".join(parts), alignment=alignment, removed=removed)

    def with_text(self, text: str) -> Document:
        """
        Return this document with its text replaced by `text`; the edits are worked out by comparison.

        Raises:
            EditError: the text differs and a layer of spans exists already.
        """
        return self if text == self.text else self.edit(difference(self.text, text))

    def part(self, start: int, end: int) -> Document:
        """
        Return the text from `start` to `end` as a document of its own, aligned with the same raw text.

        It keeps what was removed within it. Give the parts to `Split`.

        Raises:
            ValueError: the span does not lie in the text.
            EditError: a layer of spans exists already.
        """
        self._check_editable()
        alignment = self.alignment.part(start, end)
        first = self.alignment.to_raw(start, start)[1] if start else 0
        last = self.alignment.to_raw(end, end)[1]
        removed = tuple(item for item in self.removed if first <= item.raw_start < last)
        return replace(self, text=self.text[start:end], alignment=alignment, removed=removed)

    def with_layers(
        self,
        *,
        sentences: Iterable[Sentence] | None = None,
        tokens: Iterable[Token] | None = None,
        entities: Iterable[Entity] | None = None,
        relations: Iterable[Relation] | None = None,
        vectors: Vectors | None = None,
    ) -> Document:
        """
        Return this document with the given layers set; a layer that is not given stays as it is.

        Vectors go with the tokens that they are given with: other tokens have none.

        Raises:
            LayerError: a span does not lie in the text, an index points nowhere, or there are not as
                many vectors as tokens.
        """
        given = zip(LAYERS, (sentences, tokens, entities, relations), strict=True)
        layers = {name: tuple(items) for name, items in given if items is not None}
        for name, items in layers.items():
            for item in items:
                for start, end in spans_of(name, item):
                    if not 0 <= start <= end <= len(self.text):
                        raise LayerError(
                            f"{name}: span {start}:{end} does not lie in the text of "
                            f"{len(self.text)} code points ({self.place})"
                        )
        kept = vectors if vectors or "tokens" in layers else self.vectors
        changed: Document = replace(self, vectors=kept, **layers)  # type: ignore[arg-type]  # a dict of layers
        changed._check_indexes(layers)
        count = len(changed.tokens or ())
        if vectors and len(vectors.rows) != vectors.width * count:
            raise LayerError(
                f"vectors: expected {count} rows of {vectors.width} bytes, one a token, found "
                f"{len(vectors.rows)} bytes ({self.place})"
            )
        return changed

    def with_meta(self, **values: Any) -> Document:
        """Return this document with `values` added to its meta data."""
        return replace(self, meta={**self.meta, **values})

    def _check_indexes(self, layers: Iterable[str]) -> None:
        counts = {name: len(getattr(self, name) or ()) for name in LAYERS}
        for name in layers:
            for item in getattr(self, name):
                for layer, index in indexes_of(name, item):
                    if not 0 <= index < counts[layer]:
                        raise LayerError(
                            f"{name}: there is no number {index} among the {counts[layer]} {layer} "
                            f"({self.place}): {item}"
                        )

    def _check_editable(self) -> None:
        for name in LAYERS:
            if getattr(self, name) is not None:
                raise EditError(
                    f"the text cannot be edited once it has {name}: their offsets would be wrong; "
                    "put the stage that edits text before the one that annotates it"
                )

    def _with_removals(self, edits: list[Edit], alignment: Alignment) -> tuple[Removal, ...]:
        """Return what is on record, and what `edits` take away of the raw text for good."""
        text = self.text
        deletions = [
            (start, end, reason)
            for start, end, replacement, reason in edits
            if not replacement and (reason or _tells(text[start:end]))
        ]
        if not deletions:
            return self.removed
        taken = sorted((start, end) for _, _, start, end, _ in alignment.segments if start < end)
        taken = _united(taken + [(item.raw_start, item.raw_end) for item in self.removed])
        found: list[Removal] = []
        for start, end, reason in deletions:
            free = [
                gap
                for piece in _united(self.alignment.pieces(start, end))
                for gap in _gaps(*piece, taken)
            ]
            for left, right in _joined(free, self.raw):
                stretch = self.raw[left:right]
                left += len(stretch) - len(stretch.lstrip())
                right -= len(stretch) - len(stretch.rstrip())
                last = found[-1].raw_end if found else 0
                if left >= last and _tells(self.raw[left:right]):
                    found.append(Removal(left, right, "", reason or "edited"))
        return tuple(sorted((*self.removed, *found))) if found else self.removed


def _tells(stretch: str) -> bool:
    """Tell whether there is a letter or a digit in a stretch of text."""
    return not stretch.isspace() and any(map(str.isalnum, stretch))


def _united(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return stretches in order, with those that touch or overlap made one."""
    united: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def _gaps(start: int, end: int, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what is left of a stretch outside `taken`, which is in order and apart."""
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
    """Join raw stretches with nothing but white space and marks between them."""
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        if joined and not any(map(str.isalnum, raw[joined[-1][1] : start])):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
