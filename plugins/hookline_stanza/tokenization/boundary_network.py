"""Run the network of Stanza's tokenizer over windows of characters."""

from __future__ import annotations

from typing import Any

import torch
from torch.nn.functional import embedding, logsigmoid

from ..numerics.lstm import BothWays, Grid, Tensor, product


class Scanner:
    """Mark the ends of tokens and sentences.

    The arithmetic is that of `stanza.models.tokenization.model.Tokenizer` with a second,
    hierarchical layer.

    Args:
        model: Such a tokenizer.
        dtype: What its recurrent layers compute in.
    """

    def __init__(self, model: Any, dtype: torch.dtype = torch.float32) -> None:
        model = model.eval()
        self._dtype = dtype
        self._embeddings = model.embeddings.weight
        self._first = BothWays(model.rnn, dtype)
        self._second = BothWays(model.rnn2, dtype)
        self._trust = model.args["hier_invtemp"]
        self._ends = (
            torch.cat([model.tok_clf.weight, model.sent_clf.weight]),
            torch.cat([model.tok_clf.bias, model.sent_clf.bias]),
        )
        self._more = torch.cat([model.tok_clf2.weight, model.sent_clf2.weight])

    def __call__(self, ids: Tensor, features: Tensor, grid: Grid) -> Tensor:
        """Return [places], 0 inside of a token, 1 at its end, 2 at a sentence's end too.

        Args:
            ids: [places] numbers of characters.
            features: [places, features] of the characters.
            grid: Of windows and characters.
        """
        read = torch.cat([embedding(ids, self._embeddings), features], 1).to(self._dtype)
        rows = self._first(read, grid).float()
        scores = product(rows, *self._ends)
        if self._trust > 0:
            rows = rows * (1 - torch.sigmoid(-scores[:, :1] * self._trust))
        scores = scores + product(self._second(rows.to(self._dtype), grid).float(), self._more)
        token, sentence = scores.unbind(1)
        sure = logsigmoid(token)
        choices = [
            logsigmoid(-token),
            sure + logsigmoid(-sentence),
            sure + logsigmoid(sentence),
        ]
        return torch.stack(choices).argmax(0)
