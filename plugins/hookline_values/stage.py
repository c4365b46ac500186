"""The stage `values`: what dates and amounts of money say, in numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal

from pydantic import Field, field_validator

from hookline import Document, DocumentError, Failed, Outcome, Stage

__all__ = ["Values"]

_ISO = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].*)?")


class Values(Stage):
    """Give dates and amounts of money their values, and find relative dates ("last week")."""

    name = "values"
    requires = ("sentences", "entities")
    provides = ("entities",)
    labels = ("DATE", "MONEY")
    cost = "light"

    class Options(Stage.Options):
        """The document's date, and how dates and amounts are written."""

        date: str | None = Field(
            None, description="The date of documents without `meta.date`, as YYYY-MM-DD."
        )
        add: bool = Field(
            True, description="Whether dates that no entity covers become entities of label DATE."
        )
        numeric: Literal["dmy", "mdy"] | None = Field(
            None,
            description="Order of day and month in dates such as 3/4/2026; without it, those that "
            "can be read in both orders have no value.",
        )
        decimal: Literal["auto", "point", "comma"] = Field(
            "auto", description="The sign before decimal places in amounts of money."
        )
        dollar: str | None = Field(
            "USD",
            pattern="[A-Z]{3}",
            description="Currency (ISO 4217) of dollars of no named country.",
        )

        @field_validator("date")
        @classmethod
        def _is_date(cls, value: str | None) -> str | None:
            if value is not None and _day(value) is None:
                raise ValueError(f"expected a date as YYYY-MM-DD, found {value!r}")
            return value

    def __init__(self, options: Options) -> None:
        from hookline_values.entities import DateConvention, with_values
        from hookline_values.money import MoneyConvention

        super().__init__(options)
        self._with_values = with_values
        self._dates = DateConvention
        self._money = MoneyConvention(options.decimal, options.dollar)
        self._default = _day(options.date) if options.date else None

    def process(self, docs: Sequence[Document]) -> Iterable[Outcome]:
        """Return each document with the values of its dates and amounts."""
        for doc in docs:
            try:
                dates = self._dates(self._reference(doc), self.options.numeric)
            except DocumentError as error:
                yield Failed(error)
            else:
                yield self._with_values(doc, dates, self._money, self.options.add)

    def _reference(self, doc: Document) -> date | None:
        """
        Return the day of a document.

        Raises:
            DocumentError: its `meta.date` is no date.
        """
        stated: Any = doc.meta.get("date")
        if stated is None or stated == "":
            return self._default
        day = _day(stated) if isinstance(stated, str) else None
        if day is None:
            raise DocumentError(
                f"expected meta.date to be a date as YYYY-MM-DD, found {stated!r} ({doc.place}); "
                "correct it in the source, or leave it out"
            )
        return day


def _day(text: str) -> date | None:
    """Return the day of an ISO 8601 date or time, as written, or None if it is none."""
    match = _ISO.fullmatch(text.strip())
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
