"""A few seconds of the stream; `python tests/soak/stream.py` runs for an hour."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from stream import run  # found by the line above


def test_a_stream_is_written_once_in_parts_and_its_memory_is_measured(tmp_path):
    """Each document that is sent is in one part, and each broken line is a dead letter."""
    stream = run(tmp_path, minutes=0.1, rate=400, workers=1, every=1)
    assert len(stream.ids) == stream.sent > 1000
    assert stream.parts >= 2
    assert stream.broken
    assert max(stream.samples) > 1e6
