"""Validation, storage, serialization and moves of values of a type: plain values, spans, sequences."""

from __future__ import annotations

import math
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain
from operator import le
from types import NoneType
from typing import (
    Any,
    Protocol,
)

__all__ = [
    "INTERVAL",
    "OFFSET",
    "PLAIN",
    "Choice",
    "Interval",
    "Literals",
    "Move",
    "Offsets",
    "Pointer",
    "Reindex",
    "Sequence",
    "Shape",
    "SpanText",
    "fit_text",
    "is_storable",
]


class SpanText(Protocol):
    """The part of a document that is needed to write an item."""

    @property
    def text(self) -> str:
        """The text that spans lie in."""

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw offsets of a span of the text."""


Offsets = tuple[int, int]


class Move(Protocol):
    """Where edits of a text have put its spans."""

    def __call__(self, start: int, end: int) -> Offsets:
        """Return the offsets of a span in the new text."""

    def edits(self, start: int, end: int) -> bool:
        """Return whether an edit changes the text of a span."""


Reindex = Callable[[str, int], int]


def is_storable(value: Any) -> bool:
    """Return whether a value is no integer that is too large for a column of a table."""
    return type(value) is not int or -(1 << 63) <= value < 1 << 63


def fit_text(starts: Collection[int], ends: Collection[int], length: int) -> bool:
    """Return whether spans, of which there is at least one, lie in a text of a length."""
    return min(starts) >= 0 and max(ends) <= length and all(map(le, starts, ends))


class Shape:
    """
    Handle values of one type; this base class is for plain values.

    Values of the types `exact` need no further check; a float may be infinite, an integer too large.
    """

    spanned = False
    """Whether values contain spans of the text."""
    layers: frozenset[str] = frozenset()
    """Names of the layers that values refer to."""
    asked: frozenset[str] = frozenset()
    """Values of a sink's `include` that fields depend on."""
    writable = True
    """Whether a record can hold values."""

    def __init__(
        self,
        name: str,
        types: tuple[type, ...],
        schema: dict[str, Any],
        exact: Collection[type] = (),
    ) -> None:
        self.name, self.types, self._schema, self.exact = name, types, schema, frozenset(exact)

    def mismatch(self, value: Any) -> str:
        """Describe the type error of a value, or return an empty string."""
        if type(value) not in self.types or (type(value) is float and not math.isfinite(value)):
            return f"expected {self.name}, found {value!r} of type {type(value).__name__}"
        return "" if is_storable(value) else f"{value} is no signed integer of 64 bits"

    def fits(self, values: Collection[Any], length: int) -> bool:
        """
        Return whether values surely have the right type, and spans in a text of a length.

        Values are read together, which is faster than `mismatch` and `spans`; these describe what does
        not fit.
        """
        kinds = set(map(type, values))
        if kinds <= self.exact:
            return True
        if not kinds.issubset(self.types) or not all(map(is_storable, values)):
            return False
        return float not in kinds or all(map(math.isfinite, values))

    def pointed(self, values: Collection[Any]) -> Iterator[tuple[str, Collection[int]]]:
        """Yield the references of values together: the name of a layer, and indexes of items."""
        return iter(())

    def spans(self, value: Any) -> Iterator[Offsets]:
        """Yield every span of the text in a value."""
        return iter(())

    def indexes(self, value: Any) -> Iterator[tuple[str, int]]:
        """Yield the references of a value: the name of a layer, and the index of an item."""
        return iter(())

    def encode(self, value: Any) -> Any:
        """Return a value as JSON, without loss."""
        return value

    def decode(self, data: Any) -> Any:
        """Return the value that `encode` returned this for."""
        return data

    def write(self, value: Any, source: SpanText, include: Collection[str]) -> Any:
        """Return the form of a value in a record."""
        return value

    def schema(self, include: Collection[str], optional: bool = False) -> dict[str, Any]:
        """Return the JSON Schema of what `write` returns; `optional`: for any `include` within it."""
        return self._schema

    def moved(self, value: Any, move: Move, text: str) -> Any:
        """Return a value with its spans moved by `move`, in the new `text`."""
        return value

    def reindexed(self, value: Any, reindex: Reindex) -> Any:
        """Return a value with each index replaced by `reindex(layer, index)`."""
        return value


class _Bytes(Shape):
    writable = False

    def encode(self, value: bytes) -> str:
        return b64encode(value).decode("ascii")

    def decode(self, data: str) -> bytes:
        return b64decode(data)


class Literals(Shape):
    """One of a few values."""

    def __init__(self, values: tuple[Any, ...]) -> None:
        schema = {"const": values[0]} if len(values) == 1 else {"enum": list(values)}
        super().__init__("", tuple({type(value): None for value in values}), schema)
        self.values = values

    def mismatch(self, value: Any) -> str:
        if value in self.values and type(value) in self.types:
            return ""
        return f"expected {' or '.join(map(repr, self.values))}, found {value!r}"

    def fits(self, values: Collection[Any], length: int) -> bool:
        return set(map(type, values)).issubset(self.types) and set(values).issubset(self.values)


class Pointer(Shape):
    """An index into a layer."""

    def __init__(self, layer: str) -> None:
        super().__init__("an integer", (int,), {"type": "integer", "minimum": 0}, {int})
        self.layer, self.layers = layer, frozenset({layer})

    def pointed(self, values: Collection[int]) -> Iterator[tuple[str, Collection[int]]]:
        yield self.layer, values

    def indexes(self, value: int) -> Iterator[tuple[str, int]]:
        yield self.layer, value

    def reindexed(self, value: int, reindex: Reindex) -> int:
        return reindex(self.layer, value)


class Interval(Shape):
    """A pair of offsets: a span without other fields."""

    spanned = True

    def mismatch(self, value: Any) -> str:
        pair = isinstance(value, tuple) and len(value) == 2 and all(type(n) is int for n in value)
        return "" if pair else f"expected a pair of offsets, found {value!r}"

    def fits(self, values: Collection[Any], length: int) -> bool:
        if not values:
            return True
        if set(map(type, values)) != {tuple} or set(map(len, values)) != {2}:
            return False
        starts, ends = zip(*values, strict=True)
        return set(map(type, starts + ends)) == {int} and fit_text(starts, ends, length)

    def spans(self, value: Any) -> Iterator[Offsets]:
        yield value[0], value[1]

    def encode(self, value: Any) -> list[int]:
        return list(value)

    def decode(self, data: Any) -> Any:
        return tuple(data)

    def write(self, value: Any, source: SpanText, include: Collection[str]) -> list[int]:
        return list(value)

    def moved(self, value: Any, move: Move, text: str) -> Any:
        return move(*value)


class Sequence(Shape):
    """A tuple of any number of values of one type."""

    def __init__(self, item: Shape) -> None:
        super().__init__("a tuple", (tuple,), {})
        self.item, self.spanned, self.writable = item, item.spanned, item.writable
        self.layers, self.asked = item.layers, item.asked

    def mismatch(self, value: Any) -> str:
        return super().mismatch(value) or next(filter(None, map(self.item.mismatch, value)), "")

    def fits(self, values: Collection[Any], length: int) -> bool:
        if not set(map(type, values)).issubset(self.types):
            return False
        return self.item.fits(_joined(values), length)

    def pointed(self, values: Collection[Any]) -> Iterator[tuple[str, Collection[int]]]:
        return self.item.pointed(_joined(values))

    def spans(self, value: Any) -> Iterator[Offsets]:
        for item in value:
            yield from self.item.spans(item)

    def indexes(self, value: Any) -> Iterator[tuple[str, int]]:
        for item in value:
            yield from self.item.indexes(item)

    def encode(self, value: Any) -> Any:
        return list(map(self.item.encode, value))

    def decode(self, data: Any) -> Any:
        return tuple(map(self.item.decode, data))

    def write(self, value: Any, source: SpanText, include: Collection[str]) -> Any:
        return [self.item.write(item, source, include) for item in value]

    def schema(self, include: Collection[str], optional: bool = False) -> dict[str, Any]:
        return {"type": "array", "items": self.item.schema(include, optional)}

    def moved(self, value: Any, move: Move, text: str) -> Any:
        return tuple(self.item.moved(item, move, text) for item in value)

    def reindexed(self, value: Any, reindex: Reindex) -> Any:
        return tuple(self.item.reindexed(item, reindex) for item in value)


def _joined(values: Iterable[Any]) -> list[Any]:
    return list(chain.from_iterable(values))


class Choice(Shape):
    """A union of types, distinguished by the types of their values; `None` is one of them."""

    def __init__(self, choices: dict[type, Shape]) -> None:
        exact = frozenset[type]().union(*(shape.exact for shape in choices.values()))
        super().__init__("", (), {}, exact)
        self.choices = choices
        self.order = list(choices)
        self.spanned = any(shape.spanned for shape in choices.values())
        self.writable = all(shape.writable for shape in choices.values())
        self.layers = frozenset[str]().union(*(shape.layers for shape in choices.values()))
        self.asked = frozenset[str]().union(*(shape.asked for shape in choices.values()))
        self.nullable = NoneType in choices
        self.single = len(set(choices.values())) - self.nullable == 1

    def mismatch(self, value: Any) -> str:
        shape = self.choices.get(type(value))
        if shape:
            return shape.mismatch(value)
        names = " or ".join(shape.name for shape in self.choices.values())
        return f"expected {names}, found {value!r} of type {type(value).__name__}"

    def fits(self, values: Collection[Any], length: int) -> bool:
        kinds = set(map(type, values)) - self.exact
        return self.choices.keys() >= kinds and all(
            self.choices[kind].fits(_of_type(kind, values), length) for kind in kinds
        )

    def pointed(self, values: Collection[Any]) -> Iterator[tuple[str, Collection[int]]]:
        for kind, shape in self.choices.items():
            if shape.layers:
                yield from shape.pointed(_of_type(kind, values))

    def spans(self, value: Any) -> Iterator[Offsets]:
        return self.choices[type(value)].spans(value)

    def indexes(self, value: Any) -> Iterator[tuple[str, int]]:
        return self.choices[type(value)].indexes(value)

    def encode(self, value: Any) -> Any:
        if value is None:
            return None
        data = self.choices[type(value)].encode(value)
        return data if self.single else [self.order.index(type(value)), data]

    def decode(self, data: Any) -> Any:
        if data is None:
            return None
        if self.single:
            return next(self.choices[t] for t in self.order if t is not NoneType).decode(data)
        return self.choices[self.order[data[0]]].decode(data[1])

    def write(self, value: Any, source: SpanText, include: Collection[str]) -> Any:
        return self.choices[type(value)].write(value, source, include)

    def schema(self, include: Collection[str], optional: bool = False) -> dict[str, Any]:
        schemas = [
            shape.schema(include, optional) for shape in dict.fromkeys(self.choices.values())
        ]
        if all(set(schema) == {"type"} for schema in schemas):
            return {"type": [schema["type"] for schema in schemas]}
        if self.nullable and len(schemas) == 2 and isinstance(schemas[0].get("type"), str):
            return {**schemas[0], "type": [schemas[0]["type"], "null"]}
        return {"anyOf": schemas}

    def moved(self, value: Any, move: Move, text: str) -> Any:
        return self.choices[type(value)].moved(value, move, text)

    def reindexed(self, value: Any, reindex: Reindex) -> Any:
        return self.choices[type(value)].reindexed(value, reindex)


def _of_type(kind: type, values: Iterable[Any]) -> list[Any]:
    return [value for value in values if type(value) is kind]


OFFSET = {"type": "integer", "minimum": 0}
INTERVAL = {"type": "array", "prefixItems": [OFFSET, OFFSET], "minItems": 2, "maxItems": 2}
PLAIN: dict[Any, Shape] = {
    int: Shape("an integer", (int,), {"type": "integer"}),
    float: Shape("a finite number", (float, int), {"type": "number"}),
    str: Shape("a string", (str,), {"type": "string"}, {str}),
    bool: Shape("true or false", (bool,), {"type": "boolean"}, {bool}),
    bytes: _Bytes("bytes", (bytes,), {}, {bytes}),
    NoneType: Shape("None", (NoneType,), {"type": "null"}, {NoneType}),
}
