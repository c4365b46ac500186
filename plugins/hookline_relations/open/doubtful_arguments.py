"""
Tell which arguments the order of the words makes doubtful, whatever the tree says.

A parser attaches every phrase somewhere. Readers attach a phrase to the nearest word that can govern
it (right association, Kimball 1973); where a tree passes over a nearer verb without a comma, or beyond
a break, it is as often wrong as right. What is doubtful is not stated: a missing statement costs less
than a wrong one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hookline_relations.open.doubtful_conjuncts import opens_gap
from hookline_relations.syntax.arguments import Argument
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.phrases import follows_comma
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import COMPANY_ENDINGS, REPORT_VERBS

__all__ = ["ends_a_name", "is_doubtful_argument"]

LOOSE_ROLES = frozenset({"oblique", "time", "circumstance"})
"""Roles of arguments that any verb may have, so that a tree may give them to the wrong one."""
SEPARATE_TAGS = frozenset({"CCONJ", "PUNCT", "ADV", "VERB", "AUX", "PART"})
"""Tags of the words between coordinated verbs that share what follows: "struck and then killed"."""
MAX_DISTANCE = 40
"""The most words between a verb and an argument that any verb may have."""
BREAKS = frozenset({";"})
CAUSATIVES = frozenset({"make", "let", "render", "deem", "enable", "cause", "induce"})
WANTING = frozenset({"want", "expect", "need", "like", "prefer", "wish", "intend", "hate", "love"})
"""Verbs whose object with an infinitive is no thing that somebody wants: "wants Peru to leave"."""
DISTANCES = frozenset({"away", "apart"})
CONFINEMENT = frozenset({"prison", "jail", "custody", "detention"})
TERMS = frozenset({"year", "month", "week", "day", "life", "term", "sentence"})
RELEASE = frozenset({"parole", "eligibility", "release"})
PARTICIPLES = frozenset({"VBG", "VBN"})


def is_doubtful_argument(tree: SentenceTree, clause: Clause, argument: Argument) -> bool:
    """Return whether an argument may belong to another verb than the one of its clause."""
    head = clause.head
    if argument.head == head:
        return False
    if argument.role == "report" and tree.words[argument.head].xpos == "VBG":
        return not tree.dependents(argument.head, "nsubj", "aux", "cop")  # "said adding: …"
    named = tree.label(argument.head) in ("PERSON", "ORG")
    if named and argument.role == "object" and tree.lemmas[head] == "say":
        return True  # "said Ann Lee, a judge, won"
    if argument.role == "object" and _is_completed(tree, head, argument.head):
        return True
    first = tree.first(argument.head)
    if (
        _is_compared(tree, clause, argument)
        or _ends_range(tree, argument)
        or _is_of_measure(tree, argument)
        or _opens_circumstance(tree, argument)
    ):
        return True
    if tree.base(argument.head) == "conj" and _closes_gap(tree, argument, first):
        return True
    low, high = sorted((head, argument.head))
    if high - low > MAX_DISTANCE:
        return argument.role in LOOSE_ROLES
    if any(tree.words[word].text in BREAKS for word in range(low + 1, high)):
        return True
    if argument.role not in LOOSE_ROLES:
        return _is_behind_conjunct(tree, clause, argument)
    if argument.head < head:
        return _is_before_another(tree, clause, argument, first)
    return (
        _is_behind_conjunct(tree, clause, argument)
        or _is_behind_clause(tree, head, first)
        or _is_absolute(tree, argument)
        or _is_outside(tree, clause, first)
        or _opens_report(tree, clause, argument)
    )


def _is_completed(tree: SentenceTree, verb: int, object: int) -> bool:
    """
    Return whether an object says nothing without what follows it.

    "Made him resign", and the "who" of "a man who Ann says is ill", which is no object at all.
    """
    relative = object < verb and tree.rels[verb] == "acl:relcl"
    if tree.dependents(verb, "ccomp") and tree.lemmas[verb] in REPORT_VERBS:
        return relative
    pronouns = {tree.lemmas[child] for child in tree.dependents(verb, "obj")}
    if tree.lemmas[verb] == "do" and relative and "which" in pronouns:
        return True  # "spread the news by radio, which they did"
    if tree.lemmas[verb] == "make" and tree.lemmas[object] == "it" and tree.rels[object] == "obj":
        return True  # "made it to the final"
    completed = (child for child in tree.dependents(verb, "xcomp", "ccomp") if child > object)
    return tree.lemmas[verb] in CAUSATIVES | WANTING and object > verb and any(completed)


def _is_of_measure(tree: SentenceTree, argument: Argument) -> bool:
    """
    Return whether a phrase belongs to the measure before it.

    "Sentenced to 10 years in prison", "with no parole for 25 years", "rose 5%, up from 3%".
    """
    after = max(tree.subtree(argument.head)) + 1
    if argument.role == "time" and after < len(tree) and tree.lemmas[after] in DISTANCES:
        return True  # "sat metres away"
    period = tree.first(argument.head) - 1
    named = period > 0 and bool(tree.case(period)) and tree.lemmas[period - 1] == "same"
    if argument.role == "time" and named:
        return True  # "rose from the same period last year"
    before = argument.marker[0] - 1 if argument.marker else -1
    if argument.role != "oblique" or before < 0:
        return False
    lemma, previous = tree.lemmas[argument.head], tree.lemmas[before]
    if argument.preposition == "in" and lemma in CONFINEMENT:
        return previous in TERMS
    if argument.preposition == "for" and previous in RELEASE:
        return True
    return argument.preposition == "from" and previous in ("up", "down")


def _is_compared(tree: SentenceTree, clause: Clause, argument: Argument) -> bool:
    """Return whether "than" makes it no argument of a verb: "more men backed him than in May"."""
    than = tree.preposition(argument.head).partition(" ")[0] == "than"
    return than and tree.tags[clause.head] == "VERB"


def _ends_range(tree: SentenceTree, argument: Argument) -> bool:
    """Return whether it is the end of a range of numbers: "a rate of 1.5% to 1.8%"."""
    if argument.preposition != "to" or not _is_amount(tree, argument.head):
        return False
    return _is_amount(tree, argument.marker[0] - 1)


def _is_amount(tree: SentenceTree, word: int) -> bool:
    return tree.tags[word] in ("NUM", "SYM") or bool(tree.dependents(word, "nummod"))


def _opens_circumstance(tree: SentenceTree, argument: Argument) -> bool:
    """Return whether a time is that of the clause behind it: "fell less than a week after he left"."""
    after = max(tree.subtree(argument.head)) + 1
    return (
        argument.role == "time"
        and after < len(tree)
        and tree.lemmas[after] in ("after", "before")
        and tree.base(after) in ("mark", "case")
    )


def _follows_break(tree: SentenceTree, first: int) -> bool:
    return first > 0 and tree.tags[first - 1] == "PUNCT"


def _is_behind_conjunct(tree: SentenceTree, clause: Clause, argument: Argument) -> bool:
    """
    Return whether a coordinated verb stands between a verb and what it is given.

    Coordinated verbs share what follows only where they stand together: "was struck and killed by a
    lorry", not "begins today and has six teams".
    """
    if tree.heads[argument.head] != clause.head:
        return False
    for other in tree.dependents(clause.head, "conj"):
        if clause.head < other < argument.head and tree.tags[other] in ("VERB", "AUX"):
            between = range(clause.head + 1, other)
            unlike = tree.words[other].xpos != tree.words[clause.head].xpos
            if unlike or any(tree.tags[word] not in SEPARATE_TAGS for word in between):
                return True
    return False


def _is_behind_clause(tree: SentenceTree, head: int, first: int) -> bool:
    """Return whether a clause of its own lies between, without a comma: "said she left in May"."""
    if _follows_break(tree, first):
        return False
    return any(
        tree.verbal(word) and tree.dependent(word, "nsubj") is not None
        for word in range(head + 1, first)
        if first not in tree.subtree(word)
    )


def _is_before_another(tree: SentenceTree, clause: Clause, argument: Argument, first: int) -> bool:
    """Return whether a verb stands between the subject and an argument before the verb."""
    subject, head = clause.subject, clause.head
    own = tree.subtree(argument.head)
    if subject is not None and tree.heads[subject] == head and subject < first:
        if argument.preposition == "of":
            return True  # "Director of Programs Ann Lee said"
        return any(tree.verbal(word) for word in range(subject + 1, first) if word not in own)
    participle = tree.words[head].xpos in PARTICIPLES and tree.base(head) in ("acl", "advcl")
    participle = participle and not tree.dependents(head, "nsubj", "aux")
    return participle and any(
        tree.words[word].text == "," for word in range(max(own), head)
    )  # "results late this week, ending …"


def _is_absolute(tree: SentenceTree, argument: Argument) -> bool:
    """Return whether a phrase is a clause with a participle: ", with the book saying that …"."""
    if argument.preposition != "with" or not follows_comma(tree, argument.head):
        return False
    return any(
        tree.words[child].xpos in PARTICIPLES and child > argument.head
        for child in tree.dependents(argument.head, "acl", "amod")
    )


def _is_outside(tree: SentenceTree, clause: Clause, first: int) -> bool:
    """Return whether a comma closes the clause before: "thanked Ann, who led the city, for …"."""
    relative = tree.rels[clause.head] == "acl:relcl"
    closed = relative or (tree.rels[clause.head] == "acl" and follows_comma(tree, clause.head))
    return closed and tree.words[first - 1].text == ","


def _opens_report(tree: SentenceTree, clause: Clause, argument: Argument) -> bool:
    """Return whether a time stands before what is said: "Ann says this year, sales fell"."""
    if tree.lemmas[clause.head] not in REPORT_VERBS:
        return False
    after = max(tree.subtree(argument.head)) + 1
    return any(
        child > argument.head and not tree.dependents(child, "mark")
        for child in tree.dependents(clause.head, "ccomp")
        if after < len(tree) and tree.words[after].text == ","
    )


def _closes_gap(tree: SentenceTree, argument: Argument, first: int) -> bool:
    """Return whether it is the end of a gapped clause: "by rail" in "by road and the ports by rail"."""
    siblings = tree.dependents(tree.heads[argument.head], "conj")
    before = max((other for other in siblings if other < argument.head), default=None)
    if before is None or max(tree.subtree(before)) != first - 1:
        return False
    return opens_gap(tree, argument.preposition, before, argument.head)


def ends_a_name(tree: SentenceTree, words: Sequence[int]) -> bool:
    """Return whether a phrase runs from a firm into the next sentence: "Lee & Co. Bob Cole"."""
    return any(
        tree.words[word].text in COMPANY_ENDINGS and tree.label(after) == "PERSON"
        for word, after in pairwise(words)
    )
