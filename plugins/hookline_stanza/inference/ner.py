"""
Run Stanza's entity model over encoder states.

Source: Lample et al., "Neural Architectures for Named Entity Recognition", NAACL 2016.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..conversion.entity_labels import NAME_LABELS
from ..conversion.spans import entity_spans
from ..numerics.linear import weight_and_bias
from ..numerics.lstm import HighwayBiLSTM, StepGrid
from ..numerics.precision import ComputeFormat
from ..numerics.products import stable_linear
from .layer_mix import layer_weights

_NO_SCORES = np.zeros(0)


class EntityColumns(NamedTuple):
    """The columns `ner` and `label_scores` of a sentence; see `SentenceColumns`."""

    tags: list[str]
    label_scores: list[NDArray[Any] | None]


class EntityTagger:
    """
    Predict the best sequence of BIOES tags of each sentence.

    Args:
        trainer: Stanza's NER trainer with a loaded model.
        format: Number format of the hidden layers; scores are computed in float32.
    """

    def __init__(self, trainer: Any, format: ComputeFormat) -> None:
        from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
        from stanza.models.ner.trainer import fix_singleton_tags

        model, vocab = trainer.model.eval(), trainer.vocab["tag"]
        self.layer_weights = layer_weights(model)
        self._lstm = HighwayBiLSTM(
            model.taggerlstm.lstm, (model.taggerlstm_h_init, model.taggerlstm_c_init), format
        )
        self._at_once = not format.fixed_shapes
        self._classifier = weight_and_bias(model.tag_clfs[0])
        self._transitions = model.crits[0]._transitions
        # Stanza decodes the special entries of the vocabulary as its first tag.
        count = self._transitions.size(0)
        units = vocab.unmap([(max(number, VOCAB_PREFIX_SIZE),) for number in range(count)])
        self._tags: list[str] = [unit[0] if isinstance(unit, list) else unit for unit in units]
        self._repair = fix_singleton_tags
        self._outside = self._tags.index("O")
        # A later entry takes precedence: special entries repeat the name of the first tag. A tag that
        # is not in the vocabulary gets the score of a special entry.
        number_of = {tag: number for number, tag in enumerate(self._tags)}
        self._tag_numbers = {
            position: [number_of.get(f"{position}-{label}", 0) for label in NAME_LABELS]
            for position in "BIES"
        }
        self._allowed = np.array(
            [[may_follow(tag, following) for following in self._tags] for tag in self._tags]
        )

    def __call__(self, rows: Tensor, grid: StepGrid) -> list[EntityColumns]:
        """Return the entity columns of every sentence for the [cells, inputs] of a grid of words."""
        scores = stable_linear(self._lstm(rows, grid), *self._classifier, at_once=self._at_once)
        best = viterbi(scores, self._transitions, grid)
        sequences = [
            [self._tags[number] for number in numbers[:size]]
            for numbers, size in zip(best.tolist(), grid.sizes, strict=True)
        ]
        for row in self._invalid_sequences(best.numpy(), grid):
            sequences[row] = self._repair(sequences[row])
        log_probs = scores.log_softmax(1).cpu().numpy()
        return [
            EntityColumns(tags, self._label_scores(tags, log_probs[numbers[: len(tags)]]))
            for tags, numbers in zip(sequences, grid.item_numbers, strict=True)
        ]

    def _label_scores(
        self, tags: Sequence[str], log_probs: NDArray[Any]
    ) -> list[NDArray[Any] | None]:
        """Return, at the last word of each entity, the log probability of each label."""
        scores: list[NDArray[Any] | None] = [None] * len(tags)
        for first, end, label, *_ in entity_spans(tags, [(n, n + 1) for n in range(len(tags))]):
            scores[end - 1] = _NO_SCORES
            if label in NAME_LABELS:
                total = sum(
                    log_probs[first + n, self._tag_numbers[tag[0]]]
                    for n, tag in enumerate(tags[first:end])
                )
                scores[end - 1] = total - np.logaddexp.reduce(total)
        return scores

    def _invalid_sequences(self, best: NDArray[Any], grid: StepGrid) -> list[int]:
        """Return the sentences with a tag that may not follow the one before it."""
        edge = np.full((len(best), 1), self._outside)
        padded = np.concatenate([edge, best, edge], 1)
        padded[np.arange(padded.shape[1]) > np.asarray(grid.sizes)[:, None]] = self._outside
        return np.nonzero(~self._allowed[padded[:, :-1], padded[:, 1:]].all(1))[0].tolist()


def may_follow(tag: str, following: str) -> bool:
    """Tell whether one BIOES tag may follow another."""
    continues = following[:2] in ("I-", "E-")
    if tag[:2] in ("B-", "I-"):
        return continues and tag[2:] == following[2:]
    return not continues


def viterbi(scores: Tensor, transitions: Tensor, grid: StepGrid) -> Tensor:
    """
    Return [sentences, steps], the numbers of the best tags (Viterbi, 1967).

    Args:
        scores: [words, tags].
        transitions: [tags, tags] scores of the transition from one tag to the next.
        grid: Layout of the words.
    """
    numbers = torch.from_numpy(grid.item_numbers)
    sizes = torch.tensor(grid.sizes)
    into = transitions.t()
    totals = scores[numbers[:, 0]]
    predecessors = []
    for step in range(1, numbers.size(1)):
        best, predecessor = (totals.unsqueeze(1) + into).max(2)
        is_word = (sizes > step).unsqueeze(1)
        totals = torch.where(is_word, scores[numbers[:, step]] + best, totals)
        predecessors.append(predecessor)
    tags = torch.zeros_like(numbers)
    current = totals.argmax(1)
    for step in range(numbers.size(1) - 1, 0, -1):
        tags[:, step] = current
        previous = predecessors[step - 1].gather(1, current.unsqueeze(1)).squeeze(1)
        current = torch.where(sizes > step, previous, current)
    tags[:, 0] = current
    return tags
