"""
What a document costs in a `Pipeline` when concurrent callers pass one at a time, beside a stream of them.

    python tests/benchmarks/callers.py [--documents N] [--callers N] [--rounds N] [--stages clean,boilerplate]

Rates are documents for each second of processor time.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import threading
from collections.abc import Iterator
from time import process_time

from overhead import WORDS
from side import side_by_side

from hookline import Pipeline


def make(documents: int) -> list[str]:
    """Return texts of six paragraphs."""
    dice = random.Random(1)

    def sentence() -> str:
        return " ".join(dice.choices(WORDS, k=12)).capitalize() + "."

    def paragraph() -> str:
        return " ".join(sentence() for _ in range(4))

    return ["\n\n".join(paragraph() for _ in range(6)) for _ in range(documents)]


def in_a_stream(pipeline: Pipeline, texts: list[str]) -> None:
    """Process all texts in one call."""
    for _ in pipeline.stream(texts):
        pass


def alone(pipeline: Pipeline, texts: list[str]) -> None:
    """Process one text after the other."""
    for text in texts:
        pipeline.process(text)


def in_threads(pipeline: Pipeline, texts: list[str], callers: int) -> None:
    """Process one text at a time in each of several threads."""
    rest, lock = iter(texts), threading.Lock()

    def work() -> None:
        while True:
            with lock:
                text = next(rest, None)
            if text is None:
                return
            pipeline.process(text)

    threads = [threading.Thread(target=work) for _ in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def in_tasks(pipeline: Pipeline, texts: list[str], callers: int) -> None:
    """Process one text at a time in each of several tasks of an event loop."""

    async def work(rest: Iterator[str]) -> None:
        for text in rest:
            await pipeline.aprocess(text)

    async def main() -> None:
        rest = iter(texts)
        await asyncio.gather(*(work(rest) for _ in range(callers)))

    asyncio.run(main())


def main() -> None:
    """Print the comparison."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=800)
    arguments.add_argument("--callers", type=int, default=8)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--stages", default="clean,boilerplate")
    given = arguments.parse_args()
    texts = make(given.documents)
    with Pipeline.from_config({"stages": given.stages.split(",")}) as pipeline:
        in_a_stream(pipeline, texts)
        contestants = {
            "a stream": lambda: in_a_stream(pipeline, texts),
            "one after the other": lambda: alone(pipeline, texts),
            f"{given.callers} threads": lambda: in_threads(pipeline, texts, given.callers),
            f"{given.callers} tasks": lambda: in_tasks(pipeline, texts, given.callers),
        }
        side_by_side(contestants, given.documents, "documents", given.rounds, process_time)


if __name__ == "__main__":
    main()
