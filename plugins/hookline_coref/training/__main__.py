"""Train the scorer: `python -m hookline_coref.training TRAIN.conllu.gz OUT.npz`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hookline import Document, Pipeline
from hookline_coref.lexicon.lexicon import builtin_lexicon
from hookline_coref.resolution.scorer import AntecedentScorer
from hookline_coref.training.examples import Example, document_examples
from hookline_coref.training.fit import ExampleTable, FitSettings, combine, fit, pack
from hookline_coref.training.gold import AnnotatedDocument, read_documents

RIGHT_CHOICES = FitSettings(epochs=10, decay=1e-4, width=24, dropout=0.25)
"""The settings of networks that learn from right choices only."""

Pairs = Sequence[tuple[AnnotatedDocument, Document]]


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m hookline_coref.training")
    parser.add_argument("data", type=Path, help="CoNLL-U with Entity= in MISC, .gz or not")
    parser.add_argument("out", type=Path, help="the model file to write")
    parser.add_argument("--members", type=int, default=2, help="networks of each of the two kinds")
    parser.add_argument("--epochs", type=int, default=FitSettings().epochs)
    parser.add_argument("--seed", type=int, default=FitSettings().seed)
    options = parser.parse_args()
    gold = list(read_documents(options.data))
    settings = FitSettings(epochs=options.epochs, seed=options.seed)
    options.out.write_bytes(train(annotated(gold), settings, options.members))


def annotated(gold: Sequence[AnnotatedDocument]) -> Pairs:
    """Return the documents with the annotations of the embedded model on their running text."""
    with Pipeline.from_config({"stages": [{"use": "stanza"}]}) as pipeline:
        results = list(pipeline.stream(document.text for document in gold))
    pairs = [
        (document, doc)
        for document, doc in zip(gold, results, strict=True)
        if isinstance(doc, Document)
    ]
    if len(pairs) < len(gold):
        raise SystemExit(f"{len(gold) - len(pairs)} documents could not be annotated")
    return pairs


def train(pairs: Pairs, settings: FitSettings, members: int) -> bytes:
    """
    Return the model file; the scores of all networks are averaged.

    Half of the networks learn from right choices only. The others also learn from the choices of a
    model of the other half of the documents, and what follows from them.
    """
    encoder = next((doc.vectors.model for _, doc in pairs if doc.vectors), "")
    taught = list(_examples(pairs))
    width = max((states.shape[1] for _, states in taught if states is not None), default=1)
    halves = [
        AntecedentScorer(pack(fit(ExampleTable(taught[start::2], width), settings), encoder))
        for start in (0, 1)
    ]
    followed = [*_examples(pairs[0::2], halves[1]), *_examples(pairs[1::2], halves[0])]
    right = ExampleTable(taught, width)
    both = ExampleTable([*taught, *followed], width)
    sys.stdout.write(f"{len(pairs)} documents, {len(right.counts)} choices\n")
    weights = []
    for member in range(members):
        seed = settings.seed + member
        weights.append(fit(right, replace(RIGHT_CHOICES, seed=seed)))
        weights.append(fit(both, replace(settings, seed=seed)))
    return pack(combine(weights), encoder)


def _examples(
    pairs: Pairs, scorer: AntecedentScorer | None = None
) -> Iterator[tuple[list[Example], NDArray[np.int8] | None]]:
    """Yield the examples of each document with its encoder states."""
    lexicon = builtin_lexicon()
    for document, doc in pairs:
        vectors = doc.vectors
        states = None
        if vectors is not None:
            states = np.frombuffer(vectors.rows, np.int8).reshape(-1, vectors.width)
        yield document_examples(doc, document.mentions, lexicon, scorer), states


if __name__ == "__main__":
    main()
