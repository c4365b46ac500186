"""The annotation of a document as brat has it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hookline import Document, Mention

__all__ = ["configuration", "standoff"]

MENTION = "Mention"
UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


def standoff(doc: Document) -> tuple[str, set[str], set[str]]:
    """Return the lines of a document's annotation, its entity labels and its relation types."""
    lines: list[str] = []
    labels: set[str] = set()
    types: set[str] = set()
    known: dict[tuple[tuple[int, int], ...], int] = {}

    def annotate(pieces: tuple[tuple[int, int], ...], label: str) -> int:
        number = len(known) + 1
        known[pieces] = number
        labels.add(label)
        fragments = [part for piece in pieces for part in _within_lines(doc.text, *piece)]
        offsets = ";".join(f"{start} {end}" for start, end in fragments)
        text = " ".join(doc.text[start:end] for start, end in fragments)
        lines.append(f"T{number}\t{label} {offsets}\t{text}")
        return number

    numbers = []
    for start, end, label in doc.entities or ():
        pieces = ((start, end),)
        numbers.append(known.get(pieces) or annotate(pieces, _name(label)))

    def end_of(mention: Mention) -> int:
        if mention.entity is not None:
            return numbers[mention.entity]
        pieces = mention.pieces or ((mention.start, mention.end),)
        return known.get(pieces) or annotate(pieces, MENTION)

    for number, relation in enumerate(doc.relations or (), 1):
        kind = _name(relation.type)
        types.add(kind)
        subject, target = end_of(relation.subject), end_of(relation.object)
        lines.append(f"R{number}\t{kind} Arg1:T{subject} Arg2:T{target}")
        if isinstance(relation.predicate, Mention):
            words = relation.predicate
            parts = words.pieces or ((words.start, words.end),)
            text = " ".join(" ".join(doc.text[start:end].split()) for start, end in parts)
            lines.append(f"#{number}\tAnnotatorNotes R{number}\t{text}")
    return "".join(f"{line}\n" for line in lines), labels, types


def configuration(labels: Iterable[str], types: Iterable[str]) -> str:
    """Return an annotation.conf with these entity labels and relation types."""
    entities = "\n".join(sorted(labels))
    relations = "\n".join(
        f"{kind}\tArg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:directed" for kind in sorted(types)
    )
    return f"[entities]\n{entities}\n\n[relations]\n{relations}\n\n[events]\n\n[attributes]\n"


def _within_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of a span that lie in one line each, without white space at their ends."""
    parts = []
    for match in re.finditer(r"[^\r\n]+", text[start:end]):
        part = match.group()
        left = start + match.start() + len(part) - len(part.lstrip())
        right = start + match.end() - len(part) + len(part.rstrip())
        if left < right:
            parts.append((left, right))
    return parts


def _name(label: str) -> str:
    return UNSAFE.sub("_", label)
