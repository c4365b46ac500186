"""Read HTML files, one page each."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, ClassVar, Literal

from pydantic import ByteSize, Field

from hookline import (
    Document,
    Encoding,
    Place,
    SourceError,
    Unreadable,
    decode_page,
)
from hookline_html.extracting import ExtractingSource

__all__ = ["HtmlSource"]


class HtmlSource(ExtractingSource):
    """Read HTML files: one document a file, its raw text the HTML, its text the main text."""

    name = "html"
    endings = (".html", ".htm", ".xhtml")
    optional: ClassVar[Mapping[str, str]] = {"trafilatura": "hookline[html]"}

    class Options(ExtractingSource.Options):
        """Options of the source."""

        encoding: Encoding | None = Field(
            None,
            description="encoding of the files; by default that of a byte-order mark or of the page's "
            "declaration, else UTF-8; `detect` guesses for pages that declare none and stores the "
            "guess in the meta data",
        )
        errors: Literal["strict", "replace"] = Field(
            "strict",
            description="bytes that are not in the encoding: `strict` fails the document, `replace` "
            "replaces them by U+FFFD",
        )
        size_limit: ByteSize = Field(
            ByteSize(256 * 1024 * 1024),
            description="files of more bytes than this, such as 256MiB, are dead letters",
        )

    def total(self) -> int | None:
        return len(self.inputs()) if self.is_plain() else None

    def entries(self, file: BinaryIO, name: str) -> Iterator[tuple[Place, BinaryIO]]:
        yield Place(name), file  # not read yet: a skipped page need not be

    def document(self, place: Place, entry: BinaryIO) -> Document | Unreadable:
        data = self.whole(entry, place, self.options.size_limit)
        return data if isinstance(data, Unreadable) else self._page(data, place)

    def revive(self, payload: dict[str, Any], place: Place) -> Document | Unreadable:
        if isinstance(payload.get("bytes"), str):
            return self._page(base64.b64decode(payload["bytes"]), place)
        item = super().revive(payload, place)
        if isinstance(item, Document) and not isinstance(payload.get("path"), str):
            return self.extracted(item)
        return item

    def _page(self, data: bytes, place: Place) -> Document | Unreadable:
        options = self.options
        fallback = "detect" if options.encoding == "detect" else "utf-8"
        encoding = None if options.encoding == "detect" else options.encoding
        try:
            text, guess = decode_page(
                data, encoding=encoding, fallback=fallback, errors=options.errors
            )
        except SourceError as error:
            payload = {"bytes": base64.b64encode(data).decode("ascii")}
            return Unreadable(place, SourceError(f"{place}: {error}"), payload)
        meta = {"encoding": guess} if guess else {}
        return self.extracted(Document.from_text(text, id=place.path, meta=meta, place=place))
