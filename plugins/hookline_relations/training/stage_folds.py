"""
Measure the whole stage on documents that its scorer has not seen.

`python -m hookline_relations.training.stage_folds DATA WORK` fits the scorer without each part of the
documents, and has `hookline eval relations` measure rules and scorer on that part. WORK keeps the
annotations and the models, so that an interrupted run goes on where it was.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from hookline_relations.training.annotated import annotate
from hookline_relations.training.examples import data_files, read_examples
from hookline_relations.training.fit import FitSettings, calibrated
from hookline_relations.training.folds import cross_validate
from hookline_relations.training.pair_table import encoder_of, pair_table


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m hookline_relations.training.stage_folds")
    parser.add_argument("data", type=Path, help="a folder with knowledgenet*.jsonl.gz and the like")
    parser.add_argument("work", type=Path, help="a folder for annotations and models")
    parser.add_argument("--folds", type=int, default=5, help="parts, by document")
    parser.add_argument("--epochs", type=int, default=FitSettings().epochs)
    parser.add_argument("--seed", type=int, default=FitSettings().seed)
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="an option of the config"
    )
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    write_models(options)
    overrides = [f"stages.relations.scorer={options.work}/fold-{{fold}}.npz", *options.set]
    arguments = [part for override in overrides for part in ("--set", override)]
    for path in data_files(options.data):
        command = [sys.executable, "-m", "hookline", "eval", "relations", str(path)]
        subprocess.run([*command, "--folds", str(options.folds), *arguments], check=True)  # noqa: S603  # our own


def write_models(options: argparse.Namespace) -> None:
    """Write a model file for each fold, calibrated on the other folds."""
    examples = read_examples(options.data)
    documents = annotate(examples, options.work)
    encoder = encoder_of(documents)
    table = pair_table(examples, documents, encoder)
    settings = FitSettings(epochs=options.epochs, seed=options.seed)
    result = cross_validate(examples, table, encoder, options.folds, settings, options.work)
    for fold, model in enumerate(result.models):
        path = options.work / f"fold-{fold + 1}.npz"
        path.write_bytes(calibrated(model, *result.calibrations(result.folds != fold)))


if __name__ == "__main__":
    main()
