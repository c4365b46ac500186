"""Check what is given to a document, and refuse to change it in place."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import NoReturn

from hookline.document.alignment import Edit
from hookline.document.annotations import Place

__all__ = ["check_edit", "check_string", "is_place", "refuse_change", "wrong_type"]

REASONS = (str, type(None))


def refuse_change(doc: object, name: str, *_: object) -> NoReturn:
    """
    Refuse to set or delete a field of a document, and say what to do instead.

    Raises:
        FrozenInstanceError: Always.
    """
    raise FrozenInstanceError(
        f"a document cannot be changed in place, so `{name}` cannot be set; `edit`, `with_text`, "
        "`with_layers` and `with_meta` return a changed document"
    )


def check_edit(edit: Edit) -> None:
    """
    Check that a value is an `Edit` with strings as its replacement and its reason.

    Raises:
        TypeError: It is not.
    """
    if type(edit) is Edit and type(edit.replacement) is str and type(edit.reason) in REASONS:
        return  # nearly always
    if not isinstance(edit, Edit):
        raise TypeError(
            "expected a list of edits, such as [Edit(0, 5, 'text')], found an item of the type "
            f"{type(edit).__name__}: {edit!r:.80}"
        )
    for name, value in (("replacement", edit.replacement), ("reason", edit.reason or "")):
        if not isinstance(value, str):
            raise TypeError(f"expected the {name} of an edit to be a string, found {value!r:.80}")


def check_string(value: object, name: str, where: object) -> None:
    """
    Check that an argument is a string.

    Raises:
        TypeError: It is not.
    """
    if type(value) is not str and not isinstance(value, str):
        raise wrong_type(value, name, "a string", where)


def is_place(place: object) -> bool:
    """Return whether a value is a `Place` of a string and a line number."""
    return (
        isinstance(place, Place)
        and isinstance(place.path, str)
        and (place.line is None or isinstance(place.line, int))
    )


def wrong_type(value: object, name: str, expected: str, where: object) -> TypeError:
    """Return the error for an argument of a document; `where` is its place, or its id."""
    kind = type(value).__name__
    found = f"{value!r:.80} ({kind})" if isinstance(value, int | float | str) else f"a {kind}"
    found = "None" if value is None else found
    place = f" ({where})" if isinstance(where, Place | str) else ""
    return TypeError(f"expected the {name} of a document to be {expected}, found {found}{place}")
