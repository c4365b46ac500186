"""Compare two records of a document, layer by layer, by offsets in the raw text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from difflib import SequenceMatcher
from itertools import islice
from typing import Any, NamedTuple

from hookline.document.layers import Layer, LayerTable
from hookline.document.summary import raw_spans, summarize, summarize_lists

__all__ = ["Change", "changes"]

Record = dict[str, Any]
PLAIN_KEYS = frozenset({"id", "text", "meta", "raw"})
CONTEXT = 20  # characters of context around a change


class Change(NamedTuple):
    """
    A difference: its layer, and descriptions of the items before and after.

    `before` is empty for an addition, `after` for a deletion.
    """

    layer: str
    before: str
    after: str


def changes(before: Record, after: Record, layers: LayerTable) -> Iterator[Change]:
    """
    Yield every difference between two records of the same document.

    Spans are identified by their offsets in the raw text, which do not depend on the cleaned text;
    items without spans by their words, such as the name of a cluster. `layers` are the known layers.
    """
    yield from _text(before.get("text", ""), after.get("text", ""))
    if before.get("meta") != after.get("meta"):
        yield Change("meta", _shown(before.get("meta")), _shown(after.get("meta")))
    for name in dict.fromkeys((*before, *after)):
        if name in PLAIN_KEYS:
            continue
        if (name in before) != (name in after):
            counts = [f"{len(r[name]):,} {name}" if name in r else "" for r in (before, after)]
            yield Change(name, *counts)
        else:
            yield from _items(name, before, after, layers.get(name))


def _text(one: str, two: str) -> Iterator[Change]:
    """Yield the lines that differ, shortened to the context of the change."""
    if one == two:
        return
    left, right = one.splitlines(), two.splitlines()
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        before, after = "\n".join(left[a:b]), "\n".join(right[c:d])
        yield Change("text", *_around(before, after))
    if left == right:
        yield Change("text", "line breaks", "other line breaks")


def _around(before: str, after: str) -> tuple[str, str]:
    """Shorten the common ends of two strings to a little context."""
    if not before or not after:
        return before, after
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    start = max(0, same - CONTEXT)
    ends = 0
    room = min(len(before), len(after)) - same
    while ends < room and before[-1 - ends] == after[-1 - ends]:
        ends += 1
    drop = max(0, ends - CONTEXT)
    head, tail = ("…" if start else ""), ("…" if drop else "")
    shortened = tuple(f"{head}{text[start : len(text) - drop]}{tail}" for text in (before, after))
    return shortened[0], shortened[1]


class _Described(NamedTuple):
    """An item in words; its parts in lists, such as mentions, apart."""

    words: str
    parts: tuple[str, ...] = ()

    def beside(self, other: _Described) -> str:
        """Return the words of the item, with the parts that the other one lacks."""
        return "; ".join((self.words, *(part for part in self.parts if part not in other.parts)))


NOTHING = _Described("")


def _items(name: str, before: Record, after: Record, layer: Layer[Any] | None) -> Iterator[Change]:
    """Yield added, deleted and changed items."""
    old, new = (_by_key(record, name, layer) for record in (before, after))
    for key, item in old.items():
        other = new.get(key, NOTHING)
        if item != other:
            yield Change(name, item.beside(other), other.beside(item))
    for key, item in new.items():
        if key not in old:
            yield Change(name, "", item.beside(NOTHING))


def _by_key(
    record: Record, name: str, layer: Layer[Any] | None
) -> dict[tuple[Hashable, int], _Described]:
    """Return the description of each item of a layer by its key, numbered if it is repeated."""
    seen: Counter[Hashable] = Counter()
    items: dict[tuple[Hashable, int], _Described] = {}
    value = record[name]
    is_list = isinstance(value, list)
    for item in value if is_list else [value]:
        parts = tuple(
            f"{list_name}: {summary}{_first_place(part)}"
            for list_name, part, summary in summarize_lists(item, layer)
        )
        key = _key(item, record["text"]) if is_list else None
        described = _Described(str(summarize(item, record["text"], layer)), parts)
        items[key, seen[key]] = described
        seen[key] += 1
    return items


def _first_place(part: Any) -> str:
    return "".join(f" at {start}:{end}" for start, end in islice(raw_spans(part), 1))


def _key(item: Any, text: str) -> Hashable:
    """Return what identifies an item in both records, of a layer with several."""
    if isinstance(item, dict) and "raw_start" in item:
        return item["raw_start"], item["raw_end"]
    summary = summarize(item, text)
    spans = tuple(raw_spans(item))
    if spans:
        return summary.kind, summary.words, spans
    sentence = item.get("sentence") if isinstance(item, dict) else None
    return summary.words or summary.kind, sentence


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
