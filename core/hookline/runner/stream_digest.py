"""The digest of the items of a stream."""

from __future__ import annotations

import hashlib

from hookline.components.source import Unreadable
from hookline.document.document import Document

__all__ = ["StreamDigest"]


class StreamDigest:
    """
    A running digest of the finished items of a stream.

    It shows whether a later attempt is given the same items. `earlier` is the digest of the attempts
    before, until their items have been read again.
    """

    def __init__(self) -> None:
        self._digest = hashlib.blake2b(digest_size=16)
        self.earlier: str | None = None

    def add(self, item: Document | Unreadable) -> None:
        """Add the next item."""
        if isinstance(item, Document):
            text = f"{item.id}\0{item.raw}\0"
        else:
            text = f"{item.place}\0{item.payload}\0"
        self._digest.update(text.encode("utf-8", "surrogatepass"))

    def reaches(self, digest: str | None) -> bool:
        """Return whether the items so far have a digest; then they have been read again."""
        same = self._digest.hexdigest() == digest
        if same:
            self.earlier = None
        return same

    def __str__(self) -> str:
        return self.earlier or self._digest.hexdigest()
