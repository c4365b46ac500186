"""Tell which verbs cannot have the subject that a tree gives them, by their form."""

from __future__ import annotations

from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.phrases import follows_comma
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["PLURAL_FORMS", "disagrees", "follows_other_clause", "is_unlike_first"]

PLURAL_FORMS = frozenset({"were", "are", "have"})
SINGULAR_FORMS = frozenset({"was", "is", "has", "does"})
PLURAL_PRONOUNS = frozenset({"we", "they", "these", "those"})
PUNISHING = frozenset({"fine", "jail", "imprison", "ban", "suspend", "award", "grant", "deport"})
"""Verbs whose past tense behind a passive is one, too: "was sentenced to a year and fined $9"."""
MODAL_OR_PAST = frozenset({"MD", "VBD", "VBZ"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
SINGULAR_PRONOUNS = frozenset({"it", "he", "she"})


def follows_other_clause(tree: SentenceTree, index: int) -> bool:
    """
    Return whether a nearer clause could share its subject with a coordinated verb.

    In "he spoke when a man got up and shouted" it is the man who shouted, whatever the tree says.
    """
    first, form = tree.heads[index], _finite_form(tree, index)
    if tree.base(index) != "conj" or first > index or form not in FINITE:
        return False
    if tree.dependents(index, "nsubj", "expl"):
        return False
    nearer = {
        tree.base(other)
        for other in tree.dependents(first, "advcl", "ccomp")
        if first < other < index
        and _finite_form(tree, other) == form
        and tree.dependent(other, "nsubj") is not None
    }
    if "ccomp" in nearer:  # "he said Peru has oil but has sold none"
        return _finite_form(tree, first) != form
    return "advcl" in nearer and not follows_comma(tree, index)


def _finite_form(tree: SentenceTree, index: int) -> str | None:
    """Return the tag of the first verb of a clause, which is the finite one if any is."""
    return tree.words[min([index, *tree.dependents(index, "aux", "aux:pass", "cop")])].xpos


def disagrees(tree: SentenceTree, clause: Clause, subject: int) -> bool:
    """Return whether a verb does not agree with its own subject: "Ann and Bob report values"."""
    head = clause.head
    if tree.heads[subject] != head:
        return False
    verb = tree.words[min([head, *tree.dependents(head, "aux", "aux:pass", "cop")])]
    form, pronoun = verb.text.lower(), tree.words[subject].text.lower()
    if pronoun in PLURAL_PRONOUNS:
        return form in SINGULAR_FORMS
    if pronoun in SINGULAR_PRONOUNS and not tree.dependents(subject, "conj"):
        return form in PLURAL_FORMS and not tree.dependents(head, "mark")
    if verb.xpos != "VBZ" or not form.endswith("s") or tree.dependents(head, "cop", "aux"):
        return False
    return any(
        tree.lemmas[cc] == "and" and tree.entity_of[cc] is None
        for other in tree.dependents(subject, "conj")
        for cc in tree.dependents(other, "cc")
    )


def is_unlike_first(tree: SentenceTree, clause: Clause, subject: int) -> bool:
    """
    Return whether a coordinated verb cannot share the subject of the first one.

    Its form differs ("focused on helping them, navigate"), or it does not agree with the subject.
    """
    index = clause.head
    first = tree.heads[index]
    if tree.base(index) != "conj" or tree.dependents(index, "nsubj"):
        return False
    if tree.dependents(index, "aux", "cop"):
        return _finite_form(tree, index) in MODAL_OR_PAST and _is_bare_participle(tree, first)
    if tree.dependents(index, "mark"):
        return _joins_infinitive(tree, first, index)
    form, other = tree.words[index].xpos, tree.words[first].xpos
    auxiliaries = {tree.words[child].xpos for child in tree.dependents(first, "aux")}
    if form in ("VB", "VBP") and "MD" in auxiliaries:
        return False
    if form == "VBP":
        return tree.words[subject].xpos == "NN" and not tree.dependents(subject, "conj")
    if form == "VBZ" and "MD" in auxiliaries:
        return True
    if form == "VBZ":
        return tree.words[subject].xpos == "NNS" or bool(tree.dependents(subject, "conj"))
    if form == "VBD" and tree.lemmas[index] in PUNISHING:
        return any(tree.rels[child] == "aux:pass" for child in tree.children[first])
    if form == "VB":
        return other not in ("VB", "VBP") and not auxiliaries
    return form == "VBG" and other in ("VBD", "VBZ", "VBP")


def _is_bare_participle(tree: SentenceTree, index: int) -> bool:
    """Return whether a verb is "dripping" in "his hands dripping", with no auxiliary."""
    return tree.words[index].xpos == "VBG" and not tree.dependents(index, "aux", "cop")


def _joins_infinitive(tree: SentenceTree, first: int, index: int) -> bool:
    """Return whether "to" goes on a nearer infinitive: "plans policies to help and to train them"."""

    def infinitive(verb: int) -> bool:
        return any(tree.lemmas[mark] == "to" for mark in tree.dependents(verb, "mark"))

    nearer = range(first + 1, index)
    return infinitive(index) and not infinitive(first) and any(map(infinitive, nearer))
