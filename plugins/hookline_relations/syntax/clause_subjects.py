"""Give a clause the subject that a parser reads as an object: "A met B and C met D"."""

from __future__ import annotations

from collections.abc import Sequence

from hookline import Token
from hookline_relations.syntax.dependents import child_of

__all__ = ["repair_clause_subjects"]

MAX_WORDS = 400
"""A longer sentence is left as it is: the work grows with the square of its length."""
SINGULAR = frozenset({"VBD", "VBZ", "MD"})
"""Forms of finite verbs that suit any subject or one in the singular."""
PLURAL = frozenset({"NNS", "NNPS"})
IN_PHRASE = frozenset({"flat", "nmod", "compound", "appos"})
IN_ARGUMENT = IN_PHRASE | {"obj", "iobj", "obl", "conj"}
IN_PREDICATE = frozenset({"aux", "cop", "advmod", "det", "amod", "case"})
LOOSE = frozenset({"conj", "advcl", "parataxis", "dep"})
"""Relations of a clause without a subject that parsers hang on the clause before it."""
LINKS = ("nsubj", "csubj", "expl", "mark", "cc")
"""Relations of what gives a clause a subject, or joins it to the one before."""


def repair_clause_subjects(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """
    Change heads and relations in place; the result has no cycles if `heads` has none.

    The subject is the noun with a conjunction between an object and a finite verb that has no subject.
    """
    if len(words) > MAX_WORDS:
        return
    for verb in range(3, len(words)):
        if rels[verb].partition(":")[0] not in LOOSE and heads[verb] >= 0:
            continue
        start = _start(heads, rels, verb)
        noun = _coordinated(heads, rels, start - 1)
        if noun is None or not _agrees(words, heads, rels, verb, noun):
            continue
        first = _governor(words, heads, rels, noun)
        if first is None or first == verb:
            continue
        if _put_first(words, heads, rels, first, verb):
            passive = _is_passive(heads, rels, verb)
            conjunction = child_of(heads, rels, noun, "cc")
            heads[noun], rels[noun] = verb, "nsubj:pass" if passive else "nsubj"
            if conjunction is not None:
                heads[conjunction] = verb


def _start(heads: Sequence[int], rels: Sequence[str], verb: int) -> int:
    """Return the first of the words right before a predicate that belong to it: "has never met"."""
    start = verb
    while start and heads[start - 1] == verb:
        if rels[start - 1].partition(":")[0] not in IN_PREDICATE:
            break
        start -= 1
    return start


def _coordinated(heads: Sequence[int], rels: Sequence[str], word: int) -> int | None:
    """Return the conjunct with a conjunction whose phrase a word ends."""
    while word > 0 and rels[word].partition(":")[0] in IN_PHRASE and heads[word] < word:
        word = heads[word]
    if word <= 0 or rels[word] != "conj" or not 0 <= heads[word] < word:
        return None
    return word if child_of(heads, rels, word, "cc") is not None else None


def _agrees(
    words: Sequence[Token], heads: Sequence[int], rels: Sequence[str], verb: int, noun: int
) -> bool:
    """Return whether a predicate is finite, lacks a subject and may have a noun as its subject."""
    if words[noun].upos not in ("NOUN", "PROPN") or child_of(heads, rels, noun, "case") is not None:
        return False
    subject = child_of(heads, rels, verb, "nsubj")
    own = subject is not None and subject > noun
    if own or child_of(heads, rels, verb, *LINKS[1:]) is not None:
        return False
    auxiliary = child_of(heads, rels, verb, "aux", "cop")
    form = words[verb if auxiliary is None else auxiliary].xpos
    plain = (words[verb].upos == "VERB" and words[verb].text.islower()) or auxiliary is not None
    return plain and (form in SINGULAR or (form == "VBP" and words[noun].xpos in PLURAL))


def _governor(
    words: Sequence[Token], heads: Sequence[int], rels: Sequence[str], noun: int
) -> int | None:
    """Return the verb before a noun of which it is read as an argument."""
    word = noun
    while rels[word].partition(":")[0] in IN_ARGUMENT and heads[word] >= 0:
        word = heads[word]
        if words[word].upos == "VERB":
            return word if word < noun else None
    return None


def _put_first(
    words: Sequence[Token], heads: list[int], rels: list[str], first: int, verb: int
) -> bool:
    """Coordinate a predicate with the verb before it; return whether the tree allows that."""
    subject = child_of(heads, rels, verb, "nsubj")
    if heads[first] == verb and rels[first] == "advcl" and subject is None:
        # "The court convicted Ann and Bob later appealed", with the second verb above the first
        if child_of(heads, rels, first, "nsubj") is None or child_of(heads, rels, first, "mark"):
            return False
    elif subject is not None:
        told = rels[first] == "acl" and heads[first] == subject and subject < first
        if not told or words[first].xpos != "VBD" or child_of(heads, rels, first, "obj") is None:
            return False
        heads[subject], rels[subject] = first, "nsubj"
    elif heads[verb] < 0:
        return False
    else:
        if _is_above(heads, first, heads[verb]):
            heads[verb] = first
        rels[verb] = "conj"
        return True
    heads[first], rels[first] = heads[verb], rels[verb]
    heads[verb], rels[verb] = first, "conj"
    return True


def _is_above(heads: Sequence[int], ancestor: int, word: int) -> bool:
    """Return whether a word is another or below it."""
    while word >= 0 and word != ancestor:
        word = heads[word]
    return word == ancestor


def _is_passive(heads: Sequence[int], rels: Sequence[str], verb: int) -> bool:
    return any(head == verb and rels[child] == "aux:pass" for child, head in enumerate(heads))
