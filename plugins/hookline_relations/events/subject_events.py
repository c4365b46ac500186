"""Read what a predicate says of the event that is its subject: "the sale fell through"."""

from __future__ import annotations

from hookline_relations.events.cues import Signature
from hookline_relations.events.event_status import EventStatus
from hookline_relations.events.implication import applied
from hookline_relations.events.occurrence import is_occurrence
from hookline_relations.events.reading import SentenceReading

__all__ = ["said_of_subject"]

ONLY = frozenset({"only", "merely", "solely", "just"})
UNREAL = frozenset({"imagination", "mind", "head", "fiction", "fantasy", "paper", "theory"})
LATER = frozenset({"later", "late", "eventually", "ultimately", "subsequently", "soon", "then"})
"""Adverbs with which "would" tells what came to pass."""
PAST = frozenset({"VBD", "VBN"})


def said_of_subject(reading: SentenceReading, noun: int) -> EventStatus | None:
    """Return what a predicate says of an event that is its subject, None where it says nothing."""
    tree, head = reading.tree, reading.tree.heads[noun]
    if tree.base(noun) != "nsubj" or head not in reading.status:
        return None
    host = reading.status[head]
    told = [child for child in tree.dependents(head, "xcomp") if _has_words(reading, child)]
    if tree.dependents(head, "xcomp") and tree.lemmas[head] != "remain":
        signature = None  # "is unlikely to happen", but not "is unlikely to please"
        if told and is_occurrence(reading, told[0]):
            signature = reading.signatures.of_complement(head, told[0], {"to"})
    else:
        signature = _verdict(reading, noun, head)
    if signature is not None:
        return applied(reading, signature, host, head)
    if is_occurrence(reading, head):
        return host
    if _is_supposed(reading, noun, head):
        return EventStatus(False, host.modality, host.claim, host.cues)
    return None


def _has_words(reading: SentenceReading, clause: int) -> bool:
    return any(
        reading.tree.lemmas[mark] == "to" for mark in reading.tree.dependents(clause, "mark")
    )


def _verdict(reading: SentenceReading, noun: int, head: int) -> Signature | None:
    """Return what a predicate does to the event that is its subject."""
    tree, cues = reading.tree, reading.cues
    lemma = tree.lemmas[head]
    if lemma == "remain":
        words = tree.dependents(head, "obj", "xcomp")
        return next(
            (cues.predicates[w] for i in words if (w := tree.lemmas[i]) in cues.predicates), None
        )
    if tree.dependents(head, "cop") and lemma in cues.predicates:
        signature = cues.predicates[lemma]
        past = any(tree.words[child].xpos == "VBD" for child in tree.dependents(head, "cop"))
        return None if past and signature.name == "doubtful" else signature
    arguments = tree.dependents(head, "obj", "obl")
    waits = lemma in cues.pending and tree.words[head].xpos not in PAST
    if waits and any(tree.lemmas[child] in cues.approvals for child in arguments):
        return cues.signatures["intended"]
    fails = {lemma, *(f"{lemma}_{tree.lemmas[child]}" for child in tree.dependents(head, "advmod"))}
    if tree.lemmas[noun] in cues.transactions and not fails.isdisjoint(cues.failing):
        return None if tree.rels[noun] == "nsubj:pass" else cues.signatures["improbable"]
    return cues.signatures["reversed"] if _is_unreal(reading, head) else None


def _is_unreal(reading: SentenceReading, head: int) -> bool:
    """Return whether something happens in fiction alone: "exists only in films"."""
    tree, cues = reading.tree, reading.cues
    if tree.lemmas[head] not in ("exist", "happen", "occur"):
        return False
    return any(
        tree.preposition(child) in ("in", "on")
        and tree.lemmas[child] in cues.fiction | UNREAL
        and any(tree.lemmas[word] in ONLY for word in tree.dependents(child, "advmod"))
        for child in tree.dependents(head, "obl")
    )


def _is_supposed(reading: SentenceReading, noun: int, head: int) -> bool:
    """Return whether "would" tells of an event that is yet to be: "the takeover would cost"."""
    tree = reading.tree
    would = any(tree.lemmas[child] in ("would", "'d") for child in tree.dependents(head, "aux"))
    adverbs = {tree.lemmas[child] for child in tree.dependents(head, "advmod")}
    if not would or not adverbs.isdisjoint(LATER) or reading.status[head].modality == "actual":
        return False
    return tree.lemmas[noun] in reading.cues.transactions or bool(tree.dependents(head, "cop"))
