"""Make examples: the choices of each document, with what is right by its annotation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hookline import Document
from hookline_coref.lexicon.lexicon import Lexicon
from hookline_coref.mentions.mention import DetectedMention
from hookline_coref.resolution.ranking import ranked
from hookline_coref.resolution.resolver import Choice, Resolver
from hookline_coref.resolution.scorer import AntecedentScorer
from hookline_coref.training.gold import LabelledSpan

__all__ = ["Example", "document_examples", "gold_clusters"]


class Example(NamedTuple):
    """
    A choice: the features of a mention, those of it with each cluster, and the right clusters.

    `head` and `last` are the words whose encoder states count, -1 for none; `right` is 1 for each right
    cluster. `kind` is the class of a pronoun, `name` or `nominal`.
    """

    mention: NDArray[np.float32]
    pairs: NDArray[np.float32]
    head: int
    last: NDArray[np.int64]
    right: NDArray[np.float32]
    kind: str


def gold_clusters(
    mentions: Sequence[DetectedMention], gold: Sequence[LabelledSpan]
) -> dict[int, str]:
    """Return the annotated cluster of each mention that has the head of an annotated one."""
    by_start: dict[int, list[tuple[int, LabelledSpan]]] = defaultdict(list)
    for key, span in enumerate(gold):
        for start, _ in span.heads:
            by_start[start].append((key, span))
    pairs = []
    for index, mention in enumerate(mentions):
        for position in range(mention.start, min(mention.end, mention.start + 200)):
            for key, span in by_start.get(position, ()):
                inside = span.start <= mention.start and mention.end <= span.end
                if inside or (mention.start <= span.start and span.end <= mention.end):
                    gap = abs((span.end - span.start) - (mention.end - mention.start))
                    pairs.append((gap, key, index))
    clusters: dict[int, str] = {}
    used: set[int] = set()
    for _, key, index in sorted(pairs):
        if key not in used and index not in clusters:
            used.add(key)
            clusters[index] = gold[key].cluster
    return clusters


def document_examples(
    doc: Document,
    gold: Sequence[LabelledSpan],
    lexicon: Lexicon,
    scorer: AntecedentScorer | None = None,
) -> list[Example]:
    """
    Return the choices of a document.

    Each follows right choices, or those of a `scorer`, so that a model also learns from what follows
    errors (Ross et al. 2011, DAgger).
    """
    resolver = Resolver(doc, lexicon)
    cluster_of = gold_clusters(resolver.mentions, gold)
    policy = ranked(doc, resolver, scorer) if scorer else None
    examples = []

    def decide(choice: Choice) -> int:
        own = cluster_of.get(choice.mention_index)
        labels = [_label(resolver, cluster, cluster_of) for cluster in choice.clusters]
        right = np.array([own is not None and label == own for label in labels], np.float32)
        examples.append(
            Example(
                resolver.table.rows[choice.mention_index].copy(),
                choice.features,
                resolver.table.head[choice.mention_index],
                np.array([resolver.table.head[index] for index in choice.last], np.int64),
                right,
                choice.mention.pronoun or choice.mention.kind,
            )
        )
        if policy is not None:
            return policy(choice)
        return int(right.argmax()) if right.any() else -1

    resolver.resolve(decide)
    return examples


def _label(resolver: Resolver, cluster: int, cluster_of: dict[int, str]) -> str | None:
    """Return the annotated cluster of most names of a cluster, or else of most of its mentions."""
    members = [index for index in resolver.members(cluster) if index in cluster_of]
    names = [index for index in members if resolver.mentions[index].kind == "name"]
    counts = Counter(cluster_of[index] for index in names or members)
    return counts.most_common(1)[0][0] if counts else None
