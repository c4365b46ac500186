"""Link common nouns by syntax: apposition and predicate."""

from __future__ import annotations

from hookline_coref.mentions.mention import DetectedMention
from hookline_coref.text.words import DocumentWords

__all__ = ["is_pair", "linked_word", "title_words"]

_NEGATIONS = frozenset({"not", "n't", "never", "no", "hardly"})
_MODALS = frozenset({"may", "might", "can", "could", "would", "should", "will", "must", "shall"})
_BECOMING = frozenset({"become", "remain"})
_SERVING = frozenset({"serve", "work", "know", "act"})
_PLURAL = 2
_MAX_TITLE_WORDS = 6
_TITLE_TAGS = frozenset({"NOUN", "PROPN", "ADJ"})


def linked_word(words: DocumentWords, mention: DetectedMention) -> int:
    """
    Return the word that the sentence says the noun is, -1 without one.

    That is what it stands in apposition to ("Ada Lovelace, the mathematician"), a name in apposition
    to it, or the subject that it is the predicate of, unless that is denied or only possible.
    """
    head = mention.head
    if words.relations[head] == "appos":
        name = words.heads[head]
        person = _person_before(words, mention) if mention.noun == "person" else -1
        if person >= 0 and _label(words, name) != "PERSON":
            return person
        noun, named = (name, head) if mention.kind == "name" else (head, name)
        return name if _is_one(words, noun, named) else -1
    apposition = words.child(head, "appos")
    if apposition >= 0 and words.entity_of[apposition] >= 0 and words.child(head, "conj") < 0:
        return apposition if _is_one(words, head, apposition) else -1
    governor = words.heads[head]
    if governor >= 0 and words.relations[head] in ("xcomp", "obl"):
        verbs = _BECOMING if words.relations[head] == "xcomp" else _SERVING
        with_as = words.relations[head] == "xcomp" or any(
            words.lower[child] == "as" for child in words.children[head]
        )
        if words.lemmas[governor] in verbs and with_as and not _is_doubtful(words, governor):
            return words.child(governor, "nsubj")
        return -1
    if words.child(head, "cop") < 0 or _is_doubtful(words, head):
        return -1
    subject = words.child(head, "nsubj")
    same_number = words.numbers[subject] == words.numbers[head]
    return subject if 0 <= subject < head and same_number else -1


def _is_one(words: DocumentWords, noun: int, name: int) -> bool:
    """
    Return whether a noun can be what one name beside it is.

    Several are no person, and none of a list ("four dams: Lar, Karaj and Taleqan"); what has a number
    in figures is a measure.
    """
    beside = words.children[noun]
    if any(_is_figure(words, word) for word in beside):
        return False
    if words.numbers[noun] != _PLURAL:
        return True
    appositions = sum(words.relations[word] == "appos" for word in beside)
    is_list = appositions > 1 or words.child(noun, "conj") >= 0 or words.child(name, "conj") >= 0
    return _label(words, name) != "PERSON" and not is_list


def _is_figure(words: DocumentWords, word: int) -> bool:
    return words.relations[word] == "nummod" and words.forms[word][0].isdigit()


def _person_before(words: DocumentWords, mention: DetectedMention) -> int:
    """Return the head of a person's name before the comma in front of a noun, -1 without one."""
    comma = mention.first - 1
    if comma < 1 or words.forms[comma] != "," or _label(words, comma - 1) != "PERSON":
        return -1
    return words.head_of(*words.entity_words[words.entity_of[comma - 1]])


def _label(words: DocumentWords, word: int) -> str:
    entity = words.entity_of[word]
    return words.entities[entity].label if entity >= 0 else ""


def _is_doubtful(words: DocumentWords, predicate: int) -> bool:
    """Return whether a predicate is denied, only possible, or of several things."""
    return any(
        words.lower[child] in _NEGATIONS
        or words.relations[child] in ("mark", "conj")
        or (
            words.relations[child] == "aux"
            and words.tags[child] == "AUX"
            and words.lemmas[child] in _MODALS
        )
        or (words.relations[child] == "case" and words.lower[child] not in ("'s", "’s"))
        for child in words.children[predicate]
    )


def is_pair(words: DocumentWords, mention: DetectedMention) -> bool:
    """Return whether a noun is "both countries", "both the countries" or "the two countries"."""
    before = words.lower[mention.first : mention.head]
    return mention.kind == "nominal" and (before[:1] == ["both"] or before == ["the", "two"])


def title_words(words: DocumentWords, mention: DetectedMention) -> list[str]:
    """Return the lemmas of the title before a name ("French president")."""
    lemmas: list[str] = []
    word = mention.first - 1
    while word >= 0 and len(lemmas) < _MAX_TITLE_WORDS and words.tags[word] in _TITLE_TAGS:
        if words.sentences[word] != words.sentences[mention.first]:
            break
        lemmas.append(words.lemmas[word])
        word -= 1
    return lemmas
