"""Fit the scorer to a table of pairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import binary_cross_entropy_with_logits

from hookline_relations.scorer.features import BUCKETS
from hookline_relations.training.examples import HEADS
from hookline_relations.training.pair_table import PairTable

__all__ = ["FitSettings", "calibrated", "fit", "pack"]

Weights = dict[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class FitSettings:
    """The hyperparameters of a fit."""

    epochs: int = 6
    rate: float = 1e-3
    feature_rate: float = 9e-3
    batch: int = 256
    width: int = 24
    states: int = 96
    hidden: int = 96
    feature_dropout: float = 0.15
    dropout: float = 0.3
    states_dropout: float = 0.2
    """The share of pairs without states, as in a document that has none."""
    seed: int = 0


class ScorerNetwork(torch.nn.Module):
    """The network of `PairScorer` in torch."""

    def __init__(self, settings: FitSettings, states: NDArray[np.float16]) -> None:
        super().__init__()
        self.mean = torch.from_numpy(states.mean(0, dtype=np.float32))
        self.spread = torch.from_numpy(states.std(0, dtype=np.float32) + 1e-3)
        self.features = torch.nn.EmbeddingBag(BUCKETS, settings.width, mode="sum", sparse=True)
        torch.nn.init.normal_(self.features.weight, 0, 0.06)
        self.bias = torch.nn.Parameter(torch.zeros(settings.width))
        self.states = torch.nn.Linear(states.shape[1], settings.states)
        self.hidden = torch.nn.Linear(settings.width + settings.states, settings.hidden)
        self.output = torch.nn.Linear(settings.hidden, 2 * len(HEADS))
        torch.nn.init.constant_(self.output.bias, -3)
        self.drop = torch.nn.Dropout(settings.dropout)

    def forward(
        self,
        features: torch.Tensor,
        starts: torch.Tensor,
        counts: torch.Tensor,
        states: torch.Tensor,
        has_states: torch.Tensor,
    ) -> torch.Tensor:
        """Return the logits of each pair; states count where `has_states` is 1."""
        embedding = torch.relu(self.features(features, starts) / counts.sqrt()[:, None] + self.bias)
        projected = torch.relu(self.states((states - self.mean) / self.spread))
        layer = self.drop(torch.cat([embedding, projected * has_states[:, None]], 1))
        logits: torch.Tensor = self.output(self.drop(torch.relu(self.hidden(layer))))
        return logits


def fit(table: PairTable, settings: FitSettings) -> Weights:
    """Return the weights that fit the pairs; deterministic for a table, settings and machine."""
    torch.manual_seed(settings.seed)
    random = np.random.default_rng(settings.seed)
    net = ScorerNetwork(settings, table.states)
    dense = [weight for name, weight in net.named_parameters() if name != "features.weight"]
    optimizers = (
        (torch.optim.SparseAdam([net.features.weight]), settings.feature_rate),
        (torch.optim.Adam(dense), settings.rate),
    )
    steps = settings.epochs * -(-len(table.features) // settings.batch)
    for step, rows in enumerate(_batches(len(table.features), settings, random)):
        for optimizer, rate in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate * (1 - step / steps)
            optimizer.zero_grad()
        weights = torch.from_numpy(table.weights[rows])
        has_states = (random.random(len(rows)) >= settings.states_dropout).astype(np.float32)
        states = torch.from_numpy(table.states[rows]).float(), torch.from_numpy(has_states)
        logits = net(*_inputs(table, rows, settings.feature_dropout, random), *states)
        labels = torch.from_numpy(table.labels[rows])
        loss = binary_cross_entropy_with_logits(logits, labels, reduction="none") * weights
        (loss.sum() / weights.sum().clamp(min=1)).backward()  # type: ignore[no-untyped-call]  # torch
        for optimizer, _ in optimizers:
            optimizer.step()  # type: ignore[no-untyped-call]  # torch
    scaled = net.states.weight.detach() / net.spread
    return {
        "states.weight": scaled.numpy(),
        "states.bias": (net.states.bias.detach() - scaled @ net.mean).numpy(),
        "features": net.features.weight.detach().numpy(),
        "input.bias": net.bias.detach().numpy(),
        "hidden.weight": net.hidden.weight.detach().numpy(),
        "hidden.bias": net.hidden.bias.detach().numpy(),
        "output.weight": net.output.weight.detach().numpy(),
        "output.bias": net.output.bias.detach().numpy(),
    }


def _batches(
    count: int, settings: FitSettings, random: np.random.Generator
) -> Iterator[NDArray[np.int64]]:
    for _ in range(settings.epochs):
        order = random.permutation(count)
        for start in range(0, count, settings.batch):
            yield order[start : start + settings.batch]


def _inputs(
    table: PairTable, rows: NDArray[np.int64], dropout: float, random: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the features of some rows without a random share of them, their starts and counts."""
    kept = [
        features[random.random(len(features)) >= dropout]
        for features in (table.features[row] for row in rows)
    ]
    counts = np.array([len(features) for features in kept])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    return (
        torch.from_numpy(np.concatenate(kept)),
        torch.from_numpy(starts),
        torch.from_numpy(np.maximum(counts, 1).astype(np.float32)),
    )


def pack(
    weights: Weights, encoder: str, slope: NDArray[np.float32], bias: NDArray[np.float32]
) -> bytes:
    """
    Return a model file: the embeddings of features in 8 bits, other weights in half precision.

    `encoder` is the model whose states the weights take; slope and bias have shape [2, 2 * heads],
    without states and with them.
    """
    features = weights["features"]
    scale = np.abs(features).max() / 127
    arrays: dict[str, NDArray[np.generic]] = {
        "heads": np.frombuffer("\n".join(HEADS).encode(), np.uint8),
        "encoder": np.frombuffer(encoder.encode(), np.uint8),
        "features": np.round(features / scale).astype(np.int8),
        "features.scale": np.array([scale], np.float32),
        "calibration.slope": slope.astype(np.float32),
        "calibration.bias": bias.astype(np.float32),
    }
    for name, array in weights.items():
        if name != "features":
            arrays[name] = array.astype(np.float16)
    file = BytesIO()
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]  # numpy's stub has one keyword
    return file.getvalue()


def calibrated(model: bytes, slope: NDArray[np.float32], bias: NDArray[np.float32]) -> bytes:
    """Return a model file with another slope and bias, each of shape [2, 2 * heads]."""
    with np.load(BytesIO(model), allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    arrays["calibration.slope"], arrays["calibration.bias"] = slope, bias
    file = BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()
