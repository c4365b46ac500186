"""Find whom a phrase names as the source of a clause: "according to", "in the view of"."""

from __future__ import annotations

from typing import NamedTuple

from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import OFFICES, PERSONS, VIEWS

__all__ = ["Attribution", "is_outer", "phrase_source"]

ACCOUNTS = frozenset({"account", "version"})
"""What somebody gives of events; "of" says of which."""
HEADLINE_VERBS = frozenset({"claims", "reports", "hints", "hears"})
TELLING_LABELS = frozenset({"PERSON", "ORG", "NORP"})
NO_SOURCES = frozenset({"plan", "schedule", "law", "rule", "rules"})


class Attribution(NamedTuple):
    """
    Who vouches for an event: the head of the phrase that names them and the word that reports it.

    Either is None where there is none ("allegedly").
    """

    source: int | None
    report: int | None


def phrase_source(tree: SentenceTree, index: int) -> tuple[Attribution, int] | None:
    """Return whom a phrase names as the source, and its cue: "according to", "in the view of"."""
    doubted = _doubted_source(tree, index)
    if doubted is None:
        doubted = _named_by_noun(tree, index)
    if doubted is not None:
        return Attribution(doubted, None), index
    preposition = tree.preposition(index)
    per = preposition == "per" and tree.base(index) == "obl" and is_outer(tree, index)
    if per and (tree.dependents(index, "det") or tree.entity_of[index] is not None):
        return Attribution(index, None), tree.case(index)[0]
    named = tree.tags[index] != "VERB" and tree.lemmas[index] not in NO_SOURCES
    if preposition == "according to" and named:
        return Attribution(_antecedent(tree, index), None), tree.case(index)[0]
    if (
        preposition not in ("in", "by")
        or tree.lemmas[index] not in VIEWS | ACCOUNTS
        or tree.base(index) != "obl"
    ):
        return None
    owners = tree.dependents(index, "nmod:poss") or [
        child
        for child in tree.dependents(index, "nmod")
        if tree.preposition(child) == "of"
        and (tree.lemmas[index] not in ACCOUNTS or _tells(tree, child))
    ]
    return (Attribution(owners[0], None), index) if owners else None


def _tells(tree: SentenceTree, index: int) -> bool:
    """Return whether an account is somebody's: "the account of two survivors", not "of the war"."""
    return tree.label(index) in TELLING_LABELS or tree.lemmas[index] in PERSONS | OFFICES


def is_outer(tree: SentenceTree, index: int) -> bool:
    """Return whether a phrase opens its sentence, or closes it after a comma."""
    words = [word for word in tree.subtree(index) if tree.tags[word] != "PUNCT"]
    first, last = min(words), max(words)
    opens = all(tree.tags[word] == "PUNCT" for word in range(first))
    closes = all(tree.tags[word] == "PUNCT" for word in range(last + 1, len(tree)))
    return opens or (closes and first > 0 and tree.words[first - 1].text == ",")


def _antecedent(tree: SentenceTree, index: int) -> int:
    """Return the noun before a relative pronoun: "a story according to which Ann left"."""
    noun = tree.case(index)[0] - 1
    if tree.lemmas[index] not in ("which", "whom"):
        return index
    while noun > 0 and tree.tags[noun] == "PUNCT":
        noun -= 1
    while tree.base(noun) in ("nmod", "flat") and tree.heads[noun] < noun:
        noun = tree.heads[noun]
    return noun if noun >= 0 and tree.nominal(noun) else index


def _doubted_source(tree: SentenceTree, index: int) -> int | None:
    """Return whom a clause names: "if Ann is to be believed", "to hear Ann tell it"."""
    lemma = tree.lemmas[index]
    if tree.base(index) != "advcl" or lemma not in ("believe", "hear"):
        return None
    marks = {tree.lemmas[mark] for mark in tree.dependents(index, "mark")}
    subject = tree.dependent(index, "nsubj")
    if lemma == "believe" and subject is not None and tree.lemmas[subject] in ("one", "you"):
        return tree.dependent(index, "obj") if marks == {"if"} else None
    if lemma == "believe":
        return tree.dependent(index, "nsubj:pass") if marks == {"if", "to"} else None
    told = [child for child in tree.dependents(index, "xcomp") if tree.lemmas[child] == "tell"]
    it = any(tree.lemmas[child] == "it" for verb in told for child in tree.children[verb])
    return tree.dependent(index, "obj") if it and marks == {"to"} else None


def _named_by_noun(tree: SentenceTree, index: int) -> int | None:
    """Return who says a headline whose verb reads as a noun: "Acme hid a fault, insider claims"."""
    closes = index + 1 == len(tree) or tree.words[index + 1].text in (";", ".")
    if tree.words[index].xpos != "NNS" or tree.base(index) not in ("appos", "parataxis"):
        return None
    speaker = tree.dependent(index, "compound")
    if not closes or speaker != index - 1 or tree.words[index].text not in HEADLINE_VERBS:
        return None
    return speaker if tree.words[tree.first(index) - 1].text == "," else None
