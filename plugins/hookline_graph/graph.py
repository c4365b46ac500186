"""Merge the relations of many documents into one graph: equal names are one node."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

__all__ = ["Edge", "EdgeKey", "Graph", "Node", "NodeKey", "graph_items", "normalized"]

ARTICLE = re.compile(r"^(?:the|a|an)\s+(?=\S)")
POSSESSIVE = re.compile(r"['\u2019]s$")
# XML 1.0 does not allow control characters and these noncharacters.
XML_REPLACEMENTS = dict.fromkeys(range(32), " ") | {127: " ", 0xFFFE: None, 0xFFFF: None}


class NodeKey(NamedTuple):
    """What identifies a node: its label, empty for a mention, and its normalized name."""

    label: str
    name: str


class EdgeKey(NamedTuple):
    """What identifies an edge; `predicate` is normalized, and empty unless the type is `open`."""

    subject: NodeKey
    type: str
    predicate: str
    object: NodeKey


@dataclass(slots=True)
class Node:
    """An entity: how often each spelling occurs, its mentions, and the documents with one."""

    spellings: Counter[str] = field(default_factory=Counter)
    mentions: int = 0
    documents: int = 0
    last_document: int = -1

    @property
    def name(self) -> str:
        """The most frequent spelling, the first in alphabetical order of equally frequent ones."""
        return min(self.spellings, key=lambda name: (-self.spellings[name], name))


@dataclass(slots=True)
class Edge:
    """A relation: its frequency, and the document and the sentence where it occurs first."""

    document: str
    evidence: str
    count: int = 0


@dataclass(slots=True)
class Graph:
    """Nodes and edges by their keys."""

    nodes: dict[NodeKey, Node] = field(default_factory=dict)
    edges: dict[EdgeKey, Edge] = field(default_factory=dict)

    def add(self, number: int, items: dict[str, Any]) -> None:
        """Add the entities and relations of document `number`, as `graph_items` returns them."""
        for label, name in items["entities"]:
            node = self.nodes[self._add_name(label, name)]
            node.mentions += 1
            if node.last_document != number:
                node.last_document = number
                node.documents += 1
        for type_name, predicate, subject, target, sentence in items["relations"]:
            key = EdgeKey(
                self._add_name(*subject),
                type_name,
                normalized(predicate) if type_name == "open" else "",
                self._add_name(*target),
            )
            self.edges.setdefault(key, Edge(items["id"], sentence)).count += 1

    def _add_name(self, label: str, name: str) -> NodeKey:
        key = NodeKey(label, normalized(name))
        self.nodes.setdefault(key, Node()).spellings[name] += 1
        return key


def graph_items(record: dict[str, Any], mentions: bool) -> dict[str, Any]:
    """
    Return the part of a record that the graph needs: its entities, and relations between entities.

    With `mentions`, an argument that is not an entity is a node without a label.
    """
    entities = [(e["label"], _plain_text(e["text"])) for e in record.get("entities", ())]
    relations = []
    for relation in record.get("relations", ()):
        arguments = []
        for mention in (relation["subject"], relation["object"]):
            if mention["entity"] is not None:
                arguments.append(entities[mention["entity"]])
            elif mentions:
                arguments.append(("", _plain_text(mention["text"])))
        if len(arguments) == 2 and all(normalized(name) for _, name in arguments):
            start, end = record["sentences"][relation["sentence"]]
            predicate = _plain_text(relation["predicate"]["text"])
            sentence = _plain_text(record["text"][start:end])
            relations.append([relation["type"], predicate, *arguments, sentence])
    named = [entity for entity in entities if normalized(entity[1])]
    return {"id": _plain_text(record["id"]), "entities": named, "relations": relations}


def normalized(name: str) -> str:
    """Return a name without differences of case, width, spaces, article and possessive."""
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return POSSESSIVE.sub("", ARTICLE.sub("", plain))


def _plain_text(text: str) -> str:
    """Return a text on one line, without the characters that XML does not allow."""
    return " ".join(text.translate(XML_REPLACEMENTS).split())
