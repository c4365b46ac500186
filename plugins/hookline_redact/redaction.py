"""Take the chosen names of a document away: in its text, raw text, layers, meta data and removals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hookline import Document, Edit, Entity, Token, TokenVectors
from hookline_redact.pseudonyms import pseudonym
from hookline_redact.spans import SpanIndex
from hookline_redact.surfaces import Occurrence, Surfaces

__all__ = ["Redaction"]

_REASON = "redacted"


class Redaction:
    """
    What is taken away, and what is put in its place.

    Args:
        labels: Labels of the entities that are taken away.
        ids: Ids of entities that are taken away, whatever their label.
        parts: Whether words of the names of persons are taken away where they stand alone.
        key: The key of pseudonyms; None for labels.
    """

    def __init__(
        self, labels: frozenset[str], ids: frozenset[str], parts: bool, key: bytes | None
    ) -> None:
        self._labels, self._ids, self._parts, self._key = labels, ids, parts, key

    def redacted(self, doc: Document) -> Document:
        """Return a document without the chosen names."""
        chosen = {
            number: entity
            for number, entity in enumerate(doc.entities or ())
            if entity.label in self._labels or entity.id in self._ids
        }
        if not chosen:
            return doc
        replacements = {number: self._replacement(doc, e) for number, e in chosen.items()}
        surfaces = self._surfaces(doc, chosen, replacements)
        found = [Occurrence(e.start, e.end, replacements[number]) for number, e in chosen.items()]
        found = _merged([*found, *surfaces.occurrences(doc.text)])
        # A name that stands across the end of a sentence joins the two: no words beside it have to go.
        doc = _with_merged(doc, "sentences", found)
        edits = _without_cuts(doc, found)
        for layer in ("sentences", "entities"):
            doc = _with_merged(doc, layer, edits)
        doc = _without_strings(doc, edits, surfaces, self._chosen_clusters(doc))
        tokens = _touched(doc.tokens or (), edits)
        doc = doc.edit(Edit(e.start, e.end, e.replacement, _REASON, private=True) for e in edits)
        doc = _with_new_tokens(doc, tokens)
        meta = _scrubbed(dict(doc.meta), surfaces)
        if meta != doc.meta:
            doc = doc.with_meta(**meta)
        return doc

    def _chosen_clusters(self, doc: Document) -> frozenset[int]:
        """Return the clusters that a chosen entity is a mention of."""
        entities = doc.entities or ()
        return frozenset(
            entity.cluster
            for entity in entities
            if entity.cluster is not None
            and (entity.label in self._labels or entity.id in self._ids)
        )

    def _replacement(self, doc: Document, entity: Entity) -> str:
        """Return what is put in the place of an entity: by its id, its cluster's name, or its own."""
        if self._key is None:
            return f"[{entity.label}]"
        name = doc.text[entity.start : entity.end]
        if entity.id is not None:
            name = entity.id
        elif entity.cluster is not None and doc.clusters:
            name = doc.clusters[entity.cluster].name
        return pseudonym(self._key, entity.label, name)

    def _surfaces(
        self, doc: Document, chosen: Mapping[int, Entity], replacements: Mapping[int, str]
    ) -> Surfaces:
        """Return the names of the chosen entities and of their clusters."""
        surfaces = Surfaces()
        for number, entity in chosen.items():
            parts = self._parts and entity.label == "PERSON"
            surfaces.add(doc.text[entity.start : entity.end], replacements[number], parts)
            if entity.cluster is not None and doc.clusters:
                surfaces.add(doc.clusters[entity.cluster].name, replacements[number], parts)
        return surfaces


def _without_cuts(doc: Document, merged: list[Occurrence]) -> list[Occurrence]:
    """Return what is replaced, in order and apart, so wide that no edit cuts a span of a layer."""
    index = SpanIndex(doc.layers)
    while True:  # widening may make neighbours overlap, and joining them may cut another span
        again = _merged(index.widened(*item) for item in merged)
        if again == merged:
            return merged
        merged = again


def _merged(found: Iterable[tuple[int, int, str]]) -> list[Occurrence]:
    """Return occurrences in order, with those that overlap made one."""
    merged: list[Occurrence] = []
    for start, end, replacement in sorted(found, key=lambda item: (item[0], -item[1])):
        if merged and start < merged[-1].end:
            merged[-1] = merged[-1]._replace(end=max(end, merged[-1].end))
        else:
            merged.append(Occurrence(start, end, replacement))
    return merged


def _with_merged(doc: Document, layer: str, edits: Sequence[Occurrence]) -> Document:
    """Return a document in which no two items of a layer overlap one edit: they become one item."""
    items: list[Any] = list(doc.layers.get(layer, ()))
    merged: list[Any] = []
    indexes: dict[int, int] = {}
    position = 0
    reached = 0  # the first edit that no item so far overlaps
    for number, item in enumerate(items):
        while position < len(edits) and edits[position].end <= item.start:
            position += 1
        if merged and position < reached:
            merged[-1] = merged[-1]._replace(end=max(merged[-1].end, item.end))
        else:
            merged.append(item)
        indexes[number] = len(merged) - 1
        reached = max(reached, position)
        while reached < len(edits) and edits[reached].start < item.end:
            reached += 1
    if len(merged) == len(items):
        return doc
    # The tokens point at their sentences, and lose their vectors where these are replaced.
    return doc.with_replaced(layer, merged, indexes).with_layers(**_vectors(doc))


def _without_strings(
    doc: Document, edits: Sequence[Occurrence], surfaces: Surfaces, clusters: frozenset[int]
) -> Document:
    """Return a document whose layers hold no names and ids of what is taken away."""
    changed: dict[str, Any] = {
        name: _scrubbed(value, surfaces) for name, value in doc.layers.items() if name != "tokens"
    }
    if doc.entities is not None:
        touched = set(_touched(doc.entities, edits))
        changed["entities"] = tuple(
            entity._replace(id=None, value=None) if number in touched else entity
            for number, entity in enumerate(changed["entities"])
        )
    if doc.clusters is not None:
        changed["clusters"] = tuple(
            cluster._replace(id=None) if number in clusters else cluster
            for number, cluster in enumerate(changed["clusters"])
        )
    return doc.with_layers(**{k: v for k, v in changed.items() if v != doc.layers[k]})


def _touched(items: Sequence[Any], edits: Sequence[Occurrence]) -> list[int]:
    """Return the indexes of the items, in order of their starts, that an edit overlaps."""
    touched: list[int] = []
    first = 0
    for number, item in enumerate(items):
        while first < len(edits) and edits[first].end <= item.start:
            first += 1
        if first < len(edits) and edits[first].start < item.end:
            touched.append(number)
    return touched


def _with_new_tokens(doc: Document, touched: Sequence[int]) -> Document:
    """Return an edited document whose tokens, and their vectors, hold nothing of the names."""
    if not touched or doc.tokens is None:
        return doc
    tokens: list[Token] = list(doc.tokens)
    for number in touched:
        token = tokens[number]
        tokens[number] = token._replace(text=doc.text[token.start : token.end], lemma=None)
    rows = _vectors(doc)
    for name, vectors in rows.items():
        data = bytearray(vectors.rows)
        for number in touched:
            data[number * vectors.width : (number + 1) * vectors.width] = bytes(vectors.width)
        rows[name] = vectors._replace(rows=bytes(data))
    return doc.with_layers(tokens=tokens, **rows)


def _vectors(doc: Document) -> dict[str, TokenVectors]:
    return {name: value for name, value in doc.layers.items() if isinstance(value, TokenVectors)}


_CLOSED = frozenset({"label", "type", "rule", "kind", "polarity", "modality", "status", "deprel"})
"""Fields whose strings are names of hookline's own."""


def _scrubbed(value: Any, surfaces: Surfaces) -> Any:
    """Return a value with the names in its strings replaced."""
    if isinstance(value, str):
        return surfaces.without_names(value)
    if isinstance(value, dict):
        return {key: _scrubbed(item, surfaces) for key, item in value.items()}
    if isinstance(value, list):
        return [_scrubbed(item, surfaces) for item in value]
    if isinstance(value, tuple):
        fields = getattr(value, "_fields", None)
        items = [
            item if fields and fields[number] in _CLOSED else _scrubbed(item, surfaces)
            for number, item in enumerate(value)
        ]
        if all(new is old for new, old in zip(items, value, strict=True)):
            return value
        return type(value)(*items) if fields else tuple(items)
    return value
