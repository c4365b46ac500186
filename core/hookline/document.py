"""A document: raw text, what became of it, and what has been found in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hookline.alignment import Alignment, Edit
from hookline.difference import difference
from hookline.errors import EditError, LayerError
from hookline.layers import Entity, Place, Relation, Removal, Sentence, Token, spans_of

__all__ = ["Document"]

LAYERS = ("sentences", "tokens", "entities", "relations")


@dataclass(frozen=True, slots=True)
class Document:
    """
    One text on its way through the stages. Immutable: every change returns a new document.

    `raw` is the text as it was read and never changes; `text` is what the edits have made of it, and
    `alignment` ties the two together. `meta` is whatever came with the text. A layer is None until a
    stage provides it. All offsets are Unicode code points, ends exclusive.
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
        without a letter or digit in it, and a replacement without a reason, only move the alignment.
        A replacement with a reason counts as a removal too.

        Raises:
            EditError: an edit does not fit the text, or a layer of spans exists already.
        """
        edits = [edit for edit in edits if self.text[edit.start : edit.end] != edit.replacement]
        if not edits:
            return self
        self._check_editable()
        alignment = self.alignment.edited(edits)
        parts: list[str] = []
        at = 0
        removed = list(self.removed)
        for start, end, replacement, reason in edits:
            parts += (self.text[at:start], replacement)
            at = end
            if end > start and (reason or not replacement):
                removed += self._removals(start, end, reason or "edited")
        parts.append(self.text[at:])
        if len(removed) != len(self.removed):
            removed.sort()
        return replace(self, text="".join(parts), alignment=alignment, removed=tuple(removed))

    def with_text(self, text: str) -> Document:
        """
        Return this document with its text replaced by `text`; the edits are worked out by comparison.

        Raises:
            EditError: the text differs and a layer of spans exists already.
        """
        return self if text == self.text else self.edit(difference(self.text, text))

    def with_layers(
        self,
        *,
        sentences: Iterable[Sentence] | None = None,
        tokens: Iterable[Token] | None = None,
        entities: Iterable[Entity] | None = None,
        relations: Iterable[Relation] | None = None,
    ) -> Document:
        """
        Return this document with the given layers set; a layer that is not given stays as it is.

        Raises:
            LayerError: a span does not lie in the text, or an index points nowhere.
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
        changed: Document = replace(self, **layers)  # type: ignore[arg-type]  # a dict of layers
        return changed

    def with_meta(self, **values: Any) -> Document:
        """Return this document with `values` added to its meta data."""
        return replace(self, meta={**self.meta, **values})

    def _check_editable(self) -> None:
        for name in LAYERS:
            if getattr(self, name) is not None:
                raise EditError(
                    f"the text cannot be edited once it has {name}: their offsets would be wrong; "
                    "put the stage that edits text before the one that annotates it"
                )

    def _removals(self, start: int, end: int, reason: str) -> list[Removal]:
        """Return the raw stretches behind `text[start:end]`, trimmed and not yet on record."""
        found: list[Removal] = []
        for raw_start, raw_end in _merged(self.alignment.pieces(start, end), self.raw):
            for left, right in _without(raw_start, raw_end, self.removed):
                stretch = self.raw[left:right]
                left += len(stretch) - len(stretch.lstrip())
                right -= len(stretch) - len(stretch.rstrip())
                if any(map(str.isalnum, self.raw[left:right])):
                    found.append(Removal(left, right, "", reason))
        return found


def _merged(pieces: list[tuple[int, int]], raw: str) -> list[tuple[int, int]]:
    """Join raw stretches with nothing but white space and marks between them."""
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        if joined and not any(map(str.isalnum, raw[joined[-1][1] : start])):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _without(start: int, end: int, removed: tuple[Removal, ...]) -> list[tuple[int, int]]:
    """Return what is left of a raw stretch once the stretches already removed are taken out."""
    left: list[tuple[int, int]] = []
    for removal in removed:
        if removal.raw_end <= start or removal.raw_start >= end:
            continue
        if removal.raw_start > start:
            left.append((start, removal.raw_start))
        start = removal.raw_end
    if start < end:
        left.append((start, end))
    return left
