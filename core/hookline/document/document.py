"""The document: raw text, edited text, and layers of annotation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, cast

from hookline.document.alignment import Alignment, Edit
from hookline.document.annotations import (
    Cluster,
    Entity,
    Event,
    Place,
    Relation,
    Removal,
    Sentence,
    Token,
    TokenVectors,
)
from hookline.document.arguments import (
    check_edit,
    check_string,
    is_place,
    refuse_change,
    wrong_type,
)
from hookline.document.difference import difference
from hookline.document.immutable import EMPTY, FrozenDict, freeze
from hookline.document.items import row_layers
from hookline.document.layer_values import (
    check_indexes,
    check_items,
    items_of,
    shape_of_layer,
    value_of,
)
from hookline.document.moves import moved_layers
from hookline.document.removals import masked, with_removals
from hookline.errors import EditError

__all__ = ["Document"]


@dataclass(frozen=True, slots=True, init=False)
class Document:
    """
    A text with its annotations. Immutable: every change returns a new document.

    `raw` is the text as it was read; `text` is the text after edits, and `alignment` maps offsets of
    the text to the raw text. `meta` is JSON data that came with the text. `layers` has the items of
    every layer that a stage has provided, by the layer's name. All offsets are Unicode code points,
    ends exclusive.

    Documents are made by `from_text` and by methods of documents, which validate their arguments, so
    that spans always lie in the text.
    """

    id: str
    raw: str
    text: str
    alignment: Alignment
    place: Place
    meta: FrozenDict
    removed: tuple[Removal, ...]
    _layers: dict[str, Any]

    @classmethod
    def from_text(
        cls,
        text: str,
        id: str = "document",
        meta: Mapping[str, Any] | None = None,
        place: Place | None = None,
    ) -> Document:
        """
        Return a new document with the raw text `text`.

        Raises:
            MetaError: JSON cannot represent a value of `meta`.
            TypeError: `text` or `id` is no string, `meta` no mapping, or `place` no `Place`.
        """
        where = place if is_place(place) else id
        check_string(text, "text", where)
        check_string(id, "id", where)
        if type(meta) is not dict and meta is not None and not isinstance(meta, Mapping):
            raise wrong_type(meta, "meta", "a mapping", where)
        if place is None:
            place = Place(id)
        elif where is not place:
            raise wrong_type(place, "place", "a Place of a string and a line number", where)
        alignment = Alignment.identity(len(text))
        frozen = freeze(meta) if meta else EMPTY
        return _made(cls, _Draft(id, text, text, alignment, place, frozen, (), {}))

    @property
    def layers(self) -> Mapping[str, Any]:
        """The layers by name: a tuple of items, or the item itself for a layer with only one."""
        return MappingProxyType(self._layers)

    @property
    def sentences(self) -> tuple[Sentence, ...] | None:
        """The layer `sentences`, or None if no stage provided it."""
        return cast("tuple[Sentence, ...] | None", self._layers.get("sentences"))

    @property
    def tokens(self) -> tuple[Token, ...] | None:
        """The layer `tokens`, or None if no stage provided it."""
        return cast("tuple[Token, ...] | None", self._layers.get("tokens"))

    @property
    def entities(self) -> tuple[Entity, ...] | None:
        """The layer `entities`, or None if no stage provided it."""
        return cast("tuple[Entity, ...] | None", self._layers.get("entities"))

    @property
    def clusters(self) -> tuple[Cluster, ...] | None:
        """The layer `clusters`, or None if no stage provided it."""
        return cast("tuple[Cluster, ...] | None", self._layers.get("clusters"))

    @property
    def events(self) -> tuple[Event, ...] | None:
        """The layer `events`, or None if no stage provided it."""
        return cast("tuple[Event, ...] | None", self._layers.get("events"))

    @property
    def relations(self) -> tuple[Relation, ...] | None:
        """The layer `relations`, or None if no stage provided it."""
        return cast("tuple[Relation, ...] | None", self._layers.get("relations"))

    @property
    def vectors(self) -> TokenVectors | None:
        """The vectors of the tokens, or None if no stage provided them."""
        return cast("TokenVectors | None", self._layers.get("vectors"))

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """
        Return the offsets in the raw text of a span of the text, as `Alignment.to_raw` does.

        Raises:
            ValueError: The span does not lie in the text.
        """
        return self.alignment.to_raw(start, end)

    def edit(self, edits: Iterable[Edit]) -> Document:
        """
        Return this document with `edits` applied to its text and their removals recorded.

        Offsets of edits refer to the current text; edits are in order and do not overlap. A deletion
        of words is recorded as a removal with the edit's reason ("edited" by default); a deletion
        without a letter or digit, or a replacement, only changes the alignment. A private edit also
        replaces its words in `raw`, and is recorded without them.

        The spans of all layers are moved: each must lie outside an edit, contain it, or be replaced
        as a whole.

        Raises:
            EditError: An edit does not fit the text, or cuts a span of a layer.
            TypeError: An item is no `Edit`, or its replacement or reason no string.
        """
        text, length = self.text, len(self.text)
        kept: list[Edit] = []
        parts: list[str] = []
        position = 0
        for edit in edits:
            check_edit(edit)
            start, end, replacement = edit.start, edit.end, edit.replacement
            if not 0 <= start <= end <= length:
                raise EditError(f"edit {start}:{end} does not lie in a text of {length}")
            if text[start:end] != replacement:
                kept.append(edit)
                parts += (text[position:start], replacement)
                position = end
        if not kept:
            return self
        alignment = self.alignment.edited(kept)  # checks that they are in order and do not overlap
        parts.append(text[position:])
        edited = "".join(parts)
        removed = with_removals(self, kept, alignment)
        private = any(edit.private for edit in kept)
        return self._with(
            text=edited,
            alignment=alignment,
            removed=removed,
            raw=masked(self.raw, removed) if private else self.raw,
            _layers=moved_layers(self._layers, kept, edited) if self._layers else self._layers,
        )

    def with_text(self, text: str) -> Document:
        """
        Return this document with its text replaced by `text`; edits are computed as a difference.

        Raises:
            EditError: An edit would cut a span of a layer.
            TypeError: `text` is no string.
        """
        check_string(text, "text", self.place)
        return self if text == self.text else self.edit(difference(self.text, text))

    def part(self, start: int, end: int) -> Document:
        """
        Return the text from `start` to `end` as a document, aligned with the same raw text.

        The part has the removals inside its span, and no layers. Pass parts to `Split`.

        Raises:
            ValueError: The span does not lie in the text.
        """
        alignment = self.alignment.part(start, end)
        first = self.alignment.to_raw(start, start)[1] if start else 0
        last = self.alignment.to_raw(end, end)[1]
        removed = tuple(item for item in self.removed if first <= item.raw_start < last)
        text = self.text[start:end]
        return self._with(text=text, alignment=alignment, removed=removed, _layers={})

    def renamed(self, id: str, place: Place) -> Document:
        """
        Return this document under another id and place.

        Raises:
            TypeError: `id` is no string.
        """
        check_string(id, "id", place)
        return self._with(id=id, place=place)

    def with_layers(self, **layers: Any) -> Document:
        """
        Return this document with the given layers set; other layers are kept.

        Pass items under the name of the layer, or the item itself for a layer with only one. A layer
        with rows for the items of another, such as `vectors` for `tokens`, is dropped with them.

        Raises:
            LayerError: An item has a wrong type, a span does not lie in the text, or an index is out of
                range.
        """
        changed = {
            name: value_of(name, items) for name, items in layers.items() if items is not None
        }
        for name, value in changed.items():
            check_items(name, items_of(value), len(self.text), self.place)
        kept = {**self._layers, **changed}
        for name, value in self._layers.items():
            if name not in changed and row_layers(value) & changed.keys():
                del kept[name]
        check_indexes(kept, changed, self.place)
        return self._with(_layers=kept)

    def with_replaced(
        self, layer: str, items: Iterable[Any], indexes: Mapping[int, int]
    ) -> Document:
        """
        Return this document with the items of `layer` replaced, and what points at them adjusted.

        `indexes` maps the index of each old item to that of the new item in its place. An old item
        without an entry must not be pointed at.

        Raises:
            LayerError: As `with_layers`, or a layer points at an item without an entry.
        """
        value = value_of(layer, items)

        def reindex(name: str, index: int) -> int:
            return index if name != layer else indexes.get(index, len(value))

        changed: dict[str, Any] = {layer: value}
        for name, old in self._layers.items():
            if name != layer and (shape := shape_of_layer(old)) and layer in shape.layers:
                new = tuple(shape.reindexed(item, reindex) for item in items_of(old))
                changed[name] = new[0] if hasattr(old, "_fields") else new
        return self.with_layers(**changed)

    def without_layers(self, *names: str) -> Document:
        """
        Return this document without the named layers.

        Raises:
            LayerError: Another layer points at one of them.
        """
        kept = {name: value for name, value in self._layers.items() if name not in names}
        check_indexes(kept, names, self.place)
        return self._with(_layers=kept)

    def with_meta(self, **values: Any) -> Document:
        """
        Return this document with `values` added to its metadata.

        Raises:
            MetaError: JSON cannot represent a value.
        """
        return self._with(meta=freeze({**self.meta, **values}))

    def signed(self, stage: str) -> Document:
        """Return this document with `stage` set in removals that have no stage."""
        if all(removal.stage for removal in self.removed):
            return self
        return self._with(
            removed=tuple(
                removal if removal.stage else removal._replace(stage=stage)
                for removal in self.removed
            )
        )

    def without_removed_words(self) -> Document:
        """
        Return this document with every removal so far made private.

        Removals recorded before a redacting stage may contain the words that it redacts.
        """
        removed = tuple(removal._replace(private=True) for removal in self.removed)
        return self._with(raw=masked(self.raw, removed), removed=removed)

    def restored(
        self,
        raw: str,
        text: str,
        alignment: Alignment,
        meta: FrozenDict,
        removed: tuple[Removal, ...],
        layers: dict[str, Any],
    ) -> Document:
        """Return this document in a stored state; for the codec only."""
        return self._with(
            raw=raw, text=text, alignment=alignment, meta=meta, removed=removed, _layers=layers
        )

    def _with(self, **changes: Any) -> Document:
        draft = _Draft(
            changes.get("id", self.id),
            changes.get("raw", self.raw),
            changes.get("text", self.text),
            changes.get("alignment", self.alignment),
            changes.get("place", self.place),
            changes.get("meta", self.meta),
            changes.get("removed", self.removed),
            changes.get("_layers", self._layers),
        )
        return _made(type(self), draft)


# A frozen dataclass may not define them in its body, and its own name no method to call instead.
Document.__setattr__ = Document.__delattr__ = refuse_change  # type: ignore[method-assign]


class _Draft:
    """
    A document that is being made.

    It becomes one when its class is set, which takes a tenth of the time of setting frozen fields.
    """

    __slots__ = Document.__slots__

    def __init__(
        self,
        id: str,
        raw: str,
        text: str,
        alignment: Alignment,
        place: Place,
        meta: FrozenDict,
        removed: tuple[Removal, ...],
        layers: dict[str, Any],
    ) -> None:
        self.id = id
        self.raw = raw
        self.text = text
        self.alignment = alignment
        self.place = place
        self.meta = meta
        self.removed = removed
        self._layers = layers


def _made(cls: type[Document], draft: Any) -> Document:
    draft.__class__ = cls
    made: Document = draft
    return made
