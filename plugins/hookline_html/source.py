"""Read HTML files, one page each."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, BinaryIO, ClassVar, Literal

from pydantic import ByteSize, Field, field_validator

from hookline import Document, FileSource, Place, SourceError, Unreadable
from hookline_html.encoding import codec_name, decode_page
from hookline_html.main_text import ExtractionOptions, MainText

__all__ = ["HtmlSource"]


class HtmlSource(FileSource):
    """Read HTML files: one document a file, its raw text the HTML, its text the main text."""

    name = "html"
    endings = (".html", ".htm", ".xhtml")
    optional: ClassVar[Mapping[str, str]] = {"trafilatura": "hookline[html]"}

    class Options(ExtractionOptions, FileSource.Options):
        """Options of the source."""

        encoding: str | None = Field(
            None,
            description="encoding of the files; by default that of a byte-order mark or of the page's "
            "declaration, else UTF-8",
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
        extract: bool = Field(
            True,
            description="extract the main text while reading; otherwise the text is the HTML, for a "
            "stage `html` that runs in all workers",
        )

        @field_validator("encoding")
        @classmethod
        def _check_encoding(cls, value: str | None) -> str | None:
            try:
                return value and codec_name(value)
            except (LookupError, UnicodeError) as error:
                raise ValueError(
                    f"unknown encoding {value!r}: use a name such as utf-8 or cp1252"
                ) from error

    @cached_property
    def _main_text(self) -> MainText:
        return MainText(self.options)

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
            return self._document(item)
        return item

    def _page(self, data: bytes, place: Place) -> Document | Unreadable:
        hint = "name the file's encoding with `encoding`"
        try:
            text = decode_page(data, self.options.encoding, self.options.errors)
        except UnicodeDecodeError as error:
            message = (
                f"{place}: byte {error.start} ({data[error.start]:#04x}) is not {error.encoding}; "
                f"{hint}, or set `errors: replace`"
            )
        except LookupError as error:
            message = f"{place}: the page declares an unsupported encoding ({error}); {hint}"
        else:
            return self._document(Document.from_text(text, id=place.path, place=place))
        payload = {"bytes": base64.b64encode(data).decode("ascii")}
        return Unreadable(place, SourceError(message), payload)

    def _document(self, doc: Document) -> Document | Unreadable:
        if not self.options.extract:
            return doc
        try:
            return self._main_text.extract(doc)
        except Exception as error:  # the extractor may raise anything on a malformed page
            payload = {"id": doc.id, "text": doc.raw, "meta": dict(doc.meta)}
            return Unreadable(doc.place, error, payload)
