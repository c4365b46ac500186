"""Read the words that the rules are about."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

import yaml

__all__ = ["Gender", "Lexicon", "Zone", "builtin_lexicon"]

Gender = Literal["masculine", "feminine"]
Zone = Literal["body", "byline", "credit", "caption"]


class Lexicon(NamedTuple):
    """
    The words of `words.yaml`, in lower case.

    `titles` and `gendered_nouns` map a word to the gender that it states, None for none; `kin` are
    nouns for a relative; `childhood` are nouns of somebody that the text has to call so; `aliases` map
    a name to the first one of its group; `nicknames` a given name or a short form to those that it can
    be; `given_names` map one to the gender of those who bear it; `regions` map a region to its country;
    `demonyms` an adjective to a country; `noun_types` a common noun
    to what it can stand for: `person`, `body`, `place` or `group`. `zones` are patterns of lines,
    `credit_within` one of a credit at the end of a line, `place_in_picture` one of where somebody
    stands in a picture.
    """

    titles: dict[str, Gender | None]
    gendered_nouns: dict[str, Gender]
    kin: frozenset[str]
    childhood: frozenset[str]
    name_suffixes: frozenset[str]
    nicknames: dict[str, frozenset[str]]
    given_names: dict[str, Gender]
    regions: dict[str, str]
    legal_forms: frozenset[str]
    incorporated: frozenset[str]
    aliases: dict[str, str]
    countries: frozenset[str]
    demonyms: dict[str, str]
    noun_types: dict[str, str]
    saying: frozenset[str]
    zones: tuple[tuple[Zone, re.Pattern[str]], ...]
    credit_within: re.Pattern[str]
    place_in_picture: re.Pattern[str]


@cache
def builtin_lexicon() -> Lexicon:
    """Return the words that come with the plugin."""
    data: dict[str, Any] = yaml.safe_load((files(__package__) / "words.yaml").read_text("utf-8"))
    titles: dict[str, Gender | None] = dict.fromkeys(data["titles"]["neutral"].split())
    nouns: dict[str, Gender] = {}
    given: dict[str, Gender] = {}
    genders: tuple[Gender, ...] = ("masculine", "feminine")
    for gender in genders:
        titles.update(dict.fromkeys(data["titles"][gender].split(), gender))
        nouns.update(dict.fromkeys(data["gendered_nouns"][gender].split(), gender))
        given.update(dict.fromkeys(data["given_names"][gender].split(), gender))
    return Lexicon(
        titles,
        nouns,
        frozenset(data["kin"].split()),
        frozenset(data["childhood"].split()),
        frozenset(data["name_suffixes"].split()),
        _by_word(data["nicknames"]),
        given,
        {
            name: country
            for country, listed in data["regions"].items()
            for name in listed.split(", ")
        },
        frozenset(data["legal_forms"].split()),
        frozenset(data["incorporated"].split()),
        {name: group[0] for group in data["aliases"] for name in group},
        frozenset(data["countries"].split(", ")),
        data["demonyms"],
        {noun: type for type, words in data["nouns"].items() for noun in words.split()},
        frozenset(data["saying"].split()),
        tuple(
            (zone, re.compile(pattern.replace(r"\p", r"[A-Z]")))
            for zone, pattern in data["zones"].items()
        ),
        re.compile(data["credit_within"]),
        re.compile(data["place_in_picture"]),
    )


def _by_word(groups: list[str]) -> dict[str, frozenset[str]]:
    """Return for each word of some groups the words that it shares a group with."""
    shared: dict[str, set[str]] = {}
    for words in map(str.split, groups):
        for word in words:
            shared.setdefault(word, set()).update(words)
    return {word: frozenset(words) for word, words in shared.items()}
