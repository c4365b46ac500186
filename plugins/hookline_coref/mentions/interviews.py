"""Find who is interviewed in a document, and which paragraphs ask."""

from __future__ import annotations

from collections.abc import Iterable

from hookline_coref.mentions.mention import PronounClass
from hookline_coref.text.words import DocumentWords

__all__ = ["Interview"]

_PERSON_LABELS = frozenset({"PERSON", "PER"})
_TALKING = frozenset({"speak", "talk", "chat"})
_AFTER, _BEFORE = 25, 12
"""How many words behind or before the word "interview" a name can stand."""
_OPENING = 200
"""How many words of the document can say that it is an interview."""


class Interview:
    """
    A document of questions and answers.

    `person` is the first word of the name of who is interviewed, -1 where the beginning of the document
    says nothing of an interview, or of one with several: the first person named behind "interview" or
    "spoke with" in a line, else the last one before it ("Ann Lee, interviewed by", "Ann Lee: an
    interview").
    """

    def __init__(self, words: DocumentWords) -> None:
        self.person = _interviewee(words)
        self._paragraphs = words.paragraphs
        self._asking = {
            paragraph: form == "?"
            for form, paragraph in zip(words.forms, words.paragraphs, strict=True)
        }

    def contains(self, word: int) -> bool:
        """Return whether a word stands in a question or an answer of an interview."""
        return self.person >= 0 and self._paragraphs[word] > self._paragraphs[self.person]

    def is_interviewee(self, pronoun: PronounClass, word: int) -> bool:
        """Return whether a pronoun in it is surely the interviewee: "I" answers, "you" is asked."""
        return pronoun == ("you" if self._asking[self._paragraphs[word]] else "i")


def _interviewee(words: DocumentWords) -> int:
    for word in range(min(_OPENING, len(words))):
        lemma = words.lemmas[word]
        following = words.lower[word + 1] if word + 1 < len(words) else ""
        is_interview = lemma == "interview"
        if not is_interview and not (lemma in _TALKING and following in ("to", "with")):
            continue
        name = -1
        if following != "by":
            name = _person(words, word, range(word + 1, min(word + _AFTER, len(words))))
        if name < 0 and is_interview and (following == "by" or words.tags[word] == "NOUN"):
            name = _person(words, word, range(word - 1, max(word - _BEFORE, 0) - 1, -1))
        if name >= 0:
            return name
    return -1


def _person(words: DocumentWords, word: int, span: Iterable[int]) -> int:
    """Return the first word of the nearest name of a person in the line of a word, -1 without one."""
    for other in span:
        if words.paragraphs[other] != words.paragraphs[word]:
            return -1
        entity = words.entity_of[other]
        if entity >= 0 and words.entities[entity].label in _PERSON_LABELS:
            first, last = words.entity_words[entity]
            return -1 if _is_one_of_several(words, last) else first
    return -1


def _is_one_of_several(words: DocumentWords, last: int) -> bool:
    """Return whether another person's name follows a name that ends here: "Ann and Bob"."""
    following = last + 2
    return (
        following < len(words)
        and words.lower[last + 1] in ("and", "&", ",")
        and words.entity_of[following] >= 0
        and words.entities[words.entity_of[following]].label in _PERSON_LABELS
    )
