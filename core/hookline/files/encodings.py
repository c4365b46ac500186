"""Decode text in the encoding that was declared; detection happens only where it is asked for."""

from __future__ import annotations

import codecs
import re
from typing import Annotated, NamedTuple

from pydantic import AfterValidator

from hookline.errors import SourceError

__all__ = [
    "DETECT",
    "DecodedPage",
    "Encoding",
    "decode_page",
    "decode_text",
    "detect_encoding",
    "web_codec",
]

DETECT = "detect"
MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# Python's codecs where they are not called as the encodings of the standard, or decode less.
CODECS = {
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
    "iso-8859-8-i": "iso8859-8",
    "macintosh": "mac-roman",
    "windows-874": "cp874",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-user-defined": "cp1252",
}
PAGE_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
HEAD_BYTES = 4096  # a page must declare its encoding in these; browsers read the first 1024
COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
DECLARATION = re.compile(
    rb"""<\?xml\s[^>]*?encoding\s*=\s*["']?\s*([^\s"'?>;]+)"""
    rb"""|<meta\s[^>]*?charset\s*=\s*["']?\s*([^\s"'/>;]+)""",
    re.IGNORECASE,
)


def web_codec(label: str) -> str | None:
    """
    Return Python's codec for a label of an encoding on the web, or None if there is no such label.

    The labels, and what they mean, are those of the WHATWG Encoding Standard (encoding.spec.whatwg.org,
    section 4.2): `latin1` is windows-1252, `x-sjis` is Shift_JIS with Microsoft's extensions.
    """
    import webencodings

    encoding = webencodings.lookup(label)
    if encoding is None or encoding.name == "replacement":
        return None
    name: str = encoding.name
    return CODECS.get(name, name)


def _resolved(value: str) -> str:
    if value == DETECT:
        return value
    codec = web_codec(value) or value
    if codec.startswith("utf-16") and not value.lower().endswith(("le", "be")):
        codec = "utf-16"  # Python's codec of this name obeys a byte-order mark
    elif codec == "windows-1252" and _is_text_codec(value):
        codec = value  # `ascii` and `latin1` are not windows-1252 outside the web
    if not _is_text_codec(codec):
        raise ValueError(
            f"unknown encoding {value!r}: use a name such as utf-8 or cp1252, or `detect`"
        )
    return codec


def _is_text_codec(name: str) -> bool:
    """Tell whether Python has a codec of this name, and it is one of text."""
    try:
        "a".encode(name)
    except (LookupError, UnicodeError):
        return False
    return True


Encoding = Annotated[str, AfterValidator(_resolved)]
"""
The type of an option that names an encoding, or says `detect`; its value is the name of a codec.

Names are labels of the WHATWG Encoding Standard or, where that has none, Python's; `ascii` and `latin1`
are taken at their word.
"""


def detect_encoding(data: bytes) -> str:
    """
    Return the encoding that bytes seem to be in: UTF-8 where they are valid, else a good guess.

    Raises:
        SourceError: nothing fits.
    """
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)  # a sample may end in a character
        return "utf-8"
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise SourceError("no encoding fits these bytes: are they text? Name it with `encoding`")
    return best.encoding.replace("_", "-")


def decode_text(data: bytes, encoding: str, errors: str = "strict") -> str:
    """
    Return the text that bytes are in a declared encoding, without its byte-order mark.

    Raises:
        SourceError: a byte is not in the encoding; the message says where.
    """
    try:
        return data.decode(encoding, errors).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        mark = next((name for mark, name in MARKS.items() if data.startswith(mark)), None)
        hint = (
            f"it begins as {mark}: set `encoding: {mark}`"
            if mark
            else ("name the encoding with `encoding` (`detect` guesses), or set `errors: replace`")
        )
        raise SourceError(
            f"byte {error.start} ({data[error.start]:#04x}) is not {encoding}; {hint}"
        ) from error


class DecodedPage(NamedTuple):
    """The text of a web page; `guess` is its encoding where that was detected."""

    text: str
    guess: str | None


def decode_page(
    data: bytes,
    *,
    encoding: str | None = None,
    header: str | None = None,
    fallback: str = "utf-8",
    errors: str = "strict",
) -> DecodedPage:
    """
    Return the text of a web page.

    Its encoding is what the first of these says: a byte-order mark, `encoding`, the label in the HTTP
    `header`, the label in the first 4,096 bytes of the page, `fallback` (which may be `detect`). Labels
    that the WHATWG Encoding Standard does not have are passed over, as in browsers.

    Raises:
        SourceError: a byte is not in the encoding, or none can be detected; the message names a label
            that was passed over.
    """
    declared = re.search(DECLARATION, COMMENT.sub(b"", data[:HEAD_BYTES]))
    labels = [header] if header else []
    if declared:
        labels.append((declared[1] or declared[2]).decode("ascii", "replace"))
    codec = next((name for mark, name in PAGE_MARKS.items() if data.startswith(mark)), encoding)
    if codec is None:
        codec = _page_codec(labels, header)
    guess = None
    try:
        if codec is None and fallback == DETECT:
            codec = guess = detect_encoding(data)
        return DecodedPage(decode_text(data, codec or fallback, errors), guess)
    except SourceError as error:
        unknown = next((label for label in labels if web_codec(label) is None), None)
        if unknown is None:
            raise
        raise SourceError(f"{error}; the page declares an unknown encoding, {unknown!r}") from error


def _page_codec(labels: list[str], header: str | None) -> str | None:
    """Return the codec of the first known label."""
    for label in labels:
        codec = web_codec(label)
        if codec and codec.startswith("utf-16") and label is not header:
            return "utf-8"  # a page whose declaration is readable as ASCII is not in UTF-16
        if codec:
            return codec
    return None
