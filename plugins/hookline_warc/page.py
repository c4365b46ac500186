"""Pages of web archives, and the encodings that they declare."""

from __future__ import annotations

import codecs
import re
from typing import Any, NamedTuple

from hookline import SourceError

__all__ = ["Page", "media_type_of", "page_of"]

META_SIZE = 1024  # bytes in which a page declares its encoding (WHATWG HTML, 13.2.3.2)
META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
# Pages labelled with these are in windows-1252 (WHATWG Encoding, 4.2).
WINDOWS_1252_LABELS = frozenset(("latin_1", "iso8859-1", "ascii"))


class Page(NamedTuple):
    """
    The page of a record.

    `body` is without the content encoding of HTTP; `charset` is that of the header, if any.
    """

    body: bytes
    media_type: str
    charset: str | None
    meta: dict[str, Any]

    def declared_encoding(self) -> str | None:
        """
        Return the encoding that the header or a `meta` element declares, or None.

        Raises:
            SourceError: Python does not have that encoding.
        """
        charset = self.charset
        if charset is None and "html" in self.media_type:
            match = META_CHARSET.search(self.body[:META_SIZE])
            charset = match.group(1).decode("ascii") if match else None
        if charset is None:
            return None
        try:
            encoding = codecs.lookup(charset).name
            "a".encode(encoding)  # some codecs are not text encodings
        except (LookupError, UnicodeError) as error:
            raise SourceError(f"the page declares an unknown encoding, {charset!r}") from error
        return "cp1252" if encoding in WINDOWS_1252_LABELS else encoding


def page_of(record: Any, body: bytes) -> Page:
    """Return the page of a record of warcio."""
    headers = record.rec_headers
    media_type, charset = media_type_of(record)
    meta = {
        "url": headers.get_header("WARC-Target-URI"),
        "date": headers.get_header("WARC-Date"),
        "record": headers.get_header("WARC-Record-ID"),
        "media_type": media_type,
    }
    if record.rec_type == "conversion":
        charset = charset or "utf-8"  # WET files are UTF-8 without saying so
    return Page(body, media_type, charset, {key: value for key, value in meta.items() if value})


def media_type_of(record: Any) -> tuple[str, str | None]:
    """Return the media type of a record, in lower case, and its charset, if any."""
    headers = record.http_headers or record.rec_headers
    content_type = headers.get_header("Content-Type") or ""
    match = HEADER_CHARSET.search(content_type)
    media_type = content_type.partition(";")[0].strip().lower()
    return media_type, match.group(1) if match else None
