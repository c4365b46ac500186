"""Link common nouns by syntax: apposition and predicate."""

from __future__ import annotations

from hookline_coref.mentions.mention import DetectedMention
from hookline_coref.text.words import DocumentWords

__all__ = ["linked_word", "title_words"]

_NEGATIONS = frozenset({"not", "n't", "never", "no", "hardly"})
_MODALS = frozenset({"may", "might", "can", "could", "would", "should", "will", "must", "shall"})
_BECOMING = frozenset({"become", "remain"})
_SERVING = frozenset({"serve", "work", "know", "act"})
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
        return words.heads[head]
    apposition = words.child(head, "appos")
    if apposition >= 0 and words.entity_of[apposition] >= 0 and words.child(head, "conj") < 0:
        return apposition
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
