"""Train the scorer: `python -m hookline_relations.training DATA OUT`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from hookline import Document
from hookline_relations.training.annotated import annotate
from hookline_relations.training.examples import AnnotatedText, read_examples
from hookline_relations.training.fit import FitSettings, fit, pack
from hookline_relations.training.folds import cross_validate
from hookline_relations.training.pair_table import PairTable, encoder_of, pair_table
from hookline_relations.training.validate import MatchCounts, count_matches, probabilities


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m hookline_relations.training")
    parser.add_argument("data", type=Path, help="a folder with knowledgenet*.jsonl.gz and the like")
    parser.add_argument("out", type=Path, help="the model file to write")
    parser.add_argument("--folds", type=int, default=5, help="of the cross-validation, by document")
    parser.add_argument("--epochs", type=int, default=FitSettings().epochs)
    parser.add_argument("--seed", type=int, default=FitSettings().seed)
    options = parser.parse_args()
    examples = read_examples(options.data)
    options.out.write_bytes(train(examples, annotate(examples), options))


def train(
    examples: Sequence[AnnotatedText], documents: Sequence[Document], options: argparse.Namespace
) -> bytes:
    """Return the model file, and print figures from cross-validation."""
    settings = FitSettings(epochs=options.epochs, seed=options.seed)
    encoder = encoder_of(documents)
    table = pair_table(examples, documents, encoder)
    _print(f"{len(examples)} texts, {len(table.features)} pairs, {int(table.labels.sum())} hold")
    result = cross_validate(examples, table, encoder, options.folds, settings)
    slopes, biases = result.calibrations()
    for source in sorted({example.group.partition(" ")[0] for example in examples}):
        for index, variant in enumerate(("without states", "with states")):
            scores = probabilities(result.held_out[index], slopes[index], biases[index])
            _report(f"{source}, {variant}", source, examples, table, scores)
    return pack(fit(table, settings), encoder, slopes, biases)


def _report(
    title: str, source: str, examples: Sequence[AnnotatedText], table: PairTable, scores: np.ndarray
) -> None:
    from_source = [example.group.startswith(f"{source} ") for example in examples]
    selected = [
        example if is_selected else example._replace(heads=frozenset(), relations=())
        for example, is_selected in zip(examples, from_source, strict=True)
    ]
    _print(f"\n{title}: cross-validated\n\n| threshold | precision | recall | F1 | facts |")
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7):
        _print(f"| {threshold} | {_total(count_matches(selected, table, scores, threshold))} |")
    _print("\n| head, at 0.5 | precision | recall | F1 | facts |")
    for head, counts in count_matches(selected, table, scores, 0.5).items():
        _print(f"| {head} | {counts} |")
    _print("\n| score | pairs | precision |")
    annotated = (table.weights >= 1) & np.array(from_source)[table.example][:, None]
    for low in (0.1, 0.3, 0.5, 0.7, 0.9):
        inside = annotated & (scores >= low) & (scores < low + 0.2)
        share = table.labels[inside].mean() if inside.any() else 0.0
        _print(f"| {low:.1f} to {min(low + 0.2, 1):.1f} | {int(inside.sum())} | {share:.3f} |")


def _total(counts: dict[str, MatchCounts]) -> MatchCounts:
    return MatchCounts(*(sum(part) for part in zip(*counts.values(), strict=True)))


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
