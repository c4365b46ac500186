"""Check a source against its contract."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

import orjson

from hookline.components.source import Source, Unreadable
from hookline.components.stream_source import StreamSource
from hookline.document.document import Document
from hookline.document.layers import BUILT_IN_LAYERS
from hookline.plan import BoundComponent
from hookline.testing.declaration import check_declaration, sent

__all__ = ["check_source"]

UNNAMED = Document.from_text("").place
"""The place of a document for which nothing else was said."""


def check_source(source: type[Source], options: dict[str, Any]) -> list[Document | Unreadable]:
    """
    Check a source against its contract, with the input in its options.

    The class is declared as its registration demands. Reading again gives the same items in the same
    order, from any start; every item has a place; payloads of unreadable items are plain JSON and can
    be read again; `total` is the number of items, or None; the class can be pickled. A position can be
    committed twice, and is plain JSON; a `StreamSource`, whose input must end here, reads on after any
    of them.

    Returns:
        The items.

    Raises:
        AssertionError: The source violates its contract.
    """
    check_declaration("source", source, BUILT_IN_LAYERS)
    read = source.read_options(options)
    sent(BoundComponent(source, read, source.name))
    items = _read(source, read, 0)
    seen = [_seen(item) for item in items]
    for start in {0, 1, len(items) // 2, len(items)}:
        again = [_seen(item) for item in _read(source, read, start)]
        assert again == seen[start:], f"reading from number {start} gives other items"
    opened = source(read)
    try:
        assert all(isinstance(name, str) for name in opened.inputs()), "an input is not a string"
        total = opened.total()
        assert total in (None, len(items)), f"total is {total}, found {len(items)} items"
        for item in items:
            if isinstance(item, Unreadable):
                payload = _as_json(item)
                revived = opened.revive(payload, item.place)
                assert isinstance(revived, Document | Unreadable), f"{item.place}: {revived!r}"
        _check_positions(opened, items)
    finally:
        opened.close()
    return items


def _check_positions(opened: Source, items: Sequence[Document | Unreadable]) -> None:
    """Check that reading continues after each position of a stream, and that it can be committed."""
    seen = [_seen(item) for item in items]
    position: Any = opened.begin() if isinstance(opened, StreamSource) else 0
    position = orjson.loads(orjson.dumps(position))
    for number, item in enumerate(items, 1):
        if isinstance(opened, StreamSource):
            before = deepcopy(position)
            after = opened.advance(position, item)
            assert position == before, f"`advance` changed the position before {item.place}"
            assert after != position, f"{item.place} has the position of the item before it"
            position = orjson.loads(orjson.dumps(after))
            assert position == after, f"the position after {item.place} is not plain JSON"
            if number in {1, len(items) // 2, len(items)}:
                rest = [_seen(later) for later in opened.read_after(position) if later is not None]
                assert sorted(map(repr, rest)) == sorted(map(repr, seen[number:])), (
                    f"reading after the position of {item.place} gives other items"
                )
        else:
            position = number
        for _ in range(2):
            opened.commit(position)


def _read(source: type[Source], options: Any, start: int) -> list[Document | Unreadable]:
    opened = source(options)
    try:
        found = opened.read(start)
        assert isinstance(found, Iterable), f"`read` gave {found!r}; expected an iterator of items"
        items = list(found)
    finally:
        opened.close()
    for item in items:
        assert isinstance(item, Document | Unreadable), (
            f"expected a Document or Unreadable, found {item!r:.200}"
        )
        assert str(item.place), f"an item has no place: {item!r:.200}"
        if isinstance(item, Document):
            assert item.place != UNNAMED, (
                "a document has neither an id nor a place: give them to `Document.from_text`"
            )
            assert _is_utf8(item.id), f"UTF-8 cannot hold the id {item.id!r}"
    return items


def _is_utf8(text: str) -> bool:
    return text.encode("utf-8", "replace").decode() == text


def _as_json(item: Unreadable) -> Any:
    """Return the payload of an item as a dead letter gives it back."""
    try:
        return orjson.loads(orjson.dumps(item.payload))
    except orjson.JSONEncodeError as error:
        raise AssertionError(f"{item.place}: the payload is not plain JSON: {error}") from error


def _seen(item: Document | Unreadable) -> Any:
    if isinstance(item, Unreadable):
        return item.place, type(item.error), str(item.error), item.payload
    return item
