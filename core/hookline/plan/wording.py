"""Say what an option expects, in words for the author of a config and not for one of Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["expectation"]

EXPECTED = {
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "decimal_type": "a number",
    "decimal_parsing": "a number",
    "finite_number": "a finite number",
    "greater_than": "a number greater than {gt}",
    "greater_than_equal": "a number of at least {ge}",
    "less_than": "a number less than {lt}",
    "less_than_equal": "a number of at most {le}",
    "multiple_of": "a multiple of {multiple_of}",
    "string_type": "text",
    "string_sub_type": "text",
    "string_too_short": "text of at least {min_length} characters",
    "string_too_long": "text of at most {max_length} characters",
    "string_pattern_mismatch": "text that matches {pattern}",
    "bytes_type": "text",
    "path_type": "a path",
    "path_not_file": "a file that is there",
    "path_not_directory": "a folder that is there",
    "literal_error": "{expected}",
    "enum": "{expected}",
    "list_type": "a list",
    "tuple_type": "a list",
    "set_type": "a list",
    "frozen_set_type": "a list",
    "iterable_type": "a list",
    "too_short": "at least {min_length} items",
    "too_long": "at most {max_length} items",
    "dict_type": "a mapping of keys to values",
    "mapping_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
    "dataclass_type": "a mapping of keys to values",
    "none_required": "nothing",
    "byte_size": "a size such as 10GB",
    "byte_size_unit": "a size such as 10GB",
    "url_type": "an address such as https://example.org",
    "url_parsing": "an address such as https://example.org",
    "date_type": "a date such as 2026-01-31",
    "date_parsing": "a date such as 2026-01-31",
    "date_from_datetime_parsing": "a date such as 2026-01-31",
    "datetime_type": "a date and time such as 2026-01-31T12:00:00",
    "datetime_parsing": "a date and time such as 2026-01-31T12:00:00",
    "time_delta_type": "a duration such as PT30S",
    "time_delta_parsing": "a duration such as PT30S",
}
PREFIXES = ("Value error, ", "Assertion failed, ")


def expectation(errors: Sequence[Mapping[str, Any]]) -> str:
    """Return one sentence for all of pydantic's errors of a value, such as those of a union."""
    expected = [_expected(error) for error in errors]
    if None in expected:
        message = str(errors[0]["msg"])
        for prefix in PREFIXES:
            message = message.removeprefix(prefix)
        return message.replace("Input should be", "expected")
    return f"expected {' or '.join(dict.fromkeys(filter(None, expected)))}"


def _expected(error: Mapping[str, Any]) -> str | None:
    """Return what was expected, or None if a message of our own or an unknown one says it."""
    context = error.get("ctx") or {}
    kind = error["type"]
    if kind in ("too_short", "string_too_short") and context.get("min_length") == 1:
        return "a value that is not empty"
    try:
        return EXPECTED[kind].format(**context)
    except KeyError:
        return None
