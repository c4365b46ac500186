"""Draw reproducible random numbers."""

from __future__ import annotations

import random


def dice(*seed: object) -> random.Random:
    """Return a generator that depends on the seed alone."""
    return random.Random("/".join(map(str, seed)))  # noqa: S311  # order of training, no secret
