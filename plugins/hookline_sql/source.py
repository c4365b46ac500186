"""Read the rows of a query: one document a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from pydantic import Field, field_validator

from hookline import (
    Columns,
    Document,
    Place,
    Source,
    SourceError,
    Unreadable,
    plain_value,
    row_document,
)

ORDERED = re.compile(r"\border\s+by\b", re.IGNORECASE)
AT_ONCE = 1000  # rows that are fetched at once


class SqlSource(Source):
    """
    Read one document a row of a query; its place is the number of the row, from 1.

    A resumed run runs the query again and refuses to go on where it does not give the same rows.
    """

    name = "sql"
    optional: ClassVar[Mapping[str, str]] = {"sqlalchemy": "hookline[sql]"}

    class Options(Columns):
        """Options of the source."""

        url: str = Field(
            description="the database, as SQLAlchemy has it, such as `sqlite:///news.db`; a password "
            "is better taken from the environment: `postgresql://me:${PASSWORD}@host/news`"
        )
        query: str = Field(
            description="a SELECT statement with an ORDER BY that leaves no two rows equal"
        )

        @field_validator("query")
        @classmethod
        def _ordered(cls, value: str) -> str:
            if not ORDERED.search(value):
                raise ValueError(
                    "expected a query with an ORDER BY: without one, an interrupted run cannot find "
                    "its place again"
                )
            return value

    def is_stream(self) -> bool:
        """Tell the host to compare the rows: they can have changed since an interruption."""
        return True

    def read(self, start: int = 0) -> Iterator[Document | Unreadable]:
        import sqlalchemy as sa

        try:
            engine = sa.create_engine(self.options.url)
        except Exception as error:  # a wrong address, or a driver that is not installed
            raise SourceError(
                f"cannot open the database: {type(error).__name__}: {error}; expected an address "
                "such as sqlite:///news.db, and its driver installed"
            ) from error
        name = engine.url.render_as_string(hide_password=True)
        try:
            with engine.connect().execution_options(stream_results=True) as connection:
                result = connection.execution_options(yield_per=AT_ONCE).execute(
                    sa.text(self.options.query)
                )
                self.options.check_columns(list(result.keys()))
                for number, row in enumerate(result.mappings(), 1):
                    if number > start:
                        yield self._document(dict(row), Place(name, number))
        except sa.exc.SQLAlchemyError as error:
            raise SourceError(f"cannot read from {name}: {error}") from error
        finally:
            engine.dispose()

    def _document(self, row: dict[str, Any], place: Place) -> Document | Unreadable:
        try:
            return row_document(row, self.options, place)
        except SourceError as error:
            return Unreadable(place, error, {"row": plain_value(row)})

    def revive(self, payload: dict[str, Any], place: Place) -> Document | Unreadable:
        if isinstance(payload.get("row"), dict):
            return self._document(payload["row"], place)
        return super().revive(payload, place)
