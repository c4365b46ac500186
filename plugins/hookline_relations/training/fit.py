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
from hookline_relations.training.pairs import Table

__all__ = ["Settings", "fit", "packed"]

Weights = dict[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a fit depends on beside its data."""

    epochs: int = 6
    rate: float = 1e-3
    feature_rate: float = 9e-3
    batch: int = 256
    width: int = 24
    states: int = 96
    hidden: int = 96
    forget: float = 0.15
    dropout: float = 0.3
    blind: float = 0.2
    """How often a pair is shown without states, as of a document that has none."""
    seed: int = 0


class Net(torch.nn.Module):
    """The network of `scorer.Scorer`, as torch has it."""

    def __init__(self, settings: Settings, states: NDArray[np.float16]) -> None:
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
        listed: torch.Tensor,
        starts: torch.Tensor,
        counts: torch.Tensor,
        states: torch.Tensor,
        seen: torch.Tensor,
    ) -> torch.Tensor:
        """Return the logits of each pair; states count where `seen` is one."""
        state = self.features(listed, starts) / counts.sqrt()[:, None]
        read = torch.relu(self.states((states - self.mean) / self.spread)) * seen[:, None]
        state = self.drop(torch.cat([torch.relu(state + self.bias), read], 1))
        found: torch.Tensor = self.output(self.drop(torch.relu(self.hidden(state))))
        return found


def fit(table: Table, settings: Settings) -> Weights:
    """Return the weights that fit the pairs best; the same for the same table, settings and machine."""
    torch.manual_seed(settings.seed)
    random = np.random.default_rng(settings.seed)
    net = Net(settings, table.states)
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
        known = torch.from_numpy(table.known[rows])
        seen = (random.random(len(rows)) >= settings.blind).astype(np.float32)
        states = torch.from_numpy(table.states[rows]).float(), torch.from_numpy(seen)
        logits = net(*_inputs(table, rows, settings.forget, random), *states)
        holds = torch.from_numpy(table.holds[rows])
        loss = binary_cross_entropy_with_logits(logits, holds, reduction="none") * known
        (loss.sum() / known.sum().clamp(min=1)).backward()  # type: ignore[no-untyped-call]  # torch
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
    count: int, settings: Settings, random: np.random.Generator
) -> Iterator[NDArray[np.int64]]:
    for _ in range(settings.epochs):
        order = random.permutation(count)
        for start in range(0, count, settings.batch):
            yield order[start : start + settings.batch]


def _inputs(
    table: Table, rows: NDArray[np.int64], forget: float, random: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the features of some rows, each left out now and then, so that none is relied upon."""
    kept = [
        features[random.random(len(features)) >= forget]
        for features in (table.features[row] for row in rows)
    ]
    counts = np.array([len(features) for features in kept])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    return (
        torch.from_numpy(np.concatenate(kept)),
        torch.from_numpy(starts),
        torch.from_numpy(np.maximum(counts, 1).astype(np.float32)),
    )


def packed(
    weights: Weights, encoder: str, slope: NDArray[np.float32], bias: NDArray[np.float32]
) -> bytes:
    """
    Return a model file: the vectors of features in eight bits, all else in half precision.

    `encoder` names whose states the weights are for; slope and bias are [without states, with them].
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
    held = BytesIO()
    np.savez_compressed(held, **arrays)  # type: ignore[arg-type]  # numpy's stub has one keyword
    return held.getvalue()
