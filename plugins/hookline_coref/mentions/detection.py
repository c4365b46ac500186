"""Find the mentions of a document."""

from __future__ import annotations

from typing import Literal

from hookline_coref.lexicon.lexicon import Lexicon
from hookline_coref.mentions.mention import PRONOUNS, DetectedMention, PronounClass
from hookline_coref.text.words import DocumentWords

__all__ = ["UNCLUSTERED", "find_mentions"]

UNCLUSTERED = frozenset({"DATE", "MONEY"})
"""Labels of entities that are in no cluster."""

_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_OUR = frozenset({"our", "your"})
"""Before a place or a body the text has one in mind: "our country"."""
_INNER = frozenset({"compound", "flat", "fixed", "goeswith", "case", "advmod", "mark"})
_MODIFIERS = frozenset({"det", "amod", "compound", "nummod", "nmod", "flat"})
_MAX_MODIFIERS = 8
_HONORIFICS = frozenset(
    {
        "highness",
        "majesty",
        "excellency",
        "holiness",
        "eminence",
        "honor",
        "honour",
        "lordship",
        "grace",
    }
)
"""Nouns of a title that begins with a pronoun: "His Excellency"."""

_CHAMBER = "House"
"""With an article it is the name of a parliament's chamber, and no other one's."""


def find_mentions(words: DocumentWords, lexicon: Lexicon) -> list[DetectedMention]:
    """Return the mentions of a document in the order of their heads."""
    mentions: list[DetectedMention] = []
    for index, entity in enumerate(words.entities):
        if entity.label not in UNCLUSTERED:
            first, last = words.entity_words[index]
            head = words.head_of(first, last) if first >= 0 else -1
            mentions.append(
                DetectedMention(entity.start, entity.end, first, last, head, "name", index)
            )
    for word in range(len(words)):
        if words.entity_of[word] >= 0:
            continue
        tag = words.tags[word]
        if tag in ("PRON", "DET"):
            pronoun = PRONOUNS.get(words.lower[word], "")
            if (
                pronoun
                and words.relations[word] != "expl"
                and not _is_acronym(words, word)
                and not _is_honorific(words, word)
            ):
                mentions.append(_mention(words, word, word, word, "pronoun", pronoun))
        elif tag in ("NOUN", "PROPN"):
            nominal = _nominal(words, word, lexicon)
            if nominal is not None:
                mentions.append(nominal)
    return sorted(mentions, key=lambda mention: (mention.head, mention.start))


def _is_acronym(words: DocumentWords, word: int) -> bool:
    """Return whether the word is a name in capitals: US, IT."""
    form = words.forms[word]
    return len(form) > 1 and form.isupper()


def _is_honorific(words: DocumentWords, word: int) -> bool:
    """Return whether the word begins a title: "His Royal Highness"."""
    noun = words.heads[word]
    return (
        words.forms[word][0].isupper()
        and 0 < noun - word <= 2
        and words.forms[noun][0].isupper()
        and words.lower[noun] in _HONORIFICS
    )


def _mention(
    words: DocumentWords,
    first: int,
    last: int,
    head: int,
    kind: Literal["name", "nominal", "pronoun"],
    pronoun: PronounClass = "",
) -> DetectedMention:
    return DetectedMention(
        words.starts[first],
        words.ends[last],
        first,
        last,
        head,
        kind,
        pronoun=pronoun,
    )


def _nominal(words: DocumentWords, head: int, lexicon: Lexicon) -> DetectedMention | None:
    """Return the phrase of a common noun from its first modifier to the noun."""
    if words.relations[head] in _INNER or words.subtypes[head] == "nmod:desc":
        return None
    form = words.forms[head]
    if not any(map(str.isalpha, form)) or _is_letter(form) or _is_title(words, head):
        return None
    first = head
    determiner = ""
    for child in reversed(words.children[head]):
        if child < head and words.relations[child] in _MODIFIERS:
            if head - child > _MAX_MODIFIERS:
                break
            first = child
            if words.relations[child] == "det":
                determiner = words.lower[child]
            if words.relations[child] == "nmod":  # a possessor, with its own modifiers
                inner = [word for word in words.children[child] if word < child]
                first = min([child, *inner])
    is_chamber = form == _CHAMBER and first < head
    noun = "" if is_chamber else lexicon.noun_types.get(words.lemmas[head], "")
    ours = noun in ("place", "body", "group") and words.lower[first] in _OUR
    return DetectedMention(
        words.starts[first],
        words.ends[head],
        first,
        head,
        head,
        "nominal",
        noun=noun,
        definite=(determiner in _DEFINITE or ours) and not is_chamber,
        proper=is_chamber or (words.tags[head] == "PROPN" and not noun),
    )


def _is_letter(form: str) -> bool:
    """Return whether a word is one capital letter, as that of a party ("(D)")."""
    return len(form) == 1 and form.isupper()


def _is_title(words: DocumentWords, head: int) -> bool:
    """Return whether the noun is the title of a name behind it, which the parser made its head."""
    following = head + 1
    return (
        following < len(words)
        and words.entity_of[following] >= 0
        and words.entities[words.entity_of[following]].label == "PERSON"
        and words.heads[following] == head
        and words.relations[following] in ("flat", "appos", "compound", "nmod")
    )
