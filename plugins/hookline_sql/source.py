"""Read the rows of a query, one document per row."""

from __future__ import annotations

import os
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
from hookline_sql.database import is_missing_file, open_database

ORDER_BY = re.compile(r"\border\s+by\b", re.IGNORECASE)
FETCH_SIZE = 1000  # rows fetched at a time


class SqlSource(Source):
    """
    Read one document per row of a query; its place is the number of the row, counted from 1.

    A resumed run runs the query again, and stops if it does not return the same rows.
    """

    name = "sql"
    optional: ClassVar[Mapping[str, str]] = {"sqlalchemy": "hookline[sql]"}

    class Options(Columns):
        """Options of the source."""

        url: str = Field(
            description="the address of the database for SQLAlchemy, such as `sqlite:///news.db`; "
            "take a password from the environment: `postgresql://me:${PASSWORD}@host/news`"
        )
        query: str = Field(
            description="a SELECT statement with an ORDER BY under which no two rows are equal"
        )

        @field_validator("query")
        @classmethod
        def _check_order(cls, value: str) -> str:
            if not ORDER_BY.search(value):
                raise ValueError(
                    "expected a query with an ORDER BY: without one, an interrupted run cannot be "
                    "resumed at the same row"
                )
            return value

    def is_stream(self) -> bool:
        """Return True: the rows can change between runs, so the host must compare them."""
        return True

    def read(self, start: int = 0) -> Iterator[Document | Unreadable]:
        import sqlalchemy as sa

        with open_database(self.options.url, SourceError, "cannot read from") as (engine, address):
            if is_missing_file(engine):  # connecting would create it
                path = engine.url.database
                raise SourceError(f"there is no database {path} (looked from {os.getcwd()})")
            options = {"stream_results": True, "yield_per": FETCH_SIZE}
            with engine.connect().execution_options(**options) as connection:
                result = connection.execute(sa.text(self.options.query))
                self.options.check_columns(list(result.keys()))
                for number, row in enumerate(result.mappings(), 1):
                    if number > start:
                        yield self._document(dict(row), Place(address, number))

    def _document(self, row: dict[str, Any], place: Place) -> Document | Unreadable:
        try:
            return row_document(row, self.options, place)
        except SourceError as error:
            return Unreadable(place, error, {"row": plain_value(row)})

    def revive(self, payload: dict[str, Any], place: Place) -> Document | Unreadable:
        if isinstance(payload.get("row"), dict):
            return self._document(payload["row"], place)
        return super().revive(payload, place)
