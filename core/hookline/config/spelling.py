"""Match the ways in which Python, JSON and addresses write a text."""

from __future__ import annotations

import re
from base64 import b64encode

__all__ = ["spelled", "starts"]

SHORT_ESCAPES = {"\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f", "\v": "v", "\a": "a"}
ENCODED = 8  # characters in base64; fewer would occur in other texts
LONGEST = 4_000  # characters for which a pattern of spellings is compiled in reasonable time
DEEPEST = 16  # backslashes for one, as after quoting four times; a bound keeps matching fast
ANY, SOME = rf"\\{{0,{DEEPEST}}}+", rf"\\{{1,{DEEPEST}}}+"


def spelled(text: str) -> str:
    """
    Return a regular expression, without groups, that matches `text` however it is written.

    Each character may be written as it is, with one or more backslashes in front, escaped as by
    `repr`, `ascii`, `repr` of its UTF-8 bytes and JSON, or percent-encoded, in any mixture, as
    encoders differ in the characters that they leave alone. The text may also be part of a longer one
    in base64, as in `Authorization: Basic`. Of a text of more than 4,000 characters, only plain,
    quoted and base64 forms match.
    """
    plain = [re.escape(text), re.escape(repr(text)[1:-1])]
    if len(text) <= LONGEST:
        plain = [_any_spelling(text)]
    return "|".join([*plain, *_in_base64(_bytes(text))])


def starts(text: str) -> set[str]:
    """Return the characters with which a match of `spelled(text)` can start."""
    first = {text[0]} if _is_plain(text[0]) else {text[0], "\\", "%", "+"}
    for form in _in_base64(_bytes(text)):
        first |= set("+-/_") if form[0] == "[" else {form[0]}
    return first


def _is_plain(char: str) -> bool:
    """Return whether every encoder leaves a character as it is."""
    return char.isascii() and char.isalnum()


def _bytes(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")  # bytes of the environment that are no UTF-8
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _any_spelling(text: str) -> str:
    parts = []
    behind = False  # whether backslashes of the text match any number of them
    for run in re.findall(r"\\+|[^\\]", text):
        if run[0] == "\\":
            parts.append(rf"(?:\\|%5[cC]){{{len(run)},{DEEPEST * len(run)}}}+")
        else:
            parts.append(run if _is_plain(run) else _spellings(run, ANY if behind else SOME))
        behind = run[0] == "\\"
    return "".join(parts)


def _spellings(char: str, backslashes: str) -> str:
    """Return a pattern for a character, in whose escapes `backslashes` matches the first ones."""
    code, data = ord(char), _bytes(char)
    units = char.encode("utf-16-be", "surrogatepass").hex()
    escapes = [f"u{code:04x}", f"U{code:08x}"] if code <= 0xFFFF else [f"U{code:08x}"]
    escapes.append(SOME.join(f"u{units[i : i + 4]}" for i in range(0, len(units), 4)))
    escapes.append(SOME.join(f"x{byte:02x}" for byte in data))
    percent = ["".join(f"%{byte:02x}" for byte in data)]
    if code < 0x100:
        escapes.append(f"x{code:02x}")
        percent.append(f"%{code:02x}")  # of Latin-1
    if char in SHORT_ESCAPES:
        escapes.append(SHORT_ESCAPES[char])
    forms = [ANY + re.escape(char)]
    if char == " ":
        forms.append(r"\+")
    forms.append(f"{backslashes}(?i:{'|'.join(dict.fromkeys(escapes))})")
    forms.append(f"(?i:{'|'.join(dict.fromkeys(percent))})")
    return f"(?:{'|'.join(forms)})"


def _in_base64(data: bytes) -> list[str]:
    """Return patterns for bytes inside a longer text in base64, at each of three alignments."""
    patterns = []
    for before in range(3):
        text = b64encode(bytes(before) + data).decode()
        first = (before * 8 + 5) // 6  # characters that contain bits of what stands before
        core = text[first : (before + len(data)) * 8 // 6]
        if len(core) >= ENCODED:
            patterns.append(core.replace("/", "[/_]").replace("+", "[+-]"))
    return patterns
