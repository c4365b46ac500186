"""Choose the cluster that a mention stands for: who was just spoken of, else by the model's scores."""

from __future__ import annotations

from hookline import Document
from hookline_coref.resolution.resolver import Choice, Decide, Resolver
from hookline_coref.resolution.scorer import AntecedentScorer

__all__ = ["ranked"]


def ranked(doc: Document, resolver: Resolver, scorer: AntecedentScorer) -> Decide:
    """Return a function that chooses the best cluster of each choice, or none."""
    scores = scorer.prepare(doc, resolver.table)

    def decide(choice: Choice) -> int:
        if choice.recent >= 0:
            return choice.recent
        return scores.best(choice.mention_index, choice.features, choice.last)

    return decide
