"""Find who vouches for a clause: the speakers of reports, of comment clauses and of "according to"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from hookline_relations.events.cues import Cues
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.phrases import phrase
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["Attribution", "ReportFinder"]

COMMENT_RELATIONS = frozenset(
    {"parataxis", "conj", "advcl", "acl", "appos", "dep", "list", "nmod", "obl"}
)
CONTENT_RELATIONS = ("ccomp", "obj", "xcomp", "csubj")
NO_SOURCES = frozenset({"plan", "schedule", "law", "rule", "rules"})


class Attribution(NamedTuple):
    """
    Who vouches for an event: the head of the phrase that names them and the word that reports it.

    Either is None where there is none ("allegedly").
    """

    source: int | None
    report: int | None


class ReportFinder:
    """The reports of a sentence."""

    def __init__(self, tree: SentenceTree, clauses: Mapping[int, Clause], cues: Cues) -> None:
        self._tree = tree
        self._clauses = clauses
        self._cues = cues
        self._comments: dict[int, int] = {}
        """For the head of a clause, the verb of the comment clause about it."""
        self._according: dict[int, int] = {}
        """For the head of a clause, the noun of its "according to"."""
        for head in clauses:
            content = self._commented(head)
            if content is not None:
                self._comments.setdefault(content, head)
        for index in range(len(tree)):
            if tree.preposition(index) == "according to":
                above = self._clause_above(index)
                if above is not None and tree.lemmas[index] not in NO_SOURCES:
                    self._according[above] = index
                    if self._is_outer(index):
                        self._according[self._top(above)] = index

    def is_report(self, index: int) -> bool:
        """Return whether a word is a verb of saying."""
        return self._tree.lemmas[index] in self._cues.reports and index in self._clauses

    def is_comment(self, index: int) -> bool:
        """Return whether a clause only says who says the clause beside it."""
        return index in self._comments.values()

    def attribution(self, report: int) -> Attribution:
        """Return who reports something by a verb or a noun: "Ann said", "Ann's claim"."""
        tree = self._tree
        clause = self._clauses.get(report)
        if clause is None or tree.tags[report] not in ("VERB", "AUX"):
            owner = tree.dependent(report, "nmod:poss")
            if owner is None:
                owner = next(
                    (
                        child
                        for child in tree.dependents(report, "nmod")
                        if tree.preposition(child) in ("by", "from")
                    ),
                    None,
                )
            if owner is None and clause is None:
                above = self._clause_above(report)
                light = (
                    above is not None
                    and tree.heads[report] == above
                    and (tree.rels[report] == "obj" and tree.lemmas[above] in self._cues.light)
                )
                if light and above is not None:
                    owner = self._clauses[above].subject  # "made the claim that"
            return Attribution(owner, None)
        if clause.passive:
            agent = next(
                (argument.head for argument in clause.arguments if argument.preposition == "by"),
                None,
            )
            return Attribution(agent, report)
        return Attribution(clause.subject, report)

    def source_words(self, source: int) -> tuple[int, ...]:
        """Return the words of a speaker, several where they are coordinated."""
        return phrase(self._tree, source, joined=True)

    def beside(self, index: int) -> tuple[Attribution | None, int]:
        """Return who vouches for a clause by a comment or by "according to", and the cue of it."""
        report = self._comments.get(index)
        if report is not None:
            return self.attribution(report), report
        noun = self._according.get(index)
        if noun is not None:
            return Attribution(noun, None), self._tree.case(noun)[0]
        return None, -1

    def _commented(self, head: int) -> int | None:
        """Return the clause that a verb of saying comments on: "Acme, Ann said, …"."""
        tree = self._tree
        if not self.is_report(head) or tree.dependents(head, *CONTENT_RELATIONS):
            return None
        above = tree.heads[head]
        if above >= 0:
            marked = tree.dependents(head, "mark", "cc")
            relative = tree.rels[head] == "acl:relcl"
            if tree.base(head) not in COMMENT_RELATIONS or marked or relative:
                return None
            clause = self._clauses.get(head)
            if clause is None or clause.subject is None:
                return None
            return above if above in self._clauses else self._clause_above(head)
        # "X said" is the root, and what X says is beside it.
        return next(
            (
                child
                for child in tree.dependents(head, "parataxis")
                if child in self._clauses and not self.is_report(child)
            ),
            None,
        )

    def _clause_above(self, index: int) -> int | None:
        head = self._tree.heads[index]
        while head >= 0 and head not in self._clauses:
            head = self._tree.heads[head]
        return head if head >= 0 else None

    def _top(self, index: int) -> int:
        while self._tree.heads[index] >= 0:
            index = self._tree.heads[index]
        return index

    def _is_outer(self, index: int) -> bool:
        """Return whether a phrase opens its sentence, or closes it after a comma."""
        tree = self._tree
        words = tree.subtree(index)
        first, last = min(words), max(words)
        opens = all(tree.tags[word] == "PUNCT" for word in range(first))
        closes = all(tree.tags[word] == "PUNCT" for word in range(last + 1, len(tree)))
        return opens or (closes and first > 0 and tree.words[first - 1].text == ",")
