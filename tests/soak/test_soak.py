"""A few rounds of the soak test; `python tests/soak/soak.py` runs for an hour."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from soak import soak  # found by the line above


def test_rounds_of_random_kills_end_like_unbroken_runs(tmp_path):
    """Kills, signals and lost workers at random moments change nothing that a run leaves."""
    happened = soak(range(3, 6), minutes=5, folder=tmp_path)
    assert happened["rounds"] == 3
    assert sum(happened.values()) > 3
