"""Refuse outputs that would destroy something, and recognise inputs that have changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from typing import Any

from hookline.document import Document
from hookline.errors import ConfigError, Problem
from hookline.source import Source, Unreadable

__all__ = ["Witness", "check_output", "fingerprint", "is_stream"]


def check_output(path: str, inputs: Iterable[str], what: str) -> None:
    """
    Check that a path may be written.

    Raises:
        ConfigError: it is a folder, a device, or one of the inputs.
    """
    if path == "-":
        return
    problem = ""
    if not path or path.endswith(("/", os.sep)) or os.path.isdir(path):
        problem = f"the {what} {path!r} is a folder; expected the path of a file"
    elif os.path.exists(path) and not os.path.isfile(path):
        problem = f"the {what} {path} is a device or a pipe; use `-` for standard output"
    elif os.path.exists(path):
        for name in inputs:
            if os.path.isfile(name) and os.path.samefile(path, name):
                problem = f"the {what} {path} is one of the inputs; choose another path"
    if problem:
        raise ConfigError(Problem(problem, file="hookline"))


def is_stream(sources: Iterable[Source]) -> bool:
    """Tell whether part of the input can only be read once, such as standard input."""
    return any(not source.inputs() or "-" in source.inputs() for source in sources)


def fingerprint(inputs: Iterable[str]) -> list[list[Any]]:
    """Return name, size and time of change of every input file."""
    found: list[list[Any]] = []
    for name in inputs:
        try:
            status = os.stat(name)
            found.append([name, status.st_size, status.st_mtime_ns])
        except OSError:
            found.append([name, None, None])
    return found


class Witness:
    """
    A running digest of items, to tell whether a stream repeats what was read before.

    Used where the input is no file that could be looked at again.
    """

    def __init__(self) -> None:
        self._digest = hashlib.blake2b(digest_size=16)

    def see(self, item: Document | Unreadable) -> None:
        """Take in one item."""
        if isinstance(item, Document):
            text = f"{item.id}\0{item.raw}\0"
        else:
            text = f"{item.place}\0{item.payload}\0"
        self._digest.update(text.encode("utf-8", "surrogatepass"))

    def value(self) -> str:
        """Return the digest of all items so far."""
        return self._digest.hexdigest()
