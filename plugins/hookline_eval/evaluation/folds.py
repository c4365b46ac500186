"""Cut a file into folds by document, each with options of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from zlib import crc32

import click

from hookline_eval.evaluation.options import EvalOptions
from hookline_eval.gold.relations import RelationText

__all__ = ["check_folds", "fold_options", "in_fold"]

_FOLD = "{fold}"


def in_fold(texts: Iterable[RelationText], fold: int, folds: int) -> list[RelationText]:
    """
    Return the texts of a fold, counted from 1.

    All texts of a document are in the fold of the checksum (CRC-32) of its id.
    """
    return [text for text in texts if crc32(text.document.encode()) % folds == fold - 1]


def check_folds(options: EvalOptions) -> None:
    """
    Check that the options of folds differ.

    Raises:
        click.BadParameter: Neither the config nor an override has `{fold}`.
    """
    if not any(_FOLD in item for item in (options.config or "", *options.overrides)):
        raise click.BadParameter(
            f"every fold would run the same models: add the number of the fold, {_FOLD}, to --config "
            f"or to a --set, such as --set stages.relations.scorer=fold-{_FOLD}.npz",
            param_hint="--folds",
        )


def fold_options(options: EvalOptions, fold: int) -> EvalOptions:
    """Return the options of a fold: with its number in place of `{fold}`."""
    config = options.config and options.config.replace(_FOLD, str(fold))
    overrides = tuple(item.replace(_FOLD, str(fold)) for item in options.overrides)
    return replace(options, config=config, overrides=overrides)
