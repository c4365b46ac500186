"""Build the events of a document, sentence by sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hookline import Claim, Document, Event, Span, ValueSpan
from hookline_relations.events.circumstances import place_of, time_of
from hookline_relations.events.cues import Cues
from hookline_relations.events.event_cues import EventCue
from hookline_relations.events.event_status import EventStatus
from hookline_relations.events.factuality import FactualityModel
from hookline_relations.events.quotations import QuotationMarks
from hookline_relations.events.reports import Attribution, ReportFinder
from hookline_relations.events.status import StatusReader
from hookline_relations.events.triggers import event_triggers
from hookline_relations.events.utterance import closes_quotation, follows_call, utters
from hookline_relations.mentions.resolver import MentionResolver
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.paths import tree_path, upwards
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["DocumentEvents", "SentenceEvents"]


MAX_DISTANCE = 2
"""The most sentences from a speaker to a quotation that goes on."""


class SentenceEvents:
    """The index of the event of each trigger of a sentence."""

    def __init__(
        self, tree: SentenceTree, indexes: Mapping[int, int], statuses: Mapping[int, EventStatus]
    ) -> None:
        self._tree = tree
        self._indexes = indexes
        self._statuses = statuses

    def at(self, word: int | None) -> int | None:
        """Return the event of a trigger."""
        return None if word is None else self._indexes.get(word)

    def status(self, word: int) -> EventStatus:
        """Return the status of a trigger; a plain one where a word is none."""
        return self._statuses.get(word, EventStatus())

    def between(self, first: int, second: int) -> int | None:
        """
        Return the event of the path between two words.

        That is the first one that is denied or not actual, else the highest one.
        """
        path = [word for word in tree_path(self._tree, first, second) if word in self._indexes]
        if not path:
            return None
        doubtful = [
            word
            for word in path
            if self._statuses[word].negative or self._statuses[word].modality != "actual"
        ]
        return self._indexes[doubtful[0] if doubtful else min(path, key=self._depth)]

    def _depth(self, word: int) -> int:
        return len(upwards(self._tree, word))


class DocumentEvents:
    """
    The events of the sentences that were added, and the cues of what they say.

    A quotation gets its speaker when it ends, which may be sentences later.
    """

    def __init__(self, doc: Document, cues: Cues, model: FactualityModel) -> None:
        self.events: list[Event] = []
        self.cues: list[EventCue] = []
        self._cues = cues
        self._model = model
        self._states = model.states(doc)
        self._text = doc.text
        self._marks = QuotationMarks(doc.text)
        self._quoted: list[tuple[int, tuple[int, int]]] = []
        """Events of the quotation at hand, which has no speaker yet, with the mark that opens it."""
        self._speaker: Claim | None = None
        self._speaker_sentence = 0
        self._was_open = False

    def add(
        self, tree: SentenceTree, clauses: Sequence[Clause], resolver: MentionResolver
    ) -> SentenceEvents:
        """Add the events of the next sentence."""
        triggers = event_triggers(tree, clauses, self._cues)
        first = len(self.events)
        indexes = {word: first + number for number, word in enumerate(triggers)}
        reports = ReportFinder(tree, {clause.head: clause for clause in clauses}, self._cues)
        statuses = StatusReader(tree, triggers, reports, self._cues).read()
        factuality = self._model.estimate(tree, statuses, self._states)

        claims = {
            word: self._claim(tree, status.claim, reports, indexes, resolver)
            for word, status in statuses.items()
        }
        for word in triggers:
            status = statuses[word]
            token = tree.words[word]
            self.events.append(
                Event(
                    token.start,
                    token.end,
                    tree.lemmas[word],
                    tree.number,
                    "negative" if status.negative else "positive",
                    status.modality,
                    factuality[word],
                    claims[word],
                    *self._circumstances(tree, word, resolver),
                )
            )
            self._add_cues(tree, indexes[word], status)
        quoted = self._marks.quoted(tree)
        after_call = follows_call(self._text, tree.words[0].start)
        speakers = [
            word
            for word in triggers
            if (reports.is_report(word) or utters(tree, quoted, word, after_call=after_call))
            and not quoted[word]
            and not statuses[word].negative
        ]
        attributions = (
            reports.attribution(word)
            if reports.is_report(word)
            else Attribution(tree.dependent(word, "nsubj"), word)
            for word in speakers
        )
        named = [
            self._claim(tree, attribution, reports, indexes, resolver)
            for attribution in attributions
            if attribution.source is not None
        ]
        own = [indexes[word] for word in triggers if quoted[word] and claims[word] is None]
        closes = after_call and any(closes_quotation(tree, word) for word in speakers)
        self._quote(tree.number, own, named[-1] if named else None, any(quoted), closes=closes)
        return SentenceEvents(tree, indexes, statuses)

    @staticmethod
    def _claim(
        tree: SentenceTree,
        attribution: Attribution | None,
        reports: ReportFinder,
        indexes: Mapping[int, int],
        resolver: MentionResolver,
    ) -> Claim | None:
        if attribution is None:
            return None
        source = attribution.source
        words = () if source is None else reports.source_words(source)
        event = None if attribution.report is None else indexes.get(attribution.report)
        return Claim(resolver.mention(tree, words) if words else None, event)

    def finish(self) -> None:
        """Close a quotation that the document leaves open, and order the cues by their events."""
        self._end_quotation()
        self.cues.sort(key=lambda cue: cue.event)

    def _circumstances(
        self, tree: SentenceTree, word: int, resolver: MentionResolver
    ) -> tuple[ValueSpan | None, Span | None]:
        """Return the time and the place of an event, or those of the verb that only presents it."""
        time, place = time_of(tree, word), place_of(tree, word, resolver)
        head = tree.heads[word]
        shares = tree.tags[word] == "NOUN" and tree.base(word) in ("obj", "nsubj") and head >= 0
        if shares and tree.lemmas[head] in self._cues.light:  # "held talks in Oslo on Monday"
            time = time or time_of(tree, head)
            place = place or place_of(tree, head, resolver)
        return time, place

    def _add_cues(self, tree: SentenceTree, event: int, status: EventStatus) -> None:
        for aspect, word in dict.fromkeys(status.cues):
            token = tree.words[word]
            self.cues.append(EventCue(token.start, token.end, event, aspect))

    def _quote(
        self,
        sentence: int,
        events: Sequence[int],
        speaker: Claim | None,
        quotes: bool,
        *,
        closes: bool,
    ) -> None:
        """
        Give quoted events their speaker: that of this sentence, of the end of the quotation, or before.

        `quotes` is whether anything is quoted in the sentence, `closes` whether it says who spoke in
        the one before, from which a mark parts it: "“…!” | Ann shouted."
        """
        if self._quoted and not self._was_open:
            if closes and speaker is not None:
                self._speaker = speaker
            self._end_quotation()
        self._quoted += [(event, self._marks.opening(self.events[event].start)) for event in events]
        if speaker is not None:
            self._speaker = speaker
            self._speaker_sentence = sentence
            if quotes:
                self._end_quotation()
        elif quotes and self._speaker is not None:
            if sentence - self._speaker_sentence > MAX_DISTANCE:
                self._speaker = None
            else:
                self._speaker_sentence = sentence
        self._was_open = self._marks.is_open

    def _end_quotation(self) -> None:
        """Give the events of the quotation at hand to the last speaker, or to one without a name."""
        for index, mark in self._quoted:
            event = self.events[index]
            self.events[index] = event._replace(
                claim=self._speaker or Claim(None, None),
                factuality=self._model.claimed(event.factuality),
            )
            report = None if self._speaker is None else self._speaker.event
            start, end = mark if report is None else self.events[report][:2]
            self.cues.append(EventCue(start, end, index, "claim"))
        self._quoted = []
