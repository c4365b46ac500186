"""Write a file as a whole: readers see the old content or the new one, never a part."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from hookline.errors import SinkError

__all__ = ["write_whole"]


def write_whole(path: str | os.PathLike[str], data: bytes, what: str) -> None:
    """
    Write a small file atomically, with its folders; `what` names it in a message.

    Raises:
        SinkError: The file cannot be written.
    """
    target = Path(os.path.realpath(path))
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        os.replace(part, target)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise SinkError(f"cannot write the {what} to {path}: {error.strerror or error}") from error
