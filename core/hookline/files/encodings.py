"""Decode text in the encoding that was declared; detection happens only where it is asked for."""

from __future__ import annotations

import codecs
from typing import Annotated

from pydantic import AfterValidator

from hookline.errors import SourceError

__all__ = ["DETECT", "Encoding", "decode_text", "detect_encoding"]

DETECT = "detect"
MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def _known(value: str) -> str:
    try:
        if value != DETECT:
            "a".encode(value)
    except (LookupError, UnicodeError) as error:
        raise ValueError(
            f"unknown encoding {value!r}: use a name such as utf-8 or cp1252, or `detect`"
        ) from error
    return value


Encoding = Annotated[str, AfterValidator(_known)]
"""The type of an option that names an encoding, or says `detect`."""


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
