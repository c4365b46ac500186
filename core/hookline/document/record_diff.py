"""Compare two records of one document, layer by layer, by places in the raw text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from difflib import SequenceMatcher
from typing import Any, NamedTuple

__all__ = ["Change", "changes"]

Record = dict[str, Any]
CONTEXT = 20  # characters of the text around a change in it


class Change(NamedTuple):
    """
    One difference: the layer it is in, what was there and what is there now, in words.

    `before` is empty where something came, `after` where something went.
    """

    layer: str
    before: str
    after: str


def changes(one: Record, two: Record) -> Iterator[Change]:
    """
    Yield every difference between two records of the same document.

    Spans are told apart by their offsets in the raw text, which stay the same where the cleaned text
    differs. Sentences are compared by what they say, tokens row by row.
    """
    yield from _text(one.get("text", ""), two.get("text", ""))
    if one.get("meta") != two.get("meta"):
        yield Change("meta", _shown(one.get("meta")), _shown(two.get("meta")))
    for layer, (place, words) in _LAYERS.items():
        if (layer in one) != (layer in two):
            counts = [f"{len(r[layer]):,} {layer}" if layer in r else "" for r in (one, two)]
            yield Change(layer, *counts)
        elif layer in one:
            yield from _items(layer, one, two, place, words)


def _text(one: str, two: str) -> Iterator[Change]:
    """Yield the lines that differ; a line that changed little is shown around the change."""
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
    """Cut what two strings share at both ends down to a little context."""
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
    one, two = (f"{head}{text[start : len(text) - drop]}{tail}" for text in (before, after))
    return one, two


def _items(
    layer: str,
    one: Record,
    two: Record,
    place: Callable[[Record, Any], Hashable],
    words: Callable[[Record, Any], str],
) -> Iterator[Change]:
    """Yield items that came, went, or say something else of the same place."""
    left = _placed(place(one, item) for item in one[layer])
    right = _placed(place(two, item) for item in two[layer])
    said = [
        {key: words(record, item) for key, item in zip(keys, record[layer], strict=True)}
        for keys, record in ((left, one), (right, two))
    ]
    for key in left:
        after = said[1].get(key, "")
        if said[0][key] != after:
            yield Change(layer, said[0][key], after)
    for key in right:
        if key not in said[0]:
            yield Change(layer, "", said[1][key])


def _placed(keys: Iterable[Hashable]) -> list[tuple[Hashable, int]]:
    """Number keys that occur again."""
    seen: Counter[Hashable] = Counter()
    out = []
    for key in keys:
        out.append((key, seen[key]))
        seen[key] += 1
    return out


def _span(value: Record) -> Hashable:
    return value.get("raw_start"), value.get("raw_end"), value["text"]


def _relation(_: Record, value: Record) -> Hashable:
    return value["type"], *(_span(value[role]) for role in ("subject", "predicate", "object"))


def _relation_words(_: Record, value: Record) -> str:
    parts = " | ".join(value[role]["text"] for role in ("subject", "predicate", "object"))
    return f"{value['type']}: {parts}  ({value['rule']})"


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


_LAYERS: dict[str, tuple[Callable[[Record, Any], Hashable], Callable[[Record, Any], str]]] = {
    "removed": (
        lambda _, item: (item["raw_start"], item["raw_end"]),
        lambda _, item: f"{item['text']}  ({item['stage']}: {item['reason']})",
    ),
    "sentences": (
        lambda record, item: record["text"][item[0] : item[1]],
        lambda record, item: record["text"][item[0] : item[1]],
    ),
    "tokens": (
        lambda _, item: (item["text"], item["sentence"]),
        lambda _, item: " ".join(
            _shown(item[name]) for name in ("text", "lemma", "upos", "feats", "deprel", "head")
        ),
    ),
    "entities": (
        lambda _, item: (item["raw_start"], item["raw_end"]),
        lambda _, item: f"{item['label']}: {item['text']}",
    ),
    "relations": (_relation, _relation_words),
}
