"""
Write a graph as the CSV files that `neo4j-admin database import` reads.

Source: neo4j.com/docs/operations-manual, "Import", on header rows: a name with a type is a property,
`:ID` identifies a node within the import, `:LABEL` are its labels, `:START_ID`, `:END_ID` and `:TYPE`
make a relationship; arrays are separated by semicolons.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from hookline_graph.graph import Graph, NodeItem, NodeKey

__all__ = ["HEADERS", "write_neo4j"]

STATEMENT = ("polarity", "modality", "factuality:float", "claim")
HEADERS: dict[str, Sequence[str]] = {
    "documents": (":ID", "id", "title", "date", ":LABEL"),
    "entities": (
        *(":ID", "key", "name", "id", "other_names:string[]", "mentions:int", "documents:int"),
        ":LABEL",
    ),
    "events": (
        *(":ID", "lemma", "trigger", *STATEMENT, "time", "place", "evidence"),
        *("raw_start:int", "raw_end:int", ":LABEL"),
    ),
    "relations": (
        *(":START_ID", ":END_ID", ":TYPE", "predicate", *STATEMENT),
        *("times:string[]", "count:int", "document", "evidence"),
    ),
    "links": (":START_ID", ":END_ID", ":TYPE", "count:int"),
}
EVENT_KEYS = (
    *("lemma", "trigger", "polarity", "modality", "factuality", "claim", "time", "place"),
    *("evidence", "raw_start", "raw_end"),
)
DELIMITER = ";"


def write_neo4j(graph: Graph, documents: Iterable[dict[str, Any]], folder: Path) -> None:
    """
    Write `documents.csv`, `entities.csv`, `events.csv`, `relations.csv` and `links.csv` into a folder.

    The files begin with their header rows. `documents` have `id`, `title`, `date` and `events`, in the
    order of the numbers in the graph.
    """
    with ExitStack() as stack:
        tables = {}
        for name, header in HEADERS.items():
            file = stack.enter_context(
                open(folder / f"{name}.csv", "w", encoding="utf-8", newline="")
            )
            tables[name] = csv.writer(file, lineterminator="\n")
            tables[name].writerow(header)
        numbers = {key: f"e{number}" for number, key in enumerate(sorted(graph.nodes))}
        _write_entities(graph, numbers, tables["entities"], tables["links"])
        _write_relations(graph, numbers, tables["relations"])
        events = 0
        for number, document in enumerate(documents):
            row = (document[name] for name in ("id", "title", "date"))
            tables["documents"].writerow([f"d{number}", *row, "Document"])
            for event in document["events"]:
                node = f"v{events}"
                events += 1
                values = (event[name] for name in EVENT_KEYS)
                tables["events"].writerow([node, *values, "Event"])
                tables["links"].writerow([f"d{number}", node, "HAS_EVENT", ""])
                tables["links"].writerows(_roles(graph, numbers, node, event["participants"]))


def _write_entities(graph: Graph, numbers: dict[NodeKey, str], nodes: Any, links: Any) -> None:
    for key, number in numbers.items():
        node = graph.nodes[key]
        names = _array(node.other_names)
        label = _array(["Entity", key.label or "Mention"])
        counts = (node.mentions, len(node.documents))
        nodes.writerow([number, str(key), node.name, key.id, names, *counts, label])
        for document, count in sorted(node.documents.items()):
            links.writerow([f"d{document}", number, "MENTIONS", count])


def _write_relations(graph: Graph, numbers: dict[NodeKey, str], table: Any) -> None:
    for key, edge in sorted(graph.edges.items(), key=lambda item: repr(item[0])):
        polarity, modality, claim = key.statement
        statement = (polarity, modality, edge.factuality, claim)
        row = [numbers[key.subject], numbers[key.object], key.type, key.predicate, *statement]
        table.writerow([*row, _array(sorted(edge.times)), edge.count, edge.document, edge.evidence])


def _roles(
    graph: Graph, numbers: dict[NodeKey, str], event: str, participants: Iterable[Any]
) -> list[list[str]]:
    """Return the links from an event to its participants, each once."""
    rows: dict[tuple[str, str], None] = {}
    for role, item in participants:
        if (key := graph.find(NodeItem(*item))) is not None:
            rows[numbers[key], role] = None
    return [[event, number, role, ""] for number, role in rows]


def _array(items: Iterable[str]) -> str:
    return DELIMITER.join(item.replace(DELIMITER, ",") for item in items)
