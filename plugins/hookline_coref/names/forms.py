"""Take names apart: the words that count, titles, suffixes."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import combining, normalize

from hookline_coref.lexicon.lexicon import Gender, Lexicon

__all__ = ["NameForm", "acronyms_of", "is_acronym", "name_form", "plain_form"]

_WORD = re.compile(r"[^\s,;()\"“”]+")
_POSSESSIVE = re.compile(r"['’](?:s|S)?$")
_ARTICLE = re.compile(r"^(?:al|el)-")
_SMALL = frozenset(
    {"of", "the", "and", "for", "on", "in", "de", "la", "du", "des", "del", "to", "a", "&"}
)


class NameForm(NamedTuple):
    """
    The words of a name in lower case, without titles and suffixes.

    `gender` is that of its title; `suffix` tells persons of one name apart ("jr", "ii").
    """

    words: tuple[str, ...]
    gender: Gender | None = None
    suffix: str = ""


def plain_words(text: str) -> list[str]:
    """Return the words of a name as written, without full stops at their ends and possessive marks."""
    words = _WORD.findall(text)
    if words:
        words[-1] = _POSSESSIVE.sub("", words[-1])
    return [word for word in words if word.strip(".’'-–")] or [text]


def plain_form(text: str) -> tuple[str, ...]:
    """Return the words of a name in lower case, without a leading article and full stops."""
    words = [_plain(word) for word in plain_words(text)]
    return tuple(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _plain(word: str) -> str:
    plain = word.replace(".", "").replace("’", "'").casefold()
    if not plain.isascii():
        letters = (letter for letter in normalize("NFKD", plain) if not combining(letter))
        plain = "".join(letters)
    return plain or word


def _without_articles(words: list[str]) -> list[str]:
    """Return the words of a name without Arabic articles: "al-Abadi", "Al Abadi", "Abadi"."""
    first, *others = [_ARTICLE.sub("", word) or word for word in words]
    return [first, *(word for word in others if word.rstrip("-") not in ("al", "el"))]


def name_form(text: str, before: list[str], lexicon: Lexicon) -> NameForm:
    """
    Return the form of a person's name.

    `before` are the words before it in lower case, the nearest last: their titles state a gender.
    """
    words = _without_articles([_plain(word) for word in plain_words(text)])
    gender: Gender | None = None
    for word in reversed(before):
        stated = lexicon.titles.get(word.rstrip("."), lexicon.gendered_nouns.get(word))
        if stated is None:
            if word.rstrip(".") in lexicon.titles:
                continue
            break
        gender = stated
        break
    while len(words) > 1 and words[0] in lexicon.titles:
        gender = gender or lexicon.titles[words[0]]
        del words[0]
    suffix = ""
    while len(words) > 1 and (words[-1] in lexicon.name_suffixes or words[-1].isdigit()):
        suffix = suffix or words[-1]
        del words[-1]
    return NameForm(tuple(words), gender, suffix)


def is_acronym(text: str) -> str:
    """Return the letters of an acronym ("W.H.O.", "MoD", "M5S") in lower case, or nothing."""
    letters = text.replace(".", "")
    capitals = sum(map(str.isupper, letters))
    if (
        2 <= len(letters) <= 8
        and letters.isalnum()
        and letters[0].isalpha()
        and capitals >= 2
        and capitals * 2 > len(letters)
    ):
        return letters.casefold()
    return ""


def acronyms_of(text: str) -> set[str]:
    """Return the acronyms that the words of a name give, with and without its small words."""
    words = [part for word in plain_words(text) for part in word.split("-") if part]
    if len(words) < 2:
        return set()
    large = [word for word in words if word[0].isupper()]
    forms = {
        "".join(word[0] for word in words),
        "".join(word[0] for word in large),
        "".join(word[0] for word in words if word.lower() not in _SMALL),
    }
    return {form.casefold() for form in forms if len(form) >= 2}
