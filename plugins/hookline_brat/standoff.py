"""Convert the annotation of documents to the standoff format of brat."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from hookline import Document, Span

__all__ = ["Standoff", "annotation_conf", "standoff"]

MENTION_LABEL = "Span"
INVALID_CHARACTERS = re.compile(r"[^A-Za-z0-9_-]+")

Spans = tuple[tuple[int, int], ...]


class Standoff(NamedTuple):
    """The lines of an annotation file, and the entity labels and relation types in it, sorted."""

    annotation: str
    labels: list[str]
    types: list[str]


def standoff(doc: Document) -> Standoff:
    """Return the annotation of a document."""
    annotator = _Annotator(doc.text)
    entity_numbers = [
        annotator.annotate(((start, end),), _brat_name(label))
        for start, end, label, *_ in doc.entities or ()
    ]

    def argument_number(mention: Span) -> int:
        if mention.entity is not None:
            return entity_numbers[mention.entity]
        return annotator.annotate(_spans(mention), MENTION_LABEL)

    types = set()
    for number, relation in enumerate(doc.relations or (), 1):
        type_name = _brat_name(relation.type)
        types.add(type_name)
        arguments = (argument_number(relation.subject), argument_number(relation.object))
        annotator.lines.append(f"R{number}\t{type_name} Arg1:T{arguments[0]} Arg2:T{arguments[1]}")
        if isinstance(relation.predicate, Span):
            spans = _spans(relation.predicate)
            words = " ".join(" ".join(doc.text[start:end] for start, end in spans).split())
            annotator.lines.append(f"#{number}\tAnnotatorNotes R{number}\t{words}")
    annotation = "".join(f"{line}\n" for line in annotator.lines)
    return Standoff(annotation, sorted(annotator.labels), sorted(types))


class _Annotator:
    """Number the annotated spans of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._numbers: dict[Spans, int] = {}
        self.lines: list[str] = []
        self.labels: set[str] = set()

    def annotate(self, spans: Spans, label: str) -> int:
        """Return the number of the annotation of these spans, with a new line for new ones."""
        if spans in self._numbers:
            return self._numbers[spans]
        number = self._numbers[spans] = len(self._numbers) + 1
        fragments = [part for span in spans for part in _split_lines(self._text, *span)]
        offsets = ";".join(f"{start} {end}" for start, end in fragments)
        words = " ".join(self._text[start:end] for start, end in fragments)
        self.lines.append(f"T{number}\t{label} {offsets}\t{words}")
        self.labels.add(label)
        return number


def annotation_conf(labels: Iterable[str], types: Iterable[str]) -> str:
    """Return an `annotation.conf` with these entity labels and relation types."""
    entities = "\n".join(sorted(labels))
    relations = "\n".join(
        f"{name}\tArg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:directed" for name in sorted(types)
    )
    return f"[entities]\n{entities}\n\n[relations]\n{relations}\n\n[events]\n\n[attributes]\n"


def _spans(mention: Span) -> Spans:
    return mention.pieces or ((mention.start, mention.end),)


def _split_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of a span, one per line of the text, without white space at their ends."""
    parts = []
    for match in re.finditer(r"[^\r\n]+", text[start:end]):
        line = match.group()
        part_start = start + match.start() + len(line) - len(line.lstrip())
        part_end = start + match.end() - len(line) + len(line.rstrip())
        if part_start < part_end:
            parts.append((part_start, part_end))
    return parts


def _brat_name(name: str) -> str:
    """Return a label or type with the characters that brat does not allow replaced."""
    return INVALID_CHARACTERS.sub("_", name)
