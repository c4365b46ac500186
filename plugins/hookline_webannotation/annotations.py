"""
Make Web Annotations of the entities, events and relations of a record.

Source: the W3C recommendation "Web Annotation Data Model" of 2017. All terms are those of its
vocabulary, so that no reader needs a context of hookline's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = ["web_annotations"]

Part = dict[str, Any]
QUOTE = 32  # code points before and after a quotation
UNNAMED = "?"
"""The source of a claim that the text does not name: "allegedly"."""


def web_annotations(record: Part, raw: str, source: str) -> Iterator[tuple[str, Part]]:
    """
    Yield annotations without ids, each with its name in the document, such as `entity-0`.

    Targets are spans of the raw text, in code points. Each annotation has one body with the purpose
    `classifying`: the label of an entity, the type of a relation, or `event`.

    Args:
        record: The record of a document.
        raw: Its raw text.
        source: The address (IRI) of the raw text.
    """
    entities = record.get("entities", ())
    events = record.get("events", ())
    for number, entity in enumerate(entities):
        bodies = [_text("classifying", entity["label"]), *_identity(record, entity)]
        yield f"entity-{number}", _annotation("classifying", bodies, _span(entity, raw, source))
    for number, event in enumerate(events):
        bodies = [_text("classifying", "event"), _text("describing", event["lemma"])]
        bodies += _statement(record, event)
        yield f"event-{number}", _annotation("describing", bodies, _span(event, raw, source))
    for number, relation in enumerate(record.get("relations", ())):
        bodies = list(_relation_bodies(record, relation))
        link = {**_span(relation["object"], raw, source), "purpose": "linking"}
        target = _span(relation["subject"], raw, source)
        yield f"relation-{number}", _annotation("linking", [*bodies, link], target)


def _annotation(motivation: str, bodies: list[Part], target: Part) -> Part:
    return {"type": "Annotation", "motivation": motivation, "body": bodies, "target": target}


def _text(purpose: str, value: str) -> Part:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _span(span: Part, raw: str, source: str) -> Part:
    """Return a span of the raw text; one without characters there has no quotation."""
    start, end = span["raw_start"], span["raw_end"]
    selectors: list[Part] = [{"type": "TextPositionSelector", "start": start, "end": end}]
    if start < end:
        quote = {"type": "TextQuoteSelector", "exact": raw[start:end]}
        before, after = raw[max(start - QUOTE, 0) : start], raw[end : end + QUOTE]
        selectors.append({**quote, "prefix": before, "suffix": after})
    return {"type": "SpecificResource", "source": source, "selector": selectors}


def _identity(record: Part, entity: Part) -> Iterator[Part]:
    """Yield the name of the cluster of an entity, its id in a list, and its value."""
    cluster = entity.get("cluster")
    if cluster is not None and "clusters" in record:
        yield _text("identifying", record["clusters"][cluster]["name"])
    if "id" in entity:
        yield _text("identifying", entity["id"])
    if entity.get("value") is not None:
        yield _text("describing", _value(entity["value"]))


def _relation_bodies(record: Part, relation: Part) -> Iterator[Part]:
    yield _text("classifying", relation["type"])
    yield _text("describing", relation["predicate"]["text"])
    event = relation["event"]
    if event is not None and "events" in record:
        yield from _statement(record, record["events"][event])
    for name, value in relation["qualifiers"].items():
        yield _text("tagging", f"{name}:{_value(value)}")


def _statement(record: Part, event: Part) -> Iterator[Part]:
    """Yield how an event is stated as tags, such as `polarity:negative`."""
    for name in ("polarity", "modality", "factuality"):
        yield _text("tagging", f"{name}:{event[name]}")
    if event["claim"] is not None:
        source = event["claim"]["source"]
        yield _text("tagging", f"claim:{_name(record, source) if source else UNNAMED}")
    for name in ("time", "place"):
        if event[name] is not None:
            yield _text("tagging", f"{name}:{_value(event[name])}")


def _name(record: Part, span: Part) -> str:
    """Return the name of the cluster that a span stands for, else its words."""
    cluster = span["cluster"]
    only_contains = span["entity"] is None and span["contains"]
    if cluster is None or only_contains or "clusters" not in record:
        return str(span["text"])
    return str(record["clusters"][cluster]["name"])


def _value(value: Any) -> str:
    """Return a value as text: of a span its value, else its words; of money the amount first."""
    if isinstance(value, dict) and "text" in value:
        inner = value.get("value")
        return str(value["text"]) if inner is None else _value(inner)
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part is not None)
    return str(value)
