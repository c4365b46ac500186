"""The table of layers: their names, item types and written forms."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Generic, Literal, TypeVar, cast, get_args

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
Order = Literal["any", "start", "apart"]
Written = Literal["always", "asked", "never"]
ORDERS, WRITTEN = get_args(Order), get_args(Written)


@dataclass(frozen=True)
class Layer(Generic[T]):
    """
    The declaration of a layer of annotation, for the host and the sinks.

    Register one with `registry.layer(...)`; a stage that adds it names it in `provides`. The types of
    the fields of `item` define its spans (`start` and `end`, or a `tuple[int, int]`), its references
    (`Annotated[int, Index("entities")]`) and its written form: a span is followed by its `text`,
    `raw_start` and `raw_end`, other fields are written under their names.

    Args:
        name: The name in `provides`, `requires`, `Document.layers` and the record.
        item: The type of its items, a `NamedTuple`.
        many: Whether a document has any number of items, or exactly one.
        order: `apart` if items are in order, not empty and do not overlap, `start` if only their
            starts are in order, `any` otherwise.
        labels: The field that holds a label, which must be one of the `labels` of a stage that
            declares them; empty if there is none.
        part_of: The layer with the items; this one marks that more of their fields are set.
        written: Whether it is in every record, only `asked` for by name in a sink's `include`, or
            `never`.
        columns: The fields that are written, with `text`, `raw_start` and `raw_end`, in order; by
            default all of them.

    Raises:
        TypeError: `item` is not a `NamedTuple`, has a field with a type that records do not support, or
            lacks a field that another argument needs; or an argument is not one of its values.
    """

    name: str
    item: type[T]
    many: bool = True
    order: Order = "any"
    labels: str = ""
    part_of: str = ""
    written: Written = "always"
    columns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name.isidentifier():
            raise TypeError(f"expected a layer's name to be an identifier, got {self.name!r}")
        for argument, values in (("order", ORDERS), ("written", WRITTEN), ("many", (True, False))):
            if getattr(self, argument) not in values:
                allowed = " or ".join(map(repr, values))
                found = getattr(self, argument)
                raise TypeError(
                    f"layer `{self.name}`: expected {argument} to be {allowed}, found {found!r}"
                )
        columns = self.shape.columns  # raises if an item cannot be written
        if self.order != "any" and not self.shape.own_span:
            raise TypeError(
                f"layer `{self.name}`: order={self.order!r} needs items with the fields `start` and "
                f"`end`, which {self.item.__name__} does not have"
            )
        if self.labels and self.labels not in self.shape.fields:
            raise TypeError(
                f"layer `{self.name}`: labels={self.labels!r} names no field of {self.item.__name__}; "
                f"it has {', '.join(self.shape.fields)}"
            )
        unknown = [name for name in self.columns if name not in columns]
        if unknown:
            raise TypeError(f"layer `{self.name}`: {self.item.__name__} has no column {unknown[0]}")
        for name in (self.columns or columns) if self.written != "never" else ():
            if name in self.shape.fields and not self.shape.fields[name].writable:
                raise TypeError(
                    f"layer `{self.name}`: records cannot hold the bytes of {self.item.__name__}."
                    f'{name}; leave it out with `columns`, or set `written="never"`'
                )

    @cached_property
    def shape(self) -> ItemShape:
        """Validation, storage and serialization of its items."""
        return shape_of(self.item)

    def items(self, value: Any) -> tuple[T, ...]:
        """Return the items of a value of this layer as a tuple."""
        return cast("tuple[T, ...]", value if self.many else (value,))

    def fault(self, value: Any) -> str:
        """Describe how a value violates the declaration, or return an empty string."""
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
        """Return whether two values of this layer differ in nothing but indexes into `layers`."""
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
                    return f"expected non-empty spans, found {item}"
        for first, second in pairwise(items):
            if second.start < first.start:
                return f"expected spans in order, found {second} after {first}"
            if self.order == "apart" and second.start < first.end:
                return f"expected spans that do not overlap, found {first} and {second}"
        return ""

    def write(self, item: T, source: SpanText, include: Collection[str] = ()) -> Any:
        """Return the form of an item in a record."""
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
            ValueError: A name is taken, or a layer refers to a missing layer.
        """
        table = {**self._layers}
        for layer in layers:
            if layer.name in table or layer.name in RESERVED:
                raise ValueError(f"there is already a layer or a key of the record `{layer.name}`")
            table[layer.name] = layer
        for layer in layers:
            for other in filter(None, (layer.part_of, *layer.shape.layers)):
                if other not in table:
                    raise ValueError(
                        f"the layer `{layer.name}` refers to `{other}`, which is not a layer"
                    )
        return LayerTable(*table.values())

    def asked(self) -> frozenset[str]:
        """Return the values that a sink's `include` accepts: `raw`, layers, and fields of items."""
        layers = {layer.name for layer in self.values() if layer.written == "asked"}
        return frozenset({"raw"} | layers).union(*(layer.shape.asked for layer in self.values()))

    def written(self, include: Collection[str] = ()) -> list[Layer[Any]]:
        """Return the layers of a record with these names in `include`, in order."""
        layers = [layer for layer in self.values() if not layer.part_of]
        asked = [layer for layer in layers if layer.written == "asked" and layer.name in include]
        return [layer for layer in layers if layer.written == "always"] + asked


RESERVED = frozenset({"id", "text", "meta", "removed", "raw", "place", "alignment", "layers"})
"""Names that records or documents use for other purposes."""

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
