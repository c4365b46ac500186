"""Score pairs for the types that a user has fitted with `hookline relations fit`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hookline import ModelError, shown
from hookline_relations.typed.relation_types import RelationType
from hookline_relations.typed.schema import RelationSchema

if TYPE_CHECKING:  # checking a config must not import numpy
    from hookline_relations.scorer.pair_scorer import Matrix, PairScorer, ScoredPair

__all__ = ["FITTED_SCORE", "MODEL_FILE", "WEIGHTS_FILE", "FittedTypes", "fitted_schema"]

MODEL_FILE = "model.json"
WEIGHTS_FILE = "weights.npz"
FORMAT = 1
FITTED_SCORE = 0.5
"""The least score of a fitted type; weights are shifted so that the best threshold is here."""


def read_model(folder: str) -> dict[str, Any]:
    """
    Return the description of a fitted model.

    Raises:
        ModelError: the folder has none, or one of another version.
    """
    path = Path(folder, MODEL_FILE)
    try:
        model: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        version = model["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"{shown(folder)}: expected a folder that `hookline relations fit` wrote, found no "
            f"readable {MODEL_FILE} in it: {error}"
        ) from error
    if version != FORMAT:
        raise ModelError(
            f"{shown(str(path))}: expected format {FORMAT}, found {version!r}: fit the model again"
        )
    return model


def fitted_schema(folders: Sequence[str]) -> RelationSchema:
    """Return the types of fitted models, with the kinds of mention that their examples have."""
    types = {
        name: RelationType(
            subject_kinds=frozenset(type["subject_kinds"]),
            object_kinds=frozenset(type["object_kinds"]),
            min_score=FITTED_SCORE,
        )
        for folder in folders
        for name, type in read_model(folder)["types"].items()
    }
    return RelationSchema(types=types)


def fitted_digest(folders: Sequence[str]) -> str:
    """Return a digest of the files of fitted models."""
    digest = hashlib.blake2b(digest_size=16)
    for folder in folders:
        read_model(folder)
        for name in (MODEL_FILE, WEIGHTS_FILE):
            try:
                digest.update(Path(folder, name).read_bytes())
            except OSError as error:
                raise ModelError(f"{shown(folder)}: cannot read {name}: {error}") from error
    return digest.hexdigest()


class FittedTypes:
    """
    The shipped scorer with the types of fitted models.

    Without `shipped` it scores the fitted types alone. Pairs without states of the shipped encoder have
    no fitted types.
    """

    def __init__(self, scorer: PairScorer, folders: Sequence[str], *, shipped: bool) -> None:
        import numpy as np

        self._scorer = scorer
        self._shipped = shipped
        self._models: list[tuple[list[str], Matrix, Matrix]] = []
        for folder in folders:
            model = read_model(folder)
            if model["encoder"] != scorer.encoder:
                raise ModelError(
                    f"{shown(folder)}: fitted on the states of another encoder "
                    f"({model['encoder']}) than the one of this version ({scorer.encoder}): run "
                    "`hookline relations fit` again"
                )
            try:
                with np.load(Path(folder, WEIGHTS_FILE), allow_pickle=False) as arrays:
                    weight, bias = arrays["weight"], arrays["bias"]
            except (OSError, ValueError, KeyError) as error:
                raise ModelError(f"{shown(folder)}: cannot read {WEIGHTS_FILE}: {error}") from error
            self._models.append((list(model["types"]), weight, bias))

    @property
    def encoder(self) -> str:
        """The name of the encoder whose states it takes."""
        encoder: str = self._scorer.encoder
        return encoder

    def score(
        self,
        sentences: Sequence[Sequence[Any]],
        min_score: float,
        states: Sequence[Matrix] | None,
    ) -> list[list[ScoredPair]]:
        """Return for each sentence the types that have at least `min_score`."""
        scored: list[list[ScoredPair]] = [[] for _ in sentences]
        if self._shipped:
            scored = self._scorer.score(sentences, min_score, states)
        if states is not None:
            for proposed, pairs, rows in zip(scored, sentences, states, strict=True):
                if pairs:
                    proposed += self._fitted(pairs, rows, min_score)
        return scored

    def _fitted(self, pairs: Sequence[Any], states: Matrix, min_score: float) -> list[ScoredPair]:
        """Return the fitted types of a sentence's pairs."""
        import numpy as np

        from hookline_relations.scorer.ordered_pairs import ordered_rows
        from hookline_relations.scorer.pair_scorer import ScoredPair

        proposed = []
        for reverse, rows in enumerate(ordered_rows(states, self._scorer.layer(pairs, states))):
            for names, weight, bias in self._models:
                scores = 1 / (1 + np.exp(-np.clip(rows @ weight + bias, -30, 30)))
                for row, column in zip(*np.nonzero(scores >= min_score), strict=True):
                    pair, name = pairs[row], names[column]
                    ends = (pair.second, pair.first) if reverse else (pair.first, pair.second)
                    proposed.append(ScoredPair(name, *ends, float(scores[row, column]), name))
        return proposed
