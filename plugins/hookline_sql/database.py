"""Open databases."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from hookline import HooklineError

if TYPE_CHECKING:
    from sqlalchemy import Engine

__all__ = ["is_missing_file", "open_database"]


@contextmanager
def open_database(
    url: str, error_class: type[HooklineError], failure: str, hint: str = ""
) -> Iterator[tuple[Engine, str]]:
    """
    Open a database and yield its engine and its address without the password.

    Args:
        url: The address in the form of SQLAlchemy.
        error_class: The class of the errors to raise.
        failure: What failed if the body raises, such as `cannot read from`.
        hint: What to add to the message of such an error.

    Raises:
        error_class: The database cannot be opened, or the body raises an error of SQLAlchemy.
    """
    import sqlalchemy as sa

    try:
        engine = sa.create_engine(url)
    except Exception as error:  # an invalid address, or a driver that is not installed
        raise error_class(
            f"cannot open the database: {type(error).__name__}: {error}; expected an address such "
            "as sqlite:///news.db, and its driver installed"
        ) from error
    address = engine.url.render_as_string(hide_password=True)
    try:
        yield engine, address
    except sa.exc.SQLAlchemyError as error:
        what, _, _ = str(getattr(error, "orig", None) or error).partition("\n")  # its statement
        raise error_class(f"{failure} {address}: {what}{hint}") from error
    finally:
        engine.dispose()


def is_missing_file(engine: Engine) -> bool:
    """Tell whether a database that is a file on this machine is not there."""
    path = engine.url.database
    if engine.dialect.name not in ("sqlite", "duckdb") or not path or path == ":memory:":
        return False
    return "://" not in path and not path.startswith("file:") and not os.path.exists(path)
