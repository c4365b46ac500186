"""Read texts with typed relations, in four formats, and say which of our types theirs are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from hookline import SourceError, shown

from .files import fault, json_lines, numbered_lines
from .relations_types import KNOWLEDGENET, RE3D, REDOCRED, SYMMETRIC, Kind

__all__ = ["Fact", "Text", "read_texts"]

Span = tuple[int, int]


class Fact(NamedTuple):
    """
    A relation that the file states: its label there, our types for it, and where its ends are named.

    Either end may be named several times; any will do. One that is `optional` counts neither way;
    the ends of a `mutual` one may be turned.
    """

    label: str
    types: frozenset[str]
    subjects: tuple[Span, ...]
    objects: tuple[Span, ...]
    optional: bool = False
    mutual: bool = False


class Text(NamedTuple):
    """
    A text with its facts. `asked` maps each of our types that the file tells all of to its label;
    None where every type counts.

    `group` is the document that the text is a part of: the unit of the bootstrap.
    """

    id: str
    group: str
    text: str
    facts: tuple[Fact, ...]
    asked: Mapping[str, str] | None


def read_texts(path: str) -> list[Text]:
    """
    Read KnowledgeNet or re3d in JSON lines, Re-DocRED in JSON, or lines with `text` and `typed`.

    Raises:
        SourceError: The file cannot be read, or is none of these; says where.
    """
    if next((text for _, text in numbered_lines(path) if text.strip()), "").lstrip()[:1] == "[":
        return _redocred(path)
    found = [_line(path, number, row) for number, row in json_lines(path)]
    if not found:
        raise SourceError(f"{shown(path)}: holds no text")
    return found


def _line(path: str, number: int, row: Mapping[str, Any]) -> Text:
    try:
        if "annotated_types" in row:
            return _knowledgenet(row)
        if "typed" in row:
            return _own(row, number)
        if "relations" in row and "entities" in row:
            return _re3d(row)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise fault(path, number, f"no such row: {type(error).__name__}: {error}") from error
    raise fault(
        path,
        number,
        "expected `annotated_types` (KnowledgeNet), `entities` and `relations` (re3d) or `typed`; "
        f"found the keys {', '.join(sorted(row))}",
    )


def _span(end: Mapping[str, Any]) -> Span:
    return int(end["begin"]), int(end["end"])


def _fact(label: str, kind: Kind, subject: Sequence[Span], object: Sequence[Span]) -> Fact:
    ends = (tuple(object), tuple(subject)) if kind.turned else (tuple(subject), tuple(object))
    return Fact(label, kind.types, *ends, mutual=bool(kind.types & SYMMETRIC))


def _asked(kinds: Mapping[str, Kind], labels: Sequence[str]) -> dict[str, str]:
    return {type: label for label in reversed(labels) for type in sorted(kinds[label].types)}


def _facts(row: Mapping[str, Any], kinds: Mapping[str, Kind]) -> tuple[Fact, ...]:
    """Return the facts of a row, but for those of a type that we have none for."""
    return _once(
        [
            _fact(one["type"], kind, [_span(one["subject"])], [_span(one["object"])])
            for one in row["relations"]
            if (kind := kinds.get(one["type"]))
        ]
    )


def _knowledgenet(row: Mapping[str, Any]) -> Text:
    asked = _asked(KNOWLEDGENET, [name for name in row["annotated_types"] if name in KNOWLEDGENET])
    return Text(row["id"], str(row["doc"]), row["text"], _facts(row, KNOWLEDGENET), asked)


def _re3d(row: Mapping[str, Any]) -> Text:
    return Text(row["id"], row["id"], row["text"], _facts(row, RE3D), _asked(RE3D, list(RE3D)))


def _own(row: Mapping[str, Any], number: int) -> Text:
    facts = [
        Fact(
            one["type"],
            frozenset({one["type"]}),
            (_pair(one["subject"]),),
            (_pair(one["object"]),),
            bool(one.get("optional", False)),
            one["type"] in SYMMETRIC,
        )
        for one in row["typed"]
    ]
    group = str(row.get("id", number))
    return Text(f"{group}:{number}", group, row["text"], _once(facts), None)


def _pair(value: Sequence[int]) -> Span:
    start, end = value
    return int(start), int(end)


def _once(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Leave out the second of two mutual facts that are one with its ends turned."""
    kept: dict[object, Fact] = {}
    for fact in facts:
        ends = frozenset({fact.subjects, fact.objects}) if fact.mutual else fact[2:4]
        kept.setdefault((fact.label, ends), fact)
    return tuple(kept.values())


def _redocred(path: str) -> list[Text]:
    whole = "\n".join(text for _, text in numbered_lines(path))
    try:
        rows = orjson.loads(whole)
        return [_abstract(row) for row in rows]
    except (orjson.JSONDecodeError, KeyError, TypeError, IndexError) as error:
        raise SourceError(
            f"{shown(path)}: expected the JSON of Re-DocRED: {type(error).__name__}: {error}"
        ) from error


def _abstract(row: Mapping[str, Any]) -> Text:
    """Return an abstract with the facts whose ends share a sentence, where that is their evidence."""
    text, places = joined(row["sents"])
    facts = []
    for label in row["labels"]:
        kind = REDOCRED.get(label["r"])
        ends = [
            [
                (place["sent_id"], _words(places[place["sent_id"]], place["pos"]))
                for place in row["vertexSet"][label[end]]
            ]
            for end in "ht"
        ]
        shared = {number for number, _ in ends[0]} & {number for number, _ in ends[1]}
        if kind is None or label["h"] == label["t"] or not shared:
            continue
        name = row_label(label["r"], kind)
        facts.append(
            _fact(name, kind, *[[span for number, span in end if number in shared] for end in ends])
        )
    asked = {
        type: row_label(code, kind)
        for code, kind in reversed(REDOCRED.items())
        for type in sorted(kind.types)
    }
    return Text(row["title"], row["title"], text, _once(facts), asked)


def row_label(code: str, kind: Kind) -> str:
    """Return what a property is called in a table."""
    return f"{min(kind.types)} {code}"


def _words(places: Sequence[Span], pos: Sequence[int]) -> Span:
    return places[pos[0]][0], places[pos[1] - 1][1]


def joined(sentences: Sequence[Sequence[str]]) -> tuple[str, list[list[Span]]]:
    """Put words together as running text, and say where each stands."""
    from .spacing import spaces_after

    parts: list[str] = []
    at = 0
    places: list[list[Span]] = []
    for sentence in sentences:
        places.append([])
        for word, space in zip(sentence, spaces_after(sentence), strict=True):
            places[-1].append((at, at + len(word)))
            parts += (word, " " * int(space))
            at += len(word) + int(space)
        parts.append("\n")
        at += 1
    return "".join(parts), places
