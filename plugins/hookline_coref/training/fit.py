"""Fit the scorer to examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import torch
from numpy.typing import NDArray

from hookline_coref.resolution.cluster_table import PAIR_FEATURES
from hookline_coref.resolution.features import MENTION_FEATURES
from hookline_coref.training.examples import Example

__all__ = ["ExampleTable", "FitSettings", "combine", "fit", "pack"]

Weights = dict[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class FitSettings:
    """The hyperparameters of a fit."""

    epochs: int = 6
    rate: float = 2e-3
    decay: float = 1e-2
    batch: int = 64
    width: int = 16
    hidden: int = 64
    none_hidden: int = 32
    dropout: float = 0.4
    states_dropout: float = 0.2
    """The share of examples without states, as in a document that has none."""
    seed: int = 0


class ExampleTable:
    """Examples of several documents in arrays; a row of `pairs` belongs to the example in `owner`."""

    def __init__(
        self, documents: Sequence[tuple[Sequence[Example], NDArray[np.int8] | None]], width: int
    ) -> None:
        examples = [example for items, _ in documents for example in items]
        self.mentions = np.stack([example.mention for example in examples])
        self.pairs = np.concatenate([example.pairs for example in examples])
        self.right = np.concatenate([example.right for example in examples])
        self.counts = np.array([len(example.right) for example in examples])
        self.starts = np.concatenate([[0], np.cumsum(self.counts)[:-1]])
        self.kinds = [example.kind for example in examples]
        own, others = [], []
        for items, states in documents:
            for example in items:
                own.append(_states(states, np.array([example.head]), width))
                others.append(_states(states, example.last, width))
        self.states = np.concatenate(own)
        self.pair_states = np.concatenate(others)


def _states(
    states: NDArray[np.int8] | None, words: NDArray[np.int64], width: int
) -> NDArray[np.int8]:
    if states is None:
        return np.zeros((len(words), width), np.int8)
    return np.where((words >= 0)[:, None], states[np.maximum(words, 0)], 0).astype(np.int8)


class ScorerNetwork(torch.nn.Module):
    """The network of `AntecedentScorer` in torch."""

    def __init__(self, settings: FitSettings, width: int, spread: float) -> None:
        super().__init__()
        self.spread = spread
        own = MENTION_FEATURES + settings.width
        self.states = torch.nn.Linear(width, settings.width)
        self.pair = torch.nn.Linear(own + PAIR_FEATURES + 2 * settings.width, settings.hidden)
        self.pair_output = torch.nn.Linear(settings.hidden, 1, bias=False)
        self.none = torch.nn.Linear(own, settings.none_hidden)
        self.none_output = torch.nn.Linear(settings.none_hidden, 1)
        self.drop = torch.nn.Dropout(settings.dropout)

    def forward(
        self,
        mentions: torch.Tensor,
        pairs: torch.Tensor,
        owner: torch.Tensor,
        states: torch.Tensor,
        pair_states: torch.Tensor,
        has_states: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the scores of the pairs, and of none for each mention."""
        state = torch.tanh(self.states(states / self.spread)) * has_states[:, None]
        other = torch.tanh(self.states(pair_states / self.spread)) * has_states[owner][:, None]
        own = torch.cat([mentions, state], 1)
        layer = torch.cat([own[owner], pairs, other, state[owner] * other], 1)
        hidden = self.drop(torch.relu(self.pair(self.drop(layer))))
        none = self.drop(torch.relu(self.none(self.drop(own))))
        return self.pair_output(hidden)[:, 0], self.none_output(none)[:, 0]


def fit(table: ExampleTable, settings: FitSettings) -> Weights:
    """Return the weights that fit the examples; deterministic for examples, settings and machine."""
    torch.manual_seed(settings.seed)
    random = np.random.default_rng(settings.seed)
    spread = float(np.abs(table.states.astype(np.float32)).mean() * 8 + 1e-3)
    net = ScorerNetwork(settings, table.states.shape[1], spread)
    optimizer = torch.optim.AdamW(net.parameters(), settings.rate, weight_decay=settings.decay)
    count = len(table.counts)
    steps = settings.epochs * -(-count // settings.batch)
    step = 0
    for _ in range(settings.epochs):
        order = random.permutation(count)
        for first in range(0, count, settings.batch):
            chosen = order[first : first + settings.batch]
            for group in optimizer.param_groups:
                group["lr"] = settings.rate * (1 - step / steps)
            step += 1
            optimizer.zero_grad()
            _loss(net, table, chosen, settings, random).backward()  # type: ignore[no-untyped-call]  # torch
            optimizer.step()
    scaled = net.states.weight.detach() / spread
    return {
        "states.weight": scaled.numpy(),
        "states.bias": net.states.bias.detach().numpy(),
        "pair.weight": net.pair.weight.detach().numpy(),
        "pair.bias": net.pair.bias.detach().numpy(),
        "pair.output": net.pair_output.weight.detach().numpy()[0],
        "none.weight": net.none.weight.detach().numpy(),
        "none.bias": net.none.bias.detach().numpy(),
        "none.output": net.none_output.weight.detach().numpy()[0],
        "none.output_bias": net.none_output.bias.detach().numpy(),
    }


def _loss(
    net: ScorerNetwork,
    table: ExampleTable,
    chosen: NDArray[np.int64],
    settings: FitSettings,
    random: np.random.Generator,
) -> torch.Tensor:
    """Return the negative log of the probability of all right answers of each example."""
    counts = table.counts[chosen]
    rows = np.concatenate(
        [np.arange(table.starts[item], table.starts[item] + table.counts[item]) for item in chosen]
    )
    owner = torch.from_numpy(np.repeat(np.arange(len(chosen)), counts))
    has_states = (random.random(len(chosen)) >= settings.states_dropout).astype(np.float32)
    pairs, none = net(
        torch.from_numpy(table.mentions[chosen]),
        torch.from_numpy(table.pairs[rows]),
        owner,
        torch.from_numpy(table.states[chosen]).float(),
        torch.from_numpy(table.pair_states[rows]).float(),
        torch.from_numpy(has_states),
    )
    right = torch.from_numpy(table.right[rows])
    size = len(chosen)
    wide = torch.full((size, int(counts.max()) + 1), -1e4)
    wide_right = torch.zeros_like(wide)
    column = torch.from_numpy(np.concatenate([np.arange(count) for count in counts]))
    wide[owner, column] = pairs
    wide_right[owner, column] = right
    wide[:, -1] = none
    wide_right[:, -1] = (wide_right.sum(1) == 0).float()
    total = torch.logsumexp(wide, 1)
    correct = torch.logsumexp(wide.masked_fill(wide_right == 0, -1e4), 1)
    return (total - correct).mean()


def combine(members: Sequence[Weights]) -> Weights:
    """Return the weights of one network whose scores are the means of those of several."""
    count = len(members)
    total: Weights = {
        name: np.concatenate([member[name] for member in members])
        for name in ("states.weight", "states.bias", "pair.bias", "none.bias")
    }
    for name in ("pair.output", "none.output"):
        total[name] = np.concatenate([member[name] / np.float32(count) for member in members])
    biases = np.stack([member["none.output_bias"] for member in members])
    total["none.output_bias"] = biases.mean(0, dtype=np.float32)
    width = len(total["states.bias"])
    for name in ("pair.weight", "none.weight"):
        rows, before = [], 0
        for member in members:
            own = len(member["states.bias"])
            parts = np.split(
                member[name], np.cumsum([MENTION_FEATURES, own, PAIR_FEATURES, own]), axis=1
            )
            for part in (1, 3, 4):  # states: each member has columns of its own
                margins = (before, width - before - own)
                if parts[part].size:
                    parts[part] = np.pad(parts[part], ((0, 0), margins))
            rows.append(np.concatenate(parts, axis=1))
            before += own
        total[name] = np.concatenate(rows)
    return total


def pack(weights: Weights, encoder: str) -> bytes:
    """Return a model file in half precision; `encoder` names the model whose states it takes."""
    arrays: dict[str, NDArray[np.generic]] = {"encoder": np.frombuffer(encoder.encode(), np.uint8)}
    arrays.update({name: array.astype(np.float16) for name, array in weights.items()})
    file = BytesIO()
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]  # numpy's stub has one keyword
    return file.getvalue()
