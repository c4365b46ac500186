"""Outputs of runs: files and folders on this machine, and files at addresses."""

from __future__ import annotations

import os
from pathlib import Path

from hookline.files.addresses import (
    is_address,
    remote_exists,
    remote_names,
    remove_remote,
    upload,
    written_size,
)
from hookline.files.storage import put_in_place, remove

__all__ = ["deliver_to", "names_in", "remove_from", "target_exists", "target_size"]


def target_exists(target: str) -> bool:
    """
    Return whether there is something at a path or an address.

    Raises:
        SinkError: The address cannot be reached.
    """
    return remote_exists(target) if is_address(target) else os.path.lexists(target)


def target_size(target: str) -> int | None:
    """
    Return the size of the file at an address in bytes, or None if the target is a path.

    Raises:
        SinkError: The address cannot be reached.
    """
    return written_size(target) if is_address(target) else None


def deliver_to(target: str, finished: Path) -> None:
    """
    Move a finished file or folder to a path or an address, where it appears as a whole.

    The file is removed after an upload, so that a killed upload is repeated.

    Raises:
        OSError: The move failed.
        SinkError: The upload failed.
    """
    if not is_address(target):
        put_in_place(finished, target)
        return
    upload(finished, target)
    remove(finished)


def names_in(target: str) -> list[str]:
    """
    Return the names of what is in the folder at a path or an address; nothing if there is no folder.

    Raises:
        OSError: The folder cannot be read.
        SinkError: The address cannot be reached.
    """
    if is_address(target):
        return remote_names(target)
    return os.listdir(target) if os.path.isdir(target) else []


def remove_from(target: str, name: str) -> None:
    """
    Remove a file from the folder at a path or an address.

    Raises:
        OSError: It cannot be removed.
        SinkError: The address cannot be reached.
    """
    if is_address(target):
        remove_remote(f"{target}/{name}")
    else:
        remove(Path(target, name))
