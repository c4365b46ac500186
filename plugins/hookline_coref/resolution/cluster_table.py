"""Keep the clusters of a document while its mentions are read, in columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hookline_coref.mentions.mention import PRONOUN_CLASSES, DetectedMention
from hookline_coref.resolution.features import Matrix, MentionTable

__all__ = ["PAIR_FEATURES", "TYPES", "ClusterTable"]

TYPES = ("person", "body", "place", "group", "thing", "unknown")
"""What a cluster can be: by the label of its names, else by its nouns and pronouns."""
_TYPE_OF_LABEL = {
    "PERSON": 0,
    "PER": 0,
    "ORG": 1,
    "LOC": 2,
    "GPE": 2,
    "FAC": 2,
    "NORP": 3,
}
_TYPE_OF_NOUN = {"person": 0, "body": 1, "place": 2, "group": 3}
PAIR_FEATURES = 61
"""The number of features of a mention and a cluster."""


class ClusterTable:
    """
    The clusters so far, numbered from 0; one row of each column is one cluster.

    `kinds` counts names, nominals and pronouns, `pronouns` each class of pronoun; `last` is the last
    mention and `first` the first one, `last_name` the last name (-1 without one).
    """

    def __init__(self, capacity: int, evidence: Matrix, totals: Matrix) -> None:
        self.size = 0
        self.kinds = np.zeros((capacity, 3), np.float32)
        self.pronouns = np.zeros((capacity, len(PRONOUN_CLASSES)), np.float32)
        self.numbers = np.zeros((capacity, 2), np.float32)
        self.type = np.full(capacity, len(TYPES) - 1, np.int64)
        self.first = np.full(capacity, -1, np.int64)
        self.last = np.full(capacity, -1, np.int64)
        self.last_name = np.full(capacity, -1, np.int64)
        self.quote = np.zeros(capacity, np.int64)
        self.evidence = np.zeros((capacity, 4), np.float32)
        self.total = np.zeros(capacity, np.float32)
        self._name_evidence = evidence
        self._name_totals = totals
        self.salience = np.zeros(capacity, np.float32)
        self._most = totals.max(initial=1)

    def open(self, type_label: str = "", noun: str = "", names: int = -1) -> int:
        """Add an empty cluster; `names` is the number of its cluster of names. Return its number."""
        number = self.size
        self.size += 1
        if names >= 0:
            self.name(number, type_label, names)
        elif noun:
            self.type[number] = _TYPE_OF_NOUN[noun]
        return number

    def name(self, cluster: int, label: str, names: int) -> None:
        """Give a cluster the label and the evidence of a cluster of names."""
        self.type[cluster] = _TYPE_OF_LABEL.get(label, 4)
        self.evidence[cluster] = self._name_evidence[names]
        self.total[cluster] = self._name_totals[names]
        self.salience[cluster] = self._name_totals[names] / self._most

    def add(self, cluster: int, index: int, mention: DetectedMention, number: int) -> None:
        """Add a mention to a cluster; `number` is 1 for a singular, 2 for a plural."""
        self.kinds[cluster, ("name", "nominal", "pronoun").index(mention.kind)] += 1
        if mention.pronoun:
            self.pronouns[cluster, PRONOUN_CLASSES.index(mention.pronoun)] += 1
            if self.type[cluster] == 5 and mention.pronoun in ("he", "she", "i", "you"):
                self.type[cluster] = 0
        if number:
            self.numbers[cluster, number - 1] += 1
        if self.first[cluster] < 0:
            self.first[cluster] = index
        self.last[cluster] = index
        if mention.kind == "name":
            self.last_name[cluster] = index

    def features(
        self,
        index: int,
        mention: DetectedMention,
        candidates: NDArray[np.int64],
        table: MentionTable,
        speaker: int,
        overlap: Matrix,
    ) -> Matrix:
        """
        Return the features of a mention with each of some clusters: [candidates, PAIR_FEATURES].

        `candidates` are ordered by their last mention, the nearest first. `speaker` is the cluster of
        who speaks the quotation around the mention, -1 without one; `overlap` has a row of two numbers
        for each candidate: whether the cluster has the noun of the mention, and the share of its other
        words.
        """
        last, names = self.last[candidates], self.last_name[candidates]
        count = len(candidates)
        rows: Matrix = np.zeros((count, PAIR_FEATURES), np.float32)
        distance = table.sentence[index] - table.sentence[last]
        rows[:, 0] = np.log1p(distance)
        rows[:, 1] = distance == 0
        rows[:, 2] = distance == 1
        rows[:, 3] = distance == 2
        rows[:, 4] = np.log1p(index - last) / 2
        position = np.arange(count)
        rows[:, 5] = np.log1p(position)
        rows[:1, 6] = 1
        types = self.type[candidates]
        rows[position, 7 + types] = 1  # to 12
        rows[:, 13] = np.log1p(_nearer_of_type(types))
        roles = table.role[last]
        rows[position, 14 + roles] = 1  # to 22
        rows[:, 23] = roles == table.role[index]
        kinds = self.kinds[candidates]
        rows[:, 24:27] = np.log1p(kinds)
        rows[:, 27] = np.log1p(self.total[candidates])
        rows[:, 28] = table.paragraph[index] == table.paragraph[last]
        pronouns = self.pronouns[candidates]
        if mention.pronoun:
            own = PRONOUN_CLASSES.index(mention.pronoun)
            rows[:, 29] = pronouns[:, own] > 0
            rows[:, 30] = np.log1p(pronouns.sum(1) - pronouns[:, own])
        rows[:, 31:35] = np.minimum(self.evidence[candidates], 3)
        if mention.pronoun in ("he", "she"):
            own = int(mention.pronoun == "she")
            evidence = self.evidence[candidates]
            rows[:, 35] = evidence[:, own] > 0
            rows[:, 36] = evidence[:, 1 - own] > 0
            rows[:, 37] = (evidence[:, 2 + own] - evidence[:, 3 - own]) / (
                evidence[:, 2] + evidence[:, 3] + 1
            )
        numbers = self.numbers[candidates]
        number = table.number[index]
        if number:
            rows[:, 38] = numbers[:, number - 1] > 0
            rows[:, 39] = numbers[:, 2 - number] > 0
        rows[:, 40:42] = overlap
        quote = table.quote[index]
        quotes, in_body = table.quote[last], table.in_body[last]
        rows[:, 42] = quotes > 0
        if quote > 0:
            rows[:, 43] = quotes == quote
            rows[:, 44] = quotes != quote
        if speaker >= 0:
            rows[:, 45] = candidates == speaker
            rows[:, 46] = candidates != speaker
        rows[:, 47] = in_body
        governor, governors = table.governor[index], table.governor[last]
        if governor >= 0:
            rows[:, 48] = governors == governor
        rows[:, 49] = table.head[last] == governor
        rows[:, 50] = governors == table.head[index]
        subjects = roles == 0
        rows[:, 51] = subjects & (distance == 1)
        rows[:, 52] = subjects & (distance == 0)
        first = self.first[candidates]
        rows[:, 53] = first == 0
        rows[:, 54] = table.sentence[first] == 0
        named = names >= 0
        rows[:, 55] = named
        with_name = np.maximum(names, 0)
        name_distance = np.where(named, table.sentence[index] - table.sentence[with_name], 50)
        rows[:, 56] = np.log1p(np.maximum(name_distance, 0))
        rows[:, 57] = last == index - 1
        rows[:, 58] = kinds[:, 1] > 0
        rows[:, 59] = in_body & (quotes == 0)
        rows[:, 60] = self.salience[candidates]
        return rows


def _nearer_of_type(types: NDArray[np.int64]) -> list[int]:
    """Return for each candidate how many nearer ones are of its type, or may be a person as it is."""
    counts: list[int] = []
    seen = [0] * len(TYPES)
    for type in types.tolist():
        counts.append(seen[type] + (seen[5] if type == 0 else 0))
        seen[type] += 1
    return counts
