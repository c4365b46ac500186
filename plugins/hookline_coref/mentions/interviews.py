"""Find who is interviewed in a document, and which paragraphs ask."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from hookline_coref.lexicon.lexicon import Zone
from hookline_coref.mentions.mention import PRONOUNS, PronounClass
from hookline_coref.text.words import DocumentWords

__all__ = ["Interview"]

_PERSON_LABELS = frozenset({"PERSON", "PER"})
_TALKING = frozenset({"speak", "talk", "chat"})
_SENTENCE_ENDS = frozenset({".", "!", "?", ":", "”", '"'})
_OBJECTS = frozenset({"him", "her"})
_POSSESSIVE = frozenset({"'s", "’s"})
_AFTER, _BEFORE = 25, 12
"""How many words behind or before the word "interview" a name can stand."""
_OPENING = 200
"""How many words of the document can say that it is an interview."""
_LEAST_QUESTIONS = 3
_LEAST_SHARE = 0.25
"""How many paragraphs of questions and answers ask, and which share of those from the first one."""


class Interview:
    """
    A document of questions and answers.

    `person` is the first word of the name of who is interviewed, -1 where the beginning of the document
    says nothing of an interview, or of one with several: the first person named behind "interview" or
    "spoke with" in a line, else the last one before it ("Ann Lee, interviewed by", "Ann Lee: an
    interview", "Ann Lee is a poet. We interviewed her"). Where no word says so but a text with a title
    asks and answers, it is the only person named before the first question, or in the title.
    """

    def __init__(self, words: DocumentWords, zones: Sequence[Zone]) -> None:
        self._paragraphs = words.paragraphs
        ends = dict(zip(words.paragraphs, words.forms, strict=True))
        self._asking = {paragraph: form == "?" for paragraph, form in ends.items()}
        self._telling = {
            paragraph
            for word, paragraph in zip(words.lower, words.paragraphs, strict=True)
            if PRONOUNS.get(word) == "i" and not self._asking[paragraph]
        }
        self.person = _interviewee(words)
        if self.person < 0 and ends.get(0, ".") not in _SENTENCE_ENDS:
            self.person = _questioned(words, zones, self._asking)

    def contains(self, word: int) -> bool:
        """Return whether a word stands in a question or an answer of an interview."""
        return self.person >= 0 and self._paragraphs[word] > self._paragraphs[self.person]

    def is_interviewee(self, pronoun: PronounClass, word: int) -> bool:
        """Return whether a pronoun in it is surely the interviewee: "I" answers, "you" is asked."""
        return pronoun == ("you" if self._asking[self._paragraphs[word]] else "i")

    def can_be_interviewee(self, pronoun: PronounClass, word: int) -> bool:
        """Return whether a pronoun may be the interviewee: no "you" beside the "I" of an answer."""
        return pronoun != "you" or self._paragraphs[word] not in self._telling


def _interviewee(words: DocumentWords) -> int:
    for word in range(min(_OPENING, len(words))):
        lemma = words.lemmas[word]
        following = words.lower[word + 1] if word + 1 < len(words) else ""
        is_interview = lemma == "interview"
        if not is_interview and not (lemma in _TALKING and following in ("to", "with")):
            continue
        name = -1
        if is_interview and following in _OBJECTS:
            name = _person(
                words, word, range(bisect_left(words.paragraphs, words.paragraphs[word]), word)
            )
        elif following != "by":
            name = _person(words, word, range(word + 1, min(word + _AFTER, len(words))))
        if name < 0 and is_interview and (following == "by" or words.tags[word] == "NOUN"):
            name = _person(words, word, range(word - 1, max(word - _BEFORE, 0) - 1, -1))
        if name >= 0:
            return name
    return -1


def _questioned(words: DocumentWords, zones: Sequence[Zone], asking: dict[int, bool]) -> int:
    """Return the first word of the name of who answers questions, -1 if the text has none."""
    questions = [paragraph for paragraph, asks in asking.items() if asks]
    if len(questions) < _LEAST_QUESTIONS:
        return -1
    if len(questions) < _LEAST_SHARE * (len(asking) - questions[0]):
        return -1
    named: dict[str, int] = {}
    in_title: set[str] = set()
    for entity, (first, last) in zip(words.entities, words.entity_words, strict=True):
        if first >= 0 and entity.label in _PERSON_LABELS and zones[first] == "body":
            if words.paragraphs[first] >= questions[0]:
                break
            name = (
                words.lower[last] if words.lower[last] not in _POSSESSIVE else words.lower[last - 1]
            )
            named.setdefault(name, first)
            if words.paragraphs[first] == 0:
                in_title.add(name)
    names = in_title if len(in_title) == 1 else named.keys()
    return named[next(iter(names))] if len(names) == 1 else -1


def _person(words: DocumentWords, word: int, span: Iterable[int]) -> int:
    """Return the first of these that names a person in the line of a word, by its first word, or -1."""
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
