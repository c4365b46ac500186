"""The command `relations`: fit relation types to annotated sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # listing commands must not import numpy
    from hookline_relations.fitting.validation import FittedModel

__all__ = ["command"]

FEW = 10
"""With fewer facts of a type its figures say little."""


@click.group("relations", short_help="Fit relation types to your own annotated sentences.")
def command() -> None:
    """Fit relation types that the stage `relations` then finds."""


@command.command(
    "fit",
    short_help="Learn relation types from annotated sentences.",
    epilog="""\b
Examples:
  hookline relations fit hires.jsonl -o models/hires
  hookline run news.yaml --set 'stages.relations.fitted=[models/hires]'""",
)
@click.argument("file")
@click.option("-o", "--output", required=True, metavar="DIR", help="The folder to write.")
@click.option(
    "--folds",
    type=click.IntRange(2),
    default=5,
    show_default=True,
    help="Number of parts of the cross-validation.",
)
def fit(file: str, output: str, folds: int) -> int:
    """
    Learn the relation types that FILE annotates, and write a model to DIR.

    FILE is JSON lines with `text` and `typed`: for every fact of your types its type, subject and
    object as [start, end]. Sentences without a fact ("typed": []) are as needed as those with one.
    Lines with the same `id` are of one document, which is never divided between the parts of the
    cross-validation. The option `fitted` of the stage `relations` takes DIR.
    """
    from hookline import Document, HooklineError, Pipeline
    from hookline_relations.fitting.labelled import labelled_pairs, read_labelled
    from hookline_relations.fitting.validation import fit_types
    from hookline_relations.scorer.pair_scorer import PairScorer

    folder = Path(output)
    _refuse_others(folder)
    texts = read_labelled(file)
    documents = len({text.document for text in texts})
    if documents < folds:
        raise HooklineError(
            f"expected at least {folds} documents for {folds} folds, found {documents}: annotate more, "
            "give lines of different documents different ids, or lower --folds"
        )
    with Pipeline.from_config({"stages": [{"use": "stanza"}]}) as pipeline:
        results = list(pipeline.stream(text.text for text in texts))
    annotated = [doc for doc in results if isinstance(doc, Document)]
    if len(annotated) < len(results):
        raise HooklineError(f"{len(results) - len(annotated)} lines could not be annotated")
    scorer = PairScorer()
    model = fit_types(texts, labelled_pairs(texts, annotated, scorer), folds)
    _write(folder, model, scorer.encoder, len(texts), documents)
    _print(model, folds)
    click.echo(f"wrote {output}", err=True)
    return 0


def _refuse_others(folder: Path) -> None:
    from hookline import HooklineError, shown
    from hookline_relations.scorer.fitted_types import MODEL_FILE

    if folder.exists() and not (folder.is_dir() and _is_model_or_empty(folder, MODEL_FILE)):
        raise HooklineError(
            f"{shown(str(folder))}: expected a new folder or one that this command wrote; it holds "
            "something else"
        )


def _is_model_or_empty(folder: Path, model_file: str) -> bool:
    return (folder / model_file).exists() or not any(folder.iterdir())


def _write(folder: Path, model: FittedModel, encoder: str, lines: int, documents: int) -> None:
    import numpy as np

    from hookline_relations.scorer.fitted_types import (
        FITTED_SCORE,
        FORMAT,
        MODEL_FILE,
        WEIGHTS_FILE,
    )

    regression = model.regression.shifted(model.thresholds, FITTED_SCORE)
    description = {
        "format": FORMAT,
        "encoder": encoder,
        "lines": lines,
        "documents": documents,
        "types": {
            type: {
                "subject_kinds": sorted(subjects),
                "object_kinds": sorted(objects),
                "facts": figures.wanted,
                "precision": round(figures.precision, 4),
                "recall": round(figures.recall, 4),
                "f1": round(figures.f1, 4),
            }
            for type, (subjects, objects), figures in zip(
                model.types, model.kinds, model.figures, strict=True
            )
        },
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MODEL_FILE).unlink(missing_ok=True)  # a folder half written is none
    np.savez(folder / WEIGHTS_FILE, weight=regression.weight, bias=regression.bias)
    text = json.dumps(description, ensure_ascii=False, indent=1)
    (folder / MODEL_FILE).write_text(f"{text}\n", encoding="utf-8")


def _print(model: FittedModel, folds: int) -> None:
    width = max(len(type) for type in (*model.types, "type"))
    click.echo(f"cross-validated by document in {folds} folds\n")
    click.echo(f"{'type':{width}}  precision  recall      F1  right  found  facts  out of reach")
    for type, figures, missed in zip(model.types, model.figures, model.unreachable, strict=True):
        click.echo(
            f"{type:{width}}  {figures.precision:9.4f}  {figures.recall:6.4f}  {figures.f1:6.4f}  "
            f"{figures.right:5}  {figures.found:5}  {figures.wanted:5}  {missed:12}"
        )
    few = [
        type
        for type, figures in zip(model.types, model.figures, strict=True)
        if figures.wanted < FEW
    ]
    if few:
        click.echo(
            f"\nfewer than {FEW} facts, so that the figures say little: {', '.join(few)}", err=True
        )
