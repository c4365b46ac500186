"""
The main job in words a second, beside naive Stanza with the same models.

    python tests/benchmarks/words.py FILE.jsonl[.gz] [--documents N] [--rounds N]

Naive Stanza is the plain pipeline over the embedded model, one `nlp(text)` for each document. It does
less: no cleaning, no boilerplate, no relations. Loading is not timed.
"""

from __future__ import annotations

import argparse
import gzip
from pathlib import Path

import orjson
from side import side_by_side

from hookline import Pipeline

STAGES = ("clean", "boilerplate", "stanza", "relations")


def texts_of(path: Path, documents: int) -> list[str]:
    """Return the first texts of a file of JSON lines."""
    data = path.read_bytes()
    data = gzip.decompress(data) if path.suffix == ".gz" else data
    return [orjson.loads(line)["text"] for line in data.splitlines()[:documents]]


def main() -> None:
    """Print the comparison."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--documents", type=int, default=40)
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    texts = texts_of(given.file, given.documents)
    words = sum(len(text.split()) for text in texts)

    from hookline_stanza import hookline_doctor, load_pipeline

    naive = load_pipeline(hookline_doctor()["model"]["path"])
    job = Pipeline.from_config({"stages": [{"use": name} for name in STAGES]})
    alone = Pipeline.from_config({"stages": [{"use": "stanza"}]})

    def with_stanza() -> None:
        for text in texts:
            naive(text)

    side_by_side(
        {
            "naive Stanza": with_stanza,
            "hookline, main job": lambda: list(job.stream(texts)) and None,
            "hookline, stanza stage": lambda: list(alone.stream(texts)) and None,
        },
        words,
        "words",
        given.rounds,
    )


if __name__ == "__main__":
    main()
