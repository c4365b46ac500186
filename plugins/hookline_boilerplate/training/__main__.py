"""Train or cross-validate the line model from the command line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from hookline_boilerplate.classifier.line_classifier import LineClassifier
from hookline_boilerplate.scoring.line_model import LineModel
from hookline_boilerplate.training.evaluate import LineCounts, count_lines
from hookline_boilerplate.training.fit import FitSettings, fit_model
from hookline_boilerplate.training.training_pages import fold_of, read_pages
from hookline_boilerplate.training.word_embeddings import embed_words


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m hookline_boilerplate.training")
    parser.add_argument("data", type=Path, help="pages with labelled lines, JSON lines")
    parser.add_argument("out", type=Path, nargs="?", help="the model file to write")
    parser.add_argument("--folds", type=int, help="cross-validate by site instead")
    parser.add_argument("--fold", type=int, help="only this one of the folds")
    parser.add_argument("--mended", action="store_true", help="score against mended labels")
    parser.add_argument("--seed", type=int, default=FitSettings().seed)
    arguments = parser.parse_args()
    folds = arguments.folds
    if (arguments.out is None) == (folds is None):
        parser.error("expected either the model file to write or a number of --folds")
    settings = FitSettings(seed=arguments.seed)
    pages = read_pages(arguments.data)
    if arguments.out is not None:
        arguments.out.write_bytes(fit_model(pages, settings, embed_words))
        return
    totals: dict[str, LineCounts] = {}
    totals_by_family: dict[str, LineCounts] = {}
    for fold in range(folds) if arguments.fold is None else [arguments.fold]:
        train = [page for page in pages if fold_of(page, folds) != fold]
        test = [page for page in pages if fold_of(page, folds) == fold]
        model = LineModel(fit_model(train, settings, embed_words))
        counts_by_kind, counts_by_family = count_lines(
            test, LineClassifier(model=model), mended=arguments.mended
        )
        _report(f"fold {fold}", counts_by_kind)
        _add(totals, counts_by_kind)
        _add(totals_by_family, counts_by_family)
    if arguments.fold is None:
        _report("all", totals)
    for family, counts in sorted(totals_by_family.items()):
        removed = counts.true_removals + counts.false_removals
        precision = counts.true_removals / removed
        sys.stdout.write(f"reason  {family}  removed {removed}  P {precision:.4f}\n")


def _add(totals: dict[str, LineCounts], counts: dict[str, LineCounts]) -> None:
    for key, counted in counts.items():
        totals[key] = totals.get(key, LineCounts()) + counted


def _report(name: str, counts_by_kind: dict[str, LineCounts]) -> None:
    for kind, counts in sorted(counts_by_kind.items()):
        sys.stdout.write(f"{name}  {kind}  {counts}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
