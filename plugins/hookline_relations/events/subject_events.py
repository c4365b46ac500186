"""Read what a predicate says of the event that is its subject: "the sale fell through"."""

from __future__ import annotations

from hookline_relations.events.cues import Signature
from hookline_relations.events.event_status import EventStatus
from hookline_relations.events.implication import applied
from hookline_relations.events.occurrence import is_occurrence
from hookline_relations.events.reading import SentenceReading

__all__ = ["said_of_subject"]

ONLY = frozenset({"only", "merely", "solely", "just"})
SUPPOSING = frozenset({"mean", "amount", "constitute", "represent"})
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
    told = tree.dependent(head, "xcomp")
    if told is not None and tree.lemmas[head] != "remain":
        return _said_of_complement(reading, head, told)
    signature = _verdict(reading, noun, head)
    if signature is not None:
        return applied(reading, signature, host, head)
    if is_occurrence(reading, head):
        return host
    if _is_supposed(reading, noun, head):
        return EventStatus(False, host.modality, host.claim, host.cues)
    return None


def _said_of_complement(reading: SentenceReading, head: int, told: int) -> EventStatus | None:
    """Return what "is unlikely to happen" or "has yet to be approved" says of its subject."""
    tree, cues, host = reading.tree, reading.cues, reading.status[head]
    if all(tree.lemmas[mark] != "to" for mark in tree.dependents(told, "mark")):
        return None
    effect = cues.of_object(tree.lemmas[told]) if tree.dependents(told, "aux:pass") else None
    signature = reading.signatures.of_complement(head, told, {"to"})
    if signature is None or (effect is None and not is_occurrence(reading, told)):
        return None  # "is unlikely to please"
    status = applied(reading, signature, host, head)
    return status if effect is None else applied(reading, effect, status, told)


def _verdict(reading: SentenceReading, noun: int, head: int) -> Signature | None:
    """Return what a predicate does to the event that is its subject."""
    tree, cues = reading.tree, reading.cues
    lemma = tree.lemmas[head]
    if lemma == "remain":
        words = tree.dependents(head, "obj", "xcomp")
        return next(
            (cues.predicates[w] for i in words if (w := tree.lemmas[i]) in cues.predicates), None
        )
    headline = tree.tags[head] == "ADJ"  # "Renault takeover unlikely"
    if (headline or tree.dependents(head, "cop")) and lemma in cues.predicates:
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
    equated = bool(tree.dependents(head, "cop")) or tree.lemmas[head] in SUPPOSING
    return equated or tree.lemmas[noun] in reading.cues.transactions
