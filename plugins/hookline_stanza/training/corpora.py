"""Read the training data: CoNLL-U trees and BIO entity files, gzipped."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

LABELS = {
    "Person": "PERSON",
    "Location": "LOC",
    "Organization": "ORG",
    "NORP": "NORP",
    "Date": "DATE",
    "Money": "MONEY",
    "Facility": "FAC",
    "Product": "PRODUCT",
    "Misc": "MISC",
}


@dataclass(frozen=True)
class Word:
    """One syntactic word; `head` is 1-based, 0 for the root; `glued` says no space follows."""

    text: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str
    glued: bool


@dataclass(frozen=True)
class Tree:
    """One sentence; `opens` tells whether a paragraph begins with it."""

    words: tuple[Word, ...]
    opens: bool


@dataclass(frozen=True)
class Tagged:
    """One sentence with BIOES entity tags in hookline's labels."""

    words: tuple[str, ...]
    tags: tuple[str, ...]


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n")


def read_trees(path: Path) -> list[Tree]:
    """Read a CoNLL-U file with every syntactic word as a token of its own.

    A fused token ("don't") becomes its words ("do", "n't") with no space between them.

    Raises:
        ValueError: The words of a fused token do not spell its surface.
    """
    trees: list[Tree] = []
    rows: list[list[str]] = []
    opens = False
    for line in _lines(path):
        if line.startswith(("# newpar", "# newdoc")):
            opens = True
        elif line and not line.startswith("#"):
            rows.append(line.split("\t"))
        elif not line and rows:
            trees.append(Tree(tuple(_words(rows, path)), opens))
            rows, opens = [], False
    return trees


def _words(rows: list[list[str]], path: Path) -> Iterator[Word]:
    last, surface, after, built = 0, "", "", ""
    for row in rows:
        if "." in row[0]:
            continue
        if "-" in row[0]:
            last, surface, after, built = int(row[0].split("-")[1]), row[1], row[9], ""
            continue
        number = int(row[0])
        if number < last:
            glued = True
        elif number == last:
            glued = "SpaceAfter=No" in after
        else:
            glued = "SpaceAfter=No" in row[9]
        if number <= last:
            built += row[1]
            if number == last and built != surface:
                raise ValueError(f"{path}: expected the words of {surface!r}, found {built!r}")
        text, lemma, upos, xpos, feats = row[1:6]
        yield Word(text, lemma, upos, xpos, feats, int(row[6]), row[7], glued)


def read_tagged(path: Path) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Read the words and the tags of every sentence of a BIO file, as they stand there."""
    sentences: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    words: list[str] = []
    tags: list[str] = []
    for line in (*_lines(path), ""):
        if line:
            word, tag = line.split("\t")
            words.append(word)
            tags.append(tag)
        elif words:
            sentences.append((tuple(words), tuple(tags)))
            words, tags = [], []
    return sentences


def read_entities(path: Path) -> list[Tagged]:
    """Read a BIO file and return BIOES tags under hookline's labels."""
    return [Tagged(words, tuple(_bioes(tags))) for words, tags in read_tagged(path)]


def _bioes(tags: Sequence[str]) -> Iterator[str]:
    for tag, after in zip(tags, [*tags[1:], "O"], strict=True):
        if tag == "O":
            yield tag
            continue
        place, label = tag.split("-", 1)
        inside = after == f"I-{label}"
        letter = ("B" if inside else "S") if place == "B" else ("I" if inside else "E")
        yield f"{letter}-{LABELS[label]}"
