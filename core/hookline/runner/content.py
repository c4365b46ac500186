"""Tell whether the documents of an input are those of an earlier run, whatever failed beside them."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from hookline.components.source import Unreadable
from hookline.document.document import Document

__all__ = ["content_digest"]

BITS = 64


def content_digest(items: Iterable[Document | Unreadable], before: str) -> str:
    """
    Return the digest of documents together with those that `before` is the digest of.

    It is the sum of the CRC-32 of each, with its place, so that documents can be added in any order: it
    tells documents that were edited, and it is quick, as every run computes it. Items that could not be
    read add nothing. The digest of no documents is empty.
    """
    total = int(before or "0", 16)
    for item in items:
        if isinstance(item, Document):
            path, line = item.place
            head = f"{path}\0{line}\0{item.id}\0{item.meta or ''}\0"
            begun = crc32(head.encode("utf-8", "surrogatepass"))
            total += crc32(item.raw.encode("utf-8", "surrogatepass"), begun)
    return f"{total % (1 << BITS):x}" if total else ""
