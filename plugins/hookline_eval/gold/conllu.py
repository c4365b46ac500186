"""Read CoNLL-U, the format of Universal Dependencies: https://universaldependencies.org/format.html."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from hookline import SourceError, shown
from hookline_eval.gold.layout import DocumentNames, GoldSentence, PrintedToken
from hookline_eval.gold.lines import line_error, quoted

_ID = re.compile(r"(\d{1,9})(?:([-.])(\d{1,9}))?")
_HEAD = re.compile(r"\d{1,9}")
_SPACE_ESCAPES = {r"\s": " ", r"\n": "\n", r"\r": "\r", r"\t": "\t", r"\p": "|", r"\\": "\\"}
_SPACE_ESCAPE = re.compile(r"\\[snrtp\\]")


class ConlluWord(NamedTuple):
    """
    A word of a tree; a column without a value is None.

    `head` is the number of the governing word, counted from 1 in the sentence, or 0 for the root.
    """

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
    """Return whether the first line that is neither blank nor a comment is a line of CoNLL-U."""
    for line in lines:
        if line.strip() and not line.startswith("#"):
            cells = line.split("\t")
            return len(cells) == 10 and bool(_ID.fullmatch(cells[0]))
    return False


def read_trees(path: str, lines: Iterable[tuple[int, str]]) -> list[GoldSentence]:
    """
    Read sentences, each with its words (`ConlluWord`) as annotation; empty nodes are skipped.

    Sentences are separated by a space, paragraphs (`# newpar`) by a blank line, unless SpaceAfter or
    SpacesAfter say otherwise.

    Raises:
        SourceError: A line is not CoNLL-U, or there is no sentence.
    """
    sentences: list[GoldSentence] = []
    builder = _SentenceBuilder(path)
    for number, text in [*lines, (0, "")]:
        if text.startswith("#"):
            builder.add_comment(text)
        elif text.strip():
            builder.add_line(number, text)
        elif builder.words:
            if builder.begins_paragraph and sentences:
                sentences[-1] = _with_paragraph_break(sentences[-1])
            sentences.append(builder.build())
    if not sentences:
        raise SourceError(f"{shown(path)}: holds no sentence; expected CoNLL-U, ten columns a line")
    return sentences


class _SentenceBuilder:
    """Collect the lines of one sentence after the other."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._names = DocumentNames()
        self._reset()

    def _reset(self) -> None:
        self.words: list[ConlluWord] = []
        self.begins_paragraph = False
        self._document: str | None = None
        self._tokens: list[PrintedToken] = []
        self._fused_end: int | None = None  # number of the last word of the open fused token
        self._fused = PrintedToken("")

    def add_comment(self, text: str) -> None:
        """Record `newdoc` and `newpar`."""
        name = self._names.from_comment(text)
        self._document = name or self._document
        self.begins_paragraph |= bool(name or re.match(r"#\s*newpar\b", text))

    def add_line(self, line: int, text: str) -> None:
        """Add a line of ten columns."""
        cells = text.split("\t")
        if len(cells) != 10:
            message = f"expected ten columns separated by tabs, found {len(cells)}"
            raise line_error(self._path, line, message)
        match = _ID.fullmatch(cells[0])
        if not match:
            message = f"expected a number such as 1 or 1-2, found {quoted(cells[0])}"
            raise line_error(self._path, line, message)
        first, separator, last = match.groups()
        if separator == ".":
            return  # an empty node
        if not cells[1]:
            raise line_error(self._path, line, "expected a word in the second column, found none")
        token = PrintedToken(cells[1], _space_after(cells[9]))
        if separator == "-":
            expected = len(self.words) + 1
            if self._fused_end is not None or not expected == int(first) <= int(last):
                message = f"expected a fused token from word {expected} on, found {cells[0]}"
                raise line_error(self._path, line, message)
            self._fused_end, self._fused = int(last), token
            return
        self._add_word(line, int(first), cells)
        if self._fused_end is None:
            self._tokens.append(token)
            return
        self._fused = self._fused._replace(words=(*self._fused.words, cells[1]))
        if int(first) == self._fused_end:
            self._tokens.append(self._fused)
            self._fused_end = None

    def _add_word(self, line: int, number: int, cells: list[str]) -> None:
        expected = len(self.words) + 1
        if number != expected:
            raise line_error(self._path, line, f"expected word {expected}, found {number}")
        if not _HEAD.fullmatch(cells[6]):
            message = f"expected a number as head, found {quoted(cells[6])}"
            raise line_error(self._path, line, message)
        lemma = cells[2] if cells[1] == "_" else _value(cells[2])
        tags = (_value(cells[3]), _value(cells[4]), _value(cells[5]))
        misc = tuple(
            (key, value) for key, _, value in (p.partition("=") for p in cells[9].split("|"))
        )
        self.words.append(ConlluWord(line, cells[1], lemma, *tags, int(cells[6]), cells[7], misc))

    def build(self) -> GoldSentence:
        """Return the finished sentence and start the next."""
        if self._fused_end is not None:
            message = f"expected word {self._fused_end} of a fused token after it"
            raise line_error(self._path, self.words[-1].line, message)
        for word in self.words:
            if word.head > len(self.words):
                message = f"the head {word.head} is not in the sentence of {len(self.words)} words"
                raise line_error(self._path, word.line, message)
        sentence = GoldSentence(
            tuple(self._tokens), self.words[0].line, tuple(self.words), self._document
        )
        self._reset()
        return sentence


def _value(cell: str) -> str | None:
    return None if cell == "_" else cell


def _space_after(misc: str) -> str:
    pairs = dict(pair.partition("=")[::2] for pair in misc.split("|"))
    if "SpacesAfter" in pairs:
        return _SPACE_ESCAPE.sub(lambda match: _SPACE_ESCAPES[match[0]], pairs["SpacesAfter"])
    return "" if pairs.get("SpaceAfter") == "No" else " "


def _with_paragraph_break(sentence: GoldSentence) -> GoldSentence:
    """Return the last sentence of a paragraph, followed by a blank line."""
    *tokens, last = sentence.tokens
    if "\n" not in last.after:
        last = last._replace(after="\n\n")
    return replace(sentence, tokens=(*tokens, last))
