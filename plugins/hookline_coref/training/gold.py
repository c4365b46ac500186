"""Read documents with coreference, CoNLL-U with `Entity=` in MISC as in GUM."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

__all__ = ["AnnotatedDocument", "LabelledSpan", "read_documents"]

_BRACKET = re.compile(r"(\()?([^()]+)(\))?")
_HEADER = re.compile(r"# global\.Entity = (\S+)")


class LabelledSpan(NamedTuple):
    """A mention: code points of the text, those of the words of its head, and its cluster."""

    start: int
    end: int
    heads: tuple[tuple[int, int], ...]
    cluster: str


class AnnotatedDocument(NamedTuple):
    """A document with its mentions."""

    id: str
    text: str
    mentions: list[LabelledSpan]


class _Word(NamedTuple):
    start: int
    end: int
    head: int
    relation: str
    brackets: str


def read_documents(path: Path) -> Iterator[AnnotatedDocument]:
    """Yield the documents of a file; a paragraph follows a blank line, a sentence a space."""
    fields = ["GRP", "etype", "infstat", "salience", "centering", "minspan", "link", "identity"]
    document = AnnotatedDocument("", "", [])
    parts: list[str] = []
    length = 0
    sentence: list[_Word] = []
    fused_end, new_paragraph = 0, False
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            if match := _HEADER.match(line):
                fields = match[1].split("-")
            elif line.startswith("# newdoc"):
                if document.id:
                    yield document._replace(text="".join(parts).rstrip())
                document = AnnotatedDocument(line.partition("= ")[2].strip(), "", [])
                parts, length = [], 0
            elif line.startswith("# newpar"):
                new_paragraph = True
            elif line.strip() and not line.startswith("#"):
                cells = line.rstrip("\n").split("\t")
                if "." in cells[0]:
                    continue
                if new_paragraph and parts:
                    parts[-1] = parts[-1].rstrip() + "\n\n"
                    length = sum(map(len, parts))
                new_paragraph = False
                misc = dict(pair.partition("=")[::2] for pair in cells[9].split("|"))
                space = "" if misc.get("SpaceAfter") == "No" else " "
                if "-" in cells[0]:
                    parts.append(cells[1] + space)
                    fused_end = int(cells[0].partition("-")[2])
                    fused_start = length
                    length += len(parts[-1])
                    continue
                if int(cells[0]) <= fused_end:  # its characters stand in the fused token
                    start, end = fused_start, fused_start + len(cells[1])
                    fused_start = end
                else:
                    parts.append(cells[1] + space)
                    start, end = length, length + len(cells[1])
                    length += len(parts[-1])
                brackets = misc.get("Entity", "")
                sentence.append(_Word(start, end, int(cells[6]) - 1, cells[7], brackets))
            elif not line.strip():
                document.mentions.extend(_mentions(sentence, fields))
                sentence, fused_end = [], 0
    if document.id:
        yield document._replace(text="".join(parts).rstrip())


def _mentions(words: list[_Word], fields: list[str]) -> Iterator[LabelledSpan]:
    opened: dict[str, list[tuple[int, list[str]]]] = {}
    for index, word in enumerate(words):
        for opening, body, closing in _BRACKET.findall(word.brackets):
            values = body.split("-")
            if opening:
                opened.setdefault(values[0], []).append((index, values))
            if closing:
                first, values = opened[values[0]].pop()
                named = dict(zip(fields, values, strict=False))
                numbers = re.findall(r"\d+", named.get("minspan") or named.get("head") or "")
                core = [first + int(number) - 1 for number in numbers]
                core = [word for word in core if first <= word <= index] or [index]
                head = next((word for word in core if words[word].head not in core), core[0])
                heads = {head} | {
                    word
                    for word in range(first, index + 1)
                    if words[word].head == head
                    and words[word].relation in ("flat", "compound", "nmod:desc")
                    and word in core
                }
                spans = tuple((words[word].start, words[word].end) for word in sorted(heads))
                yield LabelledSpan(words[first].start, words[index].end, spans, values[0])
