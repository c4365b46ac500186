"""Refuse an output path that would overwrite something else."""

from __future__ import annotations

import os
from collections.abc import Iterable

from hookline.errors import ConfigError, Problem

__all__ = ["check_output"]


def check_output(
    path: str, needed: Iterable[str], what: str, folder: bool = False, stores: bool = False
) -> None:
    """
    Check that a path may be written.

    Args:
        path: The path; `-` is standard output.
        needed: Other files that the run reads or writes.
        what: The name of the output in a message.
        folder: Whether the output is a folder.
        stores: Whether the path may be an address.

    Raises:
        ConfigError: The path is of the wrong kind, an address, a device, or a file in `needed`.
    """
    if path == "-":
        return
    problem = ""
    if "://" in path and stores:
        if any(name == path or (folder and name.startswith(f"{path}/")) for name in needed):
            problem = f"the {what} {path} is or has an input or another output; choose another"
    elif "://" in path:
        problem = f"the {what} {path} is an address; expected a path on this machine"
    elif folder:
        if os.path.lexists(path) and not os.path.isdir(path):
            problem = f"the {what} {path} is a file; expected the path of a folder"
        elif any(_within(name, path) for name in needed):
            problem = f"the {what} {path} is a folder with files that the run needs; choose another"
    elif not path:
        problem = f"the {what} has an empty name; expected the path of a file"
    elif path.endswith(("/", os.sep)) or os.path.isdir(path):
        problem = f"the {what} {path!r} is a folder; expected the path of a file"
    elif os.path.exists(path) and not os.path.isfile(path):
        problem = f"the {what} {path} is a device or a pipe; use `-` for standard output"
    else:
        for name in needed:
            if _same(path, name):
                problem = (
                    f"the {what} {path} is the file {name}, which the run needs; choose another"
                )
    if problem:
        raise ConfigError(Problem(problem, file="hookline"))


def _within(name: str, folder: str) -> bool:
    inner, outer = os.path.realpath(name), os.path.realpath(folder)
    return name != "-" and os.path.commonpath([inner, outer]) == outer


def _same(path: str, other: str) -> bool:
    if os.path.exists(path) and os.path.exists(other):
        return os.path.samefile(path, other)
    return os.path.abspath(path) == os.path.abspath(other)
