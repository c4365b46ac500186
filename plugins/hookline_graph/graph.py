"""Merge the relations of many documents into one graph: equal names, or equal ids, are one node."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from hookline import SYMMETRIC_TYPES

__all__ = [
    "Edge",
    "EdgeKey",
    "Graph",
    "Node",
    "NodeItem",
    "NodeKey",
    "Statement",
    "StatementKind",
    "normalized",
]

StatementKind = Literal["facts", "claims", "all"]

ARTICLE = re.compile(r"^(?:the|a|an)\s+(?=\S)")
LEADING = re.compile(r"^[%:]")  # what begins an id, or an escape, in the text of a key
POSSESSIVE = re.compile(r"['\u2019]s$")


class NodeKey(NamedTuple):
    """
    What identifies a node: its label, empty for a mention, and its normalized name.

    Where the user's lists give it an id, that stands in place of the name, which is empty.
    """

    label: str
    name: str
    id: str = ""

    def __str__(self) -> str:
        """Return a text that no other key has: a colon in a label, or at the start, is escaped."""
        label = self.label.replace("%", "%25").replace(":", "%3A")
        name = LEADING.sub(lambda match: f"%{ord(match[0]):X}", self.name)
        return f"{label}::{self.id}" if self.id else f"{label}:{name}"


class NodeItem(NamedTuple):
    """An end of a relation, or an entity: its label, the name of its cluster, and its id if any."""

    label: str
    name: str
    id: str = ""


class Statement(NamedTuple):
    """How a document states a relation: `claim` names who says so, `?` if the text does not tell."""

    polarity: str = "positive"
    modality: str = "actual"
    claim: str = ""

    @property
    def kind(self) -> StatementKind:
        """`facts` are what the text itself vouches for, `claims` what it lays to somebody."""
        if self.polarity != "positive" or self.modality != "actual":
            return "all"
        return "claims" if self.claim else "facts"


class EdgeKey(NamedTuple):
    """
    What identifies an edge; `predicate` is normalized, and empty unless the type is `open`.

    Of a symmetric type, the end whose key comes first is the subject, as documents name the ends in
    either order.
    """

    subject: NodeKey
    type: str
    predicate: str
    object: NodeKey
    statement: Statement

    def between(self, subject: NodeKey, object: NodeKey) -> EdgeKey:
        """Return the key of the same relation between other nodes."""
        if self.type in SYMMETRIC_TYPES:
            subject, object = sorted((subject, object))
        return self._replace(subject=subject, object=object)


@dataclass(slots=True)
class Node:
    """
    An entity.

    `spellings` counts the names of its clusters, `texts` the names as its entities have them, and
    `documents` its entities by the number of the document.
    """

    spellings: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    documents: Counter[int] = field(default_factory=Counter)

    @property
    def mentions(self) -> int:
        """The number of its entities."""
        return self.documents.total()

    @property
    def name(self) -> str:
        """The most frequent spelling, the first in alphabetical order of equally frequent ones."""
        return min(self.spellings, key=lambda name: (-self.spellings[name], name))

    @property
    def other_names(self) -> list[str]:
        """The further names of its entities, in alphabetical order."""
        return sorted({*self.spellings, *self.texts} - {self.name})

    def add(self, other: Node) -> None:
        """Add the counts of another node for the same entity, of other documents or spellings."""
        self.spellings += other.spellings
        self.texts += other.texts
        self.documents += other.documents


@dataclass(slots=True)
class Edge:
    """
    A relation: its frequency, and the document and the sentence where it occurs first.

    `times` are when it is said to be so: values of dates, or their words where they have none.
    `factuality` is the lowest of its events, None where no event has one.
    """

    document: str
    evidence: str
    count: int = 0
    times: set[str] = field(default_factory=set)
    factuality: float | None = None

    def add(self, count: int, times: Iterable[str], factuality: float | None) -> None:
        """Count further occurrences, with their times and their lowest factuality."""
        self.count += count
        self.times.update(times)
        if factuality is not None:
            lowest = factuality if self.factuality is None else self.factuality
            self.factuality = min(lowest, factuality)


@dataclass(slots=True)
class Graph:
    """Nodes and edges by their keys; `merged_into` says which node a merged one is part of."""

    nodes: dict[NodeKey, Node] = field(default_factory=dict)
    edges: dict[EdgeKey, Edge] = field(default_factory=dict)
    merged_into: dict[NodeKey, NodeKey] = field(default_factory=dict)

    def add(self, number: int, items: dict[str, Any]) -> None:
        """Add the entities and relations of document `number`, as `graph_items` returns them."""
        for text, *item in items["entities"]:
            node = self.nodes[self._add_name(*item)]
            node.texts[text] += 1
            node.documents[number] += 1
        for row in items["relations"]:
            type_name, predicate, subject, target, sentence, statement, time, factuality = row
            ends = self._add_name(*subject), self._add_name(*target)
            words = normalized(predicate) if type_name == "open" else ""
            key = EdgeKey(ends[0], type_name, words, ends[1], Statement(*statement)).between(*ends)
            edge = self.edges.setdefault(key, Edge(items["id"], sentence))
            edge.add(1, [time] if time else [], factuality)

    def find(self, item: NodeItem) -> NodeKey | None:
        """Return the key of the node that has an item, or None."""
        key = _key(*item)
        key = self.merged_into.get(key, key)
        return key if key in self.nodes else None

    def _add_name(self, label: str, name: str, id: str = "") -> NodeKey:
        key = _key(label, name, id)
        self.nodes.setdefault(key, Node()).spellings[name] += 1
        return key

    def merged(self) -> Graph:
        """
        Return the graph with what has no id merged into what has one, where the name tells which.

        A name is that of a node with an id where no other one of its label has the name.
        """
        owners: dict[NodeKey, set[NodeKey]] = defaultdict(set)
        for key, node in self.nodes.items():
            if key.id:
                for name in {*node.spellings, *node.texts}:
                    owners[NodeKey(key.label, normalized(name))].add(key)
        target = {key: min(owners[key]) for key in self.nodes if len(owners.get(key, ())) == 1}
        if not target:
            return self
        result = Graph(merged_into=target)
        for key, node in self.nodes.items():
            result.nodes.setdefault(target.get(key, key), Node()).add(node)
        for edge_key, edge in self.edges.items():
            new = edge_key.between(
                *(target.get(end, end) for end in (edge_key.subject, edge_key.object))
            )
            merged = result.edges.setdefault(new, Edge(edge.document, edge.evidence))
            merged.add(edge.count, edge.times, edge.factuality)
        return result


def _key(label: str, name: str, id: str = "") -> NodeKey:
    return NodeKey(label, "", id) if id else NodeKey(label, normalized(name))


def normalized(name: str) -> str:
    """Return a name without differences of case, width, spaces, article and possessive."""
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return POSSESSIVE.sub("", ARTICLE.sub("", plain))
