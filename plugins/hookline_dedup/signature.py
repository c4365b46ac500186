"""Reduce a text to what its likeness to others can be told by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from hashlib import blake2b
from itertools import islice
from typing import Any

import numpy as np
from rensa import RMinHash

from hookline import Document
from hookline_dedup.options import Likeness

__all__ = ["PERMUTATIONS", "identity", "row_type", "to_row"]

PERMUTATIONS = 128  # the standard error of a similarity of 0.8 is then 0.035
SEED = 1
PORTION = 10_000  # runs of words given to the library at a time

# Without white space between words, characters are as close to words as one gets.
UNSPACED = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
WORDS = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")


def row_type(likeness: Likeness) -> np.dtype[Any]:
    """Return the layout of a row: identity and place of a document, its words' hash, its signature."""
    fields: list[Any] = [("identity", "<i8"), ("words", "?"), ("content", "<i8", (2,))]
    if likeness.near is not None:
        fields.append(("signature", "<u4", (PERMUTATIONS,)))
    return np.dtype(fields)


def identity(doc: Document) -> int:
    """Return a number by which a document, as it stands in its source and with its text, is known."""
    return _number(f"{doc.place}\0{doc.text}")


def to_row(doc: Document, likeness: Likeness) -> bytes:
    """Return the row of a document."""
    row = np.zeros((), row_type(likeness))
    words = WORDS.findall(unicodedata.normalize("NFKC", doc.text).casefold())
    row["identity"] = identity(doc)
    row["words"] = bool(words)
    row["content"] = np.frombuffer(_digest(" ".join(words), 16), "<i8")
    if likeness.near is not None and words:
        row["signature"] = _signature(words, likeness.run)
    return row.tobytes()


def _signature(words: list[str], run: int) -> list[int]:
    """
    Return the MinHash signature of the runs of words.

    Source: Broder, "On the resemblance and containment of documents" (1997).
    """
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    runs = _runs(words, run)
    while portion := list(islice(runs, PORTION)):
        sketch.update(portion)
    return list(sketch.digest())


def _runs(words: list[str], size: int) -> Iterator[str]:
    for at in range(max(len(words) - size + 1, 1)):
        yield " ".join(words[at : at + size])


def _digest(text: str, size: int) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).digest()


def _number(text: str) -> int:
    return int.from_bytes(_digest(text, 8), "little", signed=True)
