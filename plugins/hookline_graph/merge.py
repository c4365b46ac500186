"""Make one graph of the relations in many documents: the same name is the same node."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Edge", "Graph", "Node", "ends_of", "normalized"]

ARTICLE = re.compile(r"^(?:the|a|an)\s+(?=\S)")
POSSESSIVE = re.compile(r"['\u2019]s$")
CONTROL = dict.fromkeys(range(32), " ") | {127: " "}  # XML 1.0 has no place for them


@dataclass(slots=True)
class Node:
    """An entity: how it is written where, its label, and in how many documents it stands."""

    names: Counter[str] = field(default_factory=Counter)
    label: str = ""
    mentions: int = 0
    documents: int = 0
    last: int = -1

    @property
    def name(self) -> str:
        """How it is written most often; the first in the alphabet of those that are equal."""
        return min(self.names, key=lambda name: (-self.names[name], name))


@dataclass(slots=True)
class Edge:
    """A relation between two nodes: how often it was found, and where it was found first."""

    count: int = 0
    document: str = ""
    evidence: str = ""


@dataclass(slots=True)
class Graph:
    """Nodes by label and normalized name; edges by subject, type, predicate and object."""

    nodes: dict[tuple[str, str], Node] = field(default_factory=dict)
    edges: dict[tuple[tuple[str, str], str, str, tuple[str, str]], Edge] = field(
        default_factory=dict
    )

    def add(self, number: int, record: dict[str, Any]) -> None:
        """Add the entities and relations of document `number`, as `ends_of` gave them."""
        for label, name in record["entities"]:
            node = self._node(label, name)
            node.mentions += 1
            if node.last != number:
                node.last, node.documents = number, node.documents + 1
        for kind, predicate, subject, target, sentence in record["relations"]:
            ends = []
            for label, name in (subject, target):
                self._node(label, name)
                ends.append((label, normalized(name)))
            shown = normalized(predicate) if kind == "open" else ""
            edge = self.edges.setdefault((ends[0], kind, shown, ends[1]), Edge())
            edge.count += 1
            if edge.count == 1:
                edge.document, edge.evidence = record["id"], sentence

    def _node(self, label: str, name: str) -> Node:
        node = self.nodes.setdefault((label, normalized(name)), Node(label=label))
        node.names[name] += 1
        return node


def ends_of(record: dict[str, Any], mentions: bool) -> dict[str, Any]:
    """
    Return what the graph needs of a record: entities, and relations whose ends are entities.

    With `mentions`, an end that is no entity is a node of its own, without a label.
    """
    text = record["text"]
    entities = [(e["label"], _clean(e["text"])) for e in record.get("entities", ())]
    relations = []
    for relation in record.get("relations", ()):
        ends = []
        for end in (relation["subject"], relation["object"]):
            if end["entity"] is not None:
                ends.append(entities[end["entity"]])
            elif mentions:
                ends.append(("", _clean(end["text"])))
        if len(ends) == 2 and all(normalized(name) for _, name in ends):
            start, stop = record["sentences"][relation["sentence"]]
            predicate = _clean(relation["predicate"]["text"])
            relations.append([relation["type"], predicate, *ends, _clean(text[start:stop])])
    kept = [item for item in entities if normalized(item[1])]
    return {"id": _clean(record["id"]), "entities": kept, "relations": relations}


def normalized(name: str) -> str:
    """Return a name in the form in which equal names are equal: case, articles and spaces apart."""
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return POSSESSIVE.sub("", ARTICLE.sub("", plain))


def _clean(text: str) -> str:
    kept = (char for char in text.translate(CONTROL) if char not in "\ufffe\uffff")
    return " ".join("".join(kept).split())
