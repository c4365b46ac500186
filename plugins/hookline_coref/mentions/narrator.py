"""Find who speaks the running text of a document in the first person."""

from __future__ import annotations

from collections.abc import Sequence

from hookline_coref.text.words import DocumentWords

__all__ = ["narrator"]

_PERSON_LABELS = frozenset({"PERSON", "PER"})
_SPOKEN = frozenset(
    {
        *("address", "speech", "remarks", "remark", "statement", "keynote", "testimony", "sermon"),
        *("eulogy", "lecture", "toast", "letter", "memoir", "diary", "blog", "vlog"),
    }
)
"""Nouns of texts that one person speaks or writes."""
_OF_SPEAKER = frozenset({"by", "of", "from"})
_TITLE_WORDS = 40
"""How many words a title can have."""
_OPENING = 60
"""How many words of the document can be a title that names who speaks, or "it's Ann here"."""
_MAX_GAP = 5
"""How many words of titles stand between "remarks by" and the name."""
_COPULAS = frozenset({"is", "'s", "’s", "am", "'m", "’m"})


def narrator(words: DocumentWords, quotes: Sequence[int]) -> int:
    """
    Return the first word of the name of who says "I" in the running text, -1 if nothing says so.

    That is who says "my name is Ann Lee" or, at the beginning, "I am Ann" or "it's Ann", or whose
    speech, remarks or statement the title names. Where several do, nobody is.

    Args:
        words: The words of the document.
        quotes: The number of the quotation around each word, 0 outside.
    """
    named: dict[str, int] = {}
    for entity, (first, last) in zip(words.entities, words.entity_words, strict=True):
        if first < 0 or entity.label not in _PERSON_LABELS or quotes[first]:
            continue
        if _introduces_oneself(words, first, last) or (
            first < _OPENING and _is_in_title(words, first, last)
        ):
            named.setdefault(_family_name(words, first, last), first)
    return next(iter(named.values())) if len(named) == 1 else -1


def _family_name(words: DocumentWords, first: int, last: int) -> str:
    while last > first and words.lower[last] in ("'s", "’s"):
        last -= 1
    return words.lower[last]


def _introduces_oneself(words: DocumentWords, first: int, last: int) -> bool:
    """Return whether a full name follows "my name is", or any "I am" or "it's" at the beginning."""
    if first < 2 or words.lower[first - 1] not in _COPULAS:
        return False
    subject = words.lower[first - 2]
    if subject == "name":
        return last > first > 2 and words.lower[first - 3] == "my"
    return subject in ("i", "it") and first < _OPENING


def _is_in_title(words: DocumentWords, first: int, last: int) -> bool:
    """Return whether a title says that a text is of the person named by some words."""
    paragraph = words.paragraphs[first]
    line = [
        word
        for word in range(max(0, first - _TITLE_WORDS), min(last + _TITLE_WORDS, len(words)))
        if words.paragraphs[word] == paragraph
    ]
    if len(line) > _TITLE_WORDS:
        return False
    behind = words.lower[last + 1] if last + 1 < len(words) else ""
    if behind in ("and", "&", ","):
        return False
    following = last + 1 if words.lower[last] not in ("'s", "’s") else last
    if following < len(words) and words.lower[following] in ("'s", "’s"):
        return any(
            words.lemmas[word] in _SPOKEN for word in line if following < word <= following + 3
        )
    for word in range(first - 1, max(first - 2 - _MAX_GAP, 0), -1):
        if words.paragraphs[word] != paragraph or words.tags[word] not in (
            *("NOUN", "PROPN", "ADJ", "DET", "ADP"),
        ):
            return False
        if words.lower[word] in _OF_SPEAKER:
            return words.lemmas[word - 1] in _SPOKEN
    return False
