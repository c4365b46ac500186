"""Read web archives, one document per page: the source `warc`."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, ClassVar, Literal

from pydantic import Field, PositiveInt

from hookline import (
    Document,
    Encoding,
    Place,
    SourceError,
    Unreadable,
    decode_page,
)
from hookline_html.archive.page import Page, page_of
from hookline_html.archive.records import DamagedRecord, read_records
from hookline_html.extracting import ExtractingSource

__all__ = ["WarcSource"]

HEADER_ROOM = 1 << 20  # bytes that a record may have beside its page


class WarcSource(ExtractingSource):
    """
    Read the pages in WARC and ARC files: responses and resources of the given types, and conversions.

    The text of a page is its main text, as that of the source `html`; other records (requests, images,
    unsuccessful responses) are not documents. The place of a page is the number of its record, counted
    from 1. A damaged record is a dead letter, and the next one is read.
    """

    name = "warc"
    endings = (".warc", ".wet", ".arc")
    optional: ClassVar[Mapping[str, str]] = {"trafilatura": "hookline[warc]"}

    class Options(ExtractingSource.Options):
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
        limit = self.options.row_limit
        types = frozenset(self.options.types)
        for record in read_records(file, limit + HEADER_ROOM):
            place = Place(name, record.number)
            if isinstance(record, DamagedRecord):
                yield _unreadable(place, record.message)
                continue
            try:
                page = page_of(record, types, limit)
            except SourceError as error:
                yield _unreadable(place, str(error))
                continue
            if page:
                yield place, page

    def document(self, place: Place, entry: Page) -> Document | Unreadable:
        meta = dict(entry.meta)
        options = self.options
        try:
            text, guess = decode_page(
                entry.body, header=entry.charset, fallback=options.encoding, errors=options.errors
            )
        except SourceError as error:
            payload = {
                "bytes": base64.b64encode(entry.body).decode("ascii"),
                "media_type": entry.media_type,
                "charset": entry.charset,
                "meta": entry.meta,
            }
            return Unreadable(place, SourceError(f"{place}: {error}"), payload)
        if guess:
            meta["encoding"] = guess
        doc = Document.from_text(text, str(meta.get("url") or place), meta, place)
        return self.extracted(doc) if entry.is_html else doc

    def revive(self, payload: dict[str, Any], place: Place) -> Document | Unreadable:
        if not isinstance(payload.get("bytes"), str):
            return super().revive(payload, place)
        body = base64.b64decode(payload["bytes"])
        page = Page(body, payload["media_type"], payload["charset"], payload["meta"])
        return self.document(place, page)


def _unreadable(place: Place, message: str) -> Unreadable:
    payload = {"path": place.path, "line": place.line}
    return Unreadable(place, SourceError(f"{place}: {message}"), payload)
