"""
Reject what the scorer says of two candidates whose clauses state something else.

The scorer sees the words around two candidates, not which verb has them as arguments.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from hookline_relations.mentions.candidates import Candidate
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.paths import upwards
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import ROLE_VERBS, words
from hookline_relations.typed.relation_types import RelationType
from hookline_relations.typed.schema import RelationSchema
from hookline_relations.typed.triggers import is_blocked

__all__ = ["ClauseCheck"]

RELATIVES = words(
    "husband wife spouse widow widower mother father parent son daughter child brother sister "
    "grandmother grandfather grandparent grandson granddaughter uncle aunt nephew niece cousin"
)
FACTS_OF_PERSON = frozenset({"born_in", "born_on", "died_on", "lives_in"})
"""Types of which only the subject of a verb is told, not another person in its clause."""
FACTS_OF_SUBJECT = FACTS_OF_PERSON | {"based_in", "founded_on"}
"""Types whose object is an argument of the verb that states them."""
FOUNDING = words("found co-found cofound establish")
KINSHIP = frozenset({"spouse_of", "child_of"})


class ClauseCheck:
    """Tell what a sentence states of others, by the verbs and nouns of a schema's rules."""

    def __init__(self, schema: RelationSchema) -> None:
        self._kinship: dict[str, dict[str, set[str]]] = {type: {} for type in KINSHIP}
        for rule in schema.rules:
            if rule.type in KINSHIP:
                for noun in rule.nouns:
                    self._kinship[rule.type].setdefault(noun, set()).update(rule.blockers)

    def is_of_another(
        self,
        tree: SentenceTree,
        relation_type: RelationType,
        type: str,
        subject: Candidate,
        object: Candidate,
        clause_of: Mapping[int, Clause],
    ) -> bool:
        """Return whether the clause of the object is about somebody else, or about something else."""
        if tree.base(object.head) == "orphan" and tree.heads[object.head] != subject.head:
            return True  # "Ann was born in Oslo and Bob in Bergen"
        if type in KINSHIP:
            return _is_no_kin(tree, subject, object, self._kinship[type])
        if type == "founded_by":
            return _has_other_founder(tree, subject, object, clause_of)
        own = _clause_over(tree, object.head, clause_of)
        if own is None:
            return False
        evidence = relation_type.evidence
        if type in FACTS_OF_PERSON and _is_of_another_person(tree, subject, object, own):
            # "with the death of Ann in May, Bob became head" tells of Ann
            apart = _clause_over(tree, subject.head, clause_of) != own
            if apart or (tree.lemmas[own.head] in evidence and tree.preposition(subject.head)):
                return True
        return type in FACTS_OF_SUBJECT and _is_of_another_act(tree, own, clause_of, evidence)


def _clause_over(tree: SentenceTree, word: int, clause_of: Mapping[int, Clause]) -> Clause | None:
    """Return the innermost clause that a word is part of."""
    return next((clause_of[above] for above in upwards(tree, word) if above in clause_of), None)


def _is_of_another_person(
    tree: SentenceTree, subject: Candidate, object: Candidate, own: Clause
) -> bool:
    """Return whether a clause has a person as its subject of whom the other candidate is no part."""
    other = own.subject
    if other is None or subject.head in tree.subtree(other) or object.head in tree.subtree(other):
        return False
    phrase = tree.subtree(subject.head)
    if object.head in phrase and own.head not in phrase:
        return False  # "Ann met Bob (1950-2010)"
    if _is_same_person(tree, subject.head, other):
        return False
    kin = tree.lemmas[other] in RELATIVES and bool(tree.dependents(other, "nmod:poss"))
    named = tree.label(other) == "PERSON"
    return kin or named


def _is_same_person(tree: SentenceTree, first: int, second: int) -> bool:
    """Return whether two words are of one name, or of names or pronouns for one person."""
    if tree.entity_of[first] is None:
        return True  # a pronoun, of which coreference has to tell
    entities = [tree.entity_of[word] for word in (first, second)]
    clusters = [None if entity is None else tree.entities[entity].cluster for entity in entities]
    return entities[0] == entities[1] or (None not in clusters and clusters[0] == clusters[1])


def _is_of_another_act(
    tree: SentenceTree,
    own: Clause,
    clause_of: Mapping[int, Clause],
    evidence: Collection[str],
) -> bool:
    """
    Return whether an object belongs to a coordinated verb that does not express the type.

    In "was born in Oslo and works in Paris" the first verb has a place of its own; in "was born and
    died in Paris" it shares that of the second.
    """
    first = clause_of.get(tree.heads[own.head])
    if first is None or tree.base(own.head) not in ("conj", "parataxis"):
        return False
    if not _words_of(tree, own, clause_of).isdisjoint(evidence):
        return False
    if _words_of(tree, first, clause_of).isdisjoint(evidence):
        return False
    return any(
        first.head < argument.head < own.head and tree.nominal(argument.head)
        for argument in first.arguments
    )


def _words_of(tree: SentenceTree, clause: Clause, clause_of: Mapping[int, Clause]) -> set[str]:
    """Return the lemmas of a clause without those of the clauses inside it."""
    inside = [clause.head]
    for word in inside:
        inside += [child for child in tree.children[word] if child not in clause_of]
    return {tree.lemmas[word] for word in inside}


def _has_other_founder(
    tree: SentenceTree, subject: Candidate, object: Candidate, clause_of: Mapping[int, Clause]
) -> bool:
    """Return whether the verb that says who founded something has another person as its agent."""
    clause = _clause_over(tree, subject.head, clause_of)
    if clause is None or tree.lemmas[clause.head] not in FOUNDING:
        return False
    if any(tree.preposition(word).endswith("with") for word in upwards(tree, object.head)):
        return False  # "Ann founded Acme together with Bob"
    agents = [argument.head for argument in clause.arguments if argument.preposition == "by"]
    if not clause.passive:
        agents = [] if clause.subject is None else [clause.subject]
    return any(tree.label(agent) == "PERSON" for agent in agents) and not any(
        object.head in tree.subtree(agent) or _is_same_person(tree, object.head, agent)
        for agent in agents
    )


def _is_no_kin(
    tree: SentenceTree, first: Candidate, second: Candidate, blockers: Mapping[str, Collection[str]]
) -> bool:
    """Return whether the noun that relates two persons is doubted, or relates a third one."""
    ends = (first.head, second.head)
    above = {word for end in ends for word in upwards(tree, end)}
    beside = {
        child for end in ends for child in tree.dependents(end, "appos", "nmod:desc", "compound")
    }
    nouns = [word for word in sorted(above | beside) if tree.lemmas[word] in blockers]
    return bool(nouns) and all(
        is_blocked(tree, noun, (), blockers[tree.lemmas[noun]])
        or _is_of_third(tree, noun, first, second)
        for noun in nouns
    )


def _is_of_third(tree: SentenceTree, noun: int, first: Candidate, second: Candidate) -> bool:
    """Return whether one person only has to do with a relative of the other: "met the wife of"."""
    verb = tree.heads[noun]
    if tree.base(noun) not in ("obj", "obl", "xcomp") or verb < 0 or not tree.verbal(verb):
        return False
    if tree.lemmas[verb] in ROLE_VERBS and tree.preposition(noun) in ("", "as"):
        return False
    return any(
        one.head in tree.dependents(verb, "nsubj")
        and tree.heads[other.head] == noun
        and (tree.rels[other.head] == "nmod:poss" or tree.preposition(other.head) == "of")
        for one, other in ((first, second), (second, first))
    )
