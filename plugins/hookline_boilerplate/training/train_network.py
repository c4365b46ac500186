"""Train the network over lines, and turn it into whole numbers."""

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

from hookline_boilerplate.scoring.network import DILATIONS, FAR, FINE, MOST, STEP

__all__ = ["Lesson", "Schedule", "learnt"]

# The greatest weight.
_WEIGHT = 127
# Pages are shuffled, and those of so many that are of like length are learnt from together.
_SHELF = 512


@dataclass(frozen=True, slots=True)
class Schedule:
    """How the network learns."""

    epochs: int = 4
    batch: int = 16
    rate: float = 4e-3
    decay: float = 0.05
    vectors: int = 16
    width: int = 64
    last: int = 48
    drop: float = 0.25
    skip: float = 0.15
    memory: float = 0.995


class Lesson(NamedTuple):
    """
    What is learnt from a page, line by line.

    `columns` are the inputs but vectors, `means` those of the meanings of its words, `told` is how
    much it tells of what the page is about. A line of weight 0 is there for its neighbours.
    """

    columns: NDArray[np.float32]
    means: NDArray[np.float32]
    told: NDArray[np.float32]
    labels: NDArray[np.float32]
    weights: NDArray[np.float32]


def learnt(
    lessons: Sequence[Lesson], meanings: NDArray[np.float32], seed: int, schedule: Schedule
) -> dict[str, NDArray[Any]]:
    """Return the arrays of a network and of its words' vectors, learnt from pages."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # sums in another order would give another model
    try:
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            return _packed(_trained(lessons, seed, schedule), meanings)
    finally:
        torch.set_num_threads(threads)


class _Network(nn.Module):
    """The network in floating point."""

    mean: Tensor
    spread: Tensor
    centre: Tensor

    def __init__(self, lessons: Sequence[Lesson], schedule: Schedule) -> None:
        super().__init__()
        columns = np.concatenate([lesson.columns for lesson in lessons])
        self.register_buffer("mean", torch.from_numpy(columns.mean(axis=0)))
        self.register_buffer("spread", torch.from_numpy(columns.std(axis=0) + 1e-3))
        means = np.concatenate([lesson.means for lesson in lessons])
        self.register_buffer("centre", torch.from_numpy(means.mean(axis=0)))
        self.unit = float(means.std(axis=0).mean())
        width = schedule.width
        self.vectors = nn.Linear(means.shape[1], schedule.vectors, bias=False)
        self.first = nn.Linear(columns.shape[1] + schedule.vectors + 1, width)
        self.middle = nn.ModuleList(
            nn.Conv1d(width, width, 3, padding=step, dilation=step) for step in DILATIONS
        )
        self.last = nn.Linear(3 * width, schedule.last)
        self.out = nn.Linear(schedule.last, 1)
        self.skip, self.drop = nn.Dropout(schedule.skip), nn.Dropout(schedule.drop)
        self.less = nn.Dropout(schedule.drop / 2)

    def forward(self, columns: Tensor, means: Tensor, told: Tensor, mask: Tensor) -> Tensor:
        """Return the log odds of the lines of some pages."""
        columns = ((columns - self.mean) / self.spread).clamp(-FAR, FAR)
        own = self.vectors(self.skip((means - self.centre) / self.unit))
        spoken = own * told[..., None]
        rest = spoken.sum(1, keepdim=True) - spoken
        alike = functional.cosine_similarity(own, rest, dim=-1, eps=1e-6)
        rows = self.skip(torch.cat([columns, own.clamp(-FAR, FAR), alike[..., None]], -1))
        first = torch.relu(self.first(rows)) * mask[..., None]
        held, there = self.drop(first).transpose(1, 2), mask[:, None]
        for layer in self.middle:
            held = (held + self.less(torch.relu(layer(held)))).clamp(max=MOST / STEP) * there
        mean = (held.sum(2) / there.sum(2))[:, None].expand(-1, held.shape[2], -1)
        last = torch.cat([first, held.transpose(1, 2), mean], -1)
        scores: Tensor = self.out(torch.relu(self.last(self.drop(last))))[..., 0]
        return scores


def _trained(lessons: Sequence[Lesson], seed: int, schedule: Schedule) -> _Network:
    """Return the network whose weights are running means of those that were learnt."""
    network = _Network(lessons, schedule).train()
    mean = deepcopy(network).eval()
    optimizer = torch.optim.AdamW(network.parameters(), schedule.rate, weight_decay=schedule.decay)
    dice = np.random.default_rng(seed)
    steps = schedule.epochs * (len(lessons) // schedule.batch + len(lessons) // _SHELF + 1)
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, schedule.rate, total_steps=steps + 1)
    step = 0
    for _ in range(schedule.epochs):
        for chosen in _batches(lessons, dice, schedule.batch):
            *given, labels, weights = _padded(chosen)
            losses = functional.binary_cross_entropy_with_logits(
                network(*given), labels, reduction="none"
            )
            optimizer.zero_grad()
            loss = (losses * weights).sum() / weights.sum().clamp(min=1e-6)
            loss.backward()  # type: ignore[no-untyped-call]  # torch
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            rates.step()
            step += 1
            kept = min(schedule.memory, (1 + step) / (10 + step))
            with torch.no_grad():
                for one, other in zip(mean.parameters(), network.parameters(), strict=True):
                    one.lerp_(other, 1 - kept)
    return mean


def _batches(
    lessons: Sequence[Lesson], dice: np.random.Generator, size: int
) -> Iterator[list[Lesson]]:
    """Yield all lessons in random order, a few of like length at a time."""
    order = dice.permutation(len(lessons)).tolist()
    batches = []
    for start in range(0, len(order), _SHELF):
        shelf = sorted(order[start : start + _SHELF], key=lambda at: len(lessons[at].labels))
        batches += [shelf[at : at + size] for at in range(0, len(shelf), size)]
    for at in dice.permutation(len(batches)).tolist():
        yield [lessons[number] for number in batches[at]]


def _padded(lessons: Sequence[Lesson]) -> list[Tensor]:
    """Return what the network is given, labels and weights, zeros behind the last line of a page."""
    longest = max(len(lesson.labels) for lesson in lessons)

    def joined(field: str) -> Tensor:
        arrays = [getattr(lesson, field) for lesson in lessons]
        found = np.zeros((len(arrays), longest, *arrays[0].shape[1:]), np.float32)
        for row, array in zip(found, arrays, strict=True):
            row[: len(array)] = array
        return torch.from_numpy(found)

    mask = torch.zeros(len(lessons), longest)
    for row, lesson in zip(mask, lessons, strict=True):
        row[: len(lesson.labels)] = 1
    given = [joined(field) for field in ("columns", "means", "told")]
    return [*given, mask, joined("labels"), joined("weights")]


def _packed(network: _Network, meanings: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    """Return the arrays of a network in whole numbers."""
    found: dict[str, NDArray[Any]] = {}
    with torch.no_grad():
        table = network.vectors(torch.from_numpy(meanings) / network.unit).numpy()
        centre = network.vectors(network.centre / network.unit).numpy()
        unit = max(float(np.abs(table).max()), 1e-6) / _WEIGHT
        found["vectors"] = np.rint(table / unit).astype(np.int8)
        found["centre"] = (centre / unit).astype(np.float32)
        width = table.shape[1]
        # A mean vector comes in units of the table, the cosine as it is: the spread sees to both.
        found["mean"] = _ended(network.mean.numpy(), width, 0.0, 0.0)
        found["spread"] = _ended(network.spread.numpy(), width, 1 / unit, 1.0)
        found |= _layer("first", network.first.weight, network.first.bias, 1 / FINE)
        for at, layer in enumerate(network.middle):
            assert isinstance(layer, nn.Conv1d)
            assert layer.bias is not None
            taps = layer.weight.permute(0, 2, 1).flatten(1)
            found |= _layer(f"{at}", taps, layer.bias, 1 / STEP)
        found |= _layer("last", network.last.weight, network.last.bias, 1 / STEP)
        found["out"] = (network.out.weight[0] / STEP).numpy().astype(np.float32)
        found["bias"] = network.out.bias[0].numpy().astype(np.float32)
    return found


def _ended(
    columns: NDArray[np.float32], width: int, of_mean: float, of_cosine: float
) -> NDArray[np.float32]:
    return np.concatenate([columns, np.full(width, of_mean), [of_cosine]]).astype(np.float32)


def _layer(name: str, weights: Tensor, biases: Tensor, unit: float) -> dict[str, NDArray[Any]]:
    """Return a layer whose inputs are counted in a unit, its outputs in steps."""
    rows = weights.numpy()
    scales = np.maximum(np.abs(rows).max(axis=1), 1e-6) / _WEIGHT
    whole = np.rint(rows / scales[:, None])
    assert rows.shape[1] * _WEIGHT * max(MOST, FAR * FINE) < 2**24  # every sum is exact
    return {
        f"{name}.weights": whole.T.astype(np.int8),
        f"{name}.factors": (scales * unit * STEP).astype(np.float32),
        f"{name}.biases": (biases.numpy() * STEP).astype(np.float32),
    }
