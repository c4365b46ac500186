"""Decode a page by the encoding that it declares; nothing is guessed from its bytes."""

from __future__ import annotations

import codecs
import re

__all__ = ["codec_name", "decode_page"]

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
HEAD_BYTES = 4096  # a page must declare its encoding in these; browsers read the first 1024
COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
DECLARATION = re.compile(
    rb"""<\?xml\s[^>]*?encoding\s*=\s*["']?\s*([\w:.-]+)|<meta\s[^>]*?charset\s*=\s*["']?\s*([\w:.-]+)""",
    re.IGNORECASE,
)
# Encodings that a name means on the web, where Python has a smaller one (encoding.spec.whatwg.org).
WEB_ENCODINGS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "utf-16": "utf-8",  # a page whose declaration is readable as ASCII is not in UTF-16
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}


def codec_name(name: str) -> str:
    """
    Return Python's name of a text encoding.

    Raises:
        LookupError: the encoding is unknown, or not one of text.
    """
    codec = codecs.lookup(name)
    "a".encode(codec.name)
    return codec.name


def decode_page(data: bytes, encoding: str | None, errors: str) -> str:
    """
    Return the text of a page.

    A byte-order mark takes precedence, then `encoding`, then the declaration in the head of the page,
    then UTF-8.

    Raises:
        LookupError: the page declares an unsupported encoding.
        UnicodeDecodeError: the page is not in its encoding, and `errors` is `strict`.
    """
    for mark, name in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(name, errors)
    return data.decode(encoding or _declared(data) or "utf-8", errors)


def _declared(data: bytes) -> str | None:
    """Return the encoding that the head of a page declares, or None."""
    match = DECLARATION.search(COMMENT.sub(b"", data[:HEAD_BYTES]))
    if match is None:
        return None
    name = codec_name((match[1] or match[2]).decode("ascii", "replace"))
    return WEB_ENCODINGS.get(name, name)
