"""Turn a clause into statements: one for each subject and argument."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice, pairwise
from typing import NamedTuple

from hookline_relations.open.complements import complements
from hookline_relations.open.doubtful_arguments import ends_a_name, is_doubtful_argument
from hookline_relations.open.doubtful_conjuncts import (
    belongs_to_complement,
    is_doubtful_conjunct,
    is_second_title,
)
from hookline_relations.open.doubtful_subjects import is_doubtful_subject, told_of
from hookline_relations.open.predicates import PredicateBuilder, follows_verb
from hookline_relations.syntax.arguments import Argument
from hookline_relations.syntax.clauses import Clause, is_bare_infinitive
from hookline_relations.syntax.phrases import clause_words, conjuncts, phrase
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["Statement", "clause_statements"]

MAX_NESTED = 40
"""The most statements from the complements of one argument."""
ROLE_SCORES = {
    "object": 0.9,
    "attribute": 0.9,
    "report": 0.9,
    "oblique": 0.85,
    "recipient": 0.8,
    "time": 0.75,
    "circumstance": 0.75,
}
"""The score of the first argument of a clause by its role; roles a verb needs most come first."""
PRIORITY = {role: priority for priority, role in enumerate(ROLE_SCORES)}
NAMING_ROLES = frozenset({"attribute", "object", "oblique"})
SHARED_SUBJECT_PENALTY = 0.05
FURTHER_ARGUMENT_PENALTY = 0.1
"""For arguments after the first: a parser is less certain of them."""
NESTED_SCORE = 0.6
LEADING = frozenset({"by", "with", "from", "to", "for", "of", "in", "at", "on"})
RESPECTIVELY = "respectively"
"""The word by which coordinated nouns are not each said of each."""
DEPTH_PENALTY = 0.05
ENDINGS = frozenset({"to", "'s", "’s", "'", "’"})
MAX_PIECES = 4
"""The most pieces of an argument: one with more is what a wrong tree leaves of a sentence."""


class Statement(NamedTuple):
    """The words of a subject, a predicate (none: "is" is implied) and an object."""

    subject: tuple[int, ...]
    predicate: tuple[int, ...]
    object: tuple[int, ...]
    rule: str
    score: float
    predicative: bool = False
    """Whether the object says what the subject is."""
    trigger: int | None = None
    """The word that names the event; None where no clause says it."""


def clause_statements(
    tree: SentenceTree, clause: Clause, predicates: PredicateBuilder
) -> Iterator[Statement | None]:
    """
    Yield the statements of a clause, argument by argument; None where one is not valid.

    Each argument is stated of every subject, and after it each complement of its noun.
    """
    subject = predicates.subject(clause)
    if subject is None or is_bare_infinitive(tree, clause.head):
        return
    above = predicates.governing(clause)
    if any(is_doubtful_subject(tree, verb, subject) for verb in (clause, *above)):
        return
    subjects = _subjects(tree, clause, subject)
    shared = bool(clause.chain.links) or subject != clause.subject
    # The subject of "there are A and B" is an argument too, of which nothing else is said.
    arguments = [
        argument
        for argument in predicates.arguments(clause)
        if argument.head != subject and not is_doubtful_argument(tree, clause, argument)
    ]
    first = min(arguments, key=partial(_priority, clause), default=None)
    for argument in arguments:
        predicative = argument.role == "attribute"
        score = ROLE_SCORES[argument.role] - SHARED_SUBJECT_PENALTY * shared
        score -= FURTHER_ARGUMENT_PENALTY * (argument is not first)
        state = partial(_statement, tree, clause, predicative=predicative)
        for head, words in _objects(tree, clause, argument):
            predicate = predicates.words(clause, argument, words)
            for subject_words in subjects:
                rule = f"open:{argument.role}"
                yield state(subject_words, predicate, words, rule=rule, score=score)
            if argument.role not in NAMING_ROLES or not follows_verb(clause, argument, words):
                continue
            nested = complements(tree, predicates, predicate, head, words)
            for longer, inner, depth in islice(nested, MAX_NESTED):
                nested_score = NESTED_SCORE - DEPTH_PENALTY * depth
                for subject_words in subjects:
                    yield state(
                        subject_words, longer, inner, rule="open:nested", score=nested_score
                    )
    yield from _gapped(tree, clause, predicates)


def _gapped(
    tree: SentenceTree, clause: Clause, predicates: PredicateBuilder
) -> Iterator[Statement | None]:
    """Yield what is said by leaving out the verb: "Ann went to Paris and Bob to Rome"."""
    for subject in tree.dependents(clause.head, "conj"):
        if tree.case(subject):
            continue
        for orphan in tree.dependents(subject, "orphan"):
            marker = tree.case(orphan)
            role = "oblique" if marker else "object"
            yield _statement(
                tree,
                clause,
                phrase(tree, subject),
                (*clause.group, *marker),
                phrase(tree, orphan),
                rule=f"open:{role}",
                score=ROLE_SCORES[role] - FURTHER_ARGUMENT_PENALTY,
                predicative=False,
            )


def _priority(clause: Clause, argument: Argument) -> tuple[bool, int, int]:
    """Return a sort key: arguments after the verb first, by role, then by position."""
    return (argument.head < clause.head, PRIORITY[argument.role], argument.head)


def _statement(
    tree: SentenceTree,
    clause: Clause,
    subject: tuple[int, ...],
    predicate: tuple[int, ...],
    object: tuple[int, ...],
    *,
    rule: str,
    score: float,
    predicative: bool,
) -> Statement | None:
    """Return a statement, or None if its parts overlap or its subject is no word ("Let's")."""
    if not {*object}.isdisjoint(subject):
        return None
    rest = tuple(word for word in predicate if word not in {*object, *subject})
    if ends_a_name(tree, subject) or ends_a_name(tree, object):
        return None
    if all(tree.tags[word] == "PART" for word in object):
        return None  # the "not" of "to Ann and not, as Bob hoped, to Eve"
    if max(_pieces(subject), _pieces(object)) > MAX_PIECES:
        return None
    if not rest or not any(tree.words[word].text[0].isalnum() for word in subject):
        return None
    return Statement(subject, rest, object, rule, round(score, 2), predicative, clause.head)


def _pieces(words: tuple[int, ...]) -> int:
    """Return how many runs of neighbouring words there are."""
    return 1 + sum(after - before > 1 for before, after in pairwise(words))


def _subjects(tree: SentenceTree, clause: Clause, subject: int) -> list[tuple[int, ...]]:
    if tree.base(subject) == "csubj":
        return [clause_words(tree, subject)]
    top = clause.head
    while tree.heads[top] >= 0 and tree.heads[top] != subject:
        top = tree.heads[top]
    # The subject of "those who died" is "those" in the relative clause itself.
    is_relative = tree.heads[top] == subject and tree.base(top) == "acl"
    excluded = tree.subtree(top) if is_relative else ()
    if RESPECTIVELY in tree.lemmas:
        return [phrase(tree, subject, joined=True)]
    heads = tuple(
        head
        for head in conjuncts(tree, subject, always=True)
        if head == subject
        or not (belongs_to_complement(tree, subject, head) or is_second_title(tree, subject, head))
    )
    if is_relative and len(heads) > 1:
        heads = told_of(tree, top, heads)
    phrases = (_named(tree, head) for head in heads)
    subjects = (
        tuple(word for word in _without_preposition(tree, words) if word not in excluded)
        for words in phrases
    )
    return [words for words in subjects if words and not _opens_clause(tree, words)]


def _opens_clause(tree: SentenceTree, words: tuple[int, ...]) -> bool:
    """Return whether a conjunction, "to" or an ending opens a subject, which a wrong tree cut."""
    text, tag = tree.words[words[0]].text.lower(), tree.tags[words[0]]
    return len(words) > 1 and (tag == "SCONJ" or (tag == "PART" and text in ENDINGS))


def _without_preposition(tree: SentenceTree, words: tuple[int, ...]) -> tuple[int, ...]:
    """Return a subject without the preposition of the phrase whose relative clause is read."""
    first = words[0] if words else -1
    led = (
        len(words) > 1
        and tree.tags[first] == "ADP"
        and tree.base(first) == "case"
        and tree.nominal(tree.heads[first])  # not "at least 76 people"
        and tree.entity_of[first] is None
        and tree.words[first].text.lower() in LEADING
    )
    return words[1:] if led else words


def _named(tree: SentenceTree, head: int) -> tuple[int, ...]:
    """Return the phrase of a subject; for a noun alone, the name beside it: "whose chair, Ann Lee"."""
    words = phrase(tree, head)
    if words != (head,) or tree.entity_of[head] is not None:
        return words
    names = [child for child in tree.dependents(head, "appos") if tree.label(child) == "PERSON"]
    return phrase(tree, names[0]) if len(names) == 1 else words


def _objects(
    tree: SentenceTree, clause: Clause, argument: Argument
) -> list[tuple[int, tuple[int, ...]]]:
    """Return the head and the words of each conjunct of an argument."""
    head = argument.head
    if argument.role in ("report", "circumstance"):
        excluded = [clause.head] if clause.head in tree.subtree(head) else []
        words = clause_words(tree, head, excluded)
        if argument.role == "circumstance":
            # In "shortly after he left" only the words after the conjunction are the clause.
            precedes = head < clause.head
            words = tuple(
                word
                for word in words
                if word > argument.marker[-1] or (precedes and word in argument.marker)
            )
        return [(head, words)] if len(words) > 1 else []
    if argument.preposition == "between" or RESPECTIVELY in tree.lemmas:
        return [(head, phrase(tree, head, joined=True))]
    has_own_marker = any(tree.heads[word] == head for word in argument.marker)
    objects = []
    heads = conjuncts(tree, head, always=True)
    if len(heads) > 1 and head != clause.head and clause.head in tree.subtree(head):
        heads = told_of(tree, clause.head, heads)
    for conjunct in heads:
        if conjunct != head and tree.case(conjunct):
            continue
        if is_doubtful_conjunct(tree, argument, conjunct):
            continue
        words = tuple(word for word in phrase(tree, conjunct) if word not in argument.marker)
        if conjunct != head and tree.tags[conjunct] == "ADV":
            continue  # "for coaches and so on"
        if has_own_marker and not follows_verb(clause, argument, words or (conjunct,)):
            # The preposition precedes the verb too.
            words = tuple(sorted({*words, *argument.marker}))
        if words:
            objects.append((conjunct, words))
    return objects
