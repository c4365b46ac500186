"""
Derive validation, storage, serialization and moves of annotations from their types.

An item of a layer is a `NamedTuple`. The types of its fields define how it is handled: `start` and
`end` are a span of the text, a `tuple[int, int]` is a span as well, `Index` marks indexes of items of
another layer, and nested `NamedTuple`s are handled recursively.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from operator import attrgetter
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from hookline.document.marks import Index, RowsOf, WriteIf
from hookline.document.shapes import (
    INTERVAL,
    OFFSET,
    PLAIN,
    Choice,
    Interval,
    Literals,
    Move,
    Offsets,
    Pointer,
    Reindex,
    Sequence,
    Shape,
    SpanText,
    fit_text,
)

__all__ = ["ItemShape", "row_layers", "shape_of"]


class ItemShape(Shape):
    """A `NamedTuple`: the item of a layer, or a part of one."""

    def __init__(self, kind: type[Any]) -> None:
        super().__init__(kind.__name__, (kind,), {})
        self.kind = kind
        hints = get_type_hints(kind, include_extras=True)
        self.marks: dict[str, WriteIf] = {}
        self.rows: dict[str, RowsOf] = {}
        self.fields: dict[str, Shape] = {}
        for name in kind._fields:
            hint = hints[name]
            if get_origin(hint) is Annotated:
                for mark in hint.__metadata__:
                    if isinstance(mark, WriteIf):
                        self.marks[name] = mark
                    elif isinstance(mark, RowsOf):
                        self.rows[name] = mark
            self.fields[name] = _shape(hint, f"{kind.__name__}.{name}")
        self.own_span = {"start", "end"} <= self.fields.keys()
        self._check_fields()
        self.interval = tuple(kind._fields) == ("start", "end")
        self.nested = [name for name, shape in self.fields.items() if shape.spanned]
        self.spanned = self.own_span or bool(self.nested)
        self.writable = all(shape.writable for shape in self.fields.values())
        self.pointing = [name for name, shape in self.fields.items() if shape.layers]
        self.layers = frozenset[str]().union(*(shape.layers for shape in self.fields.values()))
        asked = frozenset(mark.asked for mark in self.marks.values() if mark.asked)
        self.asked = asked.union(*(shape.asked for shape in self.fields.values()))
        self.flat = all(
            type(shape) in (Shape, Pointer) or _plain(shape) for shape in self.fields.values()
        )
        self.columns = tuple(self._columns())

    def _check_fields(self) -> None:
        """Raise a `TypeError` if a span cannot be one, or would be written over."""
        if not self.fields:
            raise TypeError(f"{self.name}: expected a NamedTuple with fields, found none")
        if not self.own_span:
            return
        for name in ("start", "end"):
            if self.fields[name] is not PLAIN[int]:
                raise TypeError(f"{self.name}.{name}: the offsets of a span are of the type int")
        for name in ("raw_start", "raw_end"):
            if name in self.fields:
                raise TypeError(f"{self.name}.{name}: records give each span its own `{name}`")

    def _columns(self) -> Iterator[str]:
        """Yield the columns of the written form: the fields, and after a span its text."""
        for name in self.fields:
            if name == "pieces":
                continue
            yield name
            if name == "end" and self.own_span:
                yield from (c for c in ("text", "raw_start", "raw_end") if c not in self.fields)
        if "pieces" in self.fields:
            yield "pieces"

    def mismatch(self, value: Any) -> str:
        if type(value) is not self.kind:
            return f"expected {self.name}, found {value!r} of type {type(value).__name__}"
        for (name, shape), field in zip(self.fields.items(), value, strict=True):
            if type(field) in shape.exact:
                continue
            if problem := shape.mismatch(field):
                return f"`{name}` of {self.name}: {problem}"
        return ""

    def fits(self, values: Collection[Any], length: int) -> bool:
        if not values:
            return True
        if set(map(type, values)) != {self.kind}:
            return False
        columns = dict(zip(self.fields, zip(*values, strict=True), strict=True))
        if not all(shape.fits(columns[name], length) for name, shape in self.fields.items()):
            return False
        return not self.own_span or fit_text(columns["start"], columns["end"], length)

    def pointed(self, values: Collection[Any]) -> Iterator[tuple[str, Collection[int]]]:
        for name in self.pointing:
            yield from self.fields[name].pointed([*map(attrgetter(name), values)])

    def points(self, items: tuple[Any, ...], counts: Mapping[str, int]) -> bool:
        """Return whether the indexes of items exist, in layers of these sizes."""
        return all(
            not indexes or (min(indexes) >= 0 and max(indexes) < counts.get(layer, 0))
            for layer, indexes in self.pointed(items)
        )

    def spans(self, value: Any) -> Iterator[Offsets]:
        if self.own_span:
            yield value.start, value.end
        for name in self.nested:
            yield from self.fields[name].spans(getattr(value, name))

    def indexes(self, value: Any) -> Iterator[tuple[str, int]]:
        for name in self.pointing:
            yield from self.fields[name].indexes(getattr(value, name))

    def missing_rows(self, value: Any, counts: Mapping[str, int]) -> str:
        """Describe a mismatch between the rows of a value and the items of a layer, or return ""."""
        for name, (layer, width) in self.rows.items():
            found, count, size = (
                len(getattr(value, name)),
                counts.get(layer, 0),
                getattr(value, width),
            )
            if found != count * size:
                return (
                    f"expected {count} rows of {size} bytes, one for each of {layer}, found {found} "
                    "bytes"
                )
        return ""

    def encode(self, value: Any) -> list[Any]:
        if self.flat:
            return list(value)
        return [
            shape.encode(field) for shape, field in zip(self.fields.values(), value, strict=True)
        ]

    def decode(self, data: Any) -> Any:
        if self.flat:
            return self.kind(*data)
        shapes = self.fields.values()
        return self.kind(*(s.decode(item) for s, item in zip(shapes, data, strict=True)))

    def write(self, value: Any, source: SpanText, include: Collection[str]) -> Any:
        if self.interval:
            return [value.start, value.end]
        return self.write_columns(value, source, include, self.columns)

    def write_columns(
        self, value: Any, source: SpanText, include: Collection[str], columns: tuple[str, ...]
    ) -> dict[str, Any]:
        """Return the written form of a value with these columns, in their order."""
        row: dict[str, Any] = {}
        for name in columns:
            shape = self.fields.get(name)
            if shape is not None:
                field = getattr(value, name)
                mark = self.marks.get(name)
                if mark is not None:
                    if mark.asked and mark.asked not in include:
                        continue
                    if mark.filled and not field and field != 0:
                        continue
                    if mark.digits is not None:
                        field = round(field, mark.digits) or 0.0  # not -0.0
                row[name] = shape.write(field, source, include)
            elif name == "text":
                row[name] = self._text(value, source.text)
            else:
                row["raw_start"], row["raw_end"] = source.to_raw(value.start, value.end)
        return row

    def _text(self, value: Any, text: str) -> str:
        pieces = getattr(value, "pieces", ())
        if pieces:
            return " ".join(text[start:end] for start, end in pieces)
        return text[value.start : value.end]

    def schema(self, include: Collection[str], optional: bool = False) -> dict[str, Any]:
        if self.interval:
            return INTERVAL
        return self.schema_columns(include, optional, self.columns)

    def schema_columns(
        self, include: Collection[str], optional: bool, columns: tuple[str, ...]
    ) -> dict[str, Any]:
        """Return the JSON Schema of the written form with these columns."""
        properties: dict[str, Any] = {}
        required: list[str] = []
        for name in columns:
            mark = self.marks.get(name)
            if mark and mark.asked and mark.asked not in include:
                continue
            if name in self.fields:
                schema = self.fields[name].schema(include, optional)
                offset = self.own_span and name in ("start", "end")
                properties[name] = OFFSET if offset else schema
            else:
                properties[name] = {"type": "string"} if name == "text" else OFFSET
            if not (mark and (mark.filled or optional)):
                required.append(name)
        schema = {"type": "object", "required": required, "additionalProperties": False}
        return {**schema, "properties": properties}

    def moved(self, value: Any, move: Move, text: str) -> Any:
        changes = {
            name: self.fields[name].moved(getattr(value, name), move, text) for name in self.nested
        }
        if self.own_span:
            start, end = move(value.start, value.end)
            changes |= {"start": start, "end": end}
            if "text" in self.fields and move.edits(value.start, value.end):
                changes["text"] = text[start:end]
        return value._replace(**changes) if changes else value

    def reindexed(self, value: Any, reindex: Reindex) -> Any:
        changes = {
            name: self.fields[name].reindexed(getattr(value, name), reindex)
            for name in self.pointing
        }
        return value._replace(**changes) if changes else value


def shape_of(item: type[Any]) -> ItemShape:
    """
    Return the shape of the item type of a layer.

    Raises:
        TypeError: It is not a `NamedTuple`, contains itself, or a field has a type that records do not
            support.
    """
    kind: Any = item  # mypy considers classes unhashable
    try:
        return _shape_of(kind)
    except RecursionError:
        raise TypeError(
            f"{kind.__name__}: an item cannot contain items of its own type; refer to them by `Index`"
        ) from None


@cache
def _shape_of(item: Any) -> ItemShape:
    if not (isinstance(item, type) and issubclass(item, tuple) and hasattr(item, "_fields")):
        raise TypeError(f"expected a NamedTuple class as the type of a layer's items, got {item!r}")
    return ItemShape(item)


def _shape(hint: Any, where: str) -> Shape:
    marks: tuple[Any, ...] = ()
    if get_origin(hint) is Annotated:
        marks = hint.__metadata__
        hint = hint.__origin__
    layer = next((mark.layer for mark in marks if isinstance(mark, Index)), "")
    if hint in PLAIN:
        return Pointer(layer) if layer and hint is int else PLAIN[hint]
    if get_origin(hint) in (Union, UnionType):
        options = [
            Annotated[option, Index(layer)] if layer else option for option in get_args(hint)
        ]
        shapes = [_shape(option, where) for option in options]
        return Choice({kind: shape for shape in shapes for kind in shape.types})
    if get_origin(hint) is Literal:
        return Literals(get_args(hint))
    if get_origin(hint) is tuple:
        arguments = get_args(hint)
        if arguments == (int, int):
            return Interval("a pair of offsets", (tuple,), INTERVAL)
        if len(arguments) == 2 and arguments[1] is ...:
            return Sequence(
                _shape(Annotated[arguments[0], Index(layer)] if layer else arguments[0], where)
            )
    if isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields"):
        return shape_of(hint)
    raise TypeError(
        f"{where}: a field cannot have the type {hint!r}; expected str, int, float, bool, bytes, "
        "tuple[int, int], tuple[X, ...], a NamedTuple, a Literal, or a union of these with None"
    )


def _plain(shape: Shape) -> bool:
    return (
        isinstance(shape, Choice)
        and all(type(choice) in (Shape, Pointer) for choice in shape.choices.values())
        and shape.single
    )


def row_layers(value: Any) -> frozenset[str]:
    """Return the layers that a layer has rows for; it is dropped when they are replaced."""
    if not hasattr(value, "_fields"):
        return frozenset()
    return frozenset(mark.layer for mark in shape_of(type(value)).rows.values())
