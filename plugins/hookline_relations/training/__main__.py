"""Train the scorer of typed relations from the command line: `python -m … DATA OUT`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from hookline import Document, Pipeline
from hookline_relations.training.examples import HEADS, Example, read
from hookline_relations.training.fit import Settings, fit, packed
from hookline_relations.training.pairs import Table, fold_of, table
from hookline_relations.training.validate import (
    Counts,
    calibration,
    counted,
    logits_of,
    probabilities,
)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m hookline_relations.training")
    parser.add_argument("data", type=Path, help="a folder with knowledgenet*.jsonl.gz and the like")
    parser.add_argument("out", type=Path, help="the model file to write")
    parser.add_argument("--folds", type=int, default=5, help="of the cross-validation, by document")
    parser.add_argument("--epochs", type=int, default=Settings().epochs)
    parser.add_argument("--seed", type=int, default=Settings().seed)
    given = parser.parse_args()
    examples = read(given.data)
    given.out.write_bytes(train(examples, annotated(examples), given))


def annotated(examples: Sequence[Example]) -> list[Document]:
    """Return the texts of the examples with the annotations of the embedded model."""
    with Pipeline.from_config({"stages": [{"use": "stanza"}]}) as pipeline:
        found = list(pipeline.stream(example.text for example in examples))
    documents = [doc for doc in found if isinstance(doc, Document)]
    if len(documents) < len(found):
        raise SystemExit(f"{len(found) - len(documents)} texts could not be annotated")
    return documents


def train(
    examples: Sequence[Example], documents: Sequence[Document], given: argparse.Namespace
) -> bytes:
    """Return the model file, and print how the model does on documents it has not seen."""
    settings = Settings(epochs=given.epochs, seed=given.seed)
    encoder = next((doc.vectors.model for doc in documents if doc.vectors), "")
    pairs = table(examples, documents, encoder)
    _say(f"{len(examples)} texts, {len(pairs.features)} pairs, {int(pairs.holds.sum())} hold")
    folds = np.array([fold_of(examples[number], given.folds) for number in pairs.example])
    plain = np.ones((2, 2 * len(HEADS)), np.float32), np.zeros((2, 2 * len(HEADS)), np.float32)
    logits = np.zeros((2, *pairs.holds.shape), np.float32)
    for fold in range(given.folds):
        model = packed(fit(pairs.of(folds != fold), settings), encoder, *plain)
        for seen in (0, 1):
            logits[seen, folds == fold] = logits_of(model, pairs.of(folds == fold), blind=not seen)
        _say(f"fold {fold + 1} of {given.folds}")
    slopes, biases = zip(*(calibration(values, pairs) for values in logits), strict=True)
    for source in sorted({example.group.partition(" ")[0] for example in examples}):
        for seen, how in enumerate(("without states", "with states")):
            scores = probabilities(logits[seen], slopes[seen], biases[seen])
            _report(f"{source}, {how}", source, examples, pairs, scores)
    return packed(fit(pairs, settings), encoder, np.stack(slopes), np.stack(biases))


def _report(
    title: str, source: str, examples: Sequence[Example], pairs: Table, scores: np.ndarray
) -> None:
    own = [example.group.startswith(f"{source} ") for example in examples]
    mine = [
        example if is_own else example._replace(known=frozenset(), facts=())
        for example, is_own in zip(examples, own, strict=True)
    ]
    _say(f"\n{title}: cross-validated\n\n| threshold | precision | recall | F1 | facts |")
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7):
        _say(f"| {threshold} | {_sum(counted(mine, pairs, scores, threshold))} |")
    _say("\n| head, at 0.5 | precision | recall | F1 | facts |")
    for head, counts in counted(mine, pairs, scores, 0.5).items():
        _say(f"| {head} | {counts} |")
    _say("\n| score | pairs | share that holds |")
    known = (pairs.known >= 1) & np.array(own)[pairs.example][:, None]
    for low in (0.1, 0.3, 0.5, 0.7, 0.9):
        inside = known & (scores >= low) & (scores < low + 0.2)
        share = pairs.holds[inside].mean() if inside.any() else 0.0
        _say(f"| {low:.1f} to {min(low + 0.2, 1):.1f} | {int(inside.sum())} | {share:.3f} |")


def _sum(counts: dict[str, Counts]) -> Counts:
    return Counts(*(sum(part) for part in zip(*counts.values(), strict=True)))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
