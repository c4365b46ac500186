"""Train or cross-validate the line model from the command line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from hookline_boilerplate.classifier.line_classifier import Judge
from hookline_boilerplate.scoring.line_model import Model
from hookline_boilerplate.training.evaluate import Tally, tally
from hookline_boilerplate.training.fit import Settings, fit
from hookline_boilerplate.training.training_pages import fold_of, read
from hookline_boilerplate.training.word_embeddings import meanings


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m hookline_boilerplate.training")
    parser.add_argument("data", type=Path, help="pages with labelled lines, JSON lines")
    parser.add_argument("out", type=Path, nargs="?", help="the model file to write")
    parser.add_argument("--folds", type=int, help="cross-validate by site instead")
    parser.add_argument("--fold", type=int, help="only this one of the folds")
    parser.add_argument("--seed", type=int, default=Settings().seed)
    given = parser.parse_args()
    if (given.out is None) == (given.folds is None):
        parser.error("name either the model file to write or a number of --folds")
    settings = Settings(seed=given.seed)
    pages = read(given.data)
    if given.out is not None:
        given.out.write_bytes(fit(pages, settings, meanings))
        return
    total: dict[str, Tally] = {}
    for fold in range(given.folds) if given.fold is None else [given.fold]:
        train = [page for page in pages if fold_of(page, given.folds) != fold]
        test = [page for page in pages if fold_of(page, given.folds) == fold]
        found = tally(test, Judge(model=Model(fit(train, settings, meanings))))
        _report(f"fold {fold}", found)
        for kind, counts in found.items():
            total[kind] = total.get(kind, Tally()) + counts
    if given.fold is None:
        _report("all", total)


def _report(name: str, found: dict[str, Tally]) -> None:
    for kind, counts in sorted(found.items()):
        sys.stdout.write(f"{name}  {kind}  {counts}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
