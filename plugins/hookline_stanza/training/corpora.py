"""Read the training data: CoNLL-U trees and BIO entity files, gzipped."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..conversion.entity_labels import WORLDWIDE_LABELS

TREEBANKS = ("ewt", "gum_open")

DEV_REGIONS = {
    "Africa": 336,
    "Latin America": 755,
    "Asia": 1274,
    "Indigenous": 1382,
    "Middle East": 1478,
}
"""End, in sentences, of the documents of each region in `ww9.dev`, which are sorted by region."""


@dataclass(frozen=True)
class Word:
    """One syntactic word."""

    text: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    """Number of the head in the sentence, from 1; 0 for the root."""
    deprel: str
    glued: bool
    """Whether no space follows."""


@dataclass(frozen=True)
class Tree:
    """One sentence with its dependency tree."""

    words: tuple[Word, ...]
    opens: bool
    """Whether the sentence is the first of a paragraph."""


@dataclass(frozen=True)
class Tagged:
    """One sentence with BIOES entity tags under hookline's labels."""

    words: tuple[str, ...]
    tags: tuple[str, ...]


def read_treebanks(data: Path, part: Literal["train", "dev"]) -> list[Tree]:
    """Read the trees of all treebanks in the data folder."""
    return [
        tree for name in TREEBANKS for tree in read_trees(data / f"parse/{name}.{part}.conllu.gz")
    ]


def read_trees(path: Path) -> list[Tree]:
    """
    Read a CoNLL-U file, with every syntactic word as a separate token.

    A fused token ("don't") becomes its words ("do", "n't") with no space between them.

    Raises:
        ValueError: The words of a fused token do not spell its surface form.
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
    last, surface, misc, spelled = 0, "", "", ""  # of the current fused token
    for row in rows:
        if "." in row[0]:
            continue
        if "-" in row[0]:
            last, surface, misc, spelled = int(row[0].split("-")[1]), row[1], row[9], ""
            continue
        number = int(row[0])
        glued = number < last or "SpaceAfter=No" in (misc if number == last else row[9])
        if number <= last:
            spelled += row[1]
            if number == last and spelled != surface:
                raise ValueError(f"{path}: expected the words of {surface!r}, found {spelled!r}")
        text, lemma, upos, xpos, feats = row[1:6]
        yield Word(text, lemma, upos, xpos, feats, int(row[6]), row[7], glued)


def read_tagged(path: Path) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Read the words and the tags, unchanged, of every sentence of a BIO file."""
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
    """Read a BIO file with Worldwide's labels; return BIOES tags under hookline's labels."""
    return [Tagged(words, tuple(_bioes(tags))) for words, tags in read_tagged(path)]


def _bioes(tags: Sequence[str]) -> Iterator[str]:
    for tag, following in zip(tags, [*tags[1:], "O"], strict=True):
        if tag == "O":
            yield tag
            continue
        position, label = tag.split("-", 1)
        continues = following == f"I-{label}"
        letter = ("B" if continues else "S") if position == "B" else ("I" if continues else "E")
        yield f"{letter}-{WORLDWIDE_LABELS[label]}"


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n")
