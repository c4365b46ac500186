"""Keep the clusters of a document while its mentions are read, in columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hookline_coref.lexicon.lexicon import Gender
from hookline_coref.mentions.mention import PRONOUN_CLASSES, DetectedMention
from hookline_coref.resolution.features import ROLE_COUNT, Matrix, MentionTable

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
_KINDS = {"name": 0, "nominal": 1, "pronoun": 2}
_PRONOUNS = {name: number for number, name in enumerate(PRONOUN_CLASSES)}
_IS_TYPE = [[float(own == other) for other in range(len(TYPES))] for own in range(len(TYPES))]
_IS_ROLE = [[float(own == other) for other in range(ROLE_COUNT)] for own in range(ROLE_COUNT + 1)]
"""The last row is that of -1, for a mention without a word."""
_UNNAMED_DISTANCE = 50


class ClusterTable:
    """
    The clusters so far, numbered from 0; one item of each column is one cluster.

    `kinds` counts names, nominals and pronouns, `pronouns` each class of pronoun; `last` is the last
    mention and `first` the first one, `last_name` the last name (-1 without one); `given` is the gender
    of the given name where it is known. Columns are lists, as a mention has few candidates, and they
    are read one by one.
    """

    def __init__(
        self,
        table: MentionTable,
        evidence: Matrix,
        totals: Matrix,
        given: Sequence[Gender | None],
    ) -> None:
        self.size = 0
        self.kinds: list[list[int]] = []
        self.pronouns: list[list[int]] = []
        self.numbers: list[list[int]] = []
        self.type: list[int] = []
        self.first: list[int] = []
        self.last: list[int] = []
        self.last_name: list[int] = []
        self.evidence: list[list[float]] = []
        self.given: list[Gender | None] = []
        self._names: list[int] = []
        self._given = given
        self._table = table
        self._name_evidence: list[list[float]] = [*evidence.tolist(), [0.0] * evidence.shape[1]]
        self._capped: list[list[float]] = np.minimum(self._name_evidence, 3).tolist()
        known = evidence[:, 2] + evidence[:, 3] + 1
        balance = (evidence[:, 2] - evidence[:, 3]) / known
        self._balance: list[float] = [*balance.tolist(), 0.0]
        self._salience: list[float] = [*(totals / totals.max(initial=1)).tolist(), 0.0]
        most = max([len(table.sentence), _UNNAMED_DISTANCE, *table.sentence])
        counts = np.arange(most + 2)
        self._log: list[float] = np.log1p(counts).tolist()
        self._count_log: list[float] = np.log1p(counts.astype(np.float32)).tolist()
        self._total_log: list[float] = [*np.log1p(totals).tolist(), 0.0]

    def open(self, type_label: str = "", noun: str = "", names: int = -1) -> int:
        """Add an empty cluster; `names` is the number of its cluster of names. Return its number."""
        number = self.size
        self.size += 1
        self.kinds.append([0] * len(_KINDS))
        self.pronouns.append([0] * len(PRONOUN_CLASSES))
        self.numbers.append([0, 0])
        self.type.append(len(TYPES) - 1)
        for column in (self.first, self.last, self.last_name, self._names):
            column.append(-1)
        self.evidence.append(self._name_evidence[-1])
        self.given.append(None)
        if names >= 0:
            self.name(number, type_label, names)
        elif noun:
            self.type[number] = _TYPE_OF_NOUN[noun]
        return number

    def name(self, cluster: int, label: str, names: int) -> None:
        """Give a cluster the label and the evidence of a cluster of names."""
        self.type[cluster] = _TYPE_OF_LABEL.get(label, 4)
        self.evidence[cluster] = self._name_evidence[names]
        self.given[cluster] = self._given[names]
        self._names[cluster] = names

    def add(self, cluster: int, index: int, mention: DetectedMention) -> None:
        """Add a mention to a cluster."""
        self.kinds[cluster][_KINDS[mention.kind]] += 1
        if mention.pronoun:
            self.pronouns[cluster][_PRONOUNS[mention.pronoun]] += 1
            if self.type[cluster] == 5 and mention.pronoun in ("he", "she", "i", "you"):
                self.type[cluster] = 0
        number = self._table.number[index]
        if number:
            self.numbers[cluster][number - 1] += 1
        if self.first[cluster] < 0:
            self.first[cluster] = index
        self.last[cluster] = index
        if mention.kind == "name":
            self.last_name[cluster] = index

    def has_gender(self, cluster: int) -> bool:
        """Return whether anything that the text says, or the given name, tells "he" from "she"."""
        stated = any(self.evidence[cluster]) or any(self.pronouns[cluster][:2])
        return stated or self.given[cluster] is not None

    def features(
        self,
        index: int,
        mention: DetectedMention,
        candidates: Sequence[int],
        speaker: int,
        overlap: Sequence[tuple[float, float]],
    ) -> Matrix:
        """
        Return the features of a mention with each of some clusters: [candidates, PAIR_FEATURES].

        `candidates` are ordered by their last mention, the nearest first. `speaker` is the cluster of
        who speaks the quotation around the mention, -1 without one; `overlap` has two numbers for each
        candidate: whether the cluster has the noun of the mention, and the share of its other words.
        """
        seen = [0] * len(TYPES)
        rows = []
        for position, cluster in enumerate(candidates):
            type = self.type[cluster]
            nearer = seen[type] + (seen[5] if type == 0 else 0)  # of this type, or maybe a person
            seen[type] += 1
            rows.append(
                [
                    *self._of_mentions(index, cluster, position, nearer),
                    *self._of_cluster(index, mention, cluster),
                    *overlap[position],
                    *self._of_places(index, cluster, speaker),
                ]
            )
        return np.array(rows, np.float32)

    def _of_mentions(self, index: int, cluster: int, position: int, nearer: int) -> list[float]:
        """Return how near the last mention is, what it may be, and its role."""
        table, log = self._table, self._log
        last = self.last[cluster]
        distance = table.sentence[index] - table.sentence[last]
        role = table.role[last]
        return [
            log[distance],
            distance == 0,
            distance == 1,
            distance == 2,
            log[index - last] / 2,
            log[position],
            position == 0,
            *_IS_TYPE[self.type[cluster]],
            log[nearer],
            *_IS_ROLE[role],
            role == table.role[index],
        ]

    def _of_cluster(self, index: int, mention: DetectedMention, cluster: int) -> list[float]:
        """Return what the cluster has been called so far, and whether that fits the mention."""
        table, log, names = self._table, self._count_log, self._names[cluster]
        kinds, pronouns, numbers = (
            self.kinds[cluster],
            self.pronouns[cluster],
            self.numbers[cluster],
        )
        same_pronoun = other_pronouns = own = other = balance = 0.0
        if mention.pronoun:
            count = pronouns[_PRONOUNS[mention.pronoun]]
            same_pronoun, other_pronouns = count > 0, log[sum(pronouns) - count]
        if mention.pronoun == "he":
            own, other, balance = *self.evidence[cluster][:2], self._balance[names]
        elif mention.pronoun == "she":
            other, own, balance = *self.evidence[cluster][:2], -self._balance[names]
        number = table.number[index]
        return [
            log[kinds[0]],
            log[kinds[1]],
            log[kinds[2]],
            self._total_log[names],
            table.paragraph[index] == table.paragraph[self.last[cluster]],
            same_pronoun,
            other_pronouns,
            *self._capped[names],
            own > 0,
            other > 0,
            balance,
            number > 0 and numbers[number - 1] > 0,
            number > 0 and numbers[2 - number] > 0,
        ]

    def _of_places(self, index: int, cluster: int, speaker: int) -> list[float]:
        """Return where the mentions stand: in quotations, in clauses, in the document."""
        table, log = self._table, self._log
        last, first, name = self.last[cluster], self.first[cluster], self.last_name[cluster]
        quote, last_quote, in_body = table.quote[index], table.quote[last], table.in_body[last]
        governor, last_governor = table.governor[index], table.governor[last]
        distance = table.sentence[index] - table.sentence[last]
        is_subject = table.role[last] == 0
        name_distance = _UNNAMED_DISTANCE
        if name >= 0:
            name_distance = max(table.sentence[index] - table.sentence[name], 0)
        return [
            last_quote > 0,
            quote > 0 and last_quote == quote,
            quote > 0 and last_quote != quote,
            speaker >= 0 and cluster == speaker,
            speaker >= 0 and cluster != speaker,
            in_body,
            governor >= 0 and last_governor == governor,
            table.head[last] == governor,
            last_governor == table.head[index],
            is_subject and distance == 1,
            is_subject and distance == 0,
            first == 0,
            table.sentence[first] == 0,
            name >= 0,
            log[name_distance],
            last == index - 1,
            self.kinds[cluster][1] > 0,
            in_body and last_quote == 0,
            self._salience[self._names[cluster]],
        ]
