"""Create reproducible random number generators."""

from __future__ import annotations

import random


def seeded_rng(*seed: object) -> random.Random:
    """Return a generator that depends on the seed alone."""
    return random.Random("/".join(map(str, seed)))  # noqa: S311  # training data, no secret
