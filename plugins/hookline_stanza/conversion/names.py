"""Correct where names begin and end by the brackets, quotes and spaces around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from hookline import Entity, Token

from .spans import joined, token_range

__all__ = ["correct_names"]

_BRACKETS = {")": "(", "]": "["}
_QUOTES = {'"': '"', "”": "“", "''": "``"}
_ADDRESS = re.compile(r"(?:www\.|https?:).*|.*\w@\w+\.\w.*", re.DOTALL)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")
_FUNCTION_WORDS = frozenset({"ADP", "AUX", "CCONJ", "DET", "PRON", "SCONJ"})
_MOST_GIVEN_NAMES = 2


def correct_names(tokens: Sequence[Token], entities: Sequence[Entity]) -> Iterator[Entity]:
    """
    Return the entities, with names that end where their spelling says so.

    A name in brackets ends with them ("(AEW) 2022"), and one whose first word has square brackets
    begins with those ("[Carlos] Melconian"). A person's given names and family name are one name,
    also around a nickname ('Dwayne "The Rock" Johnson', "Jimmy (Joe) Karow"). Web and mail addresses
    are no names, nor is a function word in small letters ("who").

    Args:
        tokens: Tokens of the document.
        entities: Entities, in order.
    """
    names = (_with_brackets(tokens, entity) for entity in entities if _is_name(tokens, entity))
    return joined(names, partial(_are_one, tokens))


def _is_name(tokens: Sequence[Token], entity: Entity) -> bool:
    """Return whether an entity is anything but an address or a function word."""
    first, end = token_range(tokens, entity)
    if end - first != 1:
        return True
    word = tokens[first]
    is_function_word = word.upos in _FUNCTION_WORDS and word.text.islower()
    return not (is_function_word or _ADDRESS.fullmatch(word.text))


def _with_brackets(tokens: Sequence[Token], entity: Entity) -> Entity:
    """Return the entity so that it has both brackets of a pair, or none."""
    first, end = token_range(tokens, entity)
    for index in range(first + 1, end):
        opening = _BRACKETS.get(tokens[index].text)
        if opening is None:
            continue
        is_open = any(token.text == opening for token in tokens[first:index])
        before = tokens[first - 1] if first else None
        if is_open or before is None or (before.text, before.end) != (opening, entity.start):
            continue
        if opening == "(":
            return (
                entity if entity.label == "PERSON" else entity._replace(end=tokens[index - 1].end)
            )
        if index + 1 < end:
            return entity._replace(start=before.start)
    return entity


def _are_one(tokens: Sequence[Token], left: Entity, right: Entity) -> bool:
    return _are_one_person(tokens, left, right) or _is_islamic_state(tokens, left, right)


def _is_islamic_state(tokens: Sequence[Token], left: Entity, right: Entity) -> bool:
    """Tell whether two names are the parts of "Islamic State of Iraq and the Levant"."""
    first, end = token_range(tokens, left)
    next_first, _ = token_range(tokens, right)
    words = [token.text.lower() for token in tokens[first:next_first]]
    return words[:2] == ["islamic", "state"] and words[end - first - 1 :] in (
        ["iraq", "and"],
        ["iraq", "and", "the"],
    )


def _are_one_person(tokens: Sequence[Token], left: Entity, right: Entity) -> bool:
    """Tell whether two persons are the parts of one name."""
    if not left.label == right.label == "PERSON":
        return False
    first, end = token_range(tokens, left)
    next_first, next_end = token_range(tokens, right)
    if next_first >= len(tokens) or tokens[end - 1].sentence != tokens[next_first].sentence:
        return False
    if next_first == end:
        words = [*tokens[first:end], *tokens[next_first:next_end]]
        return (
            right.start == left.end + 1
            and end - first <= _MOST_GIVEN_NAMES
            and next_end - next_first == 1
            and all(_is_capitalized(token.text) for token in words)
        )
    if next_first != end + 1:
        return False
    mark = tokens[end].text
    if mark == "(":
        return any(token.text == ")" for token in tokens[next_first : next_end - 1])
    return sum(token.text == _QUOTES.get(mark) for token in tokens[first:end]) == 1


def _is_capitalized(word: str) -> bool:
    return (word[0].isupper() and not word.isupper()) or bool(_INITIALS.fullmatch(word))
