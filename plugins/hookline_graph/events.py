"""Take the events from a record, with the entities that take part in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from hookline_graph.graph import NodeItem, StatementKind
from hookline_graph.items import (
    end_node,
    event_statement,
    evidence,
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
    relations = defaultdict(list)
    for relation in record.get("relations", ()):
        relations[relation["event"]].append(relation)
    items = []
    for number, event in enumerate(record.get("events", ())):
        statement = event_statement(record, event)
        if statement.kind not in kept:
            continue
        taking_part = _participants(record, event, relations.get(number, ()), mentions)
        items.append(
            {
                "lemma": plain_text(event["lemma"]),
                "trigger": plain_text(event["text"]),
                **statement._asdict(),
                "factuality": event["factuality"],
                "time": time_of(event),
                "place": plain_text(event["place"]["text"]) if event["place"] else "",
                "evidence": evidence(record, event["sentence"], event),
                "raw_start": event["raw_start"],
                "raw_end": event["raw_end"],
                "participants": [(role, list(item)) for role, item in dict.fromkeys(taking_part)],
            }
        )
    return items


def _participants(
    record: dict[str, Any],
    event: dict[str, Any],
    relations: Iterable[dict[str, Any]],
    mentions: bool,
) -> Iterator[tuple[str, NodeItem]]:
    """Yield the ends of the relations of an event, its place, and who claims it."""
    for relation in relations:
        yield from _participant(record, "SUBJECT", relation["subject"], mentions)
        yield from _participant(record, "OBJECT", relation["object"], mentions)
    yield from _participant(record, "PLACE", event["place"], False)
    yield from _participant(record, "SOURCE", (event["claim"] or {}).get("source"), False)


def _participant(
    record: dict[str, Any], role: str, span: dict[str, Any] | None, mentions: bool
) -> Iterator[tuple[str, NodeItem]]:
    if span and (item := end_node(record, span, mentions)):
        yield role, item
