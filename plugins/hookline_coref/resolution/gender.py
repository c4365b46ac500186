"""Collect what a document says about the gender of the persons that it names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hookline_coref.lexicon.lexicon import Gender, Lexicon
from hookline_coref.mentions.mention import DetectedMention
from hookline_coref.names.name_cluster import NameCluster
from hookline_coref.text.words import DocumentWords

__all__ = ["gender_evidence", "given_genders"]


def gender_evidence(
    words: DocumentWords,
    mentions: Sequence[DetectedMention],
    clusters: Sequence[NameCluster],
    lexicon: Lexicon,
) -> NDArray[np.float32]:
    """
    Return the evidence for each cluster of names, of shape [clusters, 4].

    Columns: titles and nouns that state masculine, those that state feminine, "he" and "she" where the
    person is the only one that the sentence, or the one before it, names. Given names
    count for nothing here.
    """
    evidence = np.zeros((len(clusters), 4), np.float32)
    owner = {index: number for number, cluster in enumerate(clusters) for index in cluster.names}
    persons: dict[int, set[int]] = {}
    pronouns: dict[int, list[tuple[int, int]]] = {}
    first_name: dict[tuple[int, int], int] = {}
    for index, mention in enumerate(mentions):
        if mention.head < 0:
            continue
        sentence = words.sentences[mention.head]
        if mention.kind == "name":
            number = owner[index]
            if clusters[number].is_person:
                persons.setdefault(sentence, set()).add(number)
                first_name.setdefault((sentence, number), mention.head)
                _add_nouns(evidence[number], words, mention, lexicon)
        elif mention.pronoun in ("he", "she"):
            pronouns.setdefault(sentence, []).append((mention.head, int(mention.pronoun == "she")))
    for number, cluster in enumerate(clusters):
        evidence[number, 0] += cluster.genders["masculine"]
        evidence[number, 1] += cluster.genders["feminine"]
    for sentence, items in pronouns.items():
        here = persons.get(sentence, set())
        before = persons.get(sentence - 1, set())
        if len(here | before) == 1 and len({gender for _, gender in items}) == 1:
            number = next(iter(here | before))
            position = first_name.get((sentence, number), -1)
            for head, gender in items:
                if head > position or before:
                    evidence[number, 2 + gender] += 1
    return evidence


def given_genders(clusters: Sequence[NameCluster], lexicon: Lexicon) -> list[Gender | None]:
    """Return the gender that the given names of each cluster have, None where they have none or two."""
    return [cluster.given_gender(lexicon.given_names) for cluster in clusters]


def _add_nouns(
    row: NDArray[np.float32], words: DocumentWords, mention: DetectedMention, lexicon: Lexicon
) -> None:
    """Count nouns of a stated gender that the name has as apposition, predicate or title."""
    related = [child for child in words.children[mention.head] if words.relations[child] == "appos"]
    head = words.heads[mention.head]
    if head >= 0 and words.relations[mention.head] in ("appos", "flat"):
        related.append(head)
    if head >= 0 and words.relations[mention.head] == "nsubj" and words.child(head, "cop") >= 0:
        related.append(head)
    for word in related:
        gender = lexicon.gendered_nouns.get(words.lemmas[word])
        if gender:
            row[int(gender == "feminine")] += 1
