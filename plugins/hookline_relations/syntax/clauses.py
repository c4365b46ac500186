"""
Find the clauses of a sentence: verb group, subjects, arguments, and how far the clause is asserted.

The division into clauses follows ClausIE (Del Corro and Gemulla 2013); subjects are passed down to
clauses that share them as in Stanford OpenIE (Angeli, Premkumar and Manning 2015); what is negated,
possible or only asked for is kept apart as in MinIE (Gashteovski, Gemulla and Del Corro 2017).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from hookline_relations.syntax.arguments import Argument, arguments, relative
from hookline_relations.syntax.assertion import asserted
from hookline_relations.syntax.phrases import after_comma
from hookline_relations.syntax.tree import Tree
from hookline_relations.syntax.verb_groups import Chain, chain_of, words_of
from hookline_relations.syntax.vocabulary import ACCUSING, CHARGES, NAMING, REPORTS

__all__ = ["Clause", "clauses"]

FAR = 5


@dataclass(frozen=True, slots=True)
class Clause:
    """
    One clause: `head` is its lexical verb (or noun, or adjective), `group` the words of its predicate.

    `subject` is the first of coordinated subjects. The three flags say whether the clause is negated,
    only possible (or asked for, or asked about), or still to come.
    """

    head: int
    chain: Chain
    group: tuple[int, ...]
    subject: int | None
    passive: bool
    arguments: tuple[Argument, ...]
    negated: bool
    possible: bool
    planned: bool


def clauses(tree: Tree) -> list[Clause]:
    """Return the clauses of a sentence, in the order of their heads."""
    found: dict[int, Clause] = {}
    for index in tree.order:
        if not tree.verbal(index):
            continue
        governor = found.get(tree.heads[index])
        chain = chain_of(tree, index, governor.chain if governor else None)
        antecedent = _antecedent(tree, index)
        subject = _subject(tree, index, found, antecedent)
        said = arguments(tree, index, chain, governor.arguments if governor else (), antecedent)
        negated, possible, planned = asserted(tree, index, chain, subject)
        if governor and tree.base(index) in ("ccomp", "xcomp", "conj", "advcl", "parataxis"):
            inherits = tree.base(index) != "conj" or chain.links
            negated = negated or (governor.negated and tree.base(index) == "xcomp")
            possible = possible or (governor.possible and bool(inherits))
            planned = planned or (governor.planned and tree.base(index) == "xcomp")
        found[index] = Clause(
            index,
            chain,
            words_of(tree, index, chain),
            subject,
            chain.passive,
            tuple(said),
            negated,
            possible,
            planned,
        )
    return [_reported(tree, found[index], found) for index in sorted(found)]


def _antecedent(tree: Tree, index: int) -> int | None:
    """Return the noun that a relative or participial clause is about."""
    top = index
    while top >= 0 and tree.base(top) in ("conj", "xcomp", "ccomp") and tree.verbal(top):
        top = tree.heads[top]
    if top >= 0 and tree.base(top) == "acl" and tree.heads[top] >= 0:
        return tree.heads[top]
    return None


def _subject(
    tree: Tree, index: int, found: dict[int, Clause], antecedent: int | None
) -> int | None:
    """Return the subject that a clause has, shares or is said about."""
    governor = found.get(tree.heads[index])
    own = tree.kid(index, "nsubj", "csubj")
    if own is not None:
        if tree.lemmas[own] == "there" or tree.rels[own] == "expl":
            return None
        if relative(tree, own) and tree.words[own].xpos in ("WDT", "WP"):
            return antecedent
        return antecedent if antecedent is not None and relative(tree, own) else own
    base = tree.base(index)
    if tree.rels[index] == "acl" and antecedent is not None:
        if tree.kids(index, "mark"):
            return None
        outer = found.get(tree.heads[antecedent])
        dangling = tree.words[index].xpos == "VBG" and tree.base(antecedent) in ("obj", "obl")
        if outer is not None and dangling and after_comma(tree, index):
            return outer.subject
        return antecedent
    if governor is None:
        return None
    if base == "conj":
        return governor.subject
    if base == "xcomp":
        controlled = tree.kid(governor.head, "obj", "iobj")
        if (
            controlled is not None
            and not governor.passive
            and tree.lemmas[governor.head] != "promise"
        ):
            return antecedent if relative(tree, controlled) else controlled
        return governor.subject
    if base == "advcl" and not _finite(tree, index):
        if tree.lemmas[index] in NAMING and after_comma(tree, index):
            named = tree.first(index) - 2  # "Q, also called X" names what is before the comma
            return named if tree.nominal(named) else None
        marks = {tree.lemmas[child] for child in tree.kids(index, "mark", "case")}
        if tree.lemmas[governor.head] in ACCUSING and marks & CHARGES:
            # Of "A accused B of leaving" neither may be said to have left.
            return governor.subject if governor.passive else None
        controlled = tree.kid(governor.head, "obj") if "from" in marks else None
        if tree.words[index].xpos == "VBG" and _astray(tree, index, governor):
            return None
        return governor.subject if controlled is None else controlled
    return None


def _astray(tree: Tree, index: int, governor: Clause) -> bool:
    """
    Return whether a participle follows its verb at a distance, with no comma or word to tie it.

    In "have become tense after remarks by Ann in May suggesting …" a parser can only guess.
    """
    tied = tree.kids(index, "mark", "case") or after_comma(tree, index)
    return not tied and tree.first(index) - governor.head > FAR


def _finite(tree: Tree, index: int) -> bool:
    return "VerbForm=Fin" in (tree.words[index].feats or "") and not tree.kids(index, "aux")


def _reported(tree: Tree, clause: Clause, found: dict[int, Clause]) -> Clause:
    """Give a verb of saying that hangs beside what it reports ("…, Koizumi wrote") its report."""
    head = tree.heads[clause.head]
    beside = tree.base(clause.head) == "parataxis" and tree.lemmas[clause.head] in REPORTS
    if not beside or head not in found or clause.subject is None:
        return clause
    if any(argument.role in ("object", "report") for argument in clause.arguments):
        return clause
    return replace(clause, arguments=(Argument("report", head), *clause.arguments))
