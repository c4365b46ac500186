"""Say what leads to an argument: the subject, the verbs, and the objects between them and it."""

from __future__ import annotations

from collections.abc import Sequence

from hookline_relations.syntax.arguments import Argument, relative
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.phrases import phrase
from hookline_relations.syntax.tree import Tree
from hookline_relations.syntax.vocabulary import PREPOSITIONAL, TIMES

__all__ = ["Predicates", "follows"]

NEITHER = frozenset({"neither", "nor", "not"})
VERBAL = frozenset({"AUX", "VERB"})
DEEPEST = 3
LONG = 8  # words
ASKING = frozenset({"how", "when", "where", "why"})
IDIOMS = frozenset({("take", "place"), ("take", "part"), ("take", "care"), ("make", "sense")})
CORE = frozenset({"object", "recipient", "attribute"})


def follows(clause: Clause, argument: Argument, end: Sequence[int]) -> bool:
    """Return whether an argument comes after its verb, so that its preposition can join the verb."""
    return argument.head == clause.head or end[0] > clause.head


class Predicates:
    """The predicates of a sentence's clauses, each with what the clause above lends it."""

    def __init__(self, tree: Tree, clauses: Sequence[Clause]) -> None:
        self._tree = tree
        self._clauses = {clause.head: clause for clause in clauses}

    def clause(self, head: int) -> Clause | None:
        """Return the clause of a verb."""
        return self._clauses.get(head)

    def subject(self, clause: Clause) -> int | None:
        """Return the subject: that of "asked" in "asked him to leave", whose predicate holds "him"."""
        seen = {clause.head}
        while (above := self._above(clause)) is not None and above.head not in seen:
            seen.add(above.head)
            clause = above
        return clause.subject

    def _controlling(self, clause: Clause) -> Clause | None:
        """Return the clause above whose object is what an infinitive or participle is about."""
        tree, head = self._tree, clause.head
        if tree.base(head) != "xcomp" or tree.kids(head, "nsubj") or clause.chain.links:
            return None
        above = self._clauses.get(tree.heads[head])
        if above is None or above.subject is None or above.passive:
            return None
        controlled = tree.kid(above.head, "obj", "iobj")
        if controlled is None or relative(tree, controlled) or controlled > head:
            return None
        return above

    def group(self, clause: Clause) -> set[int]:
        """Return the words of the verbs that lead to a clause's arguments, and of objects between."""
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
            words |= set(above.group) | self._core(above, below.head, 0 if purpose else DEEPEST)
            words |= {
                mark - 1
                for mark in self._tree.kids(below.head, "mark")
                if mark and self._tree.lemmas[mark - 1] in ASKING  # "how to"
            }
            below = above

    def _above(self, clause: Clause) -> Clause | None:
        """Return the clause whose verb leads to that of this one: "stopped" in "stopped to rest"."""
        tree, head = self._tree, clause.head
        above = self._controlling(clause)
        if above is None and clause.chain.links:
            above = self._clauses.get(clause.chain.links[-1])
        if above is None and tree.base(head) == "advcl" and not tree.kids(head, "nsubj"):
            purpose = any(tree.lemmas[mark] == "to" for mark in tree.kids(head, "mark"))
            governor = self._clauses.get(tree.heads[head])
            if purpose and governor is not None and governor.head < head:
                above = governor
        return None if above is None or above.subject is None else above

    def _core(self, clause: Clause, until: int, deep: int = 0) -> set[int]:
        """Return the words of the objects, attributes and infinitives between a verb and a word."""
        tree, words = self._tree, set[int]()
        for child in tree.kids(clause.head, "xcomp"):
            below = self._clauses.get(child)
            if below is not None and clause.head < child < until and deep < DEEPEST:
                words |= set(below.group) | self._core(below, until, deep + 1)
        for argument in clause.arguments:
            if not clause.head < argument.head < until or not self._needed(clause, argument):
                continue
            found = phrase(tree, argument.head, joined=True)
            if found[-1] < until and found[0] > clause.head:
                words |= {*argument.marker, *self._short(argument.head, found)}
        return words

    def _needed(self, clause: Clause, argument: Argument) -> bool:
        """Return whether a verb is no statement without the argument."""
        if argument.role in CORE:
            return not argument.marker
        pair = f"{self._tree.lemmas[clause.head]}_{argument.preposition}"
        return argument.role == "oblique" and pair in PREPOSITIONAL

    def _short(self, head: int, words: tuple[int, ...]) -> tuple[int, ...]:
        """Return a phrase without what follows its noun, if it is a long one."""
        if len(words) <= LONG:
            return words
        tree = self._tree
        later = [tree.first(child) for child in tree.kids(head, "nmod", "acl") if child > head]
        return tuple(word for word in words if word < min(later, default=len(tree)))

    def arguments(self, clause: Clause) -> list[Argument]:
        """
        Return what a clause says, with what it shares with a verb coordinated right after it.

        The clauses that say when or why are arguments too, the last ones.
        """
        tree = self._tree
        found = [*self._before(clause), *clause.arguments, *self._shared(clause)]
        if tree.tags[clause.head] == "ADJ" and any(
            tree.verbal(child) for child in tree.kids(clause.head, "xcomp")
        ):
            # "Is able" says nothing without what it is that someone is able to do.
            found = [argument for argument in found if argument.head != clause.head]
        for place, argument in enumerate(found):
            reports = tree.kids(argument.head, "ccomp") if argument.role == "attribute" else []
            if reports and argument.head != clause.head and tree.tags[argument.head] == "ADJ":
                found[place] = Argument("report", reports[0])  # "makes clear that …"
        if len(found) > 1:
            found = [argument for argument in found if not self._idiom(clause, argument)]
        known = {argument.head for argument in found}
        for child in tree.kids(clause.head, "advcl"):
            if child in known or not tree.kids(child, "nsubj"):
                continue
            for mark in tree.kids(child, "mark"):
                if tree.lemmas[mark] in TIMES:
                    marker = tuple(tree.fixed(mark))
                    found.append(Argument("circumstance", child, marker, tree.lemmas[mark]))
                    break
        return found

    def _idiom(self, clause: Clause, argument: Argument) -> bool:
        """Return whether an object is rather a part of its verb: "took place"."""
        tree, head = self._tree, argument.head
        named = (tree.lemmas[clause.head], tree.lemmas[head]) in IDIOMS
        return argument.role == "object" and named and not tree.children[head]

    def _before(self, clause: Clause) -> list[Argument]:
        """Return what stands before the first of two verbs and holds of both."""
        tree, head = self._tree, clause.head
        first = self._clauses.get(tree.heads[head])
        if tree.base(head) != "conj" or first is None or tree.kids(head, "nsubj", "cop"):
            return []
        return [
            argument
            for argument in first.arguments
            if argument.role in ("oblique", "time")
            and argument.head < min(first.group, default=first.head)
            and tree.heads[argument.head] == first.head
        ]

    def _shared(self, clause: Clause) -> list[Argument]:
        """Return what comes after both of two verbs: "was struck and killed by a lorry"."""
        tree, head = self._tree, clause.head
        if any(argument.head > head for argument in clause.arguments):
            return []
        for child in tree.kids(head, "conj"):
            other = self._clauses.get(child)
            if other is None or tree.kids(child, "nsubj", "cop", "aux") or other.chain.links:
                continue
            between = range(head + 1, child)
            if other.passive != clause.passive or any(
                tree.tags[word] not in ("CCONJ", "PUNCT", "ADV", "VERB") for word in between
            ):
                continue
            return [argument for argument in other.arguments if argument.head > child]
        return []

    def of(self, clause: Clause, argument: Argument, end: tuple[int, ...]) -> tuple[int, ...]:
        """
        Return the words of the predicate for one argument, whose words are `end`.

        A preposition that stands before its verb stays with its noun, since words keep their order.
        """
        tree = self._tree
        words = self.group(clause)
        after = follows(clause, argument, end)
        if after:
            words |= {*argument.marker} | self._core(clause, end[0])
        elif argument.role != "report":
            words |= {*argument.marker} | self._core(clause, len(tree))
        if argument.role == "report":
            words |= {mark for mark in tree.kids(argument.head, "mark") if after}
            above = tree.heads[argument.head]
            if after and above != clause.head and tree.heads[above] == clause.head:
                words.add(above)
        for side in (clause.subject, argument.head):
            # The ends of "neither A nor B" are taken apart, and the denial must not be lost.
            if side is not None and tree.kids(side, "conj"):
                words |= {
                    child for child in tree.kids(side, "cc", "det") if tree.lemmas[child] in NEITHER
                }
        if tree.tags[clause.head] not in VERBAL and argument.head != clause.head:
            words.add(clause.head)
        return tuple(sorted(words - {*end}))
