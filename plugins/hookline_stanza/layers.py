"""Turn what the model says into hookline's layers, offsets into the whole text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from hookline import Document, Entity, Sentence, Token

Span = tuple[int, int]


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
    """The tokens of one sentence, and its entities with the model's own labels."""

    rows: Sequence[Row]
    entities: Sequence[Entity]


def with_layers(doc: Document, analyses: Iterable[Analysis], labels: Mapping[str, str]) -> Document:
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
        entities += [e._replace(label=labels.get(e.label, e.label)) for e in found]
    return doc.with_layers(sentences=sentences, tokens=tokens, entities=entities)


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
