"""Turn what the model says into hookline's layers, offsets into the whole text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from hookline import Document, Entity, LayerError, Sentence, Token

Span = tuple[int, int]


class Word(NamedTuple):
    """What a model says of one word; `head` counts from 1 in its sentence, 0 is the root.

    `xpos` and `feats` are an underscore where there is nothing; `ner` is a BIOES tag.
    """

    lemma: str | None
    upos: str | None
    xpos: str
    feats: str
    head: int
    deprel: str
    ner: str


class Row(NamedTuple):
    """A token of one sentence; `head` counts from 1 in the sentence, 0 is the root."""

    start: int
    end: int
    lemma: str | None
    upos: str | None
    xpos: str | None
    feats: str | None
    head: int | None
    deprel: str | None


class Analysis(NamedTuple):
    """The tokens of one sentence, and its entities."""

    rows: Sequence[Row]
    entities: Sequence[Entity]


def with_layers(doc: Document, analyses: Iterable[Analysis]) -> Document:
    """Return the document with sentences, tokens (with syntax) and entities."""
    sentences: list[Sentence] = []
    tokens: list[Token] = []
    entities: list[Entity] = []
    for number, (rows, found) in enumerate(analyses):
        first = len(tokens)
        sentences.append(Sentence(rows[0].start, max(row.end for row in rows)))
        for row in rows:
            head = None if not row.head else first + row.head - 1
            tokens.append(
                Token(
                    row.start,
                    row.end,
                    doc.text[row.start : row.end],
                    number,
                    row.lemma,
                    row.upos,
                    row.xpos,
                    row.feats,
                    head,
                    row.deprel,
                )
            )
        entities += found
    return doc.with_layers(sentences=sentences, tokens=tokens, entities=entities)


def sentences_of(doc: Document) -> list[list[int]]:
    """Return the places, in the document's tokens, of the tokens of every sentence.

    Raises:
        hookline.LayerError: The document has no sentences or no tokens.
    """
    if doc.sentences is None or doc.tokens is None:
        missing = "sentences" if doc.sentences is None else "tokens"
        raise LayerError(
            f"`tokens: given` takes the sentences and tokens that documents carry, and {doc.place} "
            f"has no {missing}: use a source that reads them, or set `tokens: make`"
        )
    places: list[list[int]] = [[] for _ in doc.sentences]
    for place, token in enumerate(doc.tokens):
        places[token.sentence].append(place)
    return [sentence for sentence in places if sentence]


def with_words(
    doc: Document, places: Sequence[Sequence[int]], found: Sequence[Sequence[Word]]
) -> tuple[list[Token], list[Entity]]:
    """Return the tokens of a document with what a model says of them, and the entities.

    Args:
        doc: The document, with tokens.
        places: What `sentences_of` says of it.
        found: A Word for each of these places.
    """
    tokens = list(doc.tokens or ())
    entities: list[Entity] = []
    for sentence, words in zip(places, found, strict=True):
        spans = [(tokens[place].start, tokens[place].end) for place in sentence]
        entities += entity_spans([word.ner for word in words], spans)
        for place, word in zip(sentence, words, strict=True):
            tokens[place] = tokens[place]._replace(
                lemma=word.lemma,
                upos=word.upos,
                xpos=blank(word.xpos),
                feats=blank(word.feats),
                head=sentence[word.head - 1] if word.head else None,
                deprel=word.deprel,
            )
    return tokens, sorted(entities)


def blank(tag: str | None) -> str | None:
    """Return None for the underscore that CoNLL-U writes where there is nothing."""
    return None if tag in ("_", "") else tag


def entity_spans(tags: Sequence[str], spans: Sequence[Span]) -> Iterator[Entity]:
    """Yield the entities of BIOES tags; a broken run counts from where its label began."""
    start, label = -1, ""
    for (left, right), tag in zip(spans, tags, strict=True):
        place, _, name = tag.partition("-")
        if place in "BS" or place == "O" or name != label:
            start, label = (-1, "") if place == "O" else (left, name)
        if place in ("S", "E") and start >= 0:
            yield Entity(start, right, label)
            start, label = -1, ""


def word_spans(token: Span, words: Sequence[str], text: str) -> list[Span]:
    """Return where the words of a fused token stand: their own characters, else the token's.

    A word has its own characters when the words spell the token, letter case and the kind of
    apostrophe aside.
    """
    start, end = token
    if len(words) == 1:
        return [token]
    surface = text[start:end]
    if _plain("".join(words)) != _plain(surface) or len("".join(words)) != len(surface):
        return [token] * len(words)
    spans = []
    for word in words:
        spans.append((start, start + len(word)))
        start += len(word)
    return spans


def _plain(text: str) -> str:
    return text.lower().replace("’", "'")
