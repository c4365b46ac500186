"""Remote files with addresses such as `s3://bucket/name`, through fsspec (extra `remote`)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from glob import has_magic
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO, cast

from hookline.errors import HooklineError, SinkError, SourceError, described
from hookline.files.storage import ending

__all__ = [
    "expand",
    "has_vanished",
    "is_address",
    "missing_package",
    "open_address",
    "remote_exists",
    "remote_names",
    "remote_size",
    "remove_remote",
    "stamp",
    "upload",
    "written_size",
]


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


def has_vanished(path: str) -> bool:
    """Return whether there is no file at the address of an input, or the address cannot be reached."""
    try:
        files, root = _file_system(path)
        files.invalidate_cache()
        return not files.exists(root)
    except Exception:  # services raise any exception
        return True


def remote_exists(path: str) -> bool:
    """
    Return whether there is a file at the address of an output.

    Raises:
        SinkError: The address cannot be reached.
    """
    files, root = _file_system(path, writing=True)
    try:
        files.invalidate_cache()
        return bool(files.exists(root))
    except Exception as error:  # services raise any exception
        raise _unreachable(path, error, writing=True) from error


def written_size(path: str) -> int:
    """
    Return the size of the output at an address in bytes.

    Raises:
        SinkError: The address cannot be reached.
    """
    files, root = _file_system(path, writing=True)
    try:
        files.invalidate_cache()
        return int(files.info(root)["size"])
    except Exception as error:  # services raise any exception
        raise _unreachable(path, error, writing=True) from error


def remote_names(path: str) -> list[str]:
    """
    Return the names of the files that are directly in the folder at the address of an output.

    Raises:
        SinkError: The address cannot be reached.
    """
    files, root = _file_system(path, writing=True)
    try:
        files.invalidate_cache()
        entries = files.ls(root, detail=True) if files.isdir(root) else []
        names = [entry["name"] for entry in entries if entry["type"] == "file"]
        return sorted(str(name).rpartition("/")[2] for name in names)
    except Exception as error:  # services raise any exception
        raise _unreachable(path, error, writing=True) from error


def remove_remote(path: str) -> None:
    """
    Remove the file at an address.

    Raises:
        SinkError: The address cannot be reached.
    """
    files, root = _file_system(path, writing=True)
    try:
        files.rm_file(root)
    except Exception as error:  # services raise any exception
        raise _unreachable(path, error, writing=True) from error


def upload(file: Path, path: str) -> None:
    """
    Write a file to an address, where it appears as a whole when the upload is complete.

    Object stores show a large file, which is sent in parts, when its last part has arrived.

    Raises:
        SinkError: The upload failed; what was at the address is unchanged.
    """
    files, root = _file_system(path, writing=True)
    try:
        files.put_file(str(file), root)
    except Exception as error:  # services raise any exception
        raise _unreachable(path, error, writing=True) from error


def missing_package(path: str) -> str:
    """Return what must be installed to use an address, without importing it; empty if nothing."""
    try:
        from fsspec.registry import known_implementations, registry
    except ImportError:
        return "pip install 'hookline[remote]'"
    protocol = path.partition("://")[0].rpartition("::")[2]
    if protocol in registry:
        return ""
    if protocol not in known_implementations:
        return f"fsspec knows no addresses with {protocol}://"
    entry = known_implementations[protocol]
    package = entry["class"].partition(".")[0]
    return "" if find_spec(package) else str(entry.get("err") or f"pip install {package}")


def _file_system(path: str, writing: bool = False) -> tuple[Any, str]:
    kind: type[HooklineError] = SinkError if writing else SourceError
    doing = "writing" if writing else "reading"
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise kind(f"{doing} {path} needs fsspec: pip install 'hookline[remote]'") from error
    try:
        files, root = url_to_fs(path)
    except ImportError as error:
        raise kind(f"{doing} {path} needs another package: {error}") from error
    except Exception as error:
        raise _unreachable(path, error, writing) from error
    return files, str(root)


def _unreachable(path: str, error: Exception, writing: bool = False) -> HooklineError:
    what = described(error).rstrip(".")
    if not writing:
        return SourceError(f"cannot read {path}: {what}")
    return SinkError(
        f"cannot write {path}: {what}; check that the bucket exists and that the "
        "credentials are valid, then run the same command again"
    )
