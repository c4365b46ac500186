"""Reduce a document to a row of fixed size: key, hash of its words, MinHash signature."""

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
from hookline_dedup.options import SimilarityOptions

__all__ = ["PERMUTATIONS", "document_key", "encode_row", "row_dtype"]

PERMUTATIONS = 128  # the standard error of a similarity of 0.8 is then 0.035
SEED = 1
BATCH = 10_000  # shingles passed to the library at a time

# Scripts without white space between words: each character counts as a word.
UNSPACED = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")


def row_dtype(options: SimilarityOptions) -> np.dtype[Any]:
    """
    Return the type of a row.

    `key` is the `document_key`; documents without `has_words` are no duplicates; `content` is
    a hash of the words, and `signature` the MinHash signature of their shingles, if needed.
    """
    fields: list[Any] = [("key", "<i8"), ("has_words", "?"), ("content", "<i8", (2,))]
    if options.near is not None:
        fields.append(("signature", "<u4", (PERMUTATIONS,)))
    return np.dtype(fields)


def document_key(doc: Document) -> int:
    """Return a 64-bit hash of a document's place in the source and its text."""
    digest = _digest(f"{doc.place}\0{doc.text}", 8)
    return int.from_bytes(digest, "little", signed=True)


def encode_row(doc: Document, options: SimilarityOptions) -> bytes:
    """Return the row of a document, as bytes of a `row_dtype`."""
    row = np.zeros((), row_dtype(options))
    words = WORD.findall(unicodedata.normalize("NFKC", doc.text).casefold())
    row["key"] = document_key(doc)
    row["has_words"] = bool(words)
    row["content"] = np.frombuffer(_digest(" ".join(words), 16), "<i8")
    if options.near is not None and words:
        row["signature"] = _signature(words, options.run)
    return row.tobytes()


def _signature(words: list[str], run: int) -> list[int]:
    """
    Return the MinHash signature (128 integers) of the shingles of words.

    Source: Broder, "On the resemblance and containment of documents" (1997).
    """
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    shingles = _shingles(words, run)
    while batch := list(islice(shingles, BATCH)):
        sketch.update(batch)
    return list(sketch.digest())


def _shingles(words: list[str], size: int) -> Iterator[str]:
    for start in range(max(len(words) - size + 1, 1)):
        yield " ".join(words[start : start + size])


def _digest(text: str, size: int) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).digest()
