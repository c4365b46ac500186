"""
Decide whether each event of a sentence is said to have happened, and who vouches for it.

Every trigger starts from what the word that governs it implies ("refused to"), then its own words are
added: negation, auxiliaries, adverbs, conditions.
"""

from __future__ import annotations

from hookline_relations.events.alternatives import alternative
from hookline_relations.events.clause_context import clause_context
from hookline_relations.events.clefts import denied_focus
from hookline_relations.events.contents import false_label
from hookline_relations.events.cues import Cues
from hookline_relations.events.event_status import Cue, EventStatus
from hookline_relations.events.future import future_word
from hookline_relations.events.modifiers import hedged, modified
from hookline_relations.events.noun_context import noun_context
from hookline_relations.events.occurrence import denied_occurrence
from hookline_relations.events.reading import SentenceReading
from hookline_relations.events.reports import ReportFinder
from hookline_relations.events.subjunctive import is_subjunctive
from hookline_relations.events.triggers import is_event_noun
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["StatusReader"]


class StatusReader:
    """Read the status of the triggers of a sentence, those that govern others first."""

    def __init__(
        self, tree: SentenceTree, triggers: list[int], reports: ReportFinder, cues: Cues
    ) -> None:
        self._reading = SentenceReading(tree, triggers, reports, cues)
        self._adverbs = self._adverbs_by_trigger()

    def read(self) -> dict[int, EventStatus]:
        """Return the status of each trigger."""
        reading = self._reading
        for index in reading.tree.order:
            if index not in reading.triggers:
                continue
            if is_event_noun(reading.tree, index, reading.cues) and not reading.tree.verbal(index):
                status = self._noun(index)
            else:
                context = clause_context(reading, index)
                reading.contexts[index] = context
                status = self._clause(index, context)
            status = self._claimed(index, self._modified(index, status))
            reading.status[index] = self._with_claim_cue(status)
        return reading.status

    def _with_claim_cue(self, status: EventStatus) -> EventStatus:
        """Add the cue of the claim that an event shares with one above it."""
        if status.claim is None or any(cue.aspect == "claim" for cue in status.cues):
            return status
        shared = (other for other in self._reading.status.values() if other.claim == status.claim)
        cues = (cue for other in shared for cue in other.cues if cue.aspect == "claim")
        cue = next(cues, None)
        return status if cue is None else status._replace(cues=(*status.cues, cue))

    def _adverbs_by_trigger(self) -> dict[int, list[int]]:
        """Return the hedging adverbs that belong to each trigger: the first one above them."""
        tree, cues = self._reading.tree, self._reading.cues
        adverbs: dict[int, list[int]] = {}
        for index, lemma in enumerate(tree.lemmas):
            if lemma not in cues.hearsay | cues.hedges or tree.tags[index] != "ADV":
                continue
            if tree.heads[index] >= 0 and tree.base(tree.heads[index]) == "appos":
                continue  # "Ann, allegedly a spy, left"
            above = self._reading.trigger_above(index)
            if above is not None:
                adverbs.setdefault(above, []).append(index)
        return adverbs

    def _clause(self, index: int, context: EventStatus) -> EventStatus:
        """Add what the words of a clause say of it."""
        tree, status = self._reading.tree, context
        negation = self._reading.words.negation(index)
        if negation is not None:
            status = status._replace(
                negative=not status.negative, cues=(*status.cues, Cue("polarity", negation))
            )
        label = false_label(tree, index)
        if label is None:
            label = denied_focus(tree, self._reading.cues, index)
        if label is not None:
            status = status._replace(
                negative=not status.negative, cues=(*status.cues, Cue("polarity", label))
            )
        mark = self._reading.words.condition(index)
        if mark is not None:
            asked = tree.lemmas[mark] in self._reading.cues.questions
            status = status.with_modality("asked" if asked else "conditional", mark)
        condition = self._reading.words.condition_below(index)
        if condition is not None:
            status = status.with_modality("conditional", condition)
        modal = self._reading.words.auxiliary(index)
        if modal is not None:
            modality, word = modal
            could_not = modality == "possible" and negation is not None
            if could_not and tree.lemmas[word] in ("can", "could", "ca"):
                modality = "actual"
            if modality == "conditional" and context.claim is not None:
                modality = "intended"  # "said that it would": the future of a past
            if modality != "actual":
                status = status.with_modality(modality, word)
        elif is_subjunctive(tree, index):
            status = status.with_modality("required", index)
        else:
            coming = future_word(tree, index)
            if coming is not None:
                status = status.with_modality("intended", coming)
        depiction = self._reading.depictions.work(index)
        if depiction is not None:
            status = status.with_modality("possible", depiction)
        inverted = self._reading.words.inverted(index)
        if self._reading.words.is_question(index):
            status = status.with_modality("asked", len(tree) - 1)
        elif inverted is not None:
            status = status.with_modality("asked", inverted)
        elif self._reading.words.is_imperative(index):
            status = status.with_modality("required", index)
        elif tree.heads[index] < 0 or tree.base(index) in ("parataxis", "list"):
            marks = [mark for mark in tree.dependents(index, "mark") if tree.lemmas[mark] == "to"]
            if marks:  # "India, China to meet in Geneva"
                status = status.with_modality("intended", marks[0])
        either = None if status.negative else alternative(tree, index)
        return status if either is None else status.with_modality("possible", either)

    def _noun(self, index: int) -> EventStatus:
        """Return the status of an event that a noun names."""
        status = noun_context(self._reading, index)
        denial = denied_occurrence(self._reading, index)
        if denial is None:
            return status
        return EventStatus(True, "actual", status.claim, (*status.cues, Cue("polarity", denial)))

    def _modified(self, index: int, status: EventStatus) -> EventStatus:
        """Add what the adverbs and adjectives of an event say."""
        tree, cues = self._reading.tree, self._reading.cues
        status = hedged(tree, cues, self._adverbs.get(index, ()), status)
        return modified(tree, cues, index, status)

    def _claimed(self, index: int, status: EventStatus) -> EventStatus:
        """Add the claim of a report that is inserted beside the clause, or of "according to"."""
        claim, cue = self._reading.reports.beside(index)
        if claim is None:
            return status
        return status._replace(claim=claim, cues=(*status.cues, Cue("claim", cue)))
