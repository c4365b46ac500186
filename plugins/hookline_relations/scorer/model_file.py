"""Read a model file that a user has trained in place of the shipped one."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from hookline import ModelError, shown

if TYPE_CHECKING:  # checking a config must not import numpy
    from hookline_relations.scorer.pair_scorer import PairScorer

__all__ = ["model_file_digest", "read_scorer"]


def read_scorer(path: str) -> PairScorer:
    """
    Return the scorer of a model file.

    Raises:
        ModelError: the file cannot be read, or is no model of the scorer.
    """
    from zipfile import BadZipFile

    from hookline_relations.scorer.pair_scorer import PairScorer

    try:
        return PairScorer(_content(path))
    except (KeyError, ValueError, EOFError, BadZipFile) as error:
        raise _not_readable(path, error) from error


def model_file_digest(path: str) -> str:
    """Return a digest of a model file."""
    return hashlib.blake2b(_content(path), digest_size=16).hexdigest()


def _content(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise _not_readable(path, error) from error


def _not_readable(path: str, error: Exception) -> ModelError:
    return ModelError(
        f"{shown(path)}: expected a model file that `python -m hookline_relations.training` wrote, or "
        f"true or false as `scorer`: {error}"
    )
