"""Read the words and phrases of each language from the files in `families/`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any, NamedTuple

__all__ = ["Call", "Language", "read_languages"]


class Call(NamedTuple):
    """
    The words of calls to the reader: a verb of `opening` or `closing`, and one of `about`.

    “Subscribe to our newsletter”: a verb opens a clause, or closes it, as in German and Dutch.
    """

    family: str
    opening: frozenset[str]
    closing: frozenset[str]
    about: frozenset[str]


class Language(NamedTuple):
    """
    The words of a language; `families/en.yaml` says what each list holds.

    `phrases` are in the notation of the files, by family.
    """

    name: str
    function_words: frozenset[str]
    finite_verbs: frozenset[str]
    narrative_verbs: frozenset[str]
    narrative_endings: tuple[str, ...]
    reader_words: frozenset[str]
    calls: Sequence[Call]
    phrases: Mapping[str, Sequence[str]]


def read_languages() -> list[Language]:
    """Return all languages, sorted by the names of their files."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    folder = files(__package__) / "families"
    return [
        _language(yaml.load(file.read_text("utf-8"), loader))  # noqa: S506 - a safe loader
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml")
    ]


def _language(content: dict[str, Any]) -> Language:
    return Language(
        content.pop("language"),
        _words(content.pop("function_words")),
        _words(content.pop("finite_verbs")),
        _words(content.pop("narrative_verbs")),
        tuple(content.pop("narrative_endings", "").split()),
        _words(content.pop("reader_words")),
        list(_calls(content.pop("calls", {}))),
        content,
    )


def _calls(content: Mapping[str, Mapping[str, str]]) -> Iterator[Call]:
    for family, lists in content.items():
        yield Call(
            family,
            _words(lists.get("opening", "")),
            _words(lists.get("closing", "")),
            _words(lists["about"]),
        )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())
