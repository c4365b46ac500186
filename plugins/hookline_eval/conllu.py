"""Read CoNLL-U, the format of Universal Dependencies: https://universaldependencies.org/format.html."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from hookline import SourceError, shown

from .files import fault
from .gold import GoldSentence, Piece

_ID = re.compile(r"(\d+)(?:([-.])(\d+))?")
_BREAKS = {r"\s": " ", r"\n": "\n", r"\r": "\r", r"\t": "\t", r"\p": "|", r"\\": "\\"}
_BREAK = re.compile(r"\\[snrtp\\]")


class Row(NamedTuple):
    """A word of a tree; `head` counts from 1 in the sentence, 0 is the root. None for no value."""

    line: int
    form: str
    lemma: str | None
    upos: str | None
    xpos: str | None
    feats: str | None
    head: int
    deprel: str
    misc: tuple[tuple[str, str], ...]


def is_conllu(lines: Iterable[str]) -> bool:
    """Tell whether the first line that is neither blank nor a comment is one of CoNLL-U."""
    for line in lines:
        if line.strip() and not line.startswith("#"):
            cells = line.split("\t")
            return len(cells) == 10 and bool(_ID.fullmatch(cells[0]))
    return False


def read_sentences(path: str, lines: Iterable[tuple[int, str]]) -> list[GoldSentence]:
    """
    Read trees, each with its rows as annotation, one for each word; empty nodes are passed over.

    Sentences are parted by a space, paragraphs (`# newpar`) by a blank line, unless SpaceAfter or
    SpacesAfter says otherwise.

    Raises:
        SourceError: A line is not CoNLL-U, or there is no sentence; says where.
    """
    sentences: list[GoldSentence] = []
    reader = _Reader(path)
    for number, text in [*lines, (0, "")]:
        if text.startswith("#"):
            reader.comment(text)
        elif text.strip():
            reader.row(number, text)
        elif reader.rows:
            if reader.new_paragraph and sentences:
                sentences[-1] = _with_break(sentences[-1])
            sentences.append(reader.sentence())
    if not sentences:
        raise SourceError(f"{shown(path)}: holds no sentence; expected CoNLL-U, ten columns a line")
    return sentences


class _Reader:
    """Collects the lines of one sentence."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._documents = 0
        self._clear()

    def _clear(self) -> None:
        self.rows: list[Row] = []
        self.new_paragraph = False
        self._document: str | None = None
        self._pieces: list[Piece] = []
        self._fused: tuple[int, Piece] | None = (
            None  # the last word of a fused token, and the token
        )
        self._words: list[str] = []

    def comment(self, text: str) -> None:
        """Take note of `newdoc` and `newpar`."""
        mark = re.match(r"#\s*newdoc(?:\s+id)?\s*(?:=\s*(.*))?$", text)
        if mark:
            self._documents += 1
            self._document = (mark[1] or "").strip() or f"document {self._documents}"
        self.new_paragraph |= bool(mark or re.match(r"#\s*newpar\b", text))

    def row(self, line: int, text: str) -> None:
        """Add a line of ten columns."""
        cells = text.split("\t")
        if len(cells) != 10:
            raise fault(
                self._path, line, f"expected ten columns parted by tabs, found {len(cells)}"
            )
        match = _ID.fullmatch(cells[0])
        if not match:
            raise fault(self._path, line, f"expected a number such as 1 or 1-2, found {cells[0]!r}")
        first, kind, last = match.groups()
        if kind == ".":
            return
        if kind == "-":
            self._fused = int(last), Piece(cells[1], _after(cells[9]))
            return
        if int(first) != len(self.rows) + 1:
            raise fault(self._path, line, f"expected word {len(self.rows) + 1}, found {first}")
        if not cells[6].isdecimal():
            raise fault(self._path, line, f"expected a number as head, found {cells[6]!r}")
        self.rows.append(
            Row(
                line,
                cells[1],
                cells[2] if cells[1] == "_" else _value(cells[2]),
                _value(cells[3]),
                _value(cells[4]),
                _value(cells[5]),
                int(cells[6]),
                cells[7],
                tuple((k, v) for k, _, v in (pair.partition("=") for pair in cells[9].split("|"))),
            )
        )
        if self._fused is None:
            self._pieces.append(Piece(cells[1], _after(cells[9])))
            return
        self._words.append(cells[1])
        end, piece = self._fused
        if int(first) == end:
            self._pieces.append(piece._replace(words=tuple(self._words)))
            self._fused, self._words = None, []

    def sentence(self) -> GoldSentence:
        """Return the sentence that is complete, and forget it."""
        if self._fused:
            last = self.rows[-1].line
            raise fault(
                self._path, last, f"expected word {self._fused[0]} of a fused token after it"
            )
        for row in self.rows:
            if row.head > len(self.rows):
                what = f"the head {row.head} is not in the sentence of {len(self.rows)} words"
                raise fault(self._path, row.line, what)
        found = GoldSentence(
            tuple(self._pieces), self.rows[0].line, tuple(self.rows), self._document
        )
        self._clear()
        return found


def _value(cell: str) -> str | None:
    return None if cell == "_" else cell


def _after(misc: str) -> str:
    pairs = dict(pair.partition("=")[::2] for pair in misc.split("|"))
    if "SpacesAfter" in pairs:
        return _BREAK.sub(lambda match: _BREAKS[match[0]], pairs["SpacesAfter"])
    return "" if pairs.get("SpaceAfter") == "No" else " "


def _with_break(sentence: GoldSentence) -> GoldSentence:
    """Return a sentence that a paragraph ends with."""
    *pieces, last = sentence.pieces
    if "\n" not in last.after:
        last = last._replace(after="\n\n")
    return GoldSentence((*pieces, last), sentence.line, sentence.annotation, sentence.document)
