"""Read annotated sentences, and turn them into pairs of candidates with labels."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from hookline import Document, SourceError, open_input, shown
from hookline_relations.encoder_states import document_states
from hookline_relations.mentions.candidates import candidate_span, find_candidates
from hookline_relations.scorer.features import candidate_pairs
from hookline_relations.scorer.ordered_pairs import ordered_rows
from hookline_relations.scorer.pair_scorer import Matrix, PairScorer
from hookline_relations.scorer.pair_states import pair_states
from hookline_relations.syntax.sentences import sentence_trees

__all__ = ["Fact", "LabelledPairs", "LabelledText", "folds_of", "labelled_pairs", "read_labelled"]

TYPE_NAME = re.compile(r"[a-z][a-z0-9_]*")

Offsets = tuple[int, int]


class Fact(NamedTuple):
    """A relation that a text states; an `optional` one is neither required nor wrong."""

    type: str
    subject: Offsets
    object: Offsets
    optional: bool


class LabelledText(NamedTuple):
    """A text of a document with all facts of the types to fit."""

    document: str
    text: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class LabelledPairs:
    """
    Pairs of candidates in both orders, one a row.

    `rows` are those of `ordered_rows`; `texts` are the indices of their texts, `ends` the offsets of
    subject and object, `kinds` their kinds of mention. `facts` holds, for each row, the indices of the
    text's facts that it matches.
    """

    rows: Matrix
    texts: NDArray[np.int64]
    ends: list[tuple[Offsets, Offsets]]
    kinds: list[tuple[str, str]]
    facts: list[frozenset[int]]


def read_labelled(path: str) -> list[LabelledText]:
    """
    Read JSON lines with `text`, `typed` and optionally the `id` of the document.

    Raises:
        SourceError: the file cannot be read, a line is in another form, or there is no fact.
    """
    texts = []
    try:
        with open_input(path) as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    texts.append(_labelled(f"{shown(path)}:{number}", number, line))
    except OSError as error:
        raise SourceError(f"{shown(path)}: cannot read this file: {error}") from error
    if not any(text.facts for text in texts):
        raise SourceError(f"{shown(path)}: expected facts under `typed`, found none in any line")
    return texts


def _labelled(place: str, number: int, line: bytes) -> LabelledText:
    try:
        row: Any = json.loads(line)
        text, typed = row["text"], row["typed"]
        facts = tuple(_fact(place, text, item) for item in typed)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceError(
            f'{place}: expected {{"text": …, "typed": [{{"type": …, "subject": [start, end], '
            f'"object": [start, end]}}]}}: {type(error).__name__}: {error}'
        ) from error
    return LabelledText(str(row.get("id", number)), text, facts)


def _fact(place: str, text: str, item: dict[str, Any]) -> Fact:
    name = item["type"]
    if not TYPE_NAME.fullmatch(name) or name == "open":
        raise SourceError(f"{place}: expected a type in snake_case, found {name!r}")
    ends = []
    for key in ("subject", "object"):
        start, end = item[key]
        if not 0 <= start < end <= len(text):
            raise SourceError(
                f"{place}: expected {key} as [start, end] in a text of {len(text)} characters, "
                f"found [{start}, {end}]"
            )
        ends.append((start, end))
    return Fact(name, ends[0], ends[1], bool(item.get("optional", False)))


def labelled_pairs(
    texts: Sequence[LabelledText], documents: Sequence[Document], scorer: PairScorer
) -> LabelledPairs:
    """Return the pairs of annotated texts; the documents carry the states of the scorer's encoder."""
    parts: list[Matrix] = []
    numbers: list[int] = []
    ends: list[tuple[Offsets, Offsets]] = []
    kinds: list[tuple[str, str]] = []
    for number, doc in enumerate(documents):
        states = document_states(doc, scorer.encoder)
        for tree in sentence_trees(doc):
            candidates = find_candidates(tree)
            pairs = list(candidate_pairs(tree, candidates))
            if states is None or not pairs:
                continue
            own = pair_states(states, tree, candidates, pairs)
            for reverse, rows in enumerate(ordered_rows(own, scorer.layer(pairs, own))):
                parts.append(rows)
                for pair in pairs:
                    order = (pair.second, pair.first) if reverse else (pair.first, pair.second)
                    subject, object = (candidates[index] for index in order)
                    numbers.append(number)
                    kinds.append((subject.kind, object.kind))
                    ends.append((candidate_span(tree, subject), candidate_span(tree, object)))
    facts = [
        frozenset(
            index
            for index, fact in enumerate(texts[number].facts)
            if _overlap(fact.subject, subject) and _overlap(fact.object, object)
        )
        for number, (subject, object) in zip(numbers, ends, strict=True)
    ]
    rows = np.concatenate(parts) if parts else np.zeros((0, 0), np.float32)
    return LabelledPairs(rows, np.array(numbers, np.int64), ends, kinds, facts)


def folds_of(texts: Sequence[LabelledText], folds: int) -> NDArray[np.int64]:
    """Return the fold of each text; texts of a document share it, and folds have equal documents."""
    documents = sorted(
        {text.document for text in texts}, key=lambda name: (crc32(name.encode()), name)
    )
    fold = {name: number % folds for number, name in enumerate(documents)}
    return np.array([fold[text.document] for text in texts], np.int64)


def _overlap(first: Offsets, second: Offsets) -> bool:
    return first[0] < second[1] and second[0] < first[1]
