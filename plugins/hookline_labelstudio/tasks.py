"""
Make tasks of Label Studio and the configuration of their labeling interface.

Source: labelstud.io/guide, "Import pre-annotated data" and "Task format"; offsets of texts are code
points.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

__all__ = ["labeling_config", "labels_of", "to_task"]

LABELS, TEXT = "label", "text"  # names of the tags of the labeling interface
OTHER_LABEL = "Span"


def to_task(record: dict[str, Any], model_version: str) -> dict[str, Any]:
    """
    Return the task of a record, its entities and relations as a prediction.

    An end of a relation that is no entity becomes a region with the label `Span`. A relation has its
    type as label, and where it is no fact what makes it none: `negative`, the modality, or `claim`.
    """
    regions = _Regions(record["text"])
    for entity in record.get("entities", ()):
        regions.add(entity, entity["label"])
    relations = []
    for relation in record.get("relations", ()):
        subject, target = (regions.id_of(relation[part]) for part in ("subject", "object"))
        labels = [relation["type"], *_doubts(record, relation)]
        ends = {"from_id": subject, "to_id": target, "direction": "right"}
        relations.append({"type": "relation", **ends, "labels": labels})
    prediction = {"model_version": model_version, "result": [*regions.results, *relations]}
    data = {"id": record["id"], "text": record["text"]}
    return {"data": data, "meta": record["meta"], "predictions": [prediction]}


def labels_of(task: dict[str, Any]) -> tuple[set[str], set[str]]:
    """Return the labels of the regions of a task, and those of its relations."""
    regions: set[str] = set()
    relations: set[str] = set()
    for result in task["predictions"][0]["result"]:
        if result["type"] == "relation":
            relations.update(result["labels"])
        else:
            regions.update(result["value"]["labels"])
    return regions, relations


def labeling_config(labels: Iterable[str], relations: Iterable[str]) -> str:
    """Return the XML of an interface for texts with these labels of regions and relations."""
    view = Element("View")
    if relation_labels := sorted(relations):
        group = SubElement(view, "Relations")
        for value in relation_labels:
            SubElement(group, "Relation", value=value)
    group = SubElement(view, "Labels", name=LABELS, toName=TEXT)
    for value in sorted(labels):
        SubElement(group, "Label", value=value)
    SubElement(view, "Text", name=TEXT, value="$text")
    indent(view)
    return tostring(view, "unicode") + "\n"


class _Regions:
    """Regions of a text, numbered."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.results: list[dict[str, Any]] = []
        self._numbers: dict[tuple[int, int], int] = {}

    def add(self, span: dict[str, Any], label: str) -> str:
        """Return the id of a new region."""
        number = len(self.results)
        start, end = span["start"], span["end"]
        value = {"start": start, "end": end, "text": self._text[start:end]}
        raw = {name: span[name] for name in ("raw_start", "raw_end")}
        names = {"from_name": LABELS, "to_name": TEXT, "type": "labels"}
        region = {"id": f"r{number}", **names, "value": {**value, "labels": [label]}, "meta": raw}
        self.results.append(region)
        self._numbers.setdefault((start, end), number)
        return f"r{number}"

    def id_of(self, span: dict[str, Any]) -> str:
        """Return the id of the region of an entity or of a span, which is new if there is none."""
        number = span["entity"]
        if number is None:
            number = self._numbers.get((span["start"], span["end"]))
        return self.add(span, OTHER_LABEL) if number is None else f"r{number}"


def _doubts(record: dict[str, Any], relation: dict[str, Any]) -> list[str]:
    """Return what keeps a relation from being a fact: denied, not actual, claimed."""
    if relation["event"] is None or "events" not in record:
        return []
    event = record["events"][relation["event"]]
    values = (event["polarity"], event["modality"], "claim" if event["claim"] else "actual")
    return [value for value in values if value not in ("positive", "actual")]
