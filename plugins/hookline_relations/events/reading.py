"""What the reading of the events of a sentence needs, and what has been read so far."""

from __future__ import annotations

from hookline_relations.events.clause_words import ClauseWords
from hookline_relations.events.cues import Cues
from hookline_relations.events.depictions import Depictions
from hookline_relations.events.event_status import PLAIN, EventStatus
from hookline_relations.events.reports import Attribution, ReportFinder
from hookline_relations.events.signatures import Signatures
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["SentenceReading"]


class SentenceReading:
    """
    A sentence whose triggers are read one by one, those that govern others first.

    `status` holds the status of each trigger read so far, `contexts` what the words above it say of it.
    """

    def __init__(
        self, tree: SentenceTree, triggers: list[int], reports: ReportFinder, cues: Cues
    ) -> None:
        self.tree = tree
        self.triggers = frozenset(triggers)
        self.reports = reports
        self.cues = cues
        self.words = ClauseWords(tree, cues)
        self.depictions = Depictions(tree, cues)
        self.signatures = Signatures(tree, cues)
        self.status: dict[int, EventStatus] = {}
        self.contexts: dict[int, EventStatus] = {}

    def trigger_above(self, index: int) -> int | None:
        """Return the first trigger that governs a word, directly or not."""
        head = self.tree.heads[index]
        while head >= 0 and head not in self.triggers:
            head = self.tree.heads[head]
        return head if head >= 0 else None

    def claim_above(self, index: int) -> Attribution | None:
        """Return who vouches for the first trigger that governs a word."""
        above = self.trigger_above(index)
        if above is None:
            return None
        commented, _ = self.reports.beside(above)
        if commented is not None and self._is_behind_semicolon(index, above):
            return self.contexts.get(above, PLAIN).claim
        return self.status[above].claim

    def _is_behind_semicolon(self, index: int, above: int) -> bool:
        """Return whether a semicolon parts a word from the clause above: "…, as Ann says; Bob left"."""
        tree = self.tree
        while index != above:
            first = tree.first(index)
            subject = tree.dependent(index, "nsubj")
            if first and tree.words[first - 1].text == ";":
                return subject is None or tree.tags[subject] != "PRON"
            index = tree.heads[index]
        return False
