"""Tell how a page is encoded, from what it states itself; nothing is guessed from its bytes."""

from __future__ import annotations

import codecs
import re

__all__ = ["decoded", "known"]

MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
HEAD = 4096  # bytes in which a page has to name its encoding; browsers look at the first 1024
COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
STATED = re.compile(
    rb"""<\?xml\s[^>]*?encoding\s*=\s*["']?\s*([\w:.-]+)|<meta\s[^>]*?charset\s*=\s*["']?\s*([\w:.-]+)""",
    re.IGNORECASE,
)
# What a name on the web stands for, where Python takes it for less: encoding.spec.whatwg.org
ON_THE_WEB = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "utf-16": "utf-8",  # a page in which ASCII can be read is not in UTF-16
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}


def known(name: str) -> str:
    """
    Return Python's name of an encoding.

    Raises:
        LookupError: there is none, or it is none of text.
    """
    codec = codecs.lookup(name)
    "a".encode(codec.name)
    return codec.name


def decoded(data: bytes, encoding: str | None, errors: str) -> str:
    """
    Return the text of a page.

    A byte-order mark comes first; then `encoding`, where it is given; then what the head of the page
    states; then UTF-8.

    Raises:
        LookupError: the page states an encoding that does not exist.
        UnicodeDecodeError: the page is not in its encoding, and `errors` is `strict`.
    """
    for mark, name in MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(name, errors)
    return data.decode(encoding or _stated(data) or "utf-8", errors)


def _stated(data: bytes) -> str | None:
    """Return the encoding that the head of a page states."""
    match = STATED.search(COMMENT.sub(b"", data[:HEAD]))
    if match is None:
        return None
    name = known((match[1] or match[2]).decode("ascii", "replace"))
    return ON_THE_WEB.get(name, name)
