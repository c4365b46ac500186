"""Turn annotated examples into the numbers that the scorer is fitted to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from hookline import Document
from hookline_relations.mentions.candidates import Candidate, candidates
from hookline_relations.scorer.encoder_states import of_pairs, states_of
from hookline_relations.scorer.features import pairs
from hookline_relations.syntax.tree import Tree, trees
from hookline_relations.training.examples import HEADS, Example, Span

__all__ = ["Table", "fold_of", "table"]

WEAK = 0.2
"""How much it counts that a pair is not known to be in a relation that its text was not read for."""

PRONOUNS = frozenset({"HE", "SHE", "I", "WE", "THEY", "IT", "WHO", "WHICH", "WHERE", "NAME", "ADJ"})


@dataclass(frozen=True, slots=True)
class Table:
    """
    Pairs, one a row: features, states, the two spans, what holds, what is known, and the number of the
    example.

    `holds` and `known` have a column for each head with the first as subject, then with the second;
    `known` is 1 where the data say, and less where they are silent.
    """

    features: list[NDArray[np.int64]]
    states: NDArray[np.float16]
    spans: list[tuple[Span, Span]]
    holds: NDArray[np.float32]
    known: NDArray[np.float32]
    example: NDArray[np.int64]

    def of(self, chosen: NDArray[np.bool_]) -> Table:
        """Return the rows that are chosen."""
        return Table(
            list(compress(self.features, chosen)),
            self.states[chosen],
            list(compress(self.spans, chosen)),
            self.holds[chosen],
            self.known[chosen],
            self.example[chosen],
        )


def table(examples: Sequence[Example], documents: Iterable[Document], encoder: str) -> Table:
    """
    Return every pair of the examples, whose annotated texts are `documents`.

    Raises:
        ValueError: a document lacks the states of the encoder.
    """
    features: list[NDArray[np.int64]] = []
    read: list[NDArray[np.float16]] = []
    places: list[tuple[Span, Span]] = []
    rows: list[tuple[list[float], list[float]]] = []
    owners: list[int] = []
    for number, (example, doc) in enumerate(zip(examples, documents, strict=True)):
        facts = {(fact.head, fact.subject, fact.object) for fact in example.facts}
        doubt = {frozenset(spans) for spans in example.unsure}
        held = states_of(doc, encoder)
        if held is None:
            raise ValueError(f"{example.group}: expected states of the encoder {encoder}")
        for tree in trees(doc):
            found = candidates(tree)
            spans = [_span(tree, one) for one in found]
            couples = list(pairs(tree, found))
            states = of_pairs(held, tree, found, couples)
            for pair, state in zip(couples, states, strict=True):
                one, two = spans[pair.first], spans[pair.second]
                holds = _holds(facts, one, two) + _holds(facts, two, one)
                kinds = {found[pair.first].kind, found[pair.second].kind}
                known = [1.0 if head in example.known else WEAK for head in HEADS] * 2
                if not any(holds) and (
                    (example.named and kinds & PRONOUNS) or _doubtful(doubt, one, two)
                ):
                    continue
                features.append(np.array(pair.features, np.int64))
                read.append(state.astype(np.float16))
                places.append((one, two))
                rows.append((holds, known))
                owners.append(number)
    return Table(
        features,
        np.array(read, np.float16),
        places,
        np.array([holds for holds, _ in rows], np.float32),
        np.array([known for _, known in rows], np.float32),
        np.array(owners, np.int64),
    )


def fold_of(example: Example, folds: int) -> int:
    """Return the fold of an example: all of one document are in the same."""
    return crc32(example.group.encode()) % folds


def _span(tree: Tree, one: Candidate) -> Span:
    return tree.words[one.first].start, tree.words[one.last].end


def _overlap(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def _holds(facts: Iterable[tuple[str, Span, Span]], one: Span, two: Span) -> list[float]:
    stated = {
        head for head, subject, object in facts if _overlap(subject, one) and _overlap(object, two)
    }
    return [float(head in stated) for head in HEADS]


def _doubtful(doubt: Iterable[frozenset[Span]], one: Span, two: Span) -> bool:
    return any(
        any(_overlap(span, one) for span in spans) and any(_overlap(span, two) for span in spans)
        for spans in doubt
    )
