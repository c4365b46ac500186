"""Helpers that tests import."""

import os
from pathlib import Path


def inherited_path() -> list[str]:
    """Return the entries of PYTHONPATH, so that processes run the code that the tests run."""
    return list(filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep)))


def environment() -> dict[str, str]:
    """Return an environment in which processes find the test plugin."""
    places = [str(Path(__file__).parent), *inherited_path()]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
