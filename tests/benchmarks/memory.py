"""
How much memory the main job takes for one long document among five short ones.

    python tests/benchmarks/memory.py FILE.jsonl.gz [--characters N]

The long document is made of the texts of FILE, over and over. What is counted is the memory of all
processes of `hookline run configs/news.yaml`, pages that they share once (Linux).
"""

from __future__ import annotations

import argparse
import gzip
import re
import subprocess
import sys
import tempfile
from itertools import cycle
from pathlib import Path
from time import perf_counter, sleep

import orjson

PAUSE = 0.2  # seconds between two looks


def make(path: Path, texts: list[str], characters: int) -> None:
    """Write the long document between short ones."""
    parts: list[str] = []
    size = 0
    for text in cycle(texts):
        parts.append(text)
        size += len(text) + 2
        if size >= characters:
            break
    docs = [*texts[:2], "\n\n".join(parts)[:characters], *texts[2:5]]
    path.write_bytes(b"".join(orjson.dumps({"text": doc}) + b"\n" for doc in docs))


def held(process: int) -> int:
    """Return the bytes that a process and those it has started hold."""
    folder = Path(f"/proc/{process}")
    try:
        found = re.search(r"^Pss:\s+(\d+)", (folder / "smaps_rollup").read_text(), re.MULTILINE)
        started = " ".join(path.read_text() for path in folder.glob("task/*/children"))
    except OSError:  # it has ended
        return 0
    own = int(found[1]) * 1024 if found else 0
    return own + sum(map(held, map(int, started.split())))


def main() -> None:
    """Print the peak and the time."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--characters", type=int, default=1_000_000)
    given = arguments.parse_args()
    lines = gzip.decompress(given.file.read_bytes()).splitlines()
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "in.jsonl"), Path(folder, "out.jsonl")
        make(source, [orjson.loads(line)["text"] for line in lines], given.characters)
        hookline = (sys.executable, "-m", "hookline", "run", "configs/news.yaml", "--quiet")
        started = perf_counter()
        process = subprocess.Popen([*hookline, str(source), "-o", str(out)])
        peak = 0
        while process.poll() is None:
            peak = max(peak, held(process.pid))
            sleep(PAUSE)
        seconds = perf_counter() - started
        written = len(out.read_bytes().splitlines())
    print(f"{given.characters:,} characters: {written} documents written in {seconds:.0f} s")
    print(f"peak {peak / 1e6:,.0f} MB")


if __name__ == "__main__":
    main()
