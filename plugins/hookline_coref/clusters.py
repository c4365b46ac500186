"""Turn what was resolved into the layers of a document."""

from __future__ import annotations

from collections import Counter

from hookline import Cluster, Document, Entity, Mention
from hookline_coref.names.forms import plain_words
from hookline_coref.resolution.resolver import Resolution

__all__ = ["with_clusters"]


def with_clusters(doc: Document, resolution: Resolution) -> Document:
    """Return a document with its clusters that have a name, in order of appearance."""
    entities = list(doc.entities or ())
    clusters = []
    for members in resolution.clusters:
        mentions = _mentions(resolution, members)
        if any(mention.entity is not None for mention in mentions):
            clusters.append(_cluster(doc, entities, mentions))
    clusters.sort(key=lambda cluster: cluster.mentions[0][:2])
    for number, cluster in enumerate(clusters):
        for mention in cluster.mentions:
            if mention.entity is not None:
                entities[mention.entity] = entities[mention.entity]._replace(cluster=number)
    return doc.with_layers(clusters=clusters, entities=entities)


def _mentions(resolution: Resolution, members: list[int]) -> list[Mention]:
    items = (resolution.mentions[index] for index in dict.fromkeys(members))
    return sorted(
        Mention(item.start, item.end, item.entity if item.entity >= 0 else None, item.written_kind)
        for item in items
    )


def _cluster(doc: Document, entities: list[Entity], mentions: list[Mention]) -> Cluster:
    named = [entities[mention.entity] for mention in mentions if mention.entity is not None]
    label = Counter(entity.label for entity in named).most_common(1)[0][0]
    ids = {entity.id for entity in named if entity.id is not None}
    id = ids.pop() if len(ids) == 1 else None
    names = [doc.text[entity.start : entity.end] for entity in named if entity.label == label]
    return Cluster(_fullest(names), label, tuple(mentions), id)


def _fullest(names: list[str]) -> str:
    """Return the name with the most words as it is written first, capitals only where all have them."""

    def fullness(name: str) -> tuple[int, bool, int]:
        words = plain_words(name)
        return len(words), not name.isupper(), len("".join(words))

    best = max(dict.fromkeys(names), key=fullness)
    short = best.removesuffix("'s").removesuffix("’s")
    return " ".join(short.split()) or best
