"""Run the network of Stanza's tokenizer over windows of characters."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import embedding, logsigmoid

from ..numerics.lstm import BiLSTM, StepGrid
from ..numerics.precision import ComputeFormat
from ..numerics.products import stable_linear, stable_sigmoid


class BoundaryNetwork:
    """
    Classify characters as inside a token, end of a token, or end of a sentence.

    Computes what `stanza.models.tokenization.model.Tokenizer` does with its second, hierarchical layer.

    Args:
        model: Such a tokenizer.
        format: Number format of its recurrent layers.
    """

    def __init__(self, model: Any, format: ComputeFormat) -> None:
        model = model.eval()
        self._dtype = format.dtype
        self._at_once = not format.fixed_shapes
        self._embeddings = model.embeddings.weight
        self._first = BiLSTM(model.rnn, format.dtype, fixed_shapes=format.fixed_shapes)
        self._second = BiLSTM(model.rnn2, format.dtype, fixed_shapes=format.fixed_shapes)
        self._inverse_temperature = model.args["hier_invtemp"]
        self._first_classifier = (
            torch.cat([model.tok_clf.weight, model.sent_clf.weight]),
            torch.cat([model.tok_clf.bias, model.sent_clf.bias]),
        )
        self._second_classifier = torch.cat([model.tok_clf2.weight, model.sent_clf2.weight])

    def __call__(self, ids: Tensor, features: Tensor, grid: StepGrid) -> Tensor:
        """
        Return [cells]: 0 inside a token, 1 at its end, 2 at its end if that ends a sentence too.

        Args:
            ids: [cells] ids of characters.
            features: [cells, features] of the characters.
            grid: Layout of the windows.
        """
        inputs = torch.cat([embedding(ids, self._embeddings), features], 1).to(self._dtype)
        rows = self._first(inputs, grid).float()
        scores = stable_linear(rows, *self._first_classifier, at_once=self._at_once)
        if self._inverse_temperature > 0:
            rows = rows * (1 - stable_sigmoid(-scores[:, :1] * self._inverse_temperature))
        second = self._second(rows.to(self._dtype), grid).float()
        scores = scores + stable_linear(second, self._second_classifier, at_once=self._at_once)
        token, sentence = scores.unbind(1)
        token_end = logsigmoid(token)
        choices = [
            logsigmoid(-token),
            token_end + logsigmoid(-sentence),
            token_end + logsigmoid(sentence),
        ]
        return torch.stack(choices).argmax(0)
