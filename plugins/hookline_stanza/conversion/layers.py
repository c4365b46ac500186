"""Convert the output of a model to the layers of a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any

from hookline import Document, Entity, LayerError, Sentence, Token, TokenVectors

from .columns import SentenceAnalysis, SentenceColumns
from .spans import entity_spans

if TYPE_CHECKING:  # the stage is declared without importing numpy
    from numpy.typing import NDArray

    PostprocessEntities = Callable[
        [Sequence[Token], Sequence[Entity], Sequence[NDArray[Any]]], list[Entity]
    ]
    """Make a document's entities from its tokens, the predicted entities and their label scores."""

MAX_TOKENS_WITH_STATES = 100_000
"""Documents with more tokens carry no encoder states, which would dominate their memory."""


def add_layers(
    doc: Document,
    analyses: Iterable[SentenceAnalysis],
    postprocess: PostprocessEntities | None = None,
    encoder: str = "",
) -> Document:
    """
    Return the document with sentences, tokens with syntax and, on request, entities.

    Args:
        doc: The document.
        analyses: Its sentences, in order.
        postprocess: Makes its entities; None if entities are not requested.
        encoder: Identifies the encoder of the states.
    """
    text = doc.text
    sentences: list[Sentence] = []
    tokens: list[Token] = []
    entities: list[Entity] = []
    label_scores: list[NDArray[Any]] = []
    states = bytearray()
    interned: dict[str, str] = {}  # repeated words share one string
    for number, (spans, columns, sentence_entities) in enumerate(analyses):
        indices = list(range(len(tokens), len(tokens) + len(spans)))
        starts, ends = zip(*spans, strict=True)
        sentences.append(Sentence(starts[0], max(ends)))
        states += b"".join(columns.state)
        if len(tokens) + len(spans) > MAX_TOKENS_WITH_STATES:
            states.clear()
        words = [text[start:end] for start, end in spans]
        tokens += map(
            Token,
            starts,
            ends,
            [interned.setdefault(word, word) for word in words],
            repeat(number),
            columns.lemma,
            columns.upos,
            columns.xpos,
            columns.feats,
            [indices[head - 1] if head else None for head in columns.head],
            columns.deprel,
        )
        entities += sentence_entities
        label_scores += [scores for scores in columns.label_scores if scores is not None]
    return doc.with_layers(
        sentences=sentences,
        tokens=tokens,
        entities=postprocess(tokens, entities, label_scores) if postprocess else None,
        vectors=TokenVectors(encoder, len(states) // len(tokens), bytes(states))
        if states
        else None,
    )


def state_vectors(encoder: str, states: Sequence[bytes]) -> TokenVectors | None:
    """Return the vectors of tokens, zeros for one without a state; None if none has one."""
    width = max(map(len, states), default=0)
    if not width or len(states) > MAX_TOKENS_WITH_STATES:
        return None
    return TokenVectors(encoder, width, b"".join(state or bytes(width) for state in states))


def tokens_by_sentence(doc: Document) -> list[list[int]]:
    """
    Return the indices of the tokens of every sentence that has tokens.

    Raises:
        hookline.LayerError: The document has no sentences or no tokens.
    """
    if doc.sentences is None or doc.tokens is None:
        missing = "sentences" if doc.sentences is None else "tokens"
        raise LayerError(
            f"`tokens: given` needs documents with sentences and tokens, but {doc.place} has no "
            f"{missing}: use a source that reads them, or set `tokens: make`"
        )
    indices: list[list[int]] = [[] for _ in doc.sentences]
    for index, token in enumerate(doc.tokens):
        indices[token.sentence].append(index)
    return [sentence for sentence in indices if sentence]


def annotate_tokens(
    doc: Document,
    sentences: Sequence[Sequence[int]],
    columns: Sequence[SentenceColumns],
    postprocess: PostprocessEntities,
) -> tuple[list[Token], list[Entity], list[bytes]]:
    """
    Return the document's own tokens with the model's syntax, the entities, and a state per token.

    Args:
        doc: The document, with tokens.
        sentences: Token indices of each sentence, from `tokens_by_sentence`.
        columns: Columns of each of these sentences; tokens without UPOS stay unchanged.
        postprocess: Makes the entities.
    """
    tokens = list(doc.tokens or ())
    entities: list[Entity] = []
    label_scores: list[NDArray[Any]] = []
    states = [b""] * len(tokens)
    for sentence, predicted in zip(sentences, columns, strict=True):
        spans = [(tokens[index].start, tokens[index].end) for index in sentence]
        entities += entity_spans(predicted.ner, spans)
        label_scores += [scores for scores in predicted.label_scores if scores is not None]
        for index, (lemma, upos, xpos, feats, head, deprel, _, state, _) in zip(
            sentence, zip(*predicted, strict=True), strict=True
        ):
            states[index] = state
            if upos is not None:
                tokens[index] = tokens[index]._replace(
                    lemma=lemma,
                    upos=upos,
                    xpos=xpos,
                    feats=feats,
                    head=sentence[head - 1] if head else None,
                    deprel=deprel,
                )
    return tokens, postprocess(tokens, entities, label_scores), states
