"""
Take from a record what a graph needs: entities, relations between them, and how they are stated.

An end of a relation is a node where it is an entity or stands for a cluster, not where it contains a
name: "supporters of Ann" is not Ann.
"""

from __future__ import annotations

from typing import Any

from hookline_graph.graph import NodeItem, Statement, StatementKind, normalized

__all__ = [
    "end_node",
    "event_statement",
    "evidence",
    "graph_items",
    "plain_text",
    "statements_up_to",
    "time_of",
]

STATEMENTS: tuple[StatementKind, ...] = ("facts", "claims", "all")
LONGEST_EVIDENCE = 1000  # code points, so that many facts of an endless sentence stay small
UNNAMED = "?"
"""The source of a claim that the text lays to nobody by name: "allegedly"."""

# XML 1.0 does not allow control characters and these noncharacters.
XML_REPLACEMENTS = dict.fromkeys(range(32), " ") | {127: " ", 0xFFFE: None, 0xFFFF: None}


def graph_items(
    record: dict[str, Any], mentions: bool, statements: StatementKind = "facts"
) -> dict[str, Any]:
    """
    Return the part of a record that the graph needs: its entities, and relations between entities.

    With `mentions`, an argument that is not an entity is a node without a label. `statements` are the
    relations to keep: `facts`, `claims` beside them, or `all`.
    """
    kept = statements_up_to(statements)
    relations = []
    for relation in record.get("relations", ()):
        statement = _statement(record, relation)
        if statement.kind not in kept:
            continue
        ends = [end_node(record, relation[part], mentions) for part in ("subject", "object")]
        if all(ends):
            predicate = plain_text(relation["predicate"]["text"])
            place = relation["subject" if "implied" in relation["predicate"] else "predicate"]
            sentence = evidence(record, relation["sentence"], place)
            row = [relation["type"], predicate, *map(tuple, filter(None, ends)), sentence]
            event = _event(record, relation)
            factuality = event["factuality"] if event else None
            relations.append([*row, list(statement), time_of(event), factuality])
    named = [
        (plain_text(entity["text"]), *item)
        for entity in record.get("entities", ())
        if normalized((item := _node(record, entity)).name)
    ]
    return {"id": plain_text(record["id"]), "entities": named, "relations": relations}


def statements_up_to(kind: StatementKind) -> tuple[StatementKind, ...]:
    """Return a kind of statements with those that are surer."""
    return STATEMENTS[: STATEMENTS.index(kind) + 1]


def end_node(record: dict[str, Any], span: dict[str, Any], mentions: bool) -> NodeItem | None:
    """
    Return the node that a span of a relation or an event is, or None.

    With `mentions`, a span that is not an entity is a node without a label.
    """
    item = None
    if span.get("entity") is not None:
        item = _node(record, record["entities"][span["entity"]])
    elif span.get("cluster") is not None and not span.get("contains"):
        item = _cluster_node(record, span["cluster"])
    elif mentions:
        item = NodeItem("", plain_text(span["text"]))
    return item if item and normalized(item.name) else None


def evidence(record: dict[str, Any], sentence: int, span: dict[str, Any]) -> str:
    """Return a sentence; of a very long one the part around a span, with ellipses where it is cut."""
    start, end = record["sentences"][sentence]
    first, last = start, end
    if end - start > LONGEST_EVIDENCE:
        middle = (span["start"] + span["end"]) // 2
        first = max(start, min(middle - LONGEST_EVIDENCE // 2, end - LONGEST_EVIDENCE))
        last = first + LONGEST_EVIDENCE
    words = plain_text(record["text"][first:last])
    return f"{'…' if first > start else ''}{words}{'…' if last < end else ''}"


def _node(record: dict[str, Any], entity: dict[str, Any]) -> NodeItem:
    """
    Return the node of an entity: that of its cluster, where it is in one.

    A date with a value has the name of its value, since "Monday" is another day in each document.
    """
    if entity.get("cluster") is not None and "clusters" in record:
        return _cluster_node(record, entity["cluster"])
    value = entity.get("value")
    name = value if isinstance(value, str) else entity["text"]
    return NodeItem(entity["label"], plain_text(name), plain_text(entity.get("id", "")))


def _cluster_node(record: dict[str, Any], number: int) -> NodeItem:
    cluster = record["clusters"][number]
    return NodeItem(
        cluster["label"], plain_text(cluster["name"]), plain_text(cluster.get("id", ""))
    )


def _event(record: dict[str, Any], relation: dict[str, Any]) -> dict[str, Any] | None:
    """Return the event that a relation is part of, if any."""
    number = relation.get("event")
    if number is None or "events" not in record:
        return None
    event: dict[str, Any] = record["events"][number]
    return event


def _statement(record: dict[str, Any], relation: dict[str, Any]) -> Statement:
    """Return how a relation is stated, by its event."""
    event = _event(record, relation)
    if event is None:
        return Statement()
    return event_statement(record, event)


def event_statement(record: dict[str, Any], event: dict[str, Any]) -> Statement:
    """Return how an event is stated."""
    claim = event["claim"]
    source = "" if claim is None else _source_name(record, claim["source"])
    return Statement(event["polarity"], event["modality"], plain_text(source))


def _source_name(record: dict[str, Any], source: dict[str, Any] | None) -> str:
    """Return who vouches for a claim: the name of the cluster that the source is, else its words."""
    if source is None:
        return UNNAMED
    cluster = source.get("cluster")
    contains_only = source.get("entity") is None and source.get("contains")
    if cluster is None or contains_only or "clusters" not in record:
        return str(source["text"])
    return str(record["clusters"][cluster]["name"])


def time_of(event: dict[str, Any] | None) -> str:
    """Return when an event is: the value of its date, else its words, else nothing."""
    time = event.get("time") if event else None
    return plain_text(str(time.get("value") or time["text"])) if time else ""


def plain_text(text: str) -> str:
    """Return a text on one line, without the characters that XML does not allow."""
    return " ".join(text.translate(XML_REPLACEMENTS).split())
