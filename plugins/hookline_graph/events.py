"""Take the events from a record, with the entities that take part in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hookline_graph.graph import NodeItem, StatementKind
from hookline_graph.items import (
    end_node,
    event_statement,
    plain_text,
    statements_up_to,
    time_of,
)

__all__ = ["event_items"]


def event_items(
    record: dict[str, Any], mentions: bool, statements: StatementKind
) -> list[dict[str, Any]]:
    """
    Return the events of a record that are stated surely enough: their properties and participants.

    Participants are a role (`SUBJECT`, `OBJECT`, `PLACE` or `SOURCE`) and a `NodeItem` as a list, each
    once, in the order of the relations.
    """
    kept = statements_up_to(statements)
    items = []
    for number, event in enumerate(record.get("events", ())):
        statement = event_statement(record, event)
        if statement.kind not in kept:
            continue
        start, end = record["sentences"][event["sentence"]]
        participants = dict.fromkeys(_participants(record, number, event, mentions))
        items.append(
            {
                "lemma": plain_text(event["lemma"]),
                "trigger": plain_text(event["text"]),
                **statement._asdict(),
                "factuality": event["factuality"],
                "time": time_of(event),
                "place": plain_text(event["place"]["text"]) if event["place"] else "",
                "evidence": plain_text(record["text"][start:end]),
                "raw_start": event["raw_start"],
                "raw_end": event["raw_end"],
                "participants": [(role, list(item)) for role, item in participants],
            }
        )
    return items


def _participants(
    record: dict[str, Any], number: int, event: dict[str, Any], mentions: bool
) -> Iterator[tuple[str, NodeItem]]:
    """Yield the ends of the relations of an event, its place, and who claims it."""
    for relation in record.get("relations", ()):
        if relation["event"] == number:
            yield from _participant(record, "SUBJECT", relation["subject"], mentions)
            yield from _participant(record, "OBJECT", relation["object"], mentions)
    yield from _participant(record, "PLACE", event["place"], False)
    yield from _participant(record, "SOURCE", (event["claim"] or {}).get("source"), False)


def _participant(
    record: dict[str, Any], role: str, span: dict[str, Any] | None, mentions: bool
) -> Iterator[tuple[str, NodeItem]]:
    if span and (item := end_node(record, span, mentions)):
        yield role, item
