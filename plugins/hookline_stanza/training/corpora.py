"""Read the training data: CoNLL-U trees and BIO entity files, gzipped."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from ..conversion.entity_labels import WORLDWIDE_LABELS
from .config import TrainingError

T = TypeVar("T")

TREEBANKS = ("ewt", "gum_open")

AUXILIARY = ("redocred", "btc", "wnut17", "crossner_politics", "re3d_open")
"""Corpora of entities with other tag sets."""

TRAIN_FILES = (
    "ner/ww9.train.bio.gz",
    *(f"parse/{name}.train.conllu.gz" for name in TREEBANKS),
    *(f"ner/{name}.train.bio.gz" for name in AUXILIARY),
)
DATA_FILES = (
    *TRAIN_FILES,
    "ner/ww9.dev.bio.gz",
    *(f"parse/{name}.dev.conllu.gz" for name in TREEBANKS),
)
"""Files of the data folder that training reads."""

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


def check_development_sets(data: Path) -> None:
    """
    Read the files that are needed at the end.

    Raises:
        TrainingError: One is missing or has another format.
    """
    read_treebanks(data, "dev")
    read_entities(data / "ner/ww9.dev.bio.gz")


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
        TrainingError: The file cannot be read, has no tree, or a line is no CoNLL-U; or the words of a
            fused token do not spell its surface form.
    """
    trees: list[Tree] = []
    rows: list[Row] = []
    opens = False
    for place, line in _lines(path):
        if line.startswith(("# newpar", "# newdoc")):
            opens = True
        elif line and not line.startswith("#"):
            rows.append((place, _columns(line, 10, place)))
        elif not line and rows:
            trees.append(Tree(_words(rows), opens))
            rows, opens = [], False
    return _some(trees, path)


Row = tuple[str, list[str]]
"""Place, for messages, and columns."""


def _words(rows: Sequence[Row]) -> tuple[Word, ...]:
    words: list[Word] = []
    last, surface, misc, spelled = 0, "", "", ""  # of the current fused token
    places = []
    for place, row in rows:
        if re.fullmatch(r"\d+\.\d+", row[0]):
            continue
        if fused := re.fullmatch(r"\d+-(\d+)", row[0]):
            last, surface, misc, spelled = int(fused[1]), row[1], row[9], ""
            continue
        number = len(words) + 1
        if row[0] != str(number):
            raise TrainingError(f"{place}: expected word {number}, found {row[0]!r}")
        if not re.fullmatch(r"\d+", row[6]):
            raise TrainingError(f"{place}: expected the number of a head, found {row[6]!r}")
        glued = number < last or "SpaceAfter=No" in (misc if number == last else row[9])
        if number <= last:
            spelled += row[1]
            if number == last and spelled != surface:
                raise TrainingError(
                    f"{place}: expected the words of {surface!r}, found {spelled!r}"
                )
        text, lemma, upos, xpos, feats = row[1:6]
        words.append(Word(text, lemma, upos, xpos, feats, int(row[6]), row[7], glued))
        places.append(place)
    for place, word in zip(places, words, strict=True):
        if word.head > len(words):
            raise TrainingError(f"{place}: expected a head up to {len(words)}, found {word.head}")
    return tuple(words)


def read_tagged(path: Path) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """
    Read the words and the tags, unchanged, of every sentence of a BIO file.

    Raises:
        TrainingError: The file cannot be read, has no sentence, or a line is no word with a BIO tag.
    """
    return [
        (tuple(word for _, word, _ in rows), tuple(tag for _, _, tag in rows))
        for rows in _tagged_rows(path)
    ]


def read_entities(path: Path) -> list[Tagged]:
    """
    Read a BIO file with Worldwide's labels; return BIOES tags under hookline's labels.

    Raises:
        TrainingError: As `read_tagged`; or a label is not one of Worldwide's.
    """
    sentences = []
    for rows in _tagged_rows(path):
        for place, _, tag in rows:
            if tag != "O" and tag[2:] not in WORLDWIDE_LABELS:
                known = ", ".join(WORLDWIDE_LABELS)
                raise TrainingError(f"{place}: expected one of {known}, found {tag[2:]!r}")
        tags = tuple(_bioes([tag for _, _, tag in rows]))
        sentences.append(Tagged(tuple(word for _, word, _ in rows), tags))
    return sentences


def _tagged_rows(path: Path) -> list[list[tuple[str, str, str]]]:
    """Return place, word and tag of the words of every sentence."""
    sentences: list[list[tuple[str, str, str]]] = [[]]
    for place, line in _lines(path):
        if not line:
            sentences.append([])
            continue
        word, tag = _columns(line, 2, place)
        if not re.fullmatch("O|[BI]-.+", tag):
            raise TrainingError(f"{place}: expected a tag such as O or B-Person, found {tag!r}")
        sentences[-1].append((place, word, tag))
    return _some([rows for rows in sentences if rows], path)


def _bioes(tags: Sequence[str]) -> Iterator[str]:
    for tag, following in zip(tags, [*tags[1:], "O"], strict=True):
        if tag == "O":
            yield tag
            continue
        position, label = tag.split("-", 1)
        continues = following == f"I-{label}"
        letter = ("B" if continues else "S") if position == "B" else ("I" if continues else "E")
        yield f"{letter}-{WORLDWIDE_LABELS[label]}"


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """Yield place and text of each line of a gzipped file, and an empty line at the end."""
    number = 0
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                yield f"{path}:{number}", line.rstrip("\n")
    except FileNotFoundError as error:
        raise TrainingError(f"{path}: expected this file of the data folder, found none") from error
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise TrainingError(
            f"{path}:{number + 1}: expected a whole gzip file of UTF-8 text: {error}"
        ) from error
    yield f"{path}:{number + 1}", ""


def _columns(line: str, count: int, place: str) -> list[str]:
    columns = line.split("\t")
    if len(columns) != count or not all(columns):
        raise TrainingError(
            f"{place}: expected {count} columns with a tab between them, found {line[:80]!r}"
        )
    return columns


def _some(sentences: list[T], path: Path) -> list[T]:
    if not sentences:
        raise TrainingError(f"{path}: expected sentences, found none")
    return sentences
