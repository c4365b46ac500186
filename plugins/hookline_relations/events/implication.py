"""
Apply what a word implies to its complement: "refused to", "the claim that".

Implication by signatures follows Nairn, Condoravdi and Karttunen (2006) and Saurí and Pustejovsky
(2012).
"""

from __future__ import annotations

from hookline_relations.events.cues import Signature
from hookline_relations.events.event_status import Cue, EventStatus
from hookline_relations.events.reading import SentenceReading

__all__ = ["applied"]

NOTED = frozenset(
    {"note", "remember", "emphasize", "emphasise", "stress", "mention", "recall", "add"}
)
"""Verbs by which a text states what it says must be noted."""


def applied(
    reading: SentenceReading, signature: Signature, host: EventStatus, head: int
) -> EventStatus:
    """Return the status of a complement, given that of the word that governs it."""
    turned, modality = signature.denied if host.negative else signature.affirmed
    cues: list[Cue] = []
    claim = host.claim
    if signature.claim:
        claim = reading.reports.attribution(head)
        cues.append(Cue("claim", head))
    else:
        cues += [cue for cue in host.cues if cue.aspect == "claim"]
    noted = host.modality == "required" and reading.tree.lemmas[head] in NOTED
    if noted and not host.negative and reading.tree.dependents(head, "expl"):
        return EventStatus(claim=host.claim)  # "it should be noted that"
    false = reading.words.falsehood(head) if signature.claim and not host.negative else None
    if false is not None:
        return EventStatus(True, "actual", host.claim, (Cue("polarity", false),))
    open_question = [
        cue
        for cue in host.cues
        if cue.aspect == "modality" and reading.tree.base(cue.word) != "aux"
    ]
    depends = host.modality in ("conditional", "asked") and signature.name != "factive"
    if depends and open_question:  # "if she plans to leave"
        modality = host.modality
        cues += open_question
    elif modality != "actual":
        cues.append(Cue("modality", head))
    elif host.modality != "actual" and signature.name != "factive":
        modality = host.modality
        cues += [cue for cue in host.cues if cue.aspect == "modality"]
    if turned:
        cues.append(Cue("polarity", head))
        cues += [cue for cue in host.cues if cue.aspect == "polarity" and host.negative]
    undermined = host.negative and signature.denied[1] != "actual"
    return EventStatus(turned, modality, claim, tuple(cues), undermined)
