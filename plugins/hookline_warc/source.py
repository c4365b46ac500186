"""Read web archives: one document a page."""

from __future__ import annotations

import base64
import codecs
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, ClassVar, Literal, NamedTuple

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

ENDS = (b"\r\n\r\n", b"\n\n")  # of a record (ISO 28500), and of a careless one
HEAD = 1024  # bytes in which a page declares its encoding (WHATWG HTML, 13.2.3.2)
DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
# what pages call Latin-1 or ASCII is windows-1252 (WHATWG Encoding, 4.2)
LATIN = frozenset(("latin_1", "iso8859-1", "ascii"))


class Page(NamedTuple):
    """A record that holds a page, as bytes."""

    body: bytes
    media_type: str
    charset: str | None
    meta: dict[str, Any]


class WarcSource(FileSource):
    """
    Read the pages in WARC files: responses and resources of the given media types, and conversions.

    The text of a page is its markup as it was sent, decoded. Other records (requests, images, answers
    that are no success) are no documents. The place of a page is the number of its record, from 1.
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
            description="how a page is encoded that declares nothing, in its HTTP header or a "
            "`meta` element; `detect` guesses, and puts the guess into the meta data",
        )
        errors: Literal["strict", "replace"] = Field(
            "strict",
            description="what becomes of bytes that are not in the encoding: `strict` fails the "
            "page, `replace` puts U+FFFD in their place",
        )
        row_limit: PositiveInt = Field(
            64 * 1024 * 1024, description="a page of more bytes than this is a dead letter"
        )

    def entries(self, file: BinaryIO, name: str) -> Iterator[tuple[Place, Page] | Unreadable]:
        from warcio.archiveiterator import ArchiveIterator

        limit = self.options.row_limit
        stream = _Loud(file)
        for number, record in enumerate(ArchiveIterator(stream, arc2warc=True), 1):
            if not self._is_page(record):
                continue
            place = Place(name, number)
            payload = {"path": name, "line": number}
            try:
                body = _read(record.content_stream(), limit + 1)
            except OSError:
                raise
            except Exception as error:  # a body that is not encoded as its header says
                message = f"{place}: cannot decode the body: {type(error).__name__}: {error}"
                yield Unreadable(place, SourceError(message), payload)
                continue
            if len(body) > limit:
                message = f"{place}: the page is larger than row_limit, {limit:,} bytes"
                yield Unreadable(place, SourceError(message), payload)
                continue
            if (missing := getattr(record.raw_stream, "limit", 0)) > 0:
                raise OSError(f"the record is cut off, {missing:,} bytes before its end")
            yield place, _page(record, body)
        if stream.last and not stream.last.endswith(ENDS) and ".arc" not in name:
            raise OSError("the file does not end where a record ends: it is cut off")

    def document(self, place: Place, entry: Page) -> Document | Unreadable:
        meta = dict(entry.meta)
        try:
            encoding = self._encoding(entry)
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
        return status.startswith("2") and _media_type(record)[0] in self.options.types

    def _encoding(self, page: Page) -> str:
        declared = page.charset
        if declared is None and "html" in page.media_type:
            found = DECLARED.search(page.body[:HEAD])
            declared = found.group(1).decode("ascii") if found else None
        if declared is None:
            return str(self.options.encoding)
        try:
            known = codecs.lookup(declared).name
            "a".encode(known)
        except (LookupError, UnicodeError) as error:
            raise SourceError(f"the page declares an unknown encoding, {declared!r}") from error
        return "cp1252" if known in LATIN else known


def _page(record: Any, body: bytes) -> Page:
    headers = record.rec_headers
    media_type, charset = _media_type(record)
    meta = {
        "url": headers.get_header("WARC-Target-URI"),
        "date": headers.get_header("WARC-Date"),
        "record": headers.get_header("WARC-Record-ID"),
        "media_type": media_type,
    }
    if record.rec_type == "conversion":
        charset = charset or "utf-8"  # WET files are UTF-8 and do not say so
    return Page(body, media_type, charset, {key: value for key, value in meta.items() if value})


def _media_type(record: Any) -> tuple[str, str | None]:
    headers = record.http_headers or record.rec_headers
    content = headers.get_header("Content-Type") or ""
    found = CHARSET.search(content)
    return content.partition(";")[0].strip().lower(), found.group(1) if found else None


def _read(stream: Any, limit: int) -> bytes:
    """Read to the end, or to the limit: one call of warcio's `read` may give less than there is."""
    parts: list[bytes] = []
    while limit > 0 and (part := stream.read(limit)):
        parts.append(part)
        limit -= len(part)
    return b"".join(parts)


class _Loud:
    """A file whose missing end is an error that warcio does not take for the end."""

    def __init__(self, file: BinaryIO) -> None:
        self._read = getattr(file, "read1", file.read)  # what is there, in front of a missing end
        self.last = b""

    def read(self, size: int = -1) -> bytes:
        try:
            data: bytes = self._read(size)
            self.last = (self.last + data)[-4:]
            return data
        except EOFError as error:
            raise OSError(f"the compressed file is cut off: {error}") from error
