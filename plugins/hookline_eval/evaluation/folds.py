"""Cut a file into folds by document, each with options of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from zlib import crc32

from hookline_eval.evaluation.options import EvalOptions
from hookline_eval.gold.relations import RelationText

__all__ = ["fold_options", "in_fold"]


def in_fold(texts: Iterable[RelationText], fold: int, folds: int) -> list[RelationText]:
    """
    Return the texts of a fold, counted from 1.

    All texts of a document are in the fold of the checksum (CRC-32) of its id.
    """
    return [text for text in texts if crc32(text.document.encode()) % folds == fold - 1]


def fold_options(options: EvalOptions, fold: int) -> EvalOptions:
    """Return the options of a fold: with its number in place of `{fold}`."""
    config = options.config and options.config.replace("{fold}", str(fold))
    overrides = tuple(item.replace("{fold}", str(fold)) for item in options.overrides)
    return replace(options, config=config, overrides=overrides)
