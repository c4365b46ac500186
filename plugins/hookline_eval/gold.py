"""Annotated text: sentences of words, laid out as the running text that the pipeline gets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from hookline import Document, Sentence, Token

Span = tuple[int, int]
Annotation = TypeVar("Annotation")

BLOCK = 10  # sentences to a document where a file marks none


class Piece(NamedTuple):
    """A printed token: its characters, the white space behind it, and the words that it fuses."""

    surface: str
    after: str = " "
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """A sentence as its file has it. `document` is the name of the document that it opens."""

    pieces: tuple[Piece, ...]
    line: int
    annotation: Any = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """
    A document laid out as text, code points as offsets.

    `words` has the spans of the words of every sentence: a word of a fused token has its own
    characters where the words spell the token, else the token's.
    """

    id: str
    text: str
    sentences: tuple[GoldSentence, ...]
    words: tuple[tuple[Span, ...], ...]

    def bare(self) -> Document:
        """Return the document as running text."""
        return Document.from_text(self.text, self.id)

    def with_tokens(self) -> Document:
        """Return the document with its sentences and words as layers."""
        sentences = [Sentence(spans[0][0], spans[-1][1]) for spans in self.words]
        tokens = [
            Token(start, end, form, number)
            for number, (sentence, spans) in enumerate(zip(self.sentences, self.words, strict=True))
            for (start, end), form in zip(spans, forms(sentence), strict=True)
        ]
        return self.bare().with_layers(sentences=sentences, tokens=tokens)


def forms(sentence: GoldSentence) -> list[str]:
    """Return the words of a sentence, those of fused tokens each for itself."""
    return [word for piece in sentence.pieces for word in piece.words or (piece.surface,)]


def documents(sentences: Iterable[GoldSentence], block: int = BLOCK) -> Iterator[GoldDocument]:
    """
    Yield documents of the sentences of a file, as it marks them.

    Where it marks none, every `block` sentences make one, named by the numbers of its sentences.
    """
    held = list(sentences)
    marks = [at for at, sentence in enumerate(held) if sentence.document is not None]
    if marks:
        edges = sorted({0, *marks, len(held)})
    else:
        edges = [*range(0, len(held), block), len(held)]
    for first, last in pairwise(edges):
        name = held[first].document or f"sentences {first + 1}-{last}"
        yield lay_out(name, held[first:last])


def lay_out(name: str, sentences: Sequence[GoldSentence]) -> GoldDocument:
    """Return a document with the text of its sentences; no white space is left at its end."""
    parts: list[str] = []
    words: list[tuple[Span, ...]] = []
    at = 0
    for sentence in sentences:
        spans: list[Span] = []
        for piece in sentence.pieces:
            spans += _word_spans(piece, at)
            parts += (piece.surface, piece.after)
            at += len(piece.surface) + len(piece.after)
        words.append(tuple(spans))
    return GoldDocument(name, "".join(parts).rstrip(), tuple(sentences), tuple(words))


def _word_spans(piece: Piece, at: int) -> list[Span]:
    end = at + len(piece.surface)
    if not piece.words:
        return [(at, end)]
    if "".join(piece.words).lower() != piece.surface.lower():
        return [(at, end)] * len(piece.words)
    spans = []
    for word in piece.words:
        spans.append((at, at + len(word)))
        at += len(word)
    return spans


VARIANTS: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "title": lambda word: word[:1].upper() + word[1:],
}


def varied(sentence: GoldSentence, variant: str) -> GoldSentence:
    """Return the sentence with the letter case of its words changed."""
    change = VARIANTS[variant]
    pieces = tuple(
        Piece(change(piece.surface), piece.after, tuple(map(change, piece.words)))
        for piece in sentence.pieces
    )
    return GoldSentence(pieces, sentence.line, sentence.annotation, sentence.document)
