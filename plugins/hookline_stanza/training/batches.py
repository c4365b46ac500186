"""Cut a corpus into batches of sentences of like length, the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from .seeding import dice

T = TypeVar("T")
_MOST = 100  # sentences; beyond 128 Stanza splits the batch and the encoder runs twice


class Batches(Generic[T]):
    """Give batch number n of an endless run of shuffled epochs.

    Args:
        items: The sentences.
        size: How long a sentence is, in words.
        budget: How many words a batch holds, about.
        seed: What the order is drawn from.
    """

    def __init__(
        self, items: Sequence[T], size: Callable[[T], int], budget: int, seed: str
    ) -> None:
        self._items = items
        self._size = size
        self._budget = budget
        self._seed = seed
        self._epoch = -1
        self._plan: list[list[int]] = []
        self._starts = [0]

    def __getitem__(self, number: int) -> list[T]:
        """Return batch `number`, counted over all epochs; cheap when asked for in order."""
        while number >= self._starts[-1]:
            self._epoch = len(self._starts) - 1
            self._plan = self._draw(self._epoch)
            self._starts.append(self._starts[-1] + len(self._plan))
        epoch = next(e for e, start in enumerate(self._starts[1:]) if number < start)
        if epoch != self._epoch:
            self._epoch, self._plan = epoch, self._draw(epoch)
        return [self._items[i] for i in self._plan[number - self._starts[epoch]]]

    def _draw(self, epoch: int) -> list[list[int]]:
        rng = dice(self._seed, epoch)
        lengths = [self._size(item) for item in self._items]
        noisy = sorted(
            range(len(lengths)), key=lambda i: (lengths[i] * rng.uniform(0.9, 1.1), rng.random())
        )
        plan: list[list[int]] = []
        batch: list[int] = []
        for index in noisy:
            longest = max([lengths[index], *(lengths[i] for i in batch)])
            full = longest * (len(batch) + 1) > self._budget * 1.04
            if batch and (full or len(batch) == _MOST):
                plan.append(batch)
                batch = []
            batch.append(index)
        if batch:
            plan.append(batch)
        rng.shuffle(plan)
        return plan
