"""Read web archives, one document per page."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, ClassVar, Literal

from pydantic import Field, PositiveInt

from hookline import (
    Document,
    Encoding,
    FileSource,
    Place,
    SourceError,
    Unreadable,
    decode_text,
    detect_encoding,
)
from hookline_warc.page import Page, media_type_of, page_of

RECORD_ENDS = (b"\r\n\r\n", b"\n\n")  # of ISO 28500, and of some writers


class WarcSource(FileSource):
    """
    Read the pages in WARC files: responses and resources of the given media types, and conversions.

    The text of a page is its decoded markup. Other records (requests, images, unsuccessful responses)
    are not documents. The place of a page is the number of its record, counted from 1.
    """

    name = "warc"
    endings = (".warc", ".wet", ".arc")
    optional: ClassVar[Mapping[str, str]] = {"warcio": "hookline[warc]"}

    class Options(FileSource.Options):
        """Options of the source."""

        types: list[str] = Field(
            ["text/html", "application/xhtml+xml", "text/plain"],
            description="the media types of the pages to read",
        )
        encoding: Encoding = Field(
            "utf-8",
            description="the encoding of pages that declare none, in the HTTP header or a `meta` "
            "element; `detect` guesses and stores the guess in the meta data",
        )
        errors: Literal["strict", "replace"] = Field(
            "strict",
            description="how to treat bytes that are invalid in the encoding: `strict` fails the "
            "page, `replace` puts U+FFFD in their place",
        )
        row_limit: PositiveInt = Field(
            64 * 1024 * 1024, description="a page of more bytes than this is a dead letter"
        )

    def entries(self, file: BinaryIO, name: str) -> Iterator[tuple[Place, Page] | Unreadable]:
        from warcio.archiveiterator import ArchiveIterator

        limit = self.options.row_limit
        stream = _ArchiveStream(file)
        for number, record in enumerate(ArchiveIterator(stream, arc2warc=True), 1):
            if not self._is_page(record):
                continue
            place = Place(name, number)
            try:
                body = _read(record.content_stream(), limit + 1)
            except OSError:
                raise
            except Exception as error:  # the body does not have the encoding of its header
                message = f"cannot decode the body: {type(error).__name__}: {error}"
                yield _unreadable(place, message)
                continue
            if len(body) > limit:
                message = f"the page is larger than row_limit, {limit:,} bytes"
                yield _unreadable(place, message)
                continue
            if (missing := getattr(record.raw_stream, "limit", 0)) > 0:
                raise OSError(f"the record is cut off, {missing:,} bytes before its end")
            yield place, page_of(record, body)
        if stream.tail and not stream.tail.endswith(RECORD_ENDS) and ".arc" not in name:
            raise OSError("the file does not end at the end of a record: it is cut off")

    def document(self, place: Place, entry: Page) -> Document | Unreadable:
        meta = dict(entry.meta)
        try:
            encoding = entry.declared_encoding() or self.options.encoding
            if encoding == "detect":
                encoding = meta["encoding"] = detect_encoding(entry.body)
            text = decode_text(entry.body, encoding, self.options.errors)
        except SourceError as error:
            payload = {
                "bytes": base64.b64encode(entry.body).decode("ascii"),
                "media_type": entry.media_type,
                "charset": entry.charset,
                "meta": entry.meta,
            }
            return Unreadable(place, SourceError(f"{place}: {error}"), payload)
        return Document.from_text(text, str(meta.get("url") or place), meta, place)

    def revive(self, payload: dict[str, Any], place: Place) -> Document | Unreadable:
        if not isinstance(payload.get("bytes"), str):
            return super().revive(payload, place)
        body = base64.b64decode(payload["bytes"])
        page = Page(body, payload["media_type"], payload["charset"], payload["meta"])
        return self.document(place, page)

    def _is_page(self, record: Any) -> bool:
        if record.rec_type == "conversion":
            return True
        if record.rec_type not in ("response", "resource"):
            return False
        status = record.http_headers.get_statuscode() if record.http_headers else "200"
        return status.startswith("2") and media_type_of(record)[0] in self.options.types


def _unreadable(place: Place, message: str) -> Unreadable:
    payload = {"path": place.path, "line": place.line}
    return Unreadable(place, SourceError(f"{place}: {message}"), payload)


def _read(stream: Any, limit: int) -> bytes:
    """Read up to the limit: a single `read` of warcio may return less than there is."""
    parts: list[bytes] = []
    while limit > 0 and (part := stream.read(limit)):
        parts.append(part)
        limit -= len(part)
    return b"".join(parts)


class _ArchiveStream:
    """
    A file that reports a truncated compressed member as an OSError.

    warcio takes an EOFError for the end of the file. `tail` are the last bytes that were read.
    """

    def __init__(self, file: BinaryIO) -> None:
        # `read1` returns what comes before the truncation; `read` would fail for all of it.
        self._read = getattr(file, "read1", file.read)
        self.tail = b""

    def read(self, size: int = -1) -> bytes:
        try:
            data: bytes = self._read(size)
        except EOFError as error:
            raise OSError(f"the compressed file is cut off: {error}") from error
        self.tail = (self.tail + data)[-4:]
        return data
