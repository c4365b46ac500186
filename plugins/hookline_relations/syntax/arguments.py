"""Find the arguments of a clause: objects, complements, reports and prepositional phrases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hookline_relations.syntax.phrases import NEGATIONS, RELATIVE
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.verb_groups import VerbChain
from hookline_relations.syntax.vocabulary import (
    ADVERBIAL,
    DISCOURSE_PHRASES,
    LIKENING,
    PLACE_ADVERBS,
    REACTIONS,
    VIEWS,
)

__all__ = ["Argument", "find_arguments", "is_relative"]

UNMARKED = frozenset({"obl:unmarked", "obl:tmod", "obl:npmod"})


class Argument(NamedTuple):
    """
    An argument of a clause other than its subject.

    `role` is `object`, `recipient`, `attribute`, `time`, `report`, `oblique` or `circumstance`;
    `marker` holds the words that introduce it and `preposition` their text.
    """

    role: str
    head: int
    marker: tuple[int, ...] = ()
    preposition: str = ""


def is_relative(tree: SentenceTree, index: int) -> bool:
    """Return whether a word is a relative pronoun."""
    text = tree.words[index].text.lower()  # the lemma of "those" is "that"
    return text in RELATIVE and tree.tags[index] in ("PRON", "DET")


def find_arguments(
    tree: SentenceTree,
    index: int,
    chain: VerbChain,
    governor_arguments: Sequence[Argument],
    antecedent: int | None,
) -> list[Argument]:
    """
    Return the arguments of a clause, in the order of its words.

    `governor_arguments` are those of the clause above, whose object a coordinated verb may share;
    `antecedent` is the noun that a relative clause modifies.
    """
    if tree.tags[index] not in ("VERB", "AUX"):
        return _copular(tree, index, antecedent)
    arguments: list[Argument] = []
    for child in tree.children[index]:
        if child in tree.excluded:
            arguments.extend(_alternatives(tree, child))
        else:
            arguments.extend(_child_arguments(tree, index, child, antecedent))
    if not any(argument.role == "object" for argument in arguments):
        arguments.extend(_missing_object(tree, index, chain, governor_arguments, antecedent))
    dates = {tree.entity_of[argument.head] for argument in arguments if argument.role != "time"}
    dates.discard(None)
    return [
        argument
        for argument in arguments
        if argument.role != "time" or tree.entity_of[argument.head] not in dates
    ]


def _child_arguments(
    tree: SentenceTree, index: int, child: int, antecedent: int | None
) -> list[Argument]:
    rel, base = tree.rels[child], tree.base(child)
    referent = antecedent if antecedent is not None and is_relative(tree, child) else child
    if tree.lemmas[child] in ("what", "how", "why", "where", "when") and base != "ccomp":
        return []
    if base in ("obj", "iobj"):
        return [Argument("object" if base == "obj" else "recipient", referent)]
    if base == "xcomp" and not tree.verbal(child) and tree.tags[child] != "ADV":
        return [Argument("attribute", child, tree.case(child), tree.preposition(child))]
    if base == "ccomp":
        return [Argument("report", child)]
    if base == "obl":
        return _obliques(tree, child, referent)
    if base == "advmod" and tree.lemmas[child] in PLACE_ADVERBS:
        return [Argument("time", child)]
    if rel == "nsubj" and tree.dependents(index, "expl") and tree.lemmas[index] == "be":
        return [Argument("object", child)]
    return []


def _obliques(tree: SentenceTree, child: int, referent: int) -> list[Argument]:
    """Return an oblique, and those of its conjuncts that have another preposition."""
    marker = tree.case(child)
    obliques: list[Argument] = []
    if not marker:
        # A bare place is a dateline ("BERLIN — …") and a bare number a score.
        unnamed = tree.label(child) is None and tree.tags[child] not in ("NUM", "ADV")
        is_time = (tree.rels[child] in UNMARKED and unnamed) or tree.label(child) == "DATE"
        is_noun = tree.tags[child] not in ("ADV", "PRON")
        return [Argument("time", child)] if is_time and is_noun else []
    if (
        f"{tree.preposition(child)} {tree.lemmas[child]}" in DISCOURSE_PHRASES
        and not tree.dependents(child, "det")
    ):
        return []
    if _is_comment(tree, child):
        return []
    likened = tree.preposition(child) == "like" and not _is_likening(tree, tree.heads[child])
    if tree.words[marker[0]].text.lower() not in ("according", "including") and not likened:
        before = _parted_adverb(tree, child, marker[0])
        preposition = tree.preposition(child)
        if before and preposition == "of":
            preposition = f"{tree.words[before[0]].text.lower()} of"
        obliques.append(Argument("oblique", referent, (*before, *marker), preposition))
    obliques += [
        Argument("oblique", other, tree.case(other), tree.preposition(other))
        for other in tree.dependents(child, "conj")
        if tree.case(other) and tree.nominal(other) and other not in tree.excluded
    ]
    return obliques


def _parted_adverb(tree: SentenceTree, noun: int, preposition: int) -> tuple[int, ...]:
    """
    Return the adverb right before a preposition that belongs to it.

    "Shortly before her death", and "ahead of the country", where a tree hangs "ahead" on the verb.
    """
    before = preposition - 1
    if before < 0 or tree.base(before) != "advmod" or tree.lemmas[before] in NEGATIONS:
        return ()
    head = tree.heads[before]
    if head == noun:
        return (before,) if tree.tags[before] == "ADV" else ()
    of_verb = head == tree.heads[noun] and tree.words[preposition].text.lower() == "of"
    return (before,) if of_verb and tree.tags[before] in ("ADV", "ADP") else ()


def _alternatives(tree: SentenceTree, excluded: int) -> list[Argument]:
    """Return what is stated in place of a noun that is left out: "came not from A but from B"."""
    base, marker = tree.base(excluded), tree.case(excluded)
    if base not in ("obj", "obl"):
        return []
    return [
        Argument("oblique", other, case, " ".join(tree.words[word].text.lower() for word in case))
        if (case := tree.case(other) or marker)
        else Argument("object", other)
        for other in tree.dependents(excluded, "conj")
        if other not in tree.excluded and tree.nominal(other)
    ]


def _is_comment(tree: SentenceTree, child: int) -> bool:
    """
    Return whether a phrase comments on its clause, or names a source.

    "On the other hand", "to the surprise of all", "in the view of Ann".
    """
    preposition, lemma = tree.preposition(child), tree.lemmas[child]
    if preposition == "in" and lemma in VIEWS and child < tree.heads[child]:
        return True
    if preposition == "on" and lemma == "hand":
        return any(tree.lemmas[word] in ("other", "one") for word in tree.children[child])
    return preposition == "to" and lemma in REACTIONS


def _is_likening(tree: SentenceTree, verb: int) -> bool:
    """Return whether a verb is completed by "like": "looks like a plan", but not "said, like Ann"."""
    return tree.lemmas[verb] in LIKENING or bool(tree.dependents(verb, "cop"))


def _copular(tree: SentenceTree, index: int, antecedent: int | None) -> list[Argument]:
    """Return the predicate of a copula: a noun, a place, or an adjective with its complements."""
    marker = tree.case(index)
    arguments: list[Argument] = []
    if marker:
        return [Argument("oblique", index, marker, tree.preposition(index))]
    if tree.tags[index] in ("ADJ", "ADV"):
        for child in tree.dependents(index, "obl"):
            referent = antecedent if antecedent is not None and is_relative(tree, child) else child
            arguments.extend(_obliques(tree, child, referent))
        arguments.extend(Argument("report", child) for child in tree.dependents(index, "ccomp"))
    if not any(argument.head > index for argument in arguments):
        arguments.append(Argument("attribute", index))
    return arguments


def _missing_object(
    tree: SentenceTree,
    index: int,
    chain: VerbChain,
    governor_arguments: Sequence[Argument],
    antecedent: int | None,
) -> list[Argument]:
    """Return the object that a coordinated verb shares, or that a relative clause omits."""
    if governor_arguments and tree.base(index) == "conj":
        return [
            argument
            for argument in governor_arguments
            if argument.role == "object" and argument.head > index
        ]
    top = chain.links[0] if chain.links else index
    if antecedent is None or tree.rels[top] != "acl:relcl" or chain.passive:
        return []
    has_pronoun = any(
        is_relative(tree, word) or tree.words[word].xpos == "WRB"
        for word in tree.subtree(top)
        if tree.heads[word] in (top, index)
    )
    subject = tree.dependent(top, "nsubj")
    within = () if subject is None else tree.subtree(subject)
    has_pronoun = has_pronoun or any(tree.lemmas[word] == "whom" for word in within)
    has_pronoun = has_pronoun or any(tree.lemmas[word] == "whose" for word in tree.subtree(top))
    complete = tree.dependents(index, "xcomp", "ccomp") or tree.dependent(top, "nsubj") is None
    if has_pronoun or complete or tree.lemmas[antecedent] in ADVERBIAL:
        return []
    stranded = [child for child in tree.dependents(index, "obl") if tree.tags[child] == "ADP"]
    marker = tuple(stranded[:1])
    if marker:
        text = tree.words[marker[0]].text.lower()
        return [Argument("oblique", antecedent, marker, text)]
    return [Argument("object", antecedent)]
