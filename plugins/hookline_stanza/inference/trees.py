"""Decode dependency trees: the best tree with one root, and no head with two subjects or objects.

What comes out is what Stanza's decoder gives; only the way is shorter. Mostly the best head of each
word makes a tree with one root already, and only the other sentences are searched for the best tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]

_ROUNDS = 5


def best_tree(arcs: Array) -> list[int]:
    """Return the heads of the best tree, with a 0 in front for the root itself.

    Args:
        arcs: [n + 1, n + 1]; `arcs[child, head]` is a log probability, 0 is the root.
    """
    from stanza.models.common.chuliu_edmonds import chuliu_edmonds

    scores = arcs.astype(np.float64)
    np.fill_diagonal(scores, -np.inf)
    heads = _best_heads(scores)
    if not _reaches_root(heads):
        heads = [int(head) for head in chuliu_edmonds(scores)]
    return heads if heads[1:].count(0) == 1 else _best_with_one_root(scores)


def _best_heads(scores: Array) -> list[int]:
    return [0, *scores[1:].argmax(axis=1).tolist()]


def _best_with_one_root(scores: Array) -> list[int]:
    """Return the heads of the best tree in which the root has one child.

    Each word is tried as that child, the most promising first: when no tree under the next word can
    be better than the best so far, because not even the best heads of all words would be, that is it.
    """
    from stanza.models.common.chuliu_edmonds import chuliu_edmonds

    inner = scores[1:, 1:].max(axis=1)
    promise = inner.sum() - inner + scores[1:, 0] if len(inner) > 1 else scores[1:, 0]
    words = np.arange(len(scores))
    best, found = -np.inf, [0] * len(scores)
    for child in (np.argsort(-promise, kind="stable") + 1).tolist():
        if promise[child - 1] <= best:
            break
        forced = scores.copy()
        forced[1:, 0] = -np.inf
        forced[child] = -np.inf
        forced[child, 0] = scores[child, 0]
        heads = _best_heads(forced)
        if not _reaches_root(heads):
            heads = [int(head) for head in chuliu_edmonds(forced)]
        total = float(scores[words[1:], heads[1:]].sum())
        if total > best:
            best, found = total, heads
    return found


def best_trees(scores: Array, sizes: Sequence[int]) -> Array:
    """Return [sentences, width], the heads of the best trees; those of absent words are 0.

    Args:
        scores: [sentences, width, width]; `scores[_, child, head]` is not normalized, 0 is the root.
        sizes: Words of each sentence, the root aside.
    """
    steps = np.arange(scores.shape[1])
    absent = steps[None, :] > np.asarray(sizes)[:, None]
    possible = np.where(absent[:, None, :], -np.inf, scores)
    possible[:, steps, steps] = -np.inf
    heads: Array = possible.argmax(2)
    heads[absent] = heads[:, 0] = 0
    reached = heads
    for _ in range(len(steps).bit_length()):
        reached = np.take_along_axis(reached, reached, 1)  # twice as far with every turn
    roots = ((heads == 0) & ~absent).sum(1) - 1
    for row in np.nonzero(reached.any(1) | (roots != 1))[0].tolist():
        size = sizes[row] + 1
        heads[row, :size] = best_tree(log_softmax(possible[row, :size, :size]))
    return heads


def _reaches_root(heads: Sequence[int]) -> bool:
    """Tell whether every word leads to the root, that is, whether there is no cycle."""
    seen = [0] * len(heads)
    seen[0] = -1
    for word in range(1, len(heads)):
        at = word
        while not seen[at]:
            seen[at] = word
            at = heads[at]
        if seen[at] == word:
            return False
        at = word
        while seen[at] == word:
            seen[at] = -1
            at = heads[at]
    return True


class Decoder:
    """Choose trees and labels.

    Args:
        labels: The relation names, in the order of the label scores.
    """

    def __init__(self, labels: Sequence[str]) -> None:
        from stanza.models.depparse.head_constraints import DEPREL_TO_GROUP

        self.labels = list(labels)
        names = sorted(set(DEPREL_TO_GROUP.values()))
        groups = [DEPREL_TO_GROUP.get(label) for label in labels]
        self._groups = np.array([names.index(g) + 1 if g else 0 for g in groups])

    def clashing(self, heads: Array, labels: Array) -> list[int]:
        """Return the sentences with two words of one kind of argument under one head.

        Args:
            heads: [sentences, width].
            labels: [sentences, width] numbers of relations, -1 where there is no word.
        """
        groups = np.where(labels < 0, 0, self._groups[labels])
        row, word = np.nonzero(groups)
        keys = np.stack([row, heads[row, word], groups[row, word]], 1)
        found, counts = np.unique(keys, axis=0, return_counts=True)
        return sorted(set(found[counts > 1, 0].tolist()))

    def decode(self, arcs: Array, scores: Array) -> list[tuple[int, str]]:
        """Return head and relation of every word.

        Args:
            arcs: [n + 1, n + 1] log probabilities of heads.
            scores: [n + 1, n + 1, labels] unnormalized scores of the labels of each arc.
        """
        banned: dict[tuple[int, int], set[int]] = {}
        heads = best_tree(arcs)
        chosen = self._best_labels(scores, heads, banned)
        for _ in range(_ROUNDS):
            clash = self._clash(heads, chosen)
            if clash is None:
                break
            heads, chosen = self._repair(arcs, scores, clash, banned)
        return [(heads[w], self.labels[chosen[w]]) for w in range(1, len(heads))]

    def _clash(self, heads: list[int], chosen: list[int]) -> tuple[int, int, list[int]] | None:
        """Return a head, a group and the words of that group under it, if there are several."""
        found: dict[int, dict[int, list[int]]] = {}
        for word in range(1, len(heads)):
            group = int(self._groups[chosen[word]])
            if group:
                found.setdefault(heads[word], {}).setdefault(group, []).append(word)
        for head, groups in found.items():
            for group, words in groups.items():
                if len(words) > 1:
                    return head, group, words
        return None

    def _best_labels(
        self, scores: Array, heads: list[int], banned: dict[tuple[int, int], set[int]]
    ) -> list[int]:
        return [0] + [
            self._best_label(scores[word, heads[word]], banned.get((word, heads[word])))
            for word in range(1, len(heads))
        ]

    def _best_label(self, row: Array, banned: set[int] | None) -> int:
        if banned:
            row = np.where(np.isin(self._groups, list(banned)), -np.inf, row)
        return int(row.argmax())

    def _repair(
        self,
        arcs: Array,
        scores: Array,
        clash: tuple[int, int, list[int]],
        banned: dict[tuple[int, int], set[int]],
    ) -> tuple[list[int], list[int]]:
        """Let each word in turn keep its relation, the others not, and take the best tree."""
        head, group, words = clash
        best: tuple[float, list[int], list[int], int] | None = None
        for keep in words:
            trial = arcs.copy()
            ban = {key: set(value) for key, value in banned.items()}
            for word in words:
                if word != keep:
                    ban.setdefault((word, head), set()).add(group)
                    trial[word] = arcs[word] + self._best_scores(scores[word], word, ban)
            heads = best_tree(trial)
            chosen = self._best_labels(scores, heads, ban)
            total = sum(
                float(arcs[w, heads[w]])
                + float(log_softmax(scores[w, heads[w]][None])[0, chosen[w]])
                for w in range(1, len(heads))
            )
            if best is None or total > best[0]:
                best = total, heads, chosen, keep
        if best is None:
            raise AssertionError("a clash has words")
        for word in words:
            if word != best[3]:
                banned.setdefault((word, head), set()).add(group)
        return best[1], best[2]

    def _best_scores(
        self, rows: Array, word: int, banned: dict[tuple[int, int], set[int]]
    ) -> Array:
        """Return, for every head of a word, the log probability of its best allowed label."""
        values = log_softmax(rows)
        best: Array = values.max(axis=1)
        for (child, head), groups in banned.items():
            if child == word:
                best[head] = values[head][~np.isin(self._groups, list(groups))].max()
        return best


def log_softmax(rows: Array) -> Array:
    """Return log probabilities over the last axis."""
    shifted: Array = rows - rows.max(axis=-1, keepdims=True)
    out: Array = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return out
