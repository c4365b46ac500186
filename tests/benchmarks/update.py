"""
The speed of `--update` over documents that have not changed, beside computing them.

    python tests/benchmarks/update.py FILE.jsonl [--documents N] [--config CONFIG]... [--rounds N]

The cost of a document is the processor time of a run over N documents less that of a run over one,
divided by N - 1. Before an update of unchanged documents, one document more is computed, and taken from
the input.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

CONFIGS = Path(__file__).parents[2] / "configs"


def processor_time() -> float:
    """Return the processor time of all processes that have ended, in seconds."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run(config: Path, source: Path, target: Path, *options: str) -> float:
    """Run a config in one worker and return the processor time."""
    before = processor_time()
    command = [sys.executable, "-m", "hookline", "run", str(config), str(source), "-o", str(target)]
    subprocess.run([*command, "--workers", "1", "--quiet", *options], check=True)
    return processor_time() - before


def costs(config: Path, lines: list[bytes], folder: Path) -> tuple[float, float]:
    """Return the processor time of a document that is computed, and of one that has not changed."""
    source, target = folder / "in.jsonl", folder / "out.jsonl"

    def measured(count: int) -> tuple[float, float]:
        source.write_bytes(b"".join(lines[:count]))
        computed = run(config, source, target, "--fresh")
        expected = target.read_bytes()
        source.write_bytes(b"".join(lines[: count + 1]))
        updated = folder / f"updated.{count}.jsonl"
        run(config, source, updated, "--update")
        source.write_bytes(b"".join(lines[:count]))
        recalled = run(config, source, updated, "--update")
        if updated.read_bytes() != expected:
            sys.exit("the output of the update differs from that of a fresh run")
        return computed, recalled

    most = len(lines) - 1
    few, many = measured(1), measured(most)
    computed, recalled = (
        (after - before) / (most - 1) for before, after in zip(few, many, strict=True)
    )
    return computed, recalled


def main() -> None:
    """Print the comparison."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--documents", type=int, default=100)
    arguments.add_argument("--config", type=Path, action="append")
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    with open(given.file, "rb") as file:
        lines = [line for line, _ in zip(file, range(given.documents + 1), strict=False)]
    print(
        f"{'milliseconds of a document':28} {'computed':>10} {'unchanged':>10}   ratio (least to most)"
    )
    for config in given.config or [CONFIGS / "news.yaml", CONFIGS / "clean.yaml"]:
        rounds = []
        for _ in range(given.rounds):
            with tempfile.TemporaryDirectory() as folder:
                rounds.append(costs(config, lines, Path(folder)))
        ratios = [computed / unchanged for computed, unchanged in rounds]
        computed, unchanged = (
            1000 * statistics.median(values) for values in zip(*rounds, strict=True)
        )
        print(
            f"{config.name:28} {computed:10.2f} {unchanged:10.2f}   {statistics.median(ratios):.1f} "
            f"({min(ratios):.1f} to {max(ratios):.1f})"
        )


if __name__ == "__main__":
    main()
