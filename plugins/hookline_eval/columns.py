"""Read entities in columns: BIO, IOB1, BIOES and BILOU tags, CoNLL-2003, UNER, CoNLL-U."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hookline import SourceError, shown

from .conllu import Row, is_conllu, read_sentences
from .files import fault, numbered_lines
from .gold import GoldSentence, Piece, forms
from .spacing import spaces_after

_TAG = re.compile(r"O|[BIESLUM]-\S+")
_DOCSTART = "-DOCSTART-"


class Labelled(NamedTuple):
    """An entity: the words `first` up to but not with `last` of its sentence, and its label."""

    first: int
    last: int
    label: str


def read_entities(path: str, break_after: str = "\n") -> list[GoldSentence]:
    """
    Read the sentences of a file, each with its entities as annotation.

    A token is a line of columns, parted by tabs or spaces: the word first and the tag last; or the
    columns of UNER or CoNLL-U (`NER=` in MISC). A blank line ends a sentence; a `-DOCSTART-` line or a
    comment `# newdoc` opens a document. Where the file does not say what stood between its words, it
    is worked out, and `break_after` stands behind a sentence.

    Raises:
        SourceError: The file cannot be read, holds no sentence, or a line is no such line; says where.
    """
    lines = list(numbered_lines(path))
    if is_conllu(text for _, text in lines):
        trees = read_sentences(path, lines)
        if not any(_ner(row) for tree in trees for row in tree.annotation):
            raise SourceError(f"{shown(path)}: expected entities as NER=B-PER in MISC, found none")
        return [
            GoldSentence(tree.pieces, tree.line, list(_conllu_entities(tree, path)), tree.document)
            for tree in trees
        ]
    sentences = list(_sentences(path, lines, break_after))
    if not sentences:
        raise SourceError(
            f"{shown(path)}: holds no sentence; expected lines of a token and its tag, such as "
            "`Oslo<TAB>B-LOC`, and a blank line between sentences"
        )
    return sentences


def _sentences(
    path: str, lines: Iterable[tuple[int, str]], break_after: str
) -> Iterator[GoldSentence]:
    words: list[str] = []
    tags: list[str] = []
    document: str | None = None
    number = first = 0
    for line, text in [*lines, (0, "")]:
        if not text.strip():
            if words:
                yield _sentence(words, tags, first, document, break_after)
                words, tags, document = [], [], None
        elif text.startswith(_DOCSTART):
            number += 1
            document = f"document {number}"
        elif _is_comment(text):
            mark = re.match(r"#\s*newdoc(?:\s+id)?\s*(?:=\s*(.*))?$", text)
            if mark:
                number += 1
                document = (mark[1] or "").strip() or f"document {number}"
        else:
            word, tag = _token(path, line, text)
            if not words:
                first = line
            words.append(word)
            tags.append(tag)


def _is_comment(text: str) -> bool:
    return text == "#" or (text.startswith(("# ", "#\u00a0")) and not _is_token(text))


def _is_token(text: str) -> bool:
    """Tell `# O`, a token, from a comment."""
    cells = text.split("\t") if "\t" in text else text.split()
    return len(cells) in (2, 4) and bool(_TAG.fullmatch(cells[-1]))


def _token(path: str, line: int, text: str) -> tuple[str, str]:
    """Return the word and the tag of a line."""
    cells = text.split("\t") if "\t" in text else text.split()
    if len(cells) == 5 and cells[0].isdecimal() and _TAG.fullmatch(cells[2]):
        return cells[1], cells[2]  # UNER: number, word, tag, two more
    if len(cells) < 2 or not cells[0]:
        expected = "a token and its tag, such as `Oslo<TAB>B-LOC`"
        raise fault(path, line, f"expected {expected}, found {_short(text)}")
    tag = cells[-1].strip()
    if not _TAG.fullmatch(tag):
        raise fault(
            path, line, f"expected a tag such as B-PER or O in the last column, found {_short(tag)}"
        )
    return cells[0], tag


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:37]}...")


def _sentence(
    words: list[str], tags: list[str], line: int, document: str | None, break_after: str
) -> GoldSentence:
    spaces = spaces_after(words)
    pieces = [Piece(word, " " * space) for word, space in zip(words, spaces, strict=True)]
    pieces[-1] = Piece(words[-1], break_after)
    return GoldSentence(tuple(pieces), line, list(entities(tags)), document)


def entities(tags: Iterable[str]) -> Iterator[Labelled]:
    """
    Yield the entities of tags in any of the schemes, which need not be named.

    An entity begins where its label changes, after an end, and at B, S or U; as in conlleval (Tjong
    Kim Sang and De Meulder 2003), a broken run counts from where its label began.
    """
    first, label = -1, ""
    at = -1
    for at, tag in enumerate(tags):
        place, _, name = tag.partition("-")
        if first >= 0 and (place in "OBSU" or name != label):
            yield Labelled(first, at, label)
            first = -1
        if place == "O":
            continue
        if first < 0:
            first, label = at, name
        if place in "ESLU":
            yield Labelled(first, at + 1, label)
            first = -1
    if first >= 0:
        yield Labelled(first, at + 1, label)


def _ner(row: Row) -> str | None:
    return next((value for key, value in row.misc if key.lower() == "ner"), None)


def _conllu_entities(tree: GoldSentence, path: str) -> Iterator[Labelled]:
    tags = []
    for row in tree.annotation:
        tag = _ner(row) or "O"
        if not _TAG.fullmatch(tag):
            raise fault(
                path, row.line, f"expected NER= with a tag such as B-PER, found {_short(tag)}"
            )
        tags.append(tag)
    assert len(tags) == len(forms(tree))
    return entities(tags)
