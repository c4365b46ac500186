"""Turn annotated texts into the arrays that the scorer is fitted to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from hookline import Document
from hookline_relations.encoder_states import document_states
from hookline_relations.mentions.candidates import candidate_span, find_candidates
from hookline_relations.scorer.features import candidate_pairs
from hookline_relations.scorer.pair_states import pair_states
from hookline_relations.syntax.sentences import sentence_trees
from hookline_relations.training.examples import HEADS, AnnotatedText, Offsets

__all__ = ["PairTable", "encoder_of", "fold_of", "overlap", "pair_table"]

WEAK_WEIGHT = 0.2
"""The weight of a head for a pair of a text that was not annotated for it."""

UNNAMED_KINDS = frozenset(
    {"HE", "SHE", "I", "WE", "THEY", "IT", "WHO", "WHICH", "WHERE", "NAME", "ADJ"}
)


@dataclass(frozen=True, slots=True)
class PairTable:
    """
    Pairs of candidates, one a row.

    `spans` are the offsets of both, `example` the index of the text. `labels` and `weights` have shape
    [pairs, 2 * heads]: a column for each head with the first candidate as subject, then with the
    second. A weight is 1 where the text is annotated for the head.
    """

    features: list[NDArray[np.int64]]
    states: NDArray[np.float16]
    spans: list[tuple[Offsets, Offsets]]
    labels: NDArray[np.float32]
    weights: NDArray[np.float32]
    example: NDArray[np.int64]

    def select(self, mask: NDArray[np.bool_]) -> PairTable:
        """Return the rows where the mask is true."""
        return PairTable(
            list(compress(self.features, mask)),
            self.states[mask],
            list(compress(self.spans, mask)),
            self.labels[mask],
            self.weights[mask],
            self.example[mask],
        )


def pair_table(
    examples: Sequence[AnnotatedText], documents: Iterable[Document], encoder: str
) -> PairTable:
    """
    Return the pairs of the annotated texts, whose parsed texts are `documents`.

    Raises:
        ValueError: a document has no states of the encoder.
    """
    features: list[NDArray[np.int64]] = []
    states: list[NDArray[np.float16]] = []
    spans: list[tuple[Offsets, Offsets]] = []
    labels: list[list[float]] = []
    weights: list[list[float]] = []
    example_of: list[int] = []
    for number, (example, doc) in enumerate(zip(examples, documents, strict=True)):
        relations = {(item.head, item.subject, item.object) for item in example.relations}
        unsure = {frozenset(pair) for pair in example.unsure}
        own_weights = [1.0 if head in example.heads else WEAK_WEIGHT for head in HEADS] * 2
        own_states = document_states(doc, encoder)
        if own_states is None:
            raise ValueError(f"{example.group}: expected states of the encoder {encoder}")
        for tree in sentence_trees(doc):
            candidates = find_candidates(tree)
            pairs = list(candidate_pairs(tree, candidates))
            rows = pair_states(own_states, tree, candidates, pairs)
            for pair, row in zip(pairs, rows, strict=True):
                ends = candidates[pair.first], candidates[pair.second]
                first, second = (candidate_span(tree, end) for end in ends)
                own_labels = _labels(relations, first, second) + _labels(relations, second, first)
                unnamed = any(end.kind in UNNAMED_KINDS for end in ends)
                unknown = (example.names_only and unnamed) or _is_unsure(unsure, first, second)
                if unknown and not any(own_labels):
                    continue
                features.append(np.array(pair.features, np.int64))
                states.append(row.astype(np.float16))
                spans.append((first, second))
                labels.append(own_labels)
                weights.append(own_weights)
                example_of.append(number)
    return PairTable(
        features,
        np.array(states, np.float16),
        spans,
        np.array(labels, np.float32),
        np.array(weights, np.float32),
        np.array(example_of, np.int64),
    )


def fold_of(example: AnnotatedText, folds: int) -> int:
    """
    Return the fold of a text; all texts of a document are in the same.

    These are the folds of `hookline eval relations --folds`: the checksum of the document's id.
    """
    _, _, document = example.group.partition(" ")
    return crc32(document.encode()) % folds


def encoder_of(documents: Iterable[Document]) -> str:
    """Return the name of the encoder whose states the documents have, empty if they have none."""
    return next((doc.vectors.model for doc in documents if doc.vectors), "")


def overlap(first: Offsets, second: Offsets) -> bool:
    """Return whether two spans share a character."""
    return first[0] < second[1] and second[0] < first[1]


def _labels(
    relations: Iterable[tuple[str, Offsets, Offsets]], subject: Offsets, object: Offsets
) -> list[float]:
    stated = {
        head
        for head, own_subject, own_object in relations
        if overlap(own_subject, subject) and overlap(own_object, object)
    }
    return [float(head in stated) for head in HEADS]


def _is_unsure(unsure: Iterable[frozenset[Offsets]], first: Offsets, second: Offsets) -> bool:
    return any(
        any(overlap(span, first) for span in pair) and any(overlap(span, second) for span in pair)
        for pair in unsure
    )
