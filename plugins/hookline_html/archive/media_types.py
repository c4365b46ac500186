"""Tell what kind of data bytes are that no header names (WHATWG MIME Sniffing, section 7.1)."""

from __future__ import annotations

import re

__all__ = ["is_binary", "sniff_media_type"]

HEAD_BYTES = 1445  # those that a browser looks at
BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
HTML = re.compile(
    rb"[\t\n\f\r ]*(?:<!--|<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|"
    rb"body|br|p)[ >])",
    re.IGNORECASE,
)
XML = re.compile(rb"[\t\n\f\r ]*<\?xml")
UNICODE_MARKS = (b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf")


def is_binary(data: bytes) -> bool:
    """Tell whether data has bytes at its beginning that no text has."""
    return not data.startswith(UNICODE_MARKS) and bool(BINARY.search(data, 0, HEAD_BYTES))


def sniff_media_type(data: bytes) -> str:
    """Return the media type that data seems to be of: HTML, XML, plain text or none of these."""
    if HTML.match(data.removeprefix(UNICODE_MARKS[2])):
        return "text/html"
    if XML.match(data):
        return "text/xml"
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    return "application/octet-stream" if is_binary(data) else "text/plain"
