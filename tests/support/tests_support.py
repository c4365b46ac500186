"""Helpers that tests import."""

import os
from pathlib import Path


def environment() -> dict[str, str]:
    """Return an environment in which processes find the trial plugin."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
