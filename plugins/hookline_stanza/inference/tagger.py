"""
Run Stanza's tagger over encoder states.

XPOS and features are scored by bilinear layers given the UPOS. As there are few UPOS tags, the layers
of each are computed once, instead of for every word.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from ..numerics.linear import FusedLinear, weight_and_bias
from ..numerics.lstm import HighwayBiLSTM, StepGrid
from ..numerics.precision import ComputeFormat
from ..numerics.products import stable_linear
from .layer_mix import layer_weights

_WORDS_OF_A_TAG = 16  # rows of a product: a batch has few words of most tags

Tags = tuple[str | None, str | None, str | None]
"""UPOS, XPOS, features."""


class Tagger:
    """
    Predict UPOS, and XPOS and features given the UPOS.

    Args:
        trainer: Stanza's tagging trainer with a loaded model.
        format: Number format of the hidden layers; scores are computed in float32.
    """

    def __init__(self, trainer: Any, format: ComputeFormat) -> None:
        model = trainer.model.eval()
        self.layer_weights = layer_weights(model)
        self._vocab = trainer.vocab
        self._at_once = not format.fixed_shapes
        self._lstm = HighwayBiLSTM(
            model.taggerlstm.lstm[0].lstm,
            (model.taggerlstm_h_init, model.taggerlstm_c_init),
            format,
            model.taggerlstm,
        )
        hidden = (model.upos_hid, model.tag_hid["xpos"], model.tag_hid["feats"])
        self._hidden = FusedLinear([weight_and_bias(layer) for layer in hidden], format)
        self._hidden_sizes = [layer.weight.size(0) for layer in hidden]
        self._upos = weight_and_bias(model.upos_clf)
        upos_vectors = model.upos_emb.weight
        self._xpos = _conditioned(model.tag_clf["xpos"], upos_vectors)
        features = model.tag_clf["feats"]
        self._max_values = max(scorer.W_bilin.weight.size(0) for scorer in features)
        self._feats = _conditioned_and_padded(features, upos_vectors, self._max_values)
        self._feature_count = len(features)
        self._tags: dict[bytes, Tags] = {}

    def __call__(self, rows: Tensor, grid: StepGrid) -> list[Tags]:
        """Return the tags of each word for the [cells, inputs] of a grid of words."""
        hidden = torch.relu(self._hidden(self._lstm(rows, grid)))
        upos_in, xpos_in, feats_in = torch.split(hidden, self._hidden_sizes, 1)
        upos = stable_linear(upos_in, *self._upos, at_once=self._at_once).argmax(1)
        numbers = torch.empty(len(upos), 2 + self._feature_count, dtype=torch.uint8)
        numbers[:, 0] = upos
        for tag in np.unique(upos.cpu().numpy()).tolist():
            (words,) = torch.nonzero(upos == tag, as_tuple=True)
            shape: Any = {"block_rows": _WORDS_OF_A_TAG, "at_once": self._at_once}
            xpos = stable_linear(xpos_in[words], self._xpos[0][tag], self._xpos[1][tag], **shape)
            feats = stable_linear(
                feats_in[words], self._feats[0][tag], self._feats[1][tag], **shape
            )
            numbers[words, 1] = xpos.argmax(1).to(torch.uint8)
            best = feats.view(len(words), -1, self._max_values).argmax(2)
            numbers[words, 2:] = best.to(torch.uint8)
        width = numbers.size(1)
        data = numbers.cpu().numpy().tobytes()
        return [self._decode(data[start : start + width]) for start in range(0, len(data), width)]

    def _decode(self, numbers: bytes) -> Tags:
        """Return the tags of the numbers of UPOS, XPOS and each feature."""
        tags = self._tags.get(numbers)
        if tags is None:
            upos, xpos, *feats = numbers
            units = (
                self._vocab["upos"].id2unit(upos),
                self._vocab["xpos"].id2unit(xpos),
                self._vocab["feats"].id2unit(feats),
            )
            upos_tag, xpos_tag, feats_tag = (None if unit in ("_", "") else unit for unit in units)
            tags = self._tags[numbers] = upos_tag, xpos_tag, feats_tag
        return tags


def _conditioned(scorer: Any, upos_vectors: Tensor) -> tuple[Tensor, Tensor]:
    """
    Return a bilinear scorer as one linear layer for each UPOS.

    Returns:
        Weights, [UPOS, outputs, inputs], and biases, [UPOS, outputs].
    """
    bilinear = scorer.W_bilin
    vectors = torch.cat([upos_vectors, upos_vectors.new_ones(len(upos_vectors), 1)], 1)
    full = torch.einsum("oij,uj->uoi", bilinear.weight, vectors)
    return full[:, :, :-1].contiguous(), full[:, :, -1] + bilinear.bias


def _conditioned_and_padded(
    scorers: Any, upos_vectors: Tensor, outputs: int
) -> tuple[Tensor, Tensor]:
    """Return several scorers side by side, each padded to `outputs` with scores of -inf."""
    weights, biases = [], []
    for scorer in scorers:
        weight, bias = _conditioned(scorer, upos_vectors)
        padding = (len(weight), outputs - weight.size(1))
        weights += [weight, weight.new_zeros(*padding, weight.size(2))]
        biases += [bias, bias.new_full(padding, float("-inf"))]
    return torch.cat(weights, 1), torch.cat(biases, 1)
