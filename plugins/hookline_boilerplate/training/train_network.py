"""Train the network over lines in torch, and quantize it to integers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from hookline_boilerplate.scoring.network import (
    DILATIONS,
    INPUT_LIMIT,
    INPUT_STEPS,
    MAX_ACTIVATION,
    STEPS,
)

__all__ = ["NetworkSettings", "TrainingExample", "train_network"]

_MAX_WEIGHT = 127
# Batches are made of pages of similar length among this many shuffled ones.
_BUCKET = 512


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """
    Settings of the network and its training.

    `vectors`, `width` and `last` are sizes of layers. `drop` and `skip` are the shares (0 to 1) of
    activations and of inputs that are dropped. `averaging` is the decay of the running mean of weights.
    """

    epochs: int = 4
    batch: int = 16
    rate: float = 4e-3
    decay: float = 0.05
    vectors: int = 16
    width: int = 64
    last: int = 48
    drop: float = 0.25
    skip: float = 0.15
    averaging: float = 0.995


class TrainingExample(NamedTuple):
    """
    A page to learn from, by line.

    `inputs` (lines x columns) are `network_inputs`, `embeddings` (lines x dimensions) the mean
    embeddings of the line's words, and `topic_weights` those of `page_features`. Lines of weight 0 are
    context only.
    """

    inputs: NDArray[np.float32]
    embeddings: NDArray[np.float32]
    topic_weights: NDArray[np.float32]
    labels: NDArray[np.float32]
    weights: NDArray[np.float32]


def train_network(
    examples: Sequence[TrainingExample],
    embeddings: NDArray[np.float32],
    seed: int,
    settings: NetworkSettings,
) -> dict[str, NDArray[Any]]:
    """
    Return the arrays of `scoring.network.Network`, and the vectors of words, trained on pages.

    `embeddings` are those of the words (words x dimensions).
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # another order of summation would give another model
    try:
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            return _quantize(_train(examples, seed, settings), embeddings)
    finally:
        torch.set_num_threads(threads)


class _TorchNetwork(nn.Module):
    """The network in floating point, with the projection of embeddings to vectors."""

    mean: Tensor
    spread: Tensor
    centre: Tensor

    def __init__(self, examples: Sequence[TrainingExample], settings: NetworkSettings) -> None:
        super().__init__()
        inputs = np.concatenate([example.inputs for example in examples])
        self.register_buffer("mean", torch.from_numpy(inputs.mean(axis=0)))
        self.register_buffer("spread", torch.from_numpy(inputs.std(axis=0) + 1e-3))
        embeddings = np.concatenate([example.embeddings for example in examples])
        self.register_buffer("centre", torch.from_numpy(embeddings.mean(axis=0)))
        self.unit = float(embeddings.std(axis=0).mean())
        width = settings.width
        self.vectors = nn.Linear(embeddings.shape[1], settings.vectors, bias=False)
        self.first = nn.Linear(inputs.shape[1] + settings.vectors + 1, width)
        self.middle = nn.ModuleList(
            nn.Conv1d(width, width, 3, padding=step, dilation=step) for step in DILATIONS
        )
        self.last = nn.Linear(3 * width, settings.last)
        self.out = nn.Linear(settings.last, 1)
        self.drop_inputs = nn.Dropout(settings.skip)
        self.drop = nn.Dropout(settings.drop)
        self.drop_less = nn.Dropout(settings.drop / 2)

    def forward(
        self, inputs: Tensor, embeddings: Tensor, topic_weights: Tensor, mask: Tensor
    ) -> Tensor:
        """Return the log odds of the lines of pages (pages x lines)."""
        scaled = ((inputs - self.mean) / self.spread).clamp(-INPUT_LIMIT, INPUT_LIMIT)
        vectors = self.vectors(self.drop_inputs((embeddings - self.centre) / self.unit))
        weighted = vectors * topic_weights[..., None]
        rest = weighted.sum(1, keepdim=True) - weighted
        cosines = functional.cosine_similarity(vectors, rest, dim=-1, eps=1e-6)
        clipped = vectors.clamp(-INPUT_LIMIT, INPUT_LIMIT)
        rows = self.drop_inputs(torch.cat([scaled, clipped, cosines[..., None]], -1))
        first = torch.relu(self.first(rows)) * mask[..., None]
        state, mask = self.drop(first).transpose(1, 2), mask[:, None]
        for layer in self.middle:
            state = state + self.drop_less(torch.relu(layer(state)))
            state = state.clamp(max=MAX_ACTIVATION / STEPS) * mask
        mean = (state.sum(2) / mask.sum(2))[:, None].expand(-1, state.shape[2], -1)
        last = torch.cat([first, state.transpose(1, 2), mean], -1)
        scores: Tensor = self.out(torch.relu(self.last(self.drop(last))))[..., 0]
        return scores


def _train(
    examples: Sequence[TrainingExample], seed: int, settings: NetworkSettings
) -> _TorchNetwork:
    """Return the network with running means of the trained weights."""
    network = _TorchNetwork(examples, settings).train()
    averaged = deepcopy(network).eval()
    optimizer = torch.optim.AdamW(network.parameters(), settings.rate, weight_decay=settings.decay)
    generator = np.random.default_rng(seed)
    max_batches = len(examples) // settings.batch + len(examples) // _BUCKET + 1
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, settings.rate, total_steps=settings.epochs * max_batches + 1
    )
    step = 0
    for _ in range(settings.epochs):
        for batch in _batches(examples, generator, settings.batch):
            *inputs, labels, weights = _pad(batch)
            losses = functional.binary_cross_entropy_with_logits(
                network(*inputs), labels, reduction="none"
            )
            optimizer.zero_grad()
            loss = (losses * weights).sum() / weights.sum().clamp(min=1e-6)
            loss.backward()  # type: ignore[no-untyped-call]  # torch
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            decay = min(settings.averaging, (1 + step) / (10 + step))
            with torch.no_grad():
                for mean, current in zip(averaged.parameters(), network.parameters(), strict=True):
                    mean.lerp_(current, 1 - decay)
    return averaged


def _batches(
    examples: Sequence[TrainingExample], generator: np.random.Generator, size: int
) -> Iterator[list[TrainingExample]]:
    """Yield all examples in random order, in batches of similar length."""
    order = generator.permutation(len(examples)).tolist()
    batches = []
    for start in range(0, len(order), _BUCKET):
        bucket = sorted(
            order[start : start + _BUCKET], key=lambda number: len(examples[number].labels)
        )
        batches += [bucket[first : first + size] for first in range(0, len(bucket), size)]
    for number in generator.permutation(len(batches)).tolist():
        yield [examples[example] for example in batches[number]]


def _pad(examples: Sequence[TrainingExample]) -> list[Tensor]:
    """Return the network's inputs, labels and weights, with zeros after the last line of a page."""
    longest = max(len(example.labels) for example in examples)

    def pad(arrays: Sequence[NDArray[np.float32]]) -> Tensor:
        padded = np.zeros((len(arrays), longest, *arrays[0].shape[1:]), np.float32)
        for row, array in zip(padded, arrays, strict=True):
            row[: len(array)] = array
        return torch.from_numpy(padded)

    inputs, embeddings, topic_weights, labels, weights = map(pad, zip(*examples, strict=True))
    mask = pad([np.ones_like(example.labels) for example in examples])
    return [inputs, embeddings, topic_weights, mask, labels, weights]


def _quantize(network: _TorchNetwork, embeddings: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    """Return the arrays of a network, its weights and the vectors of words as integers."""
    arrays: dict[str, NDArray[Any]] = {}
    with torch.no_grad():
        table = network.vectors(torch.from_numpy(embeddings) / network.unit).numpy()
        centre = network.vectors(network.centre / network.unit).numpy()
        unit = max(float(np.abs(table).max()), 1e-6) / _MAX_WEIGHT
        arrays["vectors"] = np.rint(table / unit).astype(np.int8)
        arrays["centre"] = (centre / unit).astype(np.float32)
        width = table.shape[1]
        # The mean vectors of lines are in units of the table, the cosine is not scaled.
        arrays["mean"] = _append(network.mean.numpy(), width, 0.0, 0.0)
        arrays["spread"] = _append(network.spread.numpy(), width, 1 / unit, 1.0)
        arrays |= _quantize_layer(
            "first", network.first.weight, network.first.bias, 1 / INPUT_STEPS
        )
        for number, layer in enumerate(network.middle):
            assert isinstance(layer, nn.Conv1d)
            assert layer.bias is not None
            weights = layer.weight.permute(0, 2, 1).flatten(1)
            arrays |= _quantize_layer(f"{number}", weights, layer.bias, 1 / STEPS)
        arrays |= _quantize_layer("last", network.last.weight, network.last.bias, 1 / STEPS)
        arrays["out"] = (network.out.weight[0] / STEPS).numpy().astype(np.float32)
        arrays["bias"] = network.out.bias[0].numpy().astype(np.float32)
    return arrays


def _append(
    columns: NDArray[np.float32], width: int, for_vector: float, for_cosine: float
) -> NDArray[np.float32]:
    """Return the values of all inputs: those of `columns`, of a vector, and of the cosine."""
    return np.concatenate([columns, np.full(width, for_vector), [for_cosine]]).astype(np.float32)


def _quantize_layer(
    name: str, weights: Tensor, biases: Tensor, input_unit: float
) -> dict[str, NDArray[Any]]:
    """Return a layer with integer weights, for inputs in an unit and outputs in steps."""
    rows = weights.numpy()
    scales = np.maximum(np.abs(rows).max(axis=1), 1e-6) / _MAX_WEIGHT
    integers = np.rint(rows / scales[:, None])
    # Integers up to 2**24 are exact in 32-bit floating point.
    assert rows.shape[1] * _MAX_WEIGHT * max(MAX_ACTIVATION, INPUT_LIMIT * INPUT_STEPS) < 2**24
    return {
        f"{name}.weights": integers.T.astype(np.int8),
        f"{name}.factors": (scales * input_unit * STEPS).astype(np.float32),
        f"{name}.biases": (biases.numpy() * STEPS).astype(np.float32),
    }
