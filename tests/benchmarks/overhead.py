"""
The runner's own cost: JSON lines to JSON lines, nothing done to the documents.

    python tests/benchmarks/overhead.py [--documents N] [--rounds N]

Needs the extra `benchmark` (datatrove 0.10). hookline keeps its ledger, its alignment and its account;
datatrove has no such guarantees; the bare loop has none at all.
"""

from __future__ import annotations

import argparse
import logging
import random
import shutil
import tempfile
from pathlib import Path

import orjson
from side import side_by_side

WORDS = [
    "the",
    "of",
    "and",
    "river",
    "minister",
    "said",
    "in",
    "signed",
    "harbour",
    "agreement",
    "year",
    "two",
    "people",
    "on",
    "Monday",
]


def make(path: Path, documents: int) -> None:
    """Write documents of 100 to 400 words."""
    dice = random.Random(1)
    with open(path, "wb") as file:
        for number in range(documents):
            text = " ".join(dice.choices(WORDS, k=dice.randint(100, 400)))
            record = {"id": f"d{number}", "text": text, "url": f"https://example.org/{number}"}
            file.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))


def bare(source: Path, target: Path) -> None:
    """Read and write with orjson alone."""
    with open(source, "rb") as lines, open(target, "wb") as out:
        for line in lines:
            out.write(orjson.dumps(orjson.loads(line), option=orjson.OPT_APPEND_NEWLINE))


def with_hookline(source: Path, target: Path) -> None:
    """Run a config without stages."""
    from hookline import read_plan, run

    config = {
        "source": {"use": "jsonl", "path": str(source)},
        "stages": [],
        "sink": {"use": "jsonl", "path": str(target)},
    }
    run(read_plan(config), fresh=True)


def with_datatrove(source: Path, target: Path) -> None:
    """Run a reader and a writer in one task."""
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers.jsonl import JsonlWriter

    shutil.rmtree(target, ignore_errors=True)
    LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(source.parent), glob_pattern=source.name),
            JsonlWriter(str(target), compression=None),
        ],
        tasks=1,
        workers=1,
        logging_dir=f"{target}-logs",
        skip_completed=False,
    ).run()


def main() -> None:
    """Print the comparison."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=50_000)
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    from loguru import logger

    logger.remove()
    logging.disable()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in" / "docs.jsonl"
        source.parent.mkdir()
        make(source, given.documents)
        out = Path(folder)
        side_by_side(
            {
                "datatrove 0.10": lambda: with_datatrove(source, out / "datatrove"),
                "hookline": lambda: with_hookline(source, out / "hookline.jsonl"),
                "bare orjson loop": lambda: bare(source, out / "bare.jsonl"),
            },
            given.documents,
            "documents",
            given.rounds,
        )


if __name__ == "__main__":
    main()
