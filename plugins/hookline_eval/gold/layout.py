"""Lay out annotated sentences of words as the running text that the pipeline gets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

from hookline import Document, Sentence, Token

Offsets = tuple[int, int]
"""Start and end in code points; the end is exclusive."""

SENTENCES_PER_DOCUMENT = 10
"""Default size of a document where a file marks none."""

_NEWDOC = re.compile(r"#\s*newdoc(?:\s+id)?\s*(?:=\s*(.*))?$")


class PrintedToken(NamedTuple):
    """
    A token as it is printed.

    `after` is the white space that follows it. `words` are the syntactic words of a fused token, such
    as "do" and "n't" of "don't"; empty for a token that is one word.
    """

    surface: str
    after: str = " "
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """
    A sentence of an annotated file.

    `line` is the line of its first word. `annotation` is what the reader of the format found.
    `document` is the name of the document that begins with this sentence, None within a document.
    """

    tokens: tuple[PrintedToken, ...]
    line: int
    annotation: Any = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """
    A document laid out as text.

    `word_spans` has the span of each word, by sentence. A word of a fused token has a span of its own
    where the words spell the token, else the span of the token.
    """

    id: str
    text: str
    sentences: tuple[GoldSentence, ...]
    word_spans: tuple[tuple[Offsets, ...], ...]

    def untokenized(self) -> Document:
        """Return the document as running text, without layers."""
        return Document.from_text(self.text, self.id)

    def tokenized(self) -> Document:
        """Return the document with its sentences and words as layers."""
        sentences = [Sentence(spans[0][0], spans[-1][1]) for spans in self.word_spans]
        tokens = [
            Token(start, end, form, number)
            for number, (sentence, spans) in enumerate(
                zip(self.sentences, self.word_spans, strict=True)
            )
            for (start, end), form in zip(spans, word_forms(sentence), strict=True)
        ]
        return self.untokenized().with_layers(sentences=sentences, tokens=tokens)


class DocumentNames:
    """Name the documents that `# newdoc` comments mark in one file."""

    def __init__(self) -> None:
        self._count = 0

    def from_comment(self, comment: str) -> str | None:
        """Return the name in a `# newdoc` comment, a numbered one if it has none; else None."""
        match = _NEWDOC.match(comment)
        if match is None:
            return None
        numbered = self.next()
        return (match[1] or "").strip() or numbered

    def next(self) -> str:
        """Return the name of the next document that has none."""
        self._count += 1
        return f"document {self._count}"


def word_forms(sentence: GoldSentence) -> list[str]:
    """Return the words of a sentence, with fused tokens split into theirs."""
    return [word for token in sentence.tokens for word in token.words or (token.surface,)]


def gold_documents(
    sentences: Iterable[GoldSentence], block: int = SENTENCES_PER_DOCUMENT
) -> Iterator[GoldDocument]:
    """
    Yield the documents that a file marks.

    Where it marks none, every `block` sentences make one, named by the numbers of its sentences.
    """
    sentences = list(sentences)
    starts = [index for index, item in enumerate(sentences) if item.document is not None]
    if starts:
        edges = sorted({0, *starts, len(sentences)})
    else:
        edges = [*range(0, len(sentences), block), len(sentences)]
    for first, end in pairwise(edges):
        name = sentences[first].document or f"sentences {first + 1}-{end}"
        yield _lay_out(name, sentences[first:end])


def _lay_out(name: str, sentences: Sequence[GoldSentence]) -> GoldDocument:
    """Join the sentences into one text that ends with the last word."""
    parts: list[str] = []
    word_spans: list[tuple[Offsets, ...]] = []
    offset = 0
    for sentence in sentences:
        spans: list[Offsets] = []
        for token in sentence.tokens:
            spans += _spans_of(token, offset)
            parts += (token.surface, token.after)
            offset += len(token.surface) + len(token.after)
        word_spans.append(tuple(spans))
    return GoldDocument(name, "".join(parts[:-1]), tuple(sentences), tuple(word_spans))


def _spans_of(token: PrintedToken, start: int) -> list[Offsets]:
    end = start + len(token.surface)
    if not token.words:
        return [(start, end)]
    if "".join(token.words).lower() != token.surface.lower():
        return [(start, end)] * len(token.words)
    spans = []
    for word in token.words:
        spans.append((start, start + len(word)))
        start += len(word)
    return spans


CASE_VARIANTS: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "title": lambda word: word[:1].upper() + word[1:],
}


def with_case(sentence: GoldSentence, variant: str) -> GoldSentence:
    """Return the sentence with the letter case of its words changed, see `CASE_VARIANTS`."""
    change = CASE_VARIANTS[variant]
    tokens = tuple(
        PrintedToken(change(token.surface), token.after, tuple(map(change, token.words)))
        for token in sentence.tokens
    )
    return replace(sentence, tokens=tokens)
