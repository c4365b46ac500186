"""Read what the words around a noun say of the event that it names: determiners, verbs, nouns."""

from __future__ import annotations

from hookline_relations.events.charges import charge_status
from hookline_relations.events.event_status import PLAIN, Cue, EventStatus
from hookline_relations.events.implication import applied
from hookline_relations.events.reading import SentenceReading
from hookline_relations.events.subject_events import said_of_subject

__all__ = ["DEFINITE", "host_status", "noun_context"]

DEFINITE = frozenset({"the", "this", "that", "these", "those"})
EVENTUALITIES = frozenset({"event", "case"})
TEMPORAL = frozenset({"during", "after", "before", "since", "amid", "following"})
"""Prepositions of what was when something else was: "their talks during the visit"."""


def noun_context(reading: SentenceReading, index: int) -> EventStatus:
    """Return what the words around a noun say of it: determiners, verbs, other nouns."""
    tree, cues = reading.tree, reading.cues
    head, base = tree.heads[index], tree.base(index)
    negative = reading.words.negative_word(index)
    if negative is not None:
        claim = reading.claim_above(index)
        return EventStatus(True, "actual", claim, (Cue("polarity", negative),))
    if head < 0:
        return PLAIN
    definite = bool(tree.dependents(index, "nmod:poss")) or any(
        tree.lemmas[det] in DEFINITE for det in tree.dependents(index, "det")
    )
    if tree.preposition(index) == "without" and not definite:
        claim = reading.claim_above(index)
        return EventStatus(True, "actual", claim, (Cue("polarity", tree.case(index)[0]),))
    if base == "conj":
        return reading.status.get(head) or noun_context(reading, head)
    prepositions = tree.preposition(head), tree.preposition(index)
    charge = charge_status(reading, index, head, {prepositions[1]} - {"over"})
    if charge is not None and base in ("obl", "nmod"):
        return charge
    if tree.lemmas[head] in EVENTUALITIES and prepositions == ("in", "of"):
        claim = reading.claim_above(index)  # "in the event of a defeat"
        return EventStatus(False, "conditional", claim, (Cue("modality", head),))
    if tree.tags[head] in ("NOUN", "PROPN") and base in ("nmod", "acl"):
        signature = cues.nouns.get(tree.lemmas[head])
        host = host_status(reading, head)
        governs = index > head and tree.preposition(index) not in TEMPORAL
        if signature is not None and signature.name != "factive" and governs:
            return applied(reading, signature, host, head)
        return EventStatus(claim=host.claim)
    if head not in reading.status:
        return EventStatus(claim=reading.claim_above(index))
    host = reading.status[head]
    if tree.tags[head] in ("VERB", "AUX"):
        signature = reading.signatures.of_object(index, head)
        signature = signature or reading.signatures.of_subject(index, head)
        if signature is not None:
            return applied(reading, signature, host, head)
        predicated = said_of_subject(reading, index)
        if predicated is not None:
            return predicated
        light = tree.lemmas[head] in cues.light
        if base in ("obj", "nsubj") and (light or not definite):
            return host
        if not definite and host.modality != "actual":
            return EventStatus(False, host.modality, host.claim, host.cues)
    elif (predicated := said_of_subject(reading, index)) is not None:
        return predicated
    elif base == "nsubj" and tree.tags[head] == "ADJ" and tree.lemmas[index] in cues.nouns:
        signature = cues.adjectives.get(tree.lemmas[head])
        if signature is not None and signature.name in ("refuted", "improbable", "doubtful"):
            return applied(reading, signature, host, head)
    return EventStatus(claim=host.claim)


def host_status(reading: SentenceReading, head: int) -> EventStatus:
    """Return the status of the word above a complement, a trigger or a noun."""
    return reading.status[head] if head in reading.status else noun_context(reading, head)
