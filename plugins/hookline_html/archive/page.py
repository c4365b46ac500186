"""Take the page out of a record."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, NamedTuple

from hookline import SourceError
from hookline_html.archive.http import HttpMessage, decode_body, parse_message
from hookline_html.archive.media_types import sniff_media_type
from hookline_html.archive.records import Record

__all__ = ["Page", "page_of"]

CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([^\s"';,]+)""", re.IGNORECASE)
HTML_TYPES = ("text/html", "application/xhtml+xml")


class Page(NamedTuple):
    """
    The page of a record.

    `body` is without the codings of HTTP; `charset` is the label in the header, if any.
    """

    body: bytes
    media_type: str
    charset: str | None
    meta: dict[str, Any]

    @property
    def is_html(self) -> bool:
        """Whether the page is markup."""
        return self.media_type in HTML_TYPES


def page_of(record: Record, types: Collection[str], limit: int) -> Page | None:
    """
    Return the page of a record, or None if it has none of the given media types.

    Pages are the bodies of responses with a status of success, resources and conversions. A response
    that names no media type has the one that its first bytes show.

    Raises:
        SourceError: the page cannot be decoded, or is longer than `limit` bytes.
    """
    kind = record.headers.get("warc-type", "").lower()
    if kind not in ("response", "resource", "conversion"):
        return None
    message = parse_message(record.content) if kind == "response" else None
    if message is None:
        message = HttpMessage(200, _headers_of_block(record), record.content)
    if not 200 <= message.status < 300:
        return None
    content_type = message.headers.get("content-type", "")
    media_type = content_type.partition(";")[0].strip().lower()
    is_known = kind == "conversion" or "/" in media_type
    if is_known and kind != "conversion" and media_type not in types:
        return None
    truncation = record.headers.get("warc-truncated")
    if record.is_cut:
        raise SourceError(f"the page is larger than row_limit, {limit:,} bytes")
    try:
        body = decode_body(message, limit + 1, truncation is not None)
    except SourceError:
        if is_known:
            raise
        return None  # it may as well be an image
    if not is_known:
        media_type = sniff_media_type(body)
        if media_type not in types:
            return None
    if len(body) > limit:
        raise SourceError(f"the page is larger than row_limit, {limit:,} bytes")
    match = CHARSET.search(content_type)
    charset = match[1] if match else None
    if kind == "conversion":
        charset = charset or "utf-8"  # WET files are UTF-8 without saying so
    meta = {
        "url": record.headers.get("warc-target-uri", "").removeprefix("<").removesuffix(">"),
        "date": record.headers.get("warc-date"),
        "record": record.headers.get("warc-record-id"),
        "media_type": media_type,
        "truncated": truncation,
    }
    return Page(body, media_type, charset, {key: value for key, value in meta.items() if value})


def _headers_of_block(record: Record) -> dict[str, str]:
    """Return the headers that describe content that is no HTTP message."""
    content_type = record.headers.get("content-type", "")
    is_message = content_type.lower().startswith("application/http")
    return {} if is_message else {"content-type": content_type}
