"""Build the predicate of an argument: the verbs before it, and the objects between."""

from __future__ import annotations

from collections.abc import Sequence

from hookline_relations.open.clause_arguments import ClauseArguments
from hookline_relations.syntax.arguments import Argument, is_relative
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.phrases import is_negation, phrase
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import PREPOSITIONAL

__all__ = ["PredicateBuilder", "follows_verb"]

DEGREES = frozenset({"more", "less"})
NEITHER = frozenset({"neither", "nor", "not"})
VERBAL = frozenset({"AUX", "VERB"})
MAX_DEPTH = 3
MAX_WORDS = 8
QUESTION_WORDS = frozenset({"how", "when", "where", "why"})
CORE_ROLES = frozenset({"object", "recipient", "attribute"})


def follows_verb(clause: Clause, argument: Argument, words: Sequence[int]) -> bool:
    """Return whether an argument follows its verb, so that its preposition can join the verb."""
    return argument.head == clause.head or words[0] > clause.head


class PredicateBuilder:
    """Build the predicates of the clauses of a sentence, with the words of governing clauses."""

    def __init__(self, tree: SentenceTree, clauses: Sequence[Clause]) -> None:
        self._tree = tree
        self._clauses = {clause.head: clause for clause in clauses}
        self._arguments = ClauseArguments(tree, self._clauses)

    def clause(self, head: int) -> Clause | None:
        """Return the clause of a verb."""
        return self._clauses.get(head)

    def governing(self, clause: Clause) -> list[Clause]:
        """Return the clauses above whose predicates include this one, the next one first."""
        governing: list[Clause] = []
        seen = {clause.head}
        above = self._above(clause)
        while above is not None and above.head not in seen:
            seen.add(above.head)
            governing.append(above)
            above = self._above(above)
        return governing

    def subject(self, clause: Clause) -> int | None:
        """Return the subject: that of "asked" for "asked him to leave"."""
        return [clause, *self.governing(clause)][-1].subject

    def _controlling(self, clause: Clause) -> Clause | None:
        """Return the clause above whose object is the subject of an infinitive or participle."""
        tree, head = self._tree, clause.head
        if tree.base(head) != "xcomp" or tree.dependents(head, "nsubj") or clause.chain.links:
            return None
        above = self._clauses.get(tree.heads[head])
        if above is None or above.subject is None or above.passive:
            return None
        controlled = tree.dependent(above.head, "obj", "iobj")
        if controlled is None or is_relative(tree, controlled) or controlled > head:
            return None
        return above

    def group(self, clause: Clause) -> set[int]:
        """Return the words of the verbs before a clause's arguments, and of the objects between."""
        words = set(clause.group)
        seen = {clause.head}
        below = clause
        while True:
            above = self._above(below)
            if above is None or above.head in seen:
                return words
            seen.add(above.head)
            if self._tree.tags[above.head] not in VERBAL:
                words.add(above.head)
            purpose = self._tree.base(below.head) == "advcl"
            words |= set(above.group) | self._core(above, below.head, 0 if purpose else MAX_DEPTH)
            words |= {
                mark - 1
                for mark in self._tree.dependents(below.head, "mark")
                if mark and self._tree.lemmas[mark - 1] in QUESTION_WORDS  # "how to"
            }
            below = above

    def _above(self, clause: Clause) -> Clause | None:
        """Return the clause whose predicate includes this one: "stopped" in "stopped to rest"."""
        tree, head = self._tree, clause.head
        above = self._controlling(clause)
        if above is None and clause.chain.links:
            above = self._clauses.get(clause.chain.links[-1])
        if above is None and tree.base(head) == "advcl" and not tree.dependents(head, "nsubj"):
            purpose = any(tree.lemmas[mark] == "to" for mark in tree.dependents(head, "mark"))
            governor = self._clauses.get(tree.heads[head])
            if purpose and governor is not None and governor.head < head:
                above = governor
        return None if above is None or above.subject is None else above

    def _core(self, clause: Clause, until: int, depth: int = 0) -> set[int]:
        """Return the words of the objects, attributes and infinitives between a verb and a word."""
        tree, words = self._tree, set[int]()
        for child in tree.dependents(clause.head, "xcomp"):
            below = self._clauses.get(child)
            own = tree.dependents(child, "nsubj")
            if below is not None and not own and clause.head < child < until and depth < MAX_DEPTH:
                words |= set(below.group) | self._core(below, until, depth + 1)
        for argument in clause.arguments:
            if not clause.head < argument.head < until or not self._needed(clause, argument):
                continue
            if argument.head == clause.subject:
                continue  # "there were talks and a vote in May"
            object = phrase(tree, argument.head, joined=True)
            if object[-1] < until and object[0] > clause.head:
                words |= {*argument.marker, *self._short(argument.head, object)}
        return words

    def _needed(self, clause: Clause, argument: Argument) -> bool:
        """Return whether a verb is incomplete without the argument."""
        if argument.role in CORE_ROLES:
            return not argument.marker
        pair = f"{self._tree.lemmas[clause.head]}_{argument.preposition}"
        return argument.role == "oblique" and pair in PREPOSITIONAL

    def _short(self, head: int, words: tuple[int, ...]) -> tuple[int, ...]:
        """Return a phrase, without what follows its noun if it is long."""
        if len(words) <= MAX_WORDS:
            return words
        tree = self._tree
        later = [
            tree.first(child) for child in tree.dependents(head, "nmod", "acl") if child > head
        ]
        return tuple(word for word in words if word < min(later, default=len(tree)))

    def arguments(self, clause: Clause) -> list[Argument]:
        """Return the arguments of a clause, with those that it shares with a coordinated verb."""
        return self._arguments.of(clause)

    def words(self, clause: Clause, argument: Argument, object: tuple[int, ...]) -> tuple[int, ...]:
        """
        Return the words of the predicate for one argument, whose words are `object`.

        A preposition before its verb stays with its noun, since words keep their order.
        """
        tree = self._tree
        words = self.group(clause)
        after = follows_verb(clause, argument, object)
        if after:
            words |= {*argument.marker} | self._core(clause, object[0])
        elif argument.role != "report":
            words |= {*argument.marker} | self._core(clause, len(tree))
        if argument.role == "report":
            words |= {mark for mark in tree.dependents(argument.head, "mark") if after}
            above = tree.heads[argument.head]
            if after and above != clause.head and tree.heads[above] == clause.head:
                words.add(above)
        for side in (clause.subject, argument.head):
            # "Neither A nor B" is separated, and both need the negation.
            if side is not None and tree.dependents(side, "conj"):
                words |= {
                    child
                    for child in tree.dependents(side, "cc", "det")
                    if tree.lemmas[child] in NEITHER
                }
        if tree.tags[clause.head] not in VERBAL and argument.head != clause.head:
            words.add(clause.head)
        if argument.preposition.startswith("than"):
            words |= {
                word
                for child in tree.dependents(clause.head, "advmod")
                if tree.lemmas[child] in DEGREES
                for word in tree.subtree(child)
            }  # "was no less remarkable than"
        if argument.role == "attribute" and argument.head != clause.head:
            words |= {
                child
                for child in tree.dependents(argument.head, "advmod")
                if is_negation(tree, child)
            }  # "pleaded not guilty"
        return tuple(sorted(words - {*object}))
