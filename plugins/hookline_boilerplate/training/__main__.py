"""Train or cross-validate the line model from the command line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from hookline_boilerplate.judge import Judge
from hookline_boilerplate.network import Network
from hookline_boilerplate.training.evaluate import tally
from hookline_boilerplate.training.fit import Settings, fit
from hookline_boilerplate.training.pages import LabelledPage, fold_of, read


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m hookline_boilerplate.training")
    parser.add_argument("data", type=Path, help="pages with labelled lines, JSON lines")
    parser.add_argument("out", type=Path, nargs="?", help="the model file to write")
    parser.add_argument("--folds", type=int, help="cross-validate by site instead")
    parser.add_argument("--fold", type=int, help="only this one of the folds")
    parser.add_argument("--epochs", type=int, default=Settings().epochs)
    parser.add_argument("--seed", type=int, default=Settings().seed)
    given = parser.parse_args()
    if (given.out is None) == (given.folds is None):
        parser.error("name either the model file to write or a number of --folds")
    settings = Settings(epochs=given.epochs, seed=given.seed)
    pages = read(given.data)
    if given.out is not None:
        given.out.write_bytes(fit(pages, settings))
        return
    for fold in range(given.folds) if given.fold is None else [given.fold]:
        _validate(pages, fold, given.folds, settings)


def _validate(pages: list[LabelledPage], fold: int, folds: int, settings: Settings) -> None:
    """Train without one fold and report on it."""
    train = [page for page in pages if fold_of(page, folds) != fold]
    test = [page for page in pages if fold_of(page, folds) == fold]
    judge = Judge(network=Network(fit(train, settings)))
    for kind, counts in sorted(tally(test, judge).items()):
        sys.stdout.write(f"fold {fold}  {kind}  {counts}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
