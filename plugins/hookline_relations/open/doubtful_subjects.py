"""Tell which clauses may be about something else than the noun that the tree gives them."""

from __future__ import annotations

from hookline_relations.open.doubtful_verbs import (
    PLURAL_FORMS,
    disagrees,
    follows_other_clause,
    is_unlike_first,
)
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.phrases import follows_comma
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import PERSONAL, QUANTITIES

__all__ = ["is_doubtful_subject", "told_of"]

DECIDING = frozenset({"decide", "agree", "propose", "recommend", "resolve", "hope", "suggest"})
"""Verbs with "it" for an infinitive: "it was decided to leave"."""
USING = frozenset({"use", "employ", "apply", "utilise", "utilize", "require", "need"})
AMOUNTS = frozenset({"%", "percent", "cent", "metre", "meter", "kilometre", "kilometer", "ton"})
PREPOSITIONAL = frozenset({"start", "begin", "depend", "range", "date"})
"""Participles that are prepositions after a comma: "…, starting from Monday"."""
LIKENING = frozenset({"like", "for", "about", "of"})
DATELINE_ENDS = frozenset({":", "—", "–", "-", "--"})


def is_doubtful_subject(tree: SentenceTree, clause: Clause, subject: int) -> bool:
    """Return whether a clause may be about something else than the noun that a tree gives it."""
    if tree.base(clause.head) == "conj" and clause.head < tree.heads[clause.head]:
        return tree.heads[subject] != clause.head  # a conjunct does not stand before the first
    if tree.rels[subject] == "nsubj:outer":
        return True  # "one idea is we are testing it"
    if tree.base(subject) == "csubj":
        return subject > tree.heads[subject] and not tree.dependents(tree.heads[subject], "expl")
    return (
        _is_expletive(tree, clause, subject)
        or _is_dateline(tree, clause, subject)
        or _is_cut_short(tree, subject)
        or _may_be_of_nearer(tree, clause.head, subject)
        or follows_other_clause(tree, clause.head)
        or _is_likened(tree, clause.head)
        or _is_of_amount(tree, clause.head, subject)
        or _follows_phrase(tree, clause.head)
        or _is_aside(tree, clause.head)
        or _is_of_view(tree, clause.head, subject)
        or _follows_other_noun(tree, clause.head)
        or disagrees(tree, clause, subject)
        or is_unlike_first(tree, clause, subject)
        or _has_other_agent(tree, clause, subject)
    )


def _is_aside(tree: SentenceTree, index: int) -> bool:
    """Return whether a participle opens a bracket, or is a conjunction: "…, considering that"."""
    if tree.words[index].xpos != "VBG" or tree.dependents(index, "nsubj", "aux"):
        return False
    first = tree.first(index)
    bracketed = first > 0 and tree.words[first - 1].text in ("(", "[")
    return bracketed or (
        tree.lemmas[index] == "consider"
        and tree.base(index) == "advcl"
        and bool(tree.dependents(index, "ccomp"))
    )


def _is_of_view(tree: SentenceTree, index: int, subject: int) -> bool:
    """Return whether a clause only says whom something is about: "as far as Ann is concerned"."""
    first = tree.first(subject)
    before = tree.lemmas[max(first - 3, 0) : first]
    return tree.lemmas[index] in ("concerned", "concern") and before == ["as", "far", "as"]


def _follows_other_noun(tree: SentenceTree, index: int) -> bool:
    """
    Return whether a participle before the subject stands behind another noun.

    "During the talks, held in Oslo, Ann left" tells of the talks.
    """
    governor, first = tree.heads[index], tree.first(index)
    if tree.words[index].xpos != "VBN" or tree.base(index) != "advcl" or governor < index:
        return False
    if first < 2 or tree.words[first - 1].text != ",":
        return False
    return tree.tags[first - 2] in ("NOUN", "PROPN") and not tree.dependents(index, "mark", "aux")


def _is_expletive(tree: SentenceTree, clause: Clause, subject: int) -> bool:
    """Return whether "it" stands for an infinitive: "it was decided to leave"."""
    verb = tree.heads[subject]
    if tree.lemmas[subject] != "it" or verb < 0:
        return False
    if tree.lemmas[verb] == "come":  # "when it comes to taxes"
        return any(tree.lemmas[word] == "when" for word in tree.dependents(verb, "advmod", "mark"))
    if tree.rels[subject] != "nsubj:pass":
        return False
    reports = any(argument.role == "report" for argument in clause.arguments)
    return tree.lemmas[verb] in DECIDING and not reports


def _is_dateline(tree: SentenceTree, clause: Clause, subject: int) -> bool:
    """Return whether a place only says where a report was written: "DOHA: The bank opened …"."""
    if tree.label(subject) != "LOC" or tree.entity_of[0] != tree.entity_of[subject]:
        return False
    after = max(tree.entity_words(subject)) + 1
    return after < clause.head and tree.words[after].text in DATELINE_ENDS


def _is_cut_short(tree: SentenceTree, subject: int) -> bool:
    """Return whether a subject asks, or starts amid a phrase: "of the men", "he of his friends"."""
    if any(tree.lemmas[word] in ("which", "what") for word in tree.dependents(subject, "det")):
        return True  # "which bank lent the money"
    if tree.tags[subject] == "PRON" and tree.lemmas[subject] in PERSONAL:
        return any(tree.preposition(child) == "of" for child in tree.dependents(subject, "nmod"))
    return tree.base(subject) == "nsubj" and tree.preposition(subject) == "of"


def _may_be_of_nearer(tree: SentenceTree, index: int, subject: int) -> bool:
    """
    Return whether a participle stands behind another noun: "the chief of a firm accused of fraud".

    A quantity is of what follows it: "dozens of people killed in Oslo".
    """
    before = index - 1
    if tree.rels[index] != "acl" or tree.first(index) != index or before <= subject:
        return False
    return (
        tree.heads[index] == subject
        and tree.base(before) == "nmod"
        and tree.heads[before] == subject
        and bool(tree.dependents(before, "det", "amod"))
        and (tree.tags[before], tree.tags[subject]) == ("NOUN", "NOUN")
        and tree.words[before].xpos == tree.words[subject].xpos
        and tree.lemmas[subject] not in QUANTITIES
    )


def _is_likened(tree: SentenceTree, index: int) -> bool:
    """Return whether a participle is what something is like, for or about: "it was like falling"."""
    if tree.words[index].xpos != "VBG" or not tree.dependents(index, "cop", "aux"):
        return False
    marks = {tree.lemmas[mark] for mark in tree.dependents(index, "mark")}
    return not marks.isdisjoint(LIKENING) and "to" not in marks


def _follows_phrase(tree: SentenceTree, index: int) -> bool:
    """Return whether a participle has a phrase before it: "for targets coated", about the targets."""
    return tree.rels[index] == "acl" and any(
        child < index for child in tree.dependents(index, "obl")
    )


def _is_of_amount(tree: SentenceTree, index: int, subject: int) -> bool:
    """Return whether a participle may be about what an amount is of: "a rate above 2% showing …"."""
    amount = tree.lemmas[subject] in AMOUNTS or tree.label(subject) == "MONEY"
    return tree.rels[index] == "acl" and amount and bool(tree.case(subject))


def _has_other_agent(tree: SentenceTree, clause: Clause, subject: int) -> bool:
    """Return whether a participle may tell of somebody whom the verb above leaves out."""
    index = clause.head
    if tree.base(index) == "conj" and tree.words[index].xpos == "VBG":
        index = tree.heads[index]
    governor = tree.heads[index]
    if tree.base(index) != "advcl" or governor < 0 or tree.dependents(index, "nsubj"):
        return False
    marks = {tree.lemmas[mark] for mark in tree.dependents(index, "mark", "case")}
    if tree.words[index].xpos != "VBG":
        return "as" in marks and not tree.dependents(index, "aux")  # "as suggested in reports"
    passive = any(tree.rels[child] == "aux:pass" for child in tree.children[governor])
    passive = passive or (tree.words[governor].xpos == "VBN" and tree.rels[governor] == "acl")
    if tree.lemmas[subject] == "it" and tree.tags[governor] == "ADJ" and not marks:
        return True  # "it is great seeing you"
    if tree.lemmas[index] in PREPOSITIONAL and tree.dependents(index, "obl"):
        return True
    if any(tree.lemmas[mark] == "from" for mark in tree.dependents(governor, "mark")):
        return True  # "they barred him from travelling while watching his friends"
    if "than" in marks:
        return True  # "new pumps are cheaper than repairing them"
    if marks:  # "is used in treating", "the part played in helping them"
        return passive and (tree.lemmas[governor] in USING or not marks.isdisjoint({"in", "by"}))
    acts = tree.label(subject) == "PERSON" or tree.tags[subject] == "PRON"
    if passive and not acts:
        return not follows_comma(tree, index)  # "the work was done making sure that …"
    before = tree.first(index) - 1
    named = before > governor and tree.label(before) in ("PERSON", "ORG")
    return named and any(
        tree.heads[word] == governor and tree.base(word) == "obj"
        for word in tree.entity_words(before)
    )  # "approved Acme opening a branch"


def told_of(tree: SentenceTree, clause: int, heads: tuple[int, ...]) -> tuple[int, ...]:
    """
    Return those of coordinated nouns that a relative or participial clause tells of.

    It tells of no noun behind it; of several before it, it surely tells of the last one only, unless
    its verb is in the plural.
    """
    before = tuple(head for head in heads if head < clause)
    if len(before) < 2:
        return before
    verbs = [*tree.dependents(clause, "aux", "aux:pass", "cop"), clause]
    plural = tree.words[verbs[0]].xpos == "VBP" or tree.words[verbs[0]].text.lower() in PLURAL_FORMS
    singular = all(tree.words[head].xpos in ("NN", "NNP") for head in before)
    return before if plural and singular else before[-1:]
