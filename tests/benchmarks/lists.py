"""
Build a list of names and apply it: seconds, memory, and words a second.

    python tests/benchmarks/lists.py [--names N] [--words N] [--case exact|ignore]

The names are made up of syllables, one to three words each, with labels and ids, in a CSV file; the text
has one of them every ten words or so. Memory is what the process has grown by while the list was built,
at its peak. The file is read, the list built and the stage applied as in a run, in one process.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import tempfile
import time
from pathlib import Path

from hookline import Document
from hookline_lists import Lists

SYLLABLES = [a + b for a in "bcdfghklmnprstvw" for b in "aeiou"] + ["an", "er", "on", "sky", "ton"]
LABELS = ("PERSON", "ORG", "LOC")


def word(rng: random.Random) -> str:
    """Return a made-up word of two to four syllables."""
    return "".join(rng.choices(SYLLABLES, k=rng.randint(2, 4)))


def made_up_names(count: int, rng: random.Random) -> list[str]:
    """Return different names, in the order in which they were made."""
    names: dict[str, None] = {}
    while len(names) < count:
        words = (word(rng).capitalize() for _ in range(rng.choice((1, 2, 2, 2, 3))))
        names[" ".join(words)] = None
    return list(names)


def peak() -> int:
    """Return the most memory that the process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Print the three figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--words", type=int, default=1_000_000)
    parser.add_argument("--case", choices=("exact", "ignore"), default="exact")
    arguments = parser.parse_args()
    rng = random.Random(0)
    names = made_up_names(arguments.names, rng)
    docs = []
    for number in range(arguments.words // 500):
        words = [rng.choice(names) if rng.random() < 0.1 else word(rng) for _ in range(450)]
        docs.append(Document.from_text(" ".join(words), str(number)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("name", "label", "id"))
            for number, name in enumerate(names):
                rows.writerow((name, LABELS[number % 3], f"N{number}"))
        del names
        before, start, cpu = peak(), time.perf_counter(), time.process_time()
        stage = Lists(Lists.read_options({"paths": [str(path)], "case": arguments.case}))
        seconds, memory = time.perf_counter() - start, peak() - before
        cpu = time.process_time() - cpu
    start = time.perf_counter()
    found = sum(len(doc.entities or ()) for doc in stage.process(docs))
    applied = time.perf_counter() - start
    count = sum(len(doc.text.split()) for doc in docs)
    print(
        f"{arguments.names:,} names built in {seconds:.1f} s ({cpu:.1f} s of CPU), {memory:,} MiB"
    )
    print(f"{count / applied:,.0f} words/s ({found:,} names in {count:,} words)")


if __name__ == "__main__":
    main()
