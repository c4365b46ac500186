"""
Search chunks of documents by vectors, and cite the place in the raw text of what was found.

    hookline run chunks.yaml                 # stages: [clean, {use: chunk, size: 60, overlap: 10}]
    python docs/examples/vector_index.py out/chunks.jsonl "who met whom"

The vectors here count words; put the embedding of your choice in their place.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from re import findall
from zlib import crc32

import numpy as np
import orjson

DIMENSIONS = 1024


def embed(texts: list[str]) -> np.ndarray:
    """Return a vector of length 1 for each text: hashed counts of its words."""
    vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
    for row, text in zip(vectors, texts, strict=True):
        for word in findall(r"\w+", text.lower()):
            row[crc32(word.encode()) % DIMENSIONS] += 1
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


@dataclass
class Hit:
    """A chunk that was found: its parent, its raw offsets there, its text, and how near it is."""

    parent: str
    raw_start: int
    raw_end: int
    text: str
    score: float


class Index:
    """The chunks in a file of records, with their vectors in memory."""

    def __init__(self, path: str) -> None:
        lines = Path(path).read_bytes().splitlines()
        self._records = [orjson.loads(line) for line in lines]
        self._vectors = embed([record["text"] for record in self._records])

    def search(self, question: str, count: int = 3) -> list[Hit]:
        """Return the nearest chunks, the nearest first."""
        scores = self._vectors @ embed([question])[0]
        return [self._hit(int(number), scores) for number in np.argsort(-scores)[:count]]

    def _hit(self, number: int, scores: np.ndarray) -> Hit:
        record = self._records[number]
        place = record["meta"]["chunk"]
        return Hit(
            place["parent"],
            place["raw_start"],
            place["raw_end"],
            record["text"],
            float(scores[number]),
        )


if __name__ == "__main__":
    for hit in Index(sys.argv[1]).search(sys.argv[2]):
        print(f"{hit.score:.2f} {hit.parent} [{hit.raw_start}:{hit.raw_end}] {hit.text}")
