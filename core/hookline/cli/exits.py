"""The exit code of an error."""

from __future__ import annotations

import errno
import sqlite3

from hookline.errors import HooklineError

__all__ = ["DISK", "FULL", "exit_code"]

DISK = 74  # EX_IOERR of sysexits.h
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
SQLITE_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
PRIMARY = 0xFF  # of the bits of an extended code, those that tell the kind


def exit_code(error: HooklineError) -> int:
    """Return the exit code of an error: its own, or that of a disk that is full or broken."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in FULL:
            return DISK
        if (
            isinstance(cause, sqlite3.Error)
            and getattr(cause, "sqlite_errorcode", 0) & PRIMARY in SQLITE_FULL
        ):
            return DISK
        cause = cause.__cause__
    return error.exit_code
