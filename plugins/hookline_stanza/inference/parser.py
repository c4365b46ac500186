"""
Run Stanza's biaffine parser over encoder states.

Relations are scored for the arcs of the best tree alone, and for all arcs only in sentences that
violate a constraint.

Source: Dozat and Manning, "Deep Biaffine Attention for Neural Dependency Parsing", ICLR 2017.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..encoder.ragged_batch import WidthGroup
from ..numerics.linear import FusedLinear, ScaledLinear, weight_and_bias
from ..numerics.lstm import HighwayBiLSTM, StepGrid
from ..numerics.precision import ComputeFormat
from ..numerics.products import stable_linear, stable_matmul
from .argument_constraints import ConstrainedDecoder
from .layer_mix import layer_weights
from .trees import best_trees, log_softmax

_CHUNK_SIZE = 64  # words whose products stay in cache

TreeColumns = tuple[list[int], list[str]]
"""Head, from 1 and 0 for the root, and relation of every word of a sentence."""

_RelationScorer = Callable[[NDArray[Any], NDArray[Any]], NDArray[Any]]


class Parser:
    """
    Predict dependency trees.

    Args:
        trainer: Stanza's parser trainer with a loaded model.
        format: Number format of the hidden layers; scores are computed in float32.
    """

    def __init__(self, trainer: Any, format: ComputeFormat) -> None:
        from stanza.models.common.vocab import VOCAB_PREFIX_SIZE

        model = trainer.model.eval()
        self.layer_weights = layer_weights(model)
        self._lstm = HighwayBiLSTM(
            model.parserlstm.lstm[0].lstm,
            (model.parserlstm_h_init, model.parserlstm_c_init),
            format,
            model.parserlstm,
        )
        projections = (model.unlabeled.W1, model.unlabeled.W2, model.deprel.W1, model.deprel.W2)
        self._projections = FusedLinear([weight_and_bias(layer) for layer in projections], format)
        self._fixed_shapes = format.fixed_shapes
        arc_weight = model.unlabeled.scorer.W_bilin.weight
        self._arc_weight = arc_weight[:, :, 0].t().contiguous()
        bilinear = model.deprel.scorer.W_bilin
        self._relations = ScaledLinear(bilinear.weight.flatten(1).t(), format)
        self._relation_bias = bilinear.bias
        vocab = trainer.vocab["deprel"]
        self._decoder = ConstrainedDecoder(vocab.unmap(list(range(VOCAB_PREFIX_SIZE, len(vocab)))))

    def __call__(
        self, rows: Tensor, grid: StepGrid, groups: Sequence[WidthGroup]
    ) -> list[TreeColumns]:
        """
        Return the tree of every sentence.

        Args:
            rows: [cells, inputs] of the root and the words of every sentence.
            grid: Layout of root and words.
            groups: Sentences of one width, which is at least that of root and words.
        """
        arcs, score_relations = self._score(rows, grid, groups)
        sizes = [size - 1 for size in grid.sizes]
        heads = np.zeros((len(sizes), max(sizes) + 1), dtype=np.int64)
        for group, scores in zip(groups, arcs, strict=True):
            part = slice(group.first, group.first + group.count)
            group_heads = best_trees(scores, sizes[part])[:, : heads.shape[1]]
            heads[part, : group_heads.shape[1]] = group_heads
        row, word = np.nonzero(np.arange(1, heads.shape[1]) <= np.asarray(sizes)[:, None])
        word += 1
        numbers = grid.item_numbers
        scores = score_relations(numbers[row, word], numbers[row, heads[row, word]][:, None])
        labels = np.full(heads.shape, -1)
        labels[row, word] = scores[:, 0].argmax(1)
        names = self._decoder.labels
        trees = [
            (
                heads[n, 1 : size + 1].tolist(),
                [names[label] for label in labels[n, 1 : size + 1].tolist()],
            )
            for n, size in enumerate(sizes)
        ]
        arcs_by_sentence = [scores[n] for scores in arcs for n in range(len(scores))]
        for n in self._decoder.find_violations(heads, labels):
            size = sizes[n] + 1
            sentence_arcs = arcs_by_sentence[n][:size, :size].copy()
            np.fill_diagonal(sentence_arcs, -np.inf)
            words = numbers[n, :size]
            all_scores = score_relations(words, np.tile(words, (size, 1)))
            repaired = self._decoder.decode(log_softmax(sentence_arcs), all_scores)
            trees[n] = [head for head, _ in repaired], [relation for _, relation in repaired]
        return trees

    def _score(
        self, rows: Tensor, grid: StepGrid, groups: Sequence[WidthGroup]
    ) -> tuple[list[NDArray[Any]], _RelationScorer]:
        """
        Return the scores of arcs, and a function that scores relations.

        Returns:
            For each group, [sentences, width, width] scores of arcs (child, head), not normalized, and
            a function from the item numbers of [children] and of [children, heads] to scores,
            [children, heads, relations].
        """
        projected = torch.relu(self._projections(self._lstm(rows, grid)))
        child, head, relation_child, relation_head = (
            _append_one(part) for part in projected.chunk(4, 1)
        )
        child = stable_linear(child, self._arc_weight, at_once=not self._fixed_shapes)
        arcs = []
        for group in groups:
            number = grid.item_row - group.first
            (members,) = np.nonzero((number >= 0) & (number < group.count))
            cells = number[members] * group.width + grid.item_step[members]
            children, heads = (
                _pad(
                    part.index_select(0, torch.from_numpy(members)),
                    torch.from_numpy(cells),
                    (group.count, group.width),
                )
                for part in (child, head)
            )
            scores = stable_matmul(children, heads.transpose(1, 2), one_by_one=self._fixed_shapes)
            arcs.append(scores.cpu().numpy())

        def score_relations(children: NDArray[Any], heads: NDArray[Any]) -> NDArray[Any]:
            count = len(children)
            padding = -count % _CHUNK_SIZE if self._fixed_shapes else 0
            children = np.pad(children, (0, padding))
            heads = np.pad(heads, ((0, padding), (0, 0)))
            child_rows = relation_child.index_select(0, torch.from_numpy(children))
            head_rows = relation_head[torch.from_numpy(heads)]
            chunks = []
            for chunk, chunk_heads in zip(
                torch.split(child_rows, _CHUNK_SIZE),
                torch.split(head_rows, _CHUNK_SIZE),
                strict=True,
            ):
                partial, scales = self._relations(chunk)
                summed = torch.bmm(chunk_heads, partial.view(len(chunk), chunk_heads.size(2), -1))
                chunks.append(summed.mul_(scales[:, :, None]))
            scores: NDArray[Any] = (torch.cat(chunks)[:count] + self._relation_bias).numpy()
            return scores

        return arcs, score_relations


def _append_one(rows: Tensor) -> Tensor:
    """Append a constant input, whose weights are the linear terms of a biaffine layer."""
    return torch.cat([rows, rows.new_ones(len(rows), 1)], 1)


def _pad(rows: Tensor, cells: Tensor, shape: tuple[int, int]) -> Tensor:
    """Return rows as [*shape, features], each at its cell, with zeros elsewhere."""
    padded = rows.new_zeros(shape[0] * shape[1], rows.size(1))
    padded.index_copy_(0, cells, rows)
    return padded.view(*shape, -1)
