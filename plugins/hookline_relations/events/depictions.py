"""Find the works, drills and phrases in which a clause is only told, played or seems to be so."""

from __future__ import annotations

from hookline_relations.events.cues import Cues
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["PRESENT", "Depictions"]

PRESENT = frozenset({"VBP", "VBZ"})
TOLD = frozenset({"ccomp", "advcl"})
UNFOLDING = frozenset({"open", "start", "begin", "end", "finish", "close", "conclude", "culminate"})


class Depictions:
    """The works in which the clauses of a sentence tell something."""

    def __init__(self, tree: SentenceTree, cues: Cues) -> None:
        self._tree = tree
        self._cues = cues

    def work(self, index: int) -> int | None:
        """Return the work in which a clause in the present tells something: "in the novel, A dies"."""
        tree, cues, top = self._tree, self._cues, index
        teller = self._telling_work(index)
        if teller is None:
            teller = self._simulation(index)
        if teller is not None:
            return teller
        if tree.lemmas[index] in cues.reports | cues.performing:
            return None
        while tree.base(top) == "conj" and tree.heads[top] >= 0:
            top = tree.heads[top]
        for clause in (index, top):
            verbs = [clause, *tree.dependents(clause, "aux", "aux:pass", "cop")]
            if tree.words[min(verbs)].xpos not in PRESENT:
                return None
        noun = tree.heads[index]
        in_which = [
            child for child in tree.dependents(index, "obl") if tree.lemmas[child] == "which"
        ]
        if tree.rels[index] == "acl:relcl" and tree.lemmas[noun] in cues.fiction and in_which:
            return noun  # "the series, in which the Queen dismisses Churchill"
        words = [
            child
            for child in tree.dependents(top, "obl")
            if child < top and tree.preposition(child) == "in"
        ]
        for child in tree.dependents(top, "obl"):
            shown = tree.lemmas[child] in cues.shown and tree.preposition(child) == "on"
            if shown and child < top and not tree.dependents(child, "det", "nmod:poss"):
                return child
        for child in tree.dependents(top, "nsubj"):
            if tree.lemmas[child] in cues.characters:
                words += tree.dependents(child, "nmod")
        return next((word for word in words if tree.lemmas[word] in cues.fiction), None)

    def _simulation(self, index: int) -> int | None:
        """Return the drill in which a clause happens, or the phrase by which it only seems so."""
        tree, cues = self._tree, self._cues
        for child in tree.dependents(index, "obl"):
            played = tree.lemmas[child] in cues.simulations or (
                tree.lemmas[child] == "game" and tree.lemmas[child - 1] == "war"
            )
            if played and child < index and tree.preposition(child) == "in":
                return child
            seeming = f"{tree.preposition(child)}_{tree.lemmas[child]}" in cues.seeming
            bare = all(tree.lemmas[det] == "all" for det in tree.dependents(child, "det"))
            if seeming and bare and not tree.dependents(child, "nmod:poss", "amod", "nmod"):
                return child
        return None

    def _telling_work(self, index: int) -> int | None:
        """Return the work that tells what a clause says: "the opera tells how Nixon meets Mao"."""
        tree, cues = self._tree, self._cues
        above = tree.heads[index]
        if above >= 0 and tree.lemmas[above] == "how":
            above = tree.heads[above]
        if above < 0 or tree.base(index) not in TOLD or index < above:
            return None
        subject = tree.dependent(above, "nsubj")
        if subject is None or tree.lemmas[subject] not in cues.fiction:
            return None
        marks = [tree.lemmas[mark] for mark in tree.dependents(index, "mark")]
        if tree.lemmas[above] in UNFOLDING and marks == tree.lemmas[above + 1 : above + 2] == [
            "with"
        ]:
            return subject  # "the film ends with Nixon killing Mao"
        signature = cues.clauses.get(tree.lemmas[above])
        if signature is None or signature.name not in ("reported", "doubtful", "factive"):
            return None
        return subject
