"""Tell whether the documents of an input are those of an earlier run, whatever failed beside them."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from hookline.components.source import Unreadable
from hookline.document.document import Document

__all__ = ["content_digest"]

BITS = 128


def content_digest(items: Iterable[Document | Unreadable], before: str) -> str:
    """
    Return the digest of documents together with those that `before` is the digest of.

    It is the sum of a digest of each, with its place, so that documents can be added in any order.
    Items that could not be read add nothing. The digest of no documents is empty.
    """
    total = int(before or "0", 16)
    for item in items:
        if isinstance(item, Document):
            text = f"{item.place}\0{item.id}\0{item.raw}\0{dict(item.meta) if item.meta else ''}"
            data = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=BITS // 8).digest()
            total += int.from_bytes(data, "big")
    return f"{total % (1 << BITS):x}" if total else ""
