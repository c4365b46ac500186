"""
Derive pseudonyms from names and a key, so that no state is shared.

A pseudonym is a keyed hash (HMAC-SHA-256, RFC 2104) of the label and the normalized name. The same key
gives the same pseudonym in every process, run and document, and without the key it cannot be guessed
which name it stands for.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import unicodedata

from hookline import HooklineError, ModelError

__all__ = ["make_key", "normalized", "pseudonym", "read_key"]

_DIGITS = 12
_SHORTEST_KEY = 16


def normalized(name: str) -> str:
    """Return a name without differences of case, white space and Unicode form."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def pseudonym(key: bytes, label: str, name: str) -> str:
    """Return the pseudonym of a name, such as `PERSON-3f9a21bc77d0`."""
    message = f"{label}\0{normalized(name)}".encode("utf-8", "surrogatepass")
    return f"{label}-{hmac.new(key, message, hashlib.sha256).hexdigest()[:_DIGITS]}"


def read_key(path: str) -> bytes:
    """
    Return the key in a file, without the white space around it.

    Raises:
        ModelError: the file cannot be read, or holds less than 16 bytes.
    """
    try:
        with open(path, "rb") as file:
            key = file.read().strip()
    except OSError as error:
        raise ModelError(
            f"cannot read the key file {path}: {error.strerror or error}; make one with "
            f"`hookline redact-key {path} --new`"
        ) from error
    if len(key) < _SHORTEST_KEY:
        raise ModelError(
            f"expected a key of {_SHORTEST_KEY} bytes or more in {path}, found {len(key)}; make one "
            f"with `hookline redact-key {path} --new`"
        )
    return key


def make_key(path: str) -> None:
    """
    Write a new key to a file that only its owner can read.

    Raises:
        HooklineError: there is such a file, or it cannot be written.
    """
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise HooklineError(
            f"cannot make the key file {path}: {error.strerror or error}"
        ) from error
    with os.fdopen(number, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")
