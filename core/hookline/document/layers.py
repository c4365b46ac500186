"""The table of layers: what each is called, what its items are, and how they are written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Generic, Literal, TypeVar, cast

from hookline.document.annotations import (
    Cluster,
    Entity,
    Event,
    Relation,
    Sentence,
    Token,
    TokenVectors,
)
from hookline.document.items import ItemShape, shape_of
from hookline.document.shapes import SpanText

__all__ = ["BUILT_IN_LAYERS", "Layer", "LayerTable"]

T = TypeVar("T")


@dataclass(frozen=True)
class Layer(Generic[T]):
    """
    Declare a layer of annotation: everything that the host and the sinks need to know about it.

    Register one with `registry.layer(...)`; a stage that adds it names it in `provides`. The types of
    the fields of `item` say where its spans are (`start` and `end`, or a `tuple[int, int]`), what it
    points at (`Annotated[int, Index("entities")]`) and how it is written: a span is followed by its
    `text`, `raw_start` and `raw_end`, all other fields stand under their names.

    Args:
        name: The name in `provides`, `requires`, `Document.layers` and the record.
        item: The type of its items, a `NamedTuple`.
        many: Whether a document has any number of items, or one for the whole document.
        order: `apart` if items are in order, not empty and do not overlap, `start` if only their
            starts are in order, `any` otherwise.
        labels: The field that holds a label, which must be one of the `labels` of a stage that
            declares them; empty if there is none.
        part_of: The layer whose items this one fills in; it has no items of its own.
        written: Whether it is in every record, only `asked` for by name in a sink's `include`, or
            `never`.
        columns: The fields that are written, with `text`, `raw_start` and `raw_end`, in order; by
            default all of them.

    Raises:
        TypeError: `item` is no `NamedTuple`, or has a field that no record could hold.
    """

    name: str
    item: type[T]
    many: bool = True
    order: Literal["any", "start", "apart"] = "any"
    labels: str = ""
    part_of: str = ""
    written: Literal["always", "asked", "never"] = "always"
    columns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name.isidentifier():
            raise TypeError(f"expected a layer's name to be an identifier, got {self.name!r}")
        columns = self.shape.columns  # raises where an item could not be written
        unknown = [name for name in self.columns if name not in columns]
        if unknown:
            raise TypeError(f"layer `{self.name}`: {self.item.__name__} has no column {unknown[0]}")

    @cached_property
    def shape(self) -> ItemShape:
        """How its items are checked, stored and written."""
        return shape_of(self.item)

    def items(self, value: Any) -> tuple[T, ...]:
        """Return the items of a document's value of this layer: one, where it has only one."""
        return cast("tuple[T, ...]", value if self.many else (value,))

    def fault(self, value: Any) -> str:
        """Say what is wrong with a value of this layer by its declaration; empty if nothing is."""
        many = not hasattr(value, "_fields")
        if many != self.many:
            expected = "a sequence of items" if self.many else f"one {self.item.__name__}"
            return f"expected {expected}, found {type(value).__name__}"
        items = self.items(value)
        if items and type(items[0]) is not self.item:
            actual = type(items[0]).__name__
            return f"expected items of type {self.item.__name__}, found {actual}: {items[0]}"
        return self._misplaced(items) if self.order != "any" else ""

    def same_but_indexes(self, value: Any, other: Any, layers: Collection[str]) -> bool:
        """Tell whether two values of this layer differ in nothing but indexes into `layers`."""
        if not self.shape.layers & set(layers) or other is None:
            return False
        first, second = (
            [self.shape.reindexed(i, lambda n, x: 0 if n in layers else x) for i in self.items(v)]
            for v in (value, other)
        )
        return first == second

    def _misplaced(self, items: tuple[Any, ...]) -> str:
        if self.order == "apart":
            for item in items:
                if item.start == item.end:
                    return f"expected spans that are not empty, found {item}"
        for first, second in pairwise(items):
            if second.start < first.start:
                return f"expected spans in order, found {second} behind {first}"
            if self.order == "apart" and second.start < first.end:
                return f"expected spans that do not overlap, found {first} and {second}"
        return ""

    def write(self, item: T, source: SpanText, include: Collection[str] = ()) -> Any:
        """Return an item as it stands in a record."""
        if self.columns:
            return self.shape.write_columns(item, source, include, self.columns)
        return self.shape.write(item, source, include)

    def schema(self, include: Collection[str] = (), optional: bool = False) -> dict[str, Any]:
        """
        Return the JSON Schema of the layer in a record.

        With `optional`, fields that are written when `include` asks for them may be absent.
        """
        if self.columns:
            schema = self.shape.schema_columns(include, optional, self.columns)
        else:
            schema = self.shape.schema(include, optional)
        return {"type": "array", "items": schema} if self.many else schema


class LayerTable(Mapping[str, Layer[Any]]):
    """Layers by name, in the order of the record. Immutable."""

    def __init__(self, *layers: Layer[Any]) -> None:
        self._layers = {layer.name: layer for layer in layers}

    def __getitem__(self, name: str) -> Layer[Any]:
        return self._layers[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._layers)

    def __len__(self) -> int:
        return len(self._layers)

    def __repr__(self) -> str:
        return f"LayerTable({', '.join(self)})"

    def __hash__(self) -> int:
        return hash(tuple(self._layers.values()))

    def __reduce__(self) -> tuple[type[LayerTable], tuple[Layer[Any], ...]]:
        return type(self), tuple(self.values())

    def added(self, *layers: Layer[Any]) -> LayerTable:
        """
        Return a table with more layers.

        Raises:
            ValueError: a name is taken, or a layer names another that is not there.
        """
        table = {**self._layers}
        for layer in layers:
            if layer.name in table or layer.name in RESERVED:
                raise ValueError(f"there is already a layer or a key of the record `{layer.name}`")
            table[layer.name] = layer
        for layer in layers:
            for other in filter(None, (layer.part_of, *layer.shape.layers)):
                if other not in table:
                    raise ValueError(f"the layer `{layer.name}` points at {other}, which is none")
        return LayerTable(*table.values())

    def asked(self) -> frozenset[str]:
        """Return the names that a sink's `include` can have: `raw`, layers, and fields of items."""
        layers = {layer.name for layer in self.values() if layer.written == "asked"}
        return frozenset({"raw"} | layers).union(*(layer.shape.asked for layer in self.values()))

    def written(self, include: Collection[str] = ()) -> list[Layer[Any]]:
        """Return the layers that a record has with these names in `include`, in its order."""
        layers = [layer for layer in self.values() if not layer.part_of]
        asked = [layer for layer in layers if layer.written == "asked" and layer.name in include]
        return [layer for layer in layers if layer.written == "always"] + asked


RESERVED = frozenset({"id", "text", "meta", "removed", "raw", "place", "alignment", "layers"})
"""Names that a record or a document uses otherwise."""

BUILT_IN_LAYERS = LayerTable(
    Layer("sentences", Sentence, order="apart"),
    Layer(
        "tokens",
        Token,
        order="start",
        written="asked",
        columns=(
            *("start", "end", "text", "lemma", "upos", "xpos", "feats", "head", "deprel"),
            "sentence",
        ),
    ),
    Layer("syntax", Token, part_of="tokens"),
    Layer("vectors", TokenVectors, many=False, written="never"),
    Layer(
        "entities",
        Entity,
        order="apart",
        labels="label",
        columns=("start", "end", "text", "label", "raw_start", "raw_end", "cluster", "value", "id"),
    ),
    Layer("clusters", Cluster),
    Layer("events", Event, order="start"),
    Layer(
        "relations",
        Relation,
        columns=(
            *("type", "subject", "predicate", "object", "sentence", "event", "qualifiers", "rule"),
            "score",
        ),
    ),
)
"""The layers that come with hookline, in the order of the record; those of plugins follow."""
