"""Collect what a clause says of its subject: its arguments, and those that it shares with another."""

from __future__ import annotations

from collections.abc import Mapping

from hookline_relations.syntax.arguments import Argument
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.phrases import is_negation
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import TIME_MARKERS

__all__ = ["ClauseArguments"]

IDIOMS = frozenset({("take", "place"), ("take", "part"), ("take", "care"), ("make", "sense")})
CALLING = frozenset({"call", "dub", "deem", "label", "term", "brand", "consider", "declare"})
GOALS = frozenset({"to", "into", "onto"})
MOVING = frozenset(
    {"go", "come", "arrive", "return", "travel", "rise", "fall", "die", "live"}
    | {"swoop", "rush", "step", "jump", "hurry"}
)
MAKING = frozenset({"make", "render", "leave", "keep"})


class ClauseArguments:
    """The arguments of the clauses of a sentence, those that coordinated verbs share included."""

    def __init__(self, tree: SentenceTree, clauses: Mapping[int, Clause]) -> None:
        self._tree = tree
        self._clauses = clauses

    def of(self, clause: Clause) -> list[Argument]:
        """
        Return the arguments of a clause, with those that it shares with a coordinated verb.

        Clauses that say when or why are arguments too, the last ones.
        """
        tree = self._tree
        arguments = [*self._before(clause), *clause.arguments, *self._shared(clause)]
        incomplete = (
            tree.dependents(clause.head, "xcomp") if tree.tags[clause.head] == "ADJ" else []
        )
        if tree.lemmas[clause.head] == "far":
            incomplete = tree.dependents(clause.head, "advcl")
        if any(tree.verbal(child) for child in incomplete):
            # "Is able" and "is far" are incomplete without the verb after them.
            arguments = [argument for argument in arguments if argument.head != clause.head]
        for position, argument in enumerate(arguments):
            reports = (
                tree.dependents(argument.head, "ccomp") if argument.role == "attribute" else []
            )
            if reports and argument.head != clause.head and tree.tags[argument.head] == "ADJ":
                arguments[position] = Argument("report", reports[0])  # "makes clear that …"
        lemma = tree.lemmas[clause.head]
        if any(
            argument.role == "attribute"
            and (lemma in CALLING or (lemma in MAKING and tree.tags[argument.head] == "ADJ"))
            for argument in arguments
        ):
            # "Called the ruling" is incomplete without what it was called.
            arguments = [argument for argument in arguments if argument.role != "object"]
        if lemma == "approve" and tree.dependents(clause.head, "xcomp"):
            # What is approved is what the object is to do.
            arguments = [argument for argument in arguments if argument.role != "object"]
        if len(arguments) > 1:
            arguments = [argument for argument in arguments if not self._idiom(clause, argument)]
        heads = {argument.head for argument in arguments}
        for child in tree.dependents(clause.head, "advcl"):
            if child in heads or not tree.dependents(child, "nsubj"):
                continue
            for mark in tree.dependents(child, "mark"):
                if tree.lemmas[mark] in TIME_MARKERS:
                    marker = tuple(tree.fixed(mark))
                    arguments.append(Argument("circumstance", child, marker, tree.lemmas[mark]))
                    break
        return arguments

    def _idiom(self, clause: Clause, argument: Argument) -> bool:
        """Return whether an object is part of its verb: "took place"."""
        tree, head = self._tree, argument.head
        listed = (tree.lemmas[clause.head], tree.lemmas[head]) in IDIOMS
        return argument.role == "object" and listed and not tree.children[head]

    def _before(self, clause: Clause) -> list[Argument]:
        """Return the arguments before the first of two coordinated verbs, which belong to both."""
        tree, head = self._tree, clause.head
        first = self._clauses.get(tree.heads[head])
        if tree.base(head) != "conj" or first is None or tree.dependents(head, "nsubj", "cop"):
            return []
        return [
            argument
            for argument in first.arguments
            if argument.role in ("oblique", "time")
            and argument.head < min(first.group, default=first.head)
            and tree.heads[argument.head] == first.head
        ]

    def _shared(self, clause: Clause) -> list[Argument]:
        """Return the arguments after two coordinated verbs: "was struck and killed by a lorry"."""
        tree, head = self._tree, clause.head
        if any(argument.head > head for argument in clause.arguments):
            return []
        for child in tree.dependents(head, "conj"):
            other = self._clauses.get(child)
            if other is None or tree.dependents(child, "nsubj", "cop") or other.chain.links:
                continue
            denied = self._is_denied_alternative(child)
            if tree.dependents(child, "aux") and not denied:
                continue
            if tree.words[child].xpos != tree.words[head].xpos and not denied:
                continue  # "continued to rise and reached 6 metres"
            if not tree.dependents(child, "cc"):
                continue  # "borrow, buy seed and meet traders"
            between = range(head + 1, child)
            if other.passive != clause.passive or any(
                tree.tags[word] not in ("CCONJ", "PUNCT", "ADV", "VERB")
                and not (denied and word in tree.children[child])
                for word in between
            ):
                continue
            later = [argument for argument in other.arguments if argument.head > child]
            later = [argument for argument in later if argument.preposition not in GOALS]
            # "Went ahead and did it", "was decorated and awarded a medal".
            if tree.lemmas[head] in MOVING or clause.passive:
                later = [argument for argument in later if argument.role != "object"]
            return later
        return []

    def _is_denied_alternative(self, verb: int) -> bool:
        """Return whether a verb is the second of "signed but did not ratify the treaty"."""
        tree = self._tree
        auxiliaries = [tree.lemmas[child] for child in tree.dependents(verb, "aux")]
        conjunctions = [tree.lemmas[child] for child in tree.dependents(verb, "cc")]
        negated = any(is_negation(tree, child) for child in tree.dependents(verb, "advmod"))
        return auxiliaries == ["do"] and conjunctions == ["but"] and negated
