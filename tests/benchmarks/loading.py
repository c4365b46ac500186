"""
How long a fresh process takes to open the embedded model.

    python tests/benchmarks/loading.py [--rounds N]

Each round starts an interpreter for each way: torch and Stanza imported and nothing opened, the stage
`stanza`, and a plain `stanza.Pipeline` over the same folder.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from time import perf_counter

WAYS = {
    "plain pipeline": "from hookline_stanza import load_pipeline\n"
    "from hookline_stanza.loading.model_folder import embedded_folder\n"
    "load_pipeline(embedded_folder())",
    "stage `stanza`": "from hookline_stanza import StanzaStage\n"
    "StanzaStage(StanzaStage.read_options({}))",
    "imports alone": "import torch\nimport stanza",
}


def start(code: str) -> tuple[float, float]:
    """Return the seconds that a program takes in an interpreter of its own, and those of processor."""
    started, before = perf_counter(), getrusage(RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True)
    after = getrusage(RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return perf_counter() - started, used


def main() -> None:
    """Print the comparison; ratios are of processor time, which other programs hardly touch."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5)
    rounds = arguments.parse_args().rounds
    found = [[start(code) for code in WAYS.values()] for _ in range(rounds)]
    print(f"{'':16} seconds, of processor   ratio (least to most of {rounds} rounds)")
    for number, way in enumerate(WAYS):
        whole, used = zip(*(row[number] for row in found), strict=True)
        ratios = [row[number][1] / row[0][1] for row in found]
        print(
            f"{way:16} {median(whole):7.2f}  {median(used):12.2f}   {median(ratios):5.2f} "
            f"({min(ratios):.2f} to {max(ratios):.2f})"
        )


if __name__ == "__main__":
    main()
