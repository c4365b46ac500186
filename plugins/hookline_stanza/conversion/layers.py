"""Turn what the model says into hookline's layers, offsets into the whole text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from hookline import Document, Entity, LayerError, Sentence, Token, Vectors

if TYPE_CHECKING:  # numpy is not to be imported for the declaration of the stage
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]
    Finish = Callable[[Sequence[Token], Sequence[Entity], Sequence[Array]], list[Entity]]
    """Makes the entities of a document of its tokens, what the model found, and the senses of each."""

Span = tuple[int, int]

MOST_HELD = 100_000
"""Tokens; a longer document carries no states, which would take more room than all the rest."""


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


class Columns(NamedTuple):
    """What a model says of the words of a sentence, a value a word.

    Heads count from 1 in the sentence, 0 is the root; `ner` holds BIOES tags. What the model was
    not asked for is None, and every `ner` is O. `state` is what its encoder holds of a word, empty
    where it has none to pass on. `sense` stands at the last word of each entity: [labels] the log
    probability of each label of `SENSES`, empty for an entity with another one.
    """

    lemma: Sequence[str | None]
    upos: Sequence[str | None]
    xpos: Sequence[str | None]
    feats: Sequence[str | None]
    head: Sequence[int | None]
    deprel: Sequence[str | None]
    ner: Sequence[str]
    state: Sequence[bytes]
    sense: Sequence[Array | None]

    def words(self) -> list[Word]:
        """Return a Word for each word."""
        return [
            Word(lemma, upos, xpos or "_", feats or "_", head or 0, deprel or "dep", ner)
            for lemma, upos, xpos, feats, head, deprel, ner, _, _ in zip(*self, strict=True)
        ]

    def with_names(self, other: Columns) -> Columns:
        """Return these columns with the entity tags of others."""
        return self if other is self else self._replace(ner=other.ner, sense=other.sense)

    @classmethod
    def joined(cls, parts: Sequence[Columns]) -> Columns:
        """Return the parts of a sentence as one; later roots hang on the first, as parataxis."""
        heads: list[int | None] = []
        relations: list[str | None] = []
        root: int | None = None
        for part in parts:
            shift = len(heads)
            for place, (head, relation) in enumerate(zip(part.head, part.deprel, strict=True)):
                later = head == 0 and root is not None
                if head == 0 and root is None:
                    root = shift + place + 1
                heads.append(root if later else head and head + shift)
                relations.append("parataxis" if later else relation)
        columns = [
            [value for column in same for value in column] for same in zip(*parts, strict=True)
        ]
        return cls(*columns)._replace(head=heads, deprel=relations)


class Analysis(NamedTuple):
    """The tokens of one sentence: where they are, what they are, and the entities among them."""

    spans: Sequence[Span]
    columns: Columns
    entities: Sequence[Entity]


def with_layers(
    doc: Document, analyses: Iterable[Analysis], finish: Finish | None = None, encoder: str = ""
) -> Document:
    """Return the document with sentences, tokens (with syntax) and, if wanted, entities.

    Args:
        doc: The document.
        analyses: Its sentences.
        finish: Makes its entities; None when none are wanted.
        encoder: Which encoder the states are of.
    """
    text = doc.text
    sentences: list[Sentence] = []
    tokens: list[Token] = []
    names: list[Entity] = []
    senses: list[Array] = []
    rows = bytearray()
    known: dict[str, str] = {}  # a word that comes again takes no room, nor does a head's number
    for number, (spans, columns, found) in enumerate(analyses):
        places = list(range(len(tokens), len(tokens) + len(spans)))
        starts, ends = zip(*spans, strict=True)
        sentences.append(Sentence(starts[0], max(ends)))
        lemma, upos, xpos, feats, head, deprel, _, state, sense = columns
        rows += b"".join(state)
        if len(tokens) + len(spans) > MOST_HELD:
            rows.clear()
        words = [text[start:end] for start, end in spans]
        tokens += map(
            Token,
            starts,
            ends,
            [known.setdefault(word, word) for word in words],
            repeat(number),
            lemma,
            upos,
            xpos,
            feats,
            [places[place - 1] if place else None for place in head],
            deprel,
        )
        names += found
        senses += [each for each in sense if each is not None]
    return doc.with_layers(
        sentences=sentences,
        tokens=tokens,
        entities=finish(tokens, names, senses) if finish else None,
        vectors=Vectors(encoder, len(rows) // len(tokens), bytes(rows)) if rows else None,
    )


def vectors(encoder: str, states: Sequence[bytes]) -> Vectors | None:
    """Return states as vectors, zeros for tokens without; None where none has one, or of too many."""
    width = max(map(len, states), default=0)
    if not width or len(states) > MOST_HELD:
        return None
    return Vectors(encoder, width, b"".join(state or bytes(width) for state in states))


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


def with_columns(
    doc: Document, places: Sequence[Sequence[int]], found: Sequence[Columns], finish: Finish
) -> tuple[list[Token], list[Entity], list[bytes]]:
    """Return the tokens of a document with what a model says of them, the entities, and states.

    Args:
        doc: The document, with tokens.
        places: What `sentences_of` says of it.
        found: The columns of each of these sentences; without UPOS, tokens stay as they are.
        finish: Makes the entities.
    """
    tokens = list(doc.tokens or ())
    entities: list[Entity] = []
    senses: list[Array] = []
    states = [b""] * len(tokens)
    for sentence, columns in zip(places, found, strict=True):
        spans = [(tokens[place].start, tokens[place].end) for place in sentence]
        entities += entity_spans(columns.ner, spans)
        senses += [each for each in columns.sense if each is not None]
        for place, (lemma, upos, xpos, feats, head, deprel, _, state, _) in zip(
            sentence, zip(*columns, strict=True), strict=True
        ):
            states[place] = state
            if upos is not None:
                tokens[place] = tokens[place]._replace(
                    lemma=lemma,
                    upos=upos,
                    xpos=xpos,
                    feats=feats,
                    head=sentence[head - 1] if head else None,
                    deprel=deprel,
                )
    return tokens, finish(tokens, entities, senses), states


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
