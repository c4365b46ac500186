"""Turn date expressions into values, by the date of the document where they are relative."""

from __future__ import annotations

from hookline_values import absolute, relative
from hookline_values.context import Context
from hookline_values.grammar import Expression

__all__ = ["resolve"]

_FORMS = {**absolute.FORMS, **relative.FORMS}


def resolve(expression: Expression, context: Context) -> str | None:
    """
    Return the value of an expression in ISO 8601 or EDTF.

    None if no calendar has such a date, if it depends on a date that is not known, or if its words
    leave open which date is meant.
    """
    return _FORMS[expression.form](expression.parts, context)
