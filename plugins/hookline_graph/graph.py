"""
Merge the relations of many documents into one graph: equal names, or equal ids, are one node.

An end of a relation is a node where it is an entity or stands for a cluster, not where it contains a
name: "supporters of Ann" is not Ann.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

__all__ = [
    "Edge",
    "EdgeKey",
    "Graph",
    "Node",
    "NodeItem",
    "NodeKey",
    "Statement",
    "StatementKind",
    "graph_items",
    "normalized",
]

StatementKind = Literal["facts", "claims", "all"]
STATEMENTS: tuple[StatementKind, ...] = ("facts", "claims", "all")
UNNAMED = "?"
"""The source of a claim that the text lays to nobody by name: "allegedly"."""

ARTICLE = re.compile(r"^(?:the|a|an)\s+(?=\S)")
POSSESSIVE = re.compile(r"['\u2019]s$")
# XML 1.0 does not allow control characters and these noncharacters.
XML_REPLACEMENTS = dict.fromkeys(range(32), " ") | {127: " ", 0xFFFE: None, 0xFFFF: None}


class NodeKey(NamedTuple):
    """
    What identifies a node: its label, empty for a mention, and its normalized name.

    Where the user's lists give it an id, that stands in place of the name, which is empty.
    """

    label: str
    name: str
    id: str = ""

    def __str__(self) -> str:
        return f"{self.label}::{self.id}" if self.id else f"{self.label}:{self.name}"


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
    """What identifies an edge; `predicate` is normalized, and empty unless the type is `open`."""

    subject: NodeKey
    type: str
    predicate: str
    object: NodeKey
    statement: Statement


@dataclass(slots=True)
class Node:
    """
    An entity: its mentions, and the documents with one.

    `spellings` counts the names of its clusters, and `texts` the names as its entities have them.
    """

    spellings: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    mentions: int = 0
    documents: set[int] = field(default_factory=set)

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
        self.mentions += other.mentions
        self.documents |= other.documents


@dataclass(slots=True)
class Edge:
    """
    A relation: its frequency, and the document and the sentence where it occurs first.

    `times` are when it is said to be so: values of dates, or their words where they have none.
    """

    document: str
    evidence: str
    count: int = 0
    times: set[str] = field(default_factory=set)

    def add(self, count: int, times: Iterable[str]) -> None:
        """Count further occurrences, with their times."""
        self.count += count
        self.times.update(times)


@dataclass(slots=True)
class Graph:
    """Nodes and edges by their keys."""

    nodes: dict[NodeKey, Node] = field(default_factory=dict)
    edges: dict[EdgeKey, Edge] = field(default_factory=dict)

    def add(self, number: int, items: dict[str, Any]) -> None:
        """Add the entities and relations of document `number`, as `graph_items` returns them."""
        for text, *item in items["entities"]:
            node = self.nodes[self._add_name(*item)]
            node.mentions += 1
            node.texts[text] += 1
            node.documents.add(number)
        for type_name, predicate, subject, target, sentence, statement, time in items["relations"]:
            key = EdgeKey(
                self._add_name(*subject),
                type_name,
                normalized(predicate) if type_name == "open" else "",
                self._add_name(*target),
                Statement(*statement),
            )
            edge = self.edges.setdefault(key, Edge(items["id"], sentence))
            edge.add(1, [time] if time else [])

    def _add_name(self, label: str, name: str, id: str = "") -> NodeKey:
        key = NodeKey(label, "", id) if id else NodeKey(label, normalized(name))
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
        result = Graph()
        for key, node in self.nodes.items():
            result.nodes.setdefault(target.get(key, key), Node()).add(node)
        for edge_key, edge in self.edges.items():
            ends = (target.get(end, end) for end in (edge_key.subject, edge_key.object))
            subject, object = ends
            new = edge_key._replace(subject=subject, object=object)
            merged = result.edges.setdefault(new, Edge(edge.document, edge.evidence))
            merged.add(edge.count, edge.times)
        return result


def graph_items(
    record: dict[str, Any], mentions: bool, statements: StatementKind = "facts"
) -> dict[str, Any]:
    """
    Return the part of a record that the graph needs: its entities, and relations between entities.

    With `mentions`, an argument that is not an entity is a node without a label. `statements` are the
    relations to keep: `facts`, `claims` beside them, or `all`.
    """
    entities = [_node(record, entity) for entity in record.get("entities", ())]
    kept = STATEMENTS[: STATEMENTS.index(statements) + 1]
    relations = []
    for relation in record.get("relations", ()):
        statement = _statement(record, relation)
        if statement.kind not in kept:
            continue
        arguments = []
        for mention in (relation["subject"], relation["object"]):
            cluster = mention.get("cluster")
            if mention["entity"] is not None:
                arguments.append(entities[mention["entity"]])
            elif cluster is not None and not mention.get("contains"):
                arguments.append(_cluster_node(record, cluster))
            elif mentions:
                arguments.append(NodeItem("", _plain_text(mention["text"])))
        if len(arguments) == 2 and all(normalized(item.name) for item in arguments):
            start, end = record["sentences"][relation["sentence"]]
            predicate = _plain_text(relation["predicate"]["text"])
            sentence = _plain_text(record["text"][start:end])
            ends = map(tuple, arguments)
            row = [relation["type"], predicate, *ends, sentence, list(statement)]
            relations.append([*row, _time(record, relation)])
    named = [
        (_plain_text(entity["text"]), *item)
        for entity, item in zip(record.get("entities", ()), entities, strict=True)
        if normalized(item.name)
    ]
    return {"id": _plain_text(record["id"]), "entities": named, "relations": relations}


def _node(record: dict[str, Any], entity: dict[str, Any]) -> NodeItem:
    """Return the node of an entity: that of its cluster, where it is in one."""
    if entity.get("cluster") is not None and "clusters" in record:
        return _cluster_node(record, entity["cluster"])
    return NodeItem(entity["label"], _plain_text(entity["text"]), _plain_text(entity.get("id", "")))


def _cluster_node(record: dict[str, Any], number: int) -> NodeItem:
    cluster = record["clusters"][number]
    return NodeItem(
        cluster["label"], _plain_text(cluster["name"]), _plain_text(cluster.get("id", ""))
    )


def _statement(record: dict[str, Any], relation: dict[str, Any]) -> Statement:
    """Return how a relation is stated, by its event."""
    number = relation.get("event")
    if number is None or "events" not in record:
        return Statement()
    event = record["events"][number]
    claim = event["claim"]
    source = "" if claim is None else _source_name(record, claim["source"])
    return Statement(event["polarity"], event["modality"], _plain_text(source))


def _source_name(record: dict[str, Any], source: dict[str, Any] | None) -> str:
    """Return who vouches for a claim: the name of the cluster that the source is, else its words."""
    if source is None:
        return UNNAMED
    cluster = source.get("cluster")
    contains_only = source.get("entity") is None and source.get("contains")
    if cluster is None or contains_only or "clusters" not in record:
        return str(source["text"])
    return str(record["clusters"][cluster]["name"])


def _time(record: dict[str, Any], relation: dict[str, Any]) -> str:
    """Return when the event of a relation is: the value of its date, else its words, else nothing."""
    number = relation.get("event")
    time = (
        None if number is None or "events" not in record else record["events"][number].get("time")
    )
    return _plain_text(str(time.get("value") or time["text"])) if time else ""


def normalized(name: str) -> str:
    """Return a name without differences of case, width, spaces, article and possessive."""
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return POSSESSIVE.sub("", ARTICLE.sub("", plain))


def _plain_text(text: str) -> str:
    """Return a text on one line, without the characters that XML does not allow."""
    return " ".join(text.translate(XML_REPLACEMENTS).split())
