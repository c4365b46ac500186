"""Remote files with addresses such as `s3://bucket/name`, through fsspec (extra `remote`)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from glob import has_magic
from typing import Any, BinaryIO, cast

from hookline.errors import SourceError
from hookline.files.storage import ending

__all__ = ["expand", "is_address", "open_address", "remote_size", "stamp"]


def is_address(path: str) -> bool:
    """Return whether a path is an address, which has a protocol."""
    return "://" in path


def expand(path: str, endings: Iterable[str]) -> list[str]:
    """
    Return the addresses of the files that an address names: a file, a folder or a pattern.

    Raises:
        SourceError: There are no files, or the address cannot be reached.
    """
    files, root = _file_system(path)
    endings = tuple(endings)
    files.invalidate_cache()  # listings of an earlier run in this process
    try:
        if "::" in path or files.isfile(root):
            return [path]
        if has_magic(root):
            names = sorted(name for name in files.glob(root) if files.isfile(name))
        else:
            names = sorted(
                name
                for name in files.find(root)
                if ending(name) in endings and not name.rsplit("/", 1)[-1].startswith(".")
            )
        addresses = [files.unstrip_protocol(name) for name in names]
    except FileNotFoundError:
        addresses = []
    except Exception as error:  # services raise any exception
        raise _unreachable(path, error) from error
    if not addresses:
        raise SourceError(f"there is nothing to read at {path} (looked for {' or '.join(endings)})")
    return addresses


def open_address(path: str) -> BinaryIO:
    """
    Open the file at an address.

    Raises:
        SourceError: The address cannot be reached.
    """
    files, root = _file_system(path)
    try:
        return cast(BinaryIO, io.BufferedReader(files.open(root, "rb"), 1 << 20))
    except Exception as error:  # services raise any exception
        raise _unreachable(path, error) from error


def remote_size(path: str) -> int:
    """
    Return the size of the file at an address in bytes, 0 if its service does not say.

    Raises:
        SourceError: The address cannot be reached.
    """
    files, root = _file_system(path)
    try:
        return int(files.info(root).get("size") or 0)
    except Exception as error:  # services raise any exception
        raise _unreachable(path, error) from error


def stamp(path: str) -> str:
    """Return the size, and the version or modification time, of the file at an address."""
    try:
        files, root = _file_system(path)
        info = files.info(root)
    except Exception:  # reading it will raise an error
        return ""
    keys = ("size", "ETag", "etag", "LastModified", "last_modified", "mtime", "created")
    return " ".join(f"{key}={info[key]}" for key in keys if info.get(key) is not None)


def _file_system(path: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise SourceError(f"reading {path} needs fsspec: pip install 'hookline[remote]'") from error
    try:
        files, root = url_to_fs(path)
    except ImportError as error:
        raise SourceError(f"reading {path} needs another package: {error}") from error
    except Exception as error:
        raise _unreachable(path, error) from error
    return files, str(root)


def _unreachable(path: str, error: Exception) -> SourceError:
    return SourceError(f"cannot read {path}: {type(error).__name__}: {error}")
