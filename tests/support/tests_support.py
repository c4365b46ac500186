"""Helpers that tests import."""

import os
from pathlib import Path


def environment() -> dict[str, str]:
    """Return an environment in which processes find the test plugin."""
    paths = [str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
