"""
What worker processes gain, and what a process of their own costs.

    python tests/benchmarks/workers.py [--documents N] [--rounds N] [--ray | --news FILE.jsonl[.gz]]

The stages are those of `configs/clean.yaml`, which are Python through and through. One worker is the
reference; the pipeline computes the same in the process that calls it, and neither reads nor writes.
Starting is part of every round; with `--ray`, the engine `ray` with two actors is compared, too, on a
local Ray that has been started before (extra `ray`).

With `--news`, the stages are those of `configs/news.yaml`, over the first documents of a file, in one
worker on one core and in two on two: a worker alone would use both cores for its products.
"""

from __future__ import annotations

import argparse
import gzip
import logging
import os
import tempfile
from collections.abc import Sequence
from functools import partial
from itertools import islice
from pathlib import Path

import orjson
from side import side_by_side

from hookline import Pipeline, read_plan, run

STAGES = [{"use": "clean"}, {"use": "boilerplate"}]
NEWS = [*STAGES, *({"use": name} for name in ("stanza", "coref", "values", "relations"))]
PARAGRAPHS = [
    "The harbour authority said on Monday that two ships had been moved to another berth.",
    "\u201cIt was never \u2018in doubt\u2019,\u201d the minister told reporters \u2014 and left.",
    "Subscribe to our newsletter",
    "Share this article on social media",
    "An agreement  was signed in the presence of about   two hundred people.\u200b",
    "Copyright 2024. All rights reserved.",
]


def make(path: Path, documents: int) -> list[str]:
    """Write documents of a page each and return their texts."""
    texts = [
        "\n\n".join(f"{PARAGRAPHS[(number + at) % 6]} ({number})" for at in range(24))
        for number in range(documents)
    ]
    with open(path, "wb") as file:
        for number, text in enumerate(texts):
            record = {"id": f"d{number}", "text": text}
            file.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
    return texts


def with_workers(
    source: Path,
    target: Path,
    workers: int | None,
    engine: str = "local",
    stages: Sequence[object] = STAGES,
) -> None:
    """Run the stages in so many processes, None for the default."""
    config = {
        "source": {"use": "jsonl", "path": str(source)},
        "stages": stages,
        "sink": {"use": "jsonl", "path": str(target)},
        "engine": {"use": engine},
    }
    run(read_plan(config), workers=workers, fresh=True)


def on_cores(source: Path, target: Path, count: int) -> None:
    """Run the main job in so many processes, each on a core of its own."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(cores)[:count])
    try:
        with_workers(source, target, count, stages=NEWS)
    finally:
        os.sched_setaffinity(0, cores)


def in_process(texts: list[str]) -> None:
    """Take the texts through the stages in this process."""
    with Pipeline.from_config({"stages": STAGES}) as pipeline:
        for _ in pipeline.stream(texts):
            pass


def main() -> None:
    """Print the comparison."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=3000)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--ray", action="store_true")
    arguments.add_argument("--news", type=Path)
    given = arguments.parse_args()
    logging.disable()
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "in.jsonl"), Path(folder, "out.jsonl")
        if given.news:
            open_file = gzip.open if given.news.suffix == ".gz" else open
            with open_file(given.news, "rb") as file:
                lines = list(islice(file, given.documents))
            source.write_bytes(b"".join(lines))
            words = sum(len(orjson.loads(line)["text"].split()) for line in lines)
            news = {
                f"{count} on as many cores": partial(on_cores, source, out, count)
                for count in (1, 2)
            }
            side_by_side(news, words, "words", given.rounds)
            return
        texts = make(source, given.documents)
        print(f"{os.cpu_count()} cores, {given.documents} documents")
        ways = {
            "1 worker": lambda: with_workers(source, out, 1),
            "2 workers": lambda: with_workers(source, out, 2),
            "default": lambda: with_workers(source, out, None),
            "pipeline, no run": lambda: in_process(texts),
        }
        if given.ray:
            import ray

            ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
            ways["ray, 2 actors"] = lambda: with_workers(source, out, 2, "ray")
        side_by_side(
            ways,
            given.documents,
            "documents",
            given.rounds,
        )


if __name__ == "__main__":
    main()
