"""The values of layers: their items, and whether these fit the text and one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hookline.document.annotations import Place
from hookline.document.items import ItemShape, shape_of
from hookline.errors import LayerError, with_article

__all__ = ["check_indexes", "check_items", "items_of", "shape_of_layer", "value_of"]


def value_of(name: str, items: Any) -> Any:
    """Return the value of a layer: one item, or a tuple of items."""
    if hasattr(items, "_fields"):
        return items
    try:
        return tuple(items)
    except TypeError:
        raise LayerError(f"{name}: expected items, found {items!r}") from None


def items_of(value: Any) -> tuple[Any, ...]:
    """Return the items of a layer's value."""
    return (value,) if hasattr(value, "_fields") else value


def shape_of_layer(value: Any) -> ItemShape | None:
    """Return the shape of the items of a layer's value, or None if it has none."""
    items = items_of(value)
    return shape_of(type(items[0])) if items else None


def check_items(name: str, items: tuple[Any, ...], length: int, place: Place) -> None:
    """
    Check the types and spans of the items of a layer, for a text of `length` code points.

    Raises:
        LayerError: An item has a wrong type, or a span does not lie in the text.
    """
    if not items:
        return
    try:
        shape = shape_of(type(items[0]))
    except TypeError as error:
        raise LayerError(
            f"{name}[0]: expected the NamedTuple of the layer's items, such as `hookline.Entity`, "
            f"found {with_article(type(items[0]))} ({place})"
        ) from error
    if shape.fits(items, length):
        return
    for number, item in enumerate(items):
        if problem := shape.mismatch(item):
            raise LayerError(f"{name}[{number}]: {problem} ({place})")
        for start, end in shape.spans(item):
            if not 0 <= start <= end <= length:
                raise LayerError(
                    f"{name}[{number}]: span {start}:{end} does not lie in the text of "
                    f"{length} code points ({place})"
                )


def check_indexes(layers: Mapping[str, Any], changed: Iterable[str], place: Place) -> None:
    """
    Check the indexes into and from changed layers.

    Raises:
        LayerError: An index is out of range, or rows are missing.
    """
    counts = {name: len(items_of(value)) for name, value in layers.items()}
    for name, value in layers.items():
        shape = shape_of_layer(value)
        if shape is None or not (name in changed or shape.layers & set(changed)):
            continue
        items = items_of(value)
        for item in items if shape.rows else ():
            if problem := shape.missing_rows(item, counts):
                raise LayerError(f"{name}: {problem} ({place})")
        if shape.points(items, counts):
            continue
        for number, item in enumerate(items):
            for layer, index in shape.indexes(item):
                if not 0 <= index < counts.get(layer, 0):
                    raise LayerError(
                        f"{name}[{number}]: there is no index {index} in the "
                        f"{counts.get(layer, 0)} {layer} ({place}): {item}"
                    )
