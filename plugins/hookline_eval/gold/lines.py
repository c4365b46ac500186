"""Read annotated files line by line and report errors with their line."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import orjson

from hookline import SourceError, open_input, shown


class FormatError(ValueError):
    """What is wrong with a part of an annotated file; its reader knows the place."""


@contextmanager
def located(place: str) -> Iterator[None]:
    """Raise a `FormatError` of the block as the error of a place in a file, such as `gold:7`."""
    try:
        yield
    except FormatError as error:
        raise SourceError(f"{shown(place)}: {error}") from error


def line_error(path: str, line: int, message: str) -> SourceError:
    """Return the error for a line, counted from 1, of an annotated file."""
    return SourceError(f"{shown(path)}:{line}: {message}")


def quoted(text: str) -> str:
    """Return text in quotes for an error message, cut to 40 characters."""
    return repr(text if len(text) <= 40 else f"{text[:37]}...")


def numbered_lines(path: str) -> Iterator[tuple[int, str]]:
    """
    Yield the lines of a UTF-8 file with their numbers, counted from 1, and without line ends.

    A file ending in `.gz`, `.zst`, `.bz2` or `.xz` is decompressed.

    Raises:
        SourceError: The file cannot be opened, decompressed or decoded.
    """
    number = 0
    with open_input(path) as file:
        lines = iter(file)
        while True:
            try:
                data = next(lines, None)
            except (OSError, EOFError, zlib.error, ValueError) as error:
                raise line_error(path, number + 1, f"cannot be read: {error}") from error
            except Exception as error:
                # The classes of optional decompressors cannot be imported here.
                if type(error).__name__ not in ("ZstdError", "LZMAError"):
                    raise
                raise line_error(path, number + 1, f"cannot be decompressed: {error}") from error
            if data is None:
                return
            number += 1
            try:
                text = data.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                message = f"expected UTF-8, found byte 0x{data[error.start]:02x} at {error.start}"
                raise line_error(path, number, message) from error
            yield number, text.rstrip("\r\n")


def json_lines(
    path: str, lines: Iterable[tuple[int, str]] | None = None
) -> Iterator[tuple[int, dict[str, Any]]]:
    """
    Yield the objects of a JSON-lines file with their line numbers; blank lines are skipped.

    `lines` are the numbered lines of the file if they have been read.

    Raises:
        SourceError: The file cannot be read, or a line is not a JSON object.
    """
    for number, line in numbered_lines(path) if lines is None else lines:
        if not line.strip():
            continue
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise line_error(path, number, f"expected JSON: {error}") from error
        if not isinstance(value, dict):
            raise line_error(path, number, f"expected a JSON object, found {type(value).__name__}")
        yield number, value
