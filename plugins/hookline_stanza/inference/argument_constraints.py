"""
Choose trees and relations such that no head has two subjects or two objects.

Computes what `stanza.models.depparse.head_constraints` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .trees import best_tree, log_softmax

_MAX_ROUNDS = 5

_Bans = dict[tuple[int, int], set[int]]
"""Groups of relations that an arc (child, head) must not have."""


class ConstrainedDecoder:
    """
    Decode trees under the constraints.

    Args:
        labels: Names of the relations, in the order of their scores.
    """

    def __init__(self, labels: Sequence[str]) -> None:
        from stanza.models.depparse.head_constraints import DEPREL_TO_GROUP

        self.labels = list(labels)
        names = sorted(set(DEPREL_TO_GROUP.values()))
        groups = [DEPREL_TO_GROUP.get(label) for label in labels]
        self._groups = np.array([names.index(group) + 1 if group else 0 for group in groups])

    def find_violations(self, heads: NDArray[Any], labels: NDArray[Any]) -> list[int]:
        """
        Return the sentences in which a head has two words of one group of relations.

        Args:
            heads: [sentences, width].
            labels: [sentences, width] indices of relations, -1 for padding.
        """
        groups = np.where(labels < 0, 0, self._groups[labels])
        row, word = np.nonzero(groups)
        keys = np.stack([row, heads[row, word], groups[row, word]], 1)
        unique, counts = np.unique(keys, axis=0, return_counts=True)
        return sorted(set(unique[counts > 1, 0].tolist()))

    def decode(self, arcs: NDArray[Any], scores: NDArray[Any]) -> list[tuple[int, str]]:
        """
        Return head and relation of every word.

        Args:
            arcs: [n + 1, n + 1] log probabilities of heads.
            scores: [n + 1, n + 1, labels] scores of the relations of each arc, not normalized.
        """
        bans: _Bans = {}
        heads = best_tree(arcs)
        labels = self._best_labels(scores, heads, bans)
        for _ in range(_MAX_ROUNDS):
            violation = self._first_violation(heads, labels)
            if violation is None:
                break
            heads, labels = self._repair(arcs, scores, violation, bans)
        return [(heads[word], self.labels[labels[word]]) for word in range(1, len(heads))]

    def _first_violation(
        self, heads: list[int], labels: list[int]
    ) -> tuple[int, int, list[int]] | None:
        """Return a head, a group, and the words of that group under the head, if several."""
        dependents: dict[int, dict[int, list[int]]] = {}
        for word in range(1, len(heads)):
            group = int(self._groups[labels[word]])
            if group:
                dependents.setdefault(heads[word], {}).setdefault(group, []).append(word)
        for head, groups in dependents.items():
            for group, words in groups.items():
                if len(words) > 1:
                    return head, group, words
        return None

    def _best_labels(self, scores: NDArray[Any], heads: list[int], bans: _Bans) -> list[int]:
        return [0] + [
            self._best_label(scores[word, heads[word]], bans.get((word, heads[word])))
            for word in range(1, len(heads))
        ]

    def _best_label(self, scores: NDArray[Any], banned: set[int] | None) -> int:
        if banned:
            scores = np.where(np.isin(self._groups, list(banned)), -np.inf, scores)
        return int(scores.argmax())

    def _repair(
        self,
        arcs: NDArray[Any],
        scores: NDArray[Any],
        violation: tuple[int, int, list[int]],
        bans: _Bans,
    ) -> tuple[list[int], list[int]]:
        """
        Let each word in turn keep its relation, ban it for the others, and take the best tree.

        The bans of the best tree are added to `bans`.
        """
        head, group, words = violation
        best_total, best = -np.inf, None
        for kept in words:
            constrained = arcs.copy()
            new_bans = {arc: set(groups) for arc, groups in bans.items()}
            for word in words:
                if word != kept:
                    new_bans.setdefault((word, head), set()).add(group)
                    constrained[word] = arcs[word] + self._best_allowed(
                        scores[word], word, new_bans
                    )
            heads = best_tree(constrained)
            labels = self._best_labels(scores, heads, new_bans)
            total = sum(
                float(arcs[word, heads[word]])
                + float(log_softmax(scores[word, heads[word]][None])[0, labels[word]])
                for word in range(1, len(heads))
            )
            if best is None or total > best_total:
                best_total, best = total, (heads, labels, new_bans)
        if best is None:
            raise AssertionError("a violation has at least two words")
        bans.update(best[2])
        return best[0], best[1]

    def _best_allowed(self, scores: NDArray[Any], word: int, bans: _Bans) -> NDArray[Any]:
        """Return, for every head of a word, the log probability of its best relation not banned."""
        log_probs = log_softmax(scores)
        best: NDArray[Any] = log_probs.max(axis=1)
        for (child, head), groups in bans.items():
            if child == word:
                best[head] = log_probs[head][~np.isin(self._groups, list(groups))].max()
        return best
