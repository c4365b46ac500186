"""Draw reproducible batches of sentences of similar length."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from .seeding import seeded_rng

T = TypeVar("T")
_MAX_SENTENCES = 100  # Stanza splits batches of more than 128, which runs the encoder twice


class Batches(Generic[T]):
    """
    Look up a batch by number in an endless sequence of shuffled epochs.

    Args:
        items: The sentences.
        size: Returns the length of a sentence, in words.
        budget: Approximate size of a batch, in words with padding.
        seed: Seed of the order.
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
        """Return batch `number`, counted over all epochs; fast in ascending order."""
        while number >= self._starts[-1]:
            self._epoch = len(self._starts) - 1
            self._plan = self._draw(self._epoch)
            self._starts.append(self._starts[-1] + len(self._plan))
        epoch = next(e for e, start in enumerate(self._starts[1:]) if number < start)
        if epoch != self._epoch:
            self._epoch, self._plan = epoch, self._draw(epoch)
        return [self._items[index] for index in self._plan[number - self._starts[epoch]]]

    def _draw(self, epoch: int) -> list[list[int]]:
        """Return the batches of an epoch, as indices of items."""
        rng = seeded_rng(self._seed, epoch)
        lengths = [self._size(item) for item in self._items]
        roughly_sorted = sorted(
            range(len(lengths)), key=lambda i: (lengths[i] * rng.uniform(0.9, 1.1), rng.random())
        )
        plan: list[list[int]] = []
        batch: list[int] = []
        for index in roughly_sorted:
            longest = max([lengths[index], *(lengths[i] for i in batch)])
            is_full = longest * (len(batch) + 1) > self._budget * 1.04
            if batch and (is_full or len(batch) == _MAX_SENTENCES):
                plan.append(batch)
                batch = []
            batch.append(index)
        if batch:
            plan.append(batch)
        rng.shuffle(plan)
        return plan
