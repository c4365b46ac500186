"""
Find the clauses of a sentence: verb group, subject, arguments.

The division into clauses follows ClausIE (Del Corro and Gemulla 2013); clauses inherit subjects that
they share as in Stanford OpenIE (Angeli, Premkumar and Manning 2015).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from hookline_relations.syntax.arguments import Argument, find_arguments, is_relative
from hookline_relations.syntax.phrases import follows_comma
from hookline_relations.syntax.relatives import antecedent_of, is_about_another
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.verb_groups import VerbChain, verb_chain, verb_group
from hookline_relations.syntax.vocabulary import (
    ACCUSING,
    BARE_INFINITIVE,
    CHARGE_MARKERS,
    CHARGES,
    FAULTING,
    IMPORTANCE,
    NAMING,
    OFFICES,
    PERSONS,
    REPORT_VERBS,
    words,
)

__all__ = ["Clause", "find_clauses", "is_bare_infinitive"]

RESULTING = words("lead result cause force prompt mean spark trigger leave put bring")
SPENDING = frozenset({"spend", "waste"})
PROMISING = frozenset(
    {"promise", "vow", "pledge", "urge", "call", "ask", "accuse", "thank", "deny"}
    | {"consider", "believe", "hope", "express", "praise", "criticize", "criticise"}
)
COMPANY = frozenset(
    {"accompany", "follow", "join", "dress", "arm", "lead", "flank", "surround", "help", "aid"}
)
"""Participles that tell of a subject behind its clause: "she left, accompanied by Ann"."""
VIEWING = words(
    "see view regard describe portray depict perceive characterize characterise denounce condemn "
    "criticize criticise dismiss reject"
)
"""Verbs with "as" for what somebody thinks of their object."""
CONTAINING = words("contain comprise consist feature include involve measure weigh total")
QUOTING = frozenset({"quote", "cite"})
ASKING = words("how why when where")
MAX_DISTANCE = 5


@dataclass(frozen=True, slots=True)
class Clause:
    """
    A clause: `head` is its lexical verb, noun or adjective, `group` the words of its verb group.

    `subject` is the first of coordinated subjects.
    """

    head: int
    chain: VerbChain
    group: tuple[int, ...]
    subject: int | None
    passive: bool
    arguments: tuple[Argument, ...]


def find_clauses(tree: SentenceTree) -> list[Clause]:
    """Return the clauses of a sentence, in the order of their heads."""
    clauses: dict[int, Clause] = {}
    for index in tree.order:
        if not tree.verbal(index):
            continue
        governor = clauses.get(tree.heads[index])
        chain = verb_chain(tree, index, governor.chain if governor else None)
        antecedent = antecedent_of(tree, index)
        subject = _subject(tree, index, clauses, antecedent)
        shared = governor.arguments if governor else ()
        clauses[index] = Clause(
            index,
            chain,
            verb_group(tree, index, chain),
            subject,
            chain.passive,
            tuple(find_arguments(tree, index, chain, shared, antecedent)),
        )
    return [_with_report(tree, clauses[index], clauses) for index in sorted(clauses)]


def is_bare_infinitive(tree: SentenceTree, index: int) -> bool:
    """
    Return whether a clause is an infinitive without "to", auxiliary or subject: no statement.

    The infinitive of "help them win" or "let them win" is a statement.
    """
    if tree.words[index].xpos != "VB" or tree.dependents(index, "nsubj", "aux", "mark", "cop"):
        return False
    head = tree.heads[index]
    return head >= 0 and tree.lemmas[head] not in BARE_INFINITIVE and tree.base(index) != "conj"


def _subject(
    tree: SentenceTree, index: int, clauses: dict[int, Clause], antecedent: int | None
) -> int | None:
    """Return the subject of a clause: its own, one that it shares, or the noun that it modifies."""
    governor = clauses.get(tree.heads[index])
    own = tree.dependent(index, "nsubj", "csubj")
    if own is not None:
        if tree.lemmas[own] == "there" or tree.rels[own] == "expl" or tree.lemmas[own] in ASKING:
            return None
        if {"for", "to"} <= _marks(tree, index):
            return None  # "a plan for small firms to sell more"
        if is_relative(tree, own) and tree.words[own].xpos in ("WDT", "WP"):
            return None if is_about_another(tree, index, antecedent) else antecedent
        return antecedent if antecedent is not None and is_relative(tree, own) else own
    base = tree.base(index)
    marks = _marks(tree, index)
    if "than" in marks:
        return None  # "would rather walk than drive", "more than is available"
    if marks == {"with"} and (
        tree.first(index) != tree.heads[index] + 1 or tree.lemmas[tree.heads[index]] == "come"
    ):
        return None  # "with prices going up", but not "credited with going up"
    if tree.lemmas[index] == "hear" and marks == {"to"} and base == "advcl":
        return None  # "to hear Ann tell it"
    if marks == {"about"} and base == "advcl":
        return None  # "asked Ann about being dropped"
    if tree.rels[index] == "acl" and antecedent is not None:
        if tree.dependents(index, "mark"):
            return None
        outer = clauses.get(tree.heads[antecedent])
        spent = outer is not None and tree.lemmas[outer.head] in SPENDING
        spent = spent and tree.words[index].xpos == "VBG"
        described = tree.dependents(antecedent, "cop") and follows_comma(tree, index)
        if described and tree.words[index].xpos == "VBN":
            return tree.dependent(antecedent, "nsubj")  # "dolphins are kings, valued by all"
        if outer is not None and (spent or _is_means(tree, index, antecedent)):
            return outer.subject
        noun = antecedent
        while tree.base(noun) == "conj" and tree.nominal(tree.heads[noun]):
            noun = tree.heads[noun]
        dangling = tree.words[index].xpos == "VBG" and tree.base(noun) in ("obj", "obl")
        if noun != antecedent:
            outer = clauses.get(tree.heads[noun])
        detached = follows_comma(tree, index) or tree.words[index - 1].text == ","
        if outer is not None and dangling and detached:
            return outer.subject
        return antecedent
    if governor is None:
        return None
    if base == "conj" and tree.dependents(index, "expl"):
        return None  # "we have plans but it was her choice to leave"
    if base == "conj":
        speaker = clauses.get(tree.heads[governor.head])
        if speaker is not None and _goes_on_reporting(tree, index, governor, speaker):
            return speaker.subject
        return governor.subject
    if base == "xcomp":
        controlled = tree.dependent(governor.head, "obj", "iobj")
        if (
            controlled is not None
            and not governor.passive
            and tree.lemmas[governor.head] != "promise"
        ):
            return antecedent if is_relative(tree, controlled) else controlled
        return governor.subject
    if base == "advcl" and not _is_finite(tree, index):
        if tree.lemmas[index] in NAMING and follows_comma(tree, index):
            named = tree.first(index) - 2  # "Q, also called X" names what is before the comma
            return named if tree.nominal(named) else None
        faults = tree.lemmas[governor.head] in FAULTING and "for" in marks
        if faults or (tree.lemmas[governor.head] in ACCUSING and marks & CHARGE_MARKERS):
            # "A accused B of leaving" does not assert that either left.
            return governor.subject if governor.passive else None
        if _is_about_noun(tree, index, governor) or tree.dependents(governor.head, "expl"):
            return None  # "there is a rule to protect them"
        if marks & CHARGE_MARKERS and _is_charge(tree, tree.dependent(governor.head, "obj"), index):
            return None  # "won a conviction against him for stealing"
        if tree.lemmas[governor.head] in IMPORTANCE and marks & {"in", "for", "to"}:
            return None  # "care is vital in reaching the goal"
        speaker = _speaker_over(tree, index, governor, clauses)
        if speaker is not None:
            return speaker.subject
        if marks == {"to"} and index < governor.head:
            return None  # "to win the cup, they must beat Spain"
        unsaid = any(child < index for child in tree.dependents(index, "expl"))
        if "such" in marks or unsaid:
            return None  # "measures such as cutting jobs", "while it is unclear who won, they left"
        if _describes_noun(tree, index):
            return None
        if "as" in marks and tree.lemmas[governor.head] in VIEWING:
            return None  # "is seen as undermining the court"
        quoted = "as" in marks and tree.lemmas[governor.head] in QUOTING
        controlled = tree.dependent(governor.head, "obj") if quoted or "from" in marks else None
        if tree.words[index].xpos == "VBG" and (
            _is_detached(tree, index, governor) or _is_result(tree, index, governor)
        ):
            return None
        return governor.subject if controlled is None else controlled
    return None


def _is_charge(tree: SentenceTree, noun: int | None, index: int) -> bool:
    """Return whether an object names what somebody else is accused of by the clause behind it."""
    if noun is None or noun > index or tree.lemmas[noun] not in CHARGES:
        return False
    return any(
        tree.preposition(child) in ("against", "of") for child in tree.dependents(noun, "nmod")
    )


def _marks(tree: SentenceTree, index: int) -> set[str]:
    """Return what introduces a clause: "to", "from", "than"."""
    return {tree.lemmas[child] for child in tree.dependents(index, "mark", "case")}


def _is_means(tree: SentenceTree, index: int, antecedent: int) -> bool:
    """Return whether a participle says by what means the clause above is done: "…, using drones"."""
    if tree.lemmas[index] != "use" or tree.words[index].xpos != "VBG":
        return False
    return tree.base(antecedent) in ("obj", "obl") and tree.label(antecedent) is None


def _is_detached(tree: SentenceTree, index: int, governor: Clause) -> bool:
    """
    Return whether a participle is far from its verb, with no comma or conjunction between.

    The parse of "have become tense after remarks by Ann in May suggesting …" is a guess.
    """
    linked = tree.dependents(index, "mark", "case") or follows_comma(tree, index)
    return not linked and tree.first(index) - governor.head > MAX_DISTANCE


def _is_about_noun(tree: SentenceTree, index: int, governor: Clause) -> bool:
    """Return whether a participle may tell of the noun before its comma: "talks, expected in May"."""
    if tree.words[index].xpos != "VBN" or tree.first(index) != index:
        return False
    before = index - 2 if follows_comma(tree, index) else index - 1
    if before == index - 2 and tree.lemmas[index] in COMPANY:
        return False
    return before > governor.head and tree.nominal(before)


def _speaker_over(
    tree: SentenceTree, index: int, governor: Clause, clauses: dict[int, Clause]
) -> Clause | None:
    """Return the clause of who adds what a participle says: "he said it was over, promising …"."""
    adds = tree.lemmas[index] in REPORT_VERBS | PROMISING and tree.words[index].xpos == "VBG"
    if not adds or not follows_comma(tree, index) or governor.head > index:
        return None
    content = governor.head
    while tree.base(content) in ("ccomp", "csubj") and tree.heads[content] in clauses:
        content = tree.heads[content]
        if tree.lemmas[content] in REPORT_VERBS:
            return clauses[content]
    return None


def _describes_noun(tree: SentenceTree, index: int) -> bool:
    """Return whether a participle tells what the noun before its comma has: "a book, containing"."""
    contains = tree.lemmas[index] in CONTAINING and tree.words[index].xpos == "VBG"
    before = index - 2
    return contains and before > 0 and follows_comma(tree, index) and tree.nominal(before)


def _goes_on_reporting(tree: SentenceTree, index: int, governor: Clause, speaker: Clause) -> bool:
    """Return whether a coordinated report is the speaker's: "he stressed that it works, and said …"."""
    reports = tree.lemmas[speaker.head] in REPORT_VERBS
    reports = reports and tree.lemmas[index] in REPORT_VERBS | PROMISING
    content = tree.base(governor.head) == "ccomp" and governor.subject is not None
    if not reports or not content or tree.words[index].xpos != tree.words[speaker.head].xpos:
        return False
    subject = governor.subject
    talks = subject is not None and (
        tree.label(subject) in ("PERSON", "ORG")
        or tree.tags[subject] == "PRON"
        or tree.lemmas[subject] in PERSONS | OFFICES
    )
    return not talks and speaker.head < governor.head < index


def _is_result(tree: SentenceTree, index: int, governor: Clause) -> bool:
    """Return whether a participle tells what came of the clause before: "…, leading to a delay"."""
    after = index > governor.head and follows_comma(tree, index)
    return after and tree.lemmas[index] in RESULTING


def _is_finite(tree: SentenceTree, index: int) -> bool:
    return "VerbForm=Fin" in (tree.words[index].feats or "") and not tree.dependents(index, "aux")


def _with_report(tree: SentenceTree, clause: Clause, clauses: dict[int, Clause]) -> Clause:
    """Add the report to a verb of saying that follows it ("…, Koizumi wrote")."""
    head = tree.heads[clause.head]
    follows_report = (
        tree.base(clause.head) == "parataxis" and tree.lemmas[clause.head] in REPORT_VERBS
    )
    if not follows_report or head not in clauses or clause.subject is None:
        return clause
    if any(argument.role in ("object", "report") for argument in clause.arguments):
        return clause
    return replace(clause, arguments=(Argument("report", head), *clause.arguments))
