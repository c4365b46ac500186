"""Read entities in columns: BIO, IOB1, BIOES and BILOU tags, CoNLL-2003, UNER, CoNLL-U."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from hookline import SourceError, shown
from hookline_eval.gold.conllu import ConlluWord, is_conllu, read_trees
from hookline_eval.gold.layout import DocumentNames, GoldSentence, PrintedToken
from hookline_eval.gold.lines import line_error, numbered_lines, quoted
from hookline_eval.gold.spacing import spaces_after

_TAG = re.compile(r"O|[BIESLUM]-\S+")
_DOCSTART = "-DOCSTART-"


class LabelledWords(NamedTuple):
    """An entity of a sentence: the words from `first` to before `end`, counted from 0."""

    first: int
    end: int
    label: str


def read_entity_sentences(path: str, sentence_break: str = "\n") -> list[GoldSentence]:
    """
    Read the sentences of a file, each with its entities (`LabelledWords`) as annotation.

    A token is a line of columns separated by tabs or spaces, the word first and the tag last, or the
    columns of UNER or CoNLL-U (`NER=` in MISC). A blank line ends a sentence; a `-DOCSTART-` line or a
    comment `# newdoc` opens a document. Where the file does not say what separates its words, spaces
    are restored by the rules of English print, and `sentence_break` follows each sentence.

    Raises:
        SourceError: The file cannot be read, holds no sentence, or a line is not in the format.
    """
    lines = list(numbered_lines(path))
    if is_conllu(text for _, text in lines):
        trees = read_trees(path, lines)
        if not any(_ner_value(word) for tree in trees for word in tree.annotation):
            raise SourceError(f"{shown(path)}: expected entities as NER=B-PER in MISC, found none")
        return [replace(tree, annotation=_conllu_entities(tree, path)) for tree in trees]
    sentences = list(_read_columns(path, lines, sentence_break))
    if not sentences:
        raise SourceError(
            f"{shown(path)}: holds no sentence; expected lines of a token and its tag, such as "
            "`Oslo<TAB>B-LOC`, and a blank line between sentences"
        )
    return sentences


def _read_columns(
    path: str, lines: Iterable[tuple[int, str]], sentence_break: str
) -> Iterator[GoldSentence]:
    words: list[str] = []
    tags: list[str] = []
    names = DocumentNames()
    document: str | None = None
    first_line = 0
    for line, text in [*lines, (0, "")]:
        if not text.strip():
            if words:
                tokens = _printed_tokens(words, sentence_break)
                yield GoldSentence(tokens, first_line, list(tagged_entities(tags)), document)
                words, tags, document = [], [], None
        elif text.startswith(_DOCSTART):
            document = names.next()
        elif _is_comment(text):
            document = names.from_comment(text) or document
        else:
            word, tag = _word_and_tag(path, line, text)
            first_line = first_line if words else line
            words.append(word)
            tags.append(tag)


def _printed_tokens(words: list[str], sentence_break: str) -> tuple[PrintedToken, ...]:
    gaps = [" " * has_space for has_space in spaces_after(words)[:-1]]
    return tuple(map(PrintedToken, words, [*gaps, sentence_break]))


def _is_comment(text: str) -> bool:
    return text == "#" or (text.startswith(("# ", "#\u00a0")) and not _is_hash_token(text))


def _is_hash_token(text: str) -> bool:
    """Return whether a line such as `# O` is the token `#` and not a comment."""
    cells = _cells(text)
    return len(cells) in (2, 4) and bool(_TAG.fullmatch(cells[-1]))


def _cells(text: str) -> list[str]:
    return text.split("\t") if "\t" in text else text.split()


def _word_and_tag(path: str, line: int, text: str) -> tuple[str, str]:
    cells = _cells(text)
    if len(cells) == 5 and cells[0].isdecimal() and _TAG.fullmatch(cells[2]):
        return cells[1], cells[2]  # UNER: number, word, tag and two more columns
    if len(cells) < 2 or not cells[0]:
        expected = "a token and its tag, such as `Oslo<TAB>B-LOC`"
        raise line_error(path, line, f"expected {expected}, found {quoted(text)}")
    tag = cells[-1].strip()
    if not _TAG.fullmatch(tag):
        expected = "a tag such as B-PER or O in the last column"
        raise line_error(path, line, f"expected {expected}, found {quoted(tag)}")
    return cells[0], tag


def tagged_entities(tags: Iterable[str]) -> Iterator[LabelledWords]:
    """
    Yield the entities of the tags of a sentence, whichever of the schemes they follow.

    An entity begins where the label changes, after an end tag, and at B, S or U; as in conlleval
    (Tjong Kim Sang and De Meulder 2003), an I tag without a beginning opens an entity.
    """
    first, label = -1, ""
    for index, tag in enumerate([*tags, "O"]):
        position, _, tag_label = tag.partition("-")
        if first >= 0 and (position in "OBSU" or tag_label != label):
            yield LabelledWords(first, index, label)
            first = -1
        if position == "O":
            continue
        if first < 0:
            first, label = index, tag_label
        if position in "ESLU":
            yield LabelledWords(first, index + 1, label)
            first = -1


def _ner_value(word: ConlluWord) -> str | None:
    return next((value for key, value in word.misc if key.lower() == "ner"), None)


def _conllu_entities(tree: GoldSentence, path: str) -> list[LabelledWords]:
    tags = []
    for word in tree.annotation:
        tag = _ner_value(word) or "O"
        if not _TAG.fullmatch(tag):
            message = f"expected NER= with a tag such as B-PER, found {quoted(tag)}"
            raise line_error(path, word.line, message)
        tags.append(tag)
    return list(tagged_entities(tags))
