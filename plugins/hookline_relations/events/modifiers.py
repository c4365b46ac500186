"""Add to the status of an event what adverbs and adjectives beside it say."""

from __future__ import annotations

from collections.abc import Sequence

from hookline_relations.events.cues import Cues
from hookline_relations.events.event_status import Cue, EventStatus
from hookline_relations.events.reports import Attribution
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["hedged", "modified"]


def hedged(
    tree: SentenceTree, cues: Cues, adverbs: Sequence[int], status: EventStatus
) -> EventStatus:
    """Add what adverbs say: "allegedly", "probably"."""
    for word in adverbs:
        lemma = tree.lemmas[word]
        if lemma in cues.hearsay:
            status = status._replace(
                claim=status.claim or Attribution(None, None),
                cues=(*status.cues, Cue("claim", word)),
            )
            if lemma == "reportedly":
                continue
        if status.modality == "actual":
            status = status.with_modality("possible", word)
        else:
            status = status._replace(cues=(*status.cues, Cue("modality", word)))
    return status


def _joined(tree: SentenceTree, word: int) -> str:
    """Return a word in lower case, with the one that a hyphen joins to it: "would-be"."""
    text = tree.words[word].text.lower()
    hyphened = word > 1 and tree.words[word - 1].text == "-"
    return f"{tree.words[word - 2].text.lower()}-{text}" if hyphened else text


def modified(tree: SentenceTree, cues: Cues, index: int, status: EventStatus) -> EventStatus:
    """Add what the adjectives of a noun say: "alleged", "planned", "failed"."""
    if tree.tags[index] != "NOUN":
        return status
    for child in tree.dependents(index, "amod", "compound"):
        effect = cues.modifiers.get(tree.lemmas[child]) or cues.modifiers.get(_joined(tree, child))
        if effect == "negative":
            status = status._replace(negative=True, cues=(*status.cues, Cue("polarity", child)))
        elif effect == "hearsay":
            status = status.with_modality("possible", child)._replace(
                claim=status.claim or Attribution(None, None)
            )
            status = status._replace(cues=(*status.cues, Cue("claim", child)))
        elif effect is not None:
            # the effects that are left are modalities
            status = status.with_modality(effect, child)  # type: ignore[arg-type]
    return status
