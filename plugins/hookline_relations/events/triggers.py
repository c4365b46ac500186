"""Find the words that name events: heads of clauses, participles, and nouns of happening."""

from __future__ import annotations

from collections.abc import Sequence

from hookline_relations.events.cues import Cues
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["event_triggers", "is_event_noun"]


def event_triggers(tree: SentenceTree, clauses: Sequence[Clause], cues: Cues) -> list[int]:
    """Return the triggers of a sentence in order."""
    triggers = {clause.head for clause in clauses if tree.tags[clause.head] != "PUNCT"}
    for index in range(len(tree)):
        participle = tree.tags[index] == "VERB" and tree.base(index) == "amod"
        participle = participle and tree.entity_of[index] is None  # "the United States"
        if participle or is_event_noun(tree, index, cues):
            triggers.add(index)
    return sorted(triggers)


def is_event_noun(tree: SentenceTree, index: int, cues: Cues) -> bool:
    """Return whether a word is a common noun of happening, and the head of its phrase."""
    return (
        tree.tags[index] == "NOUN"
        and tree.lemmas[index] in cues.events
        and tree.entity_of[index] is None
        and tree.base(index) not in ("compound", "fixed", "flat")
    )
