"""Collect who is related to whom in all records of a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from hookline.document.annotations import SYMMETRIC_TYPES

__all__ = ["Graph"]

Record = Mapping[str, Any]


class Graph:
    """
    The typed relations between entities, as a graph whose nodes are merged by name and label.

    A node is a cluster, or an entity where no stage provides clusters. Two of them are one node if they
    have the same `id`, or no `id` and the same name, in any case, and label. Relations that the text
    denies, or does not state as a fact, are left out; those that somebody claims are marked.
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}
        self._names: list[Counter[str]] = []
        self._labels: list[str] = []
        self._edges: list[dict[str, Any]] = []
        self._directions: dict[tuple[str, frozenset[int]], list[int]] = {}

    def add(self, record: Record, document: int) -> None:
        """Add the relations of a record; `document` is its index on the page."""
        for number, relation in enumerate(record.get("relations") or ()):
            claimed = _is_claimed(record, relation)
            if relation["type"] == "open" or claimed is None:
                continue
            ends = [_identity(record, relation[role]) for role in ("subject", "object")]
            if None in ends or ends[0] == ends[1]:
                continue
            nodes = [self._node(*end) for end in ends if end]
            if relation["type"] in SYMMETRIC_TYPES:
                # Other documents may name the ends in the other order; the first one decides.
                key = relation["type"], frozenset(nodes)
                nodes = self._directions.setdefault(key, nodes)
            source, target = nodes
            self._edges.append(
                {
                    "source": source,
                    "target": target,
                    "type": relation["type"],
                    "claimed": claimed,
                    "document": document,
                    "relation": number,
                }
            )

    def to_json(self) -> dict[str, Any]:
        """Return `nodes`, each with its most frequent name and its label, and `edges` by index."""
        nodes = [
            {"name": min(names, key=lambda name: (-names[name], name)), "label": label}
            for names, label in zip(self._names, self._labels, strict=True)
        ]
        return {"nodes": nodes, "edges": self._edges}

    def _node(self, name: str, label: str, id: str | None) -> int:
        key = ("", id) if id is not None else (name.casefold(), label)
        number = self._numbers.setdefault(key, len(self._names))
        if number == len(self._names):
            self._names.append(Counter())
            self._labels.append(label)
        self._names[number][name] += 1
        return number


def _is_claimed(record: Record, relation: Record) -> bool | None:
    """Return whether somebody claims the relation, and None if it is not stated as a fact."""
    index = relation.get("event")
    if index is None:
        return False
    event = record["events"][index]
    if event["polarity"] != "positive" or event["modality"] != "actual":
        return None
    return event["claim"] is not None


def _identity(record: Record, span: Record) -> tuple[str, str, str | None] | None:
    """Return name, label and id of what the end of a relation is, None if it is nothing named."""
    entity_index, cluster_index = span.get("entity"), span.get("cluster")
    entity = None if entity_index is None else record["entities"][entity_index]
    if cluster_index is not None and (entity is not None or not span.get("contains")):
        cluster = record["clusters"][cluster_index]
        return cluster["name"], cluster["label"], _cluster_id(record, cluster)
    return None if entity is None else (entity["text"], entity["label"], entity.get("id"))


def _cluster_id(record: Record, cluster: Record) -> str | None:
    entities = record["entities"]
    indices = (mention.get("entity") for mention in cluster["mentions"])
    ids = (entities[index].get("id") for index in indices if index is not None)
    return next((id for id in ids if id is not None), None)
