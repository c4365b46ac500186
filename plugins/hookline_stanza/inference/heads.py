"""Run the heads of the embedded model that tag words and find trees, over the encoder's states.

The layers are Stanza's own, in Stanza's order. What is done differently: products that would be
the same for every word are made once, labels are scored for the arcs that need them, and the last
layer of each head computes in float32 whatever came before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch

from ..encoder.ragged_batch import Run
from ..numerics.lstm import Array, Dense, Format, Grid, Recurrent, Tensor, product

_CHUNK = 64  # arcs whose products stay in the cache

Tags = tuple[str | None, str | None, str | None]
"""UPOS, XPOS, features."""


def mixture(model: Any) -> Tensor:
    """Return how much of each of the last hidden states a model reads."""
    weights: Tensor = model.bert_layer_mix.weight[0]
    return weights + 1 / len(weights)


def linear_of(layer: Any) -> tuple[Tensor, Tensor]:
    """Return weight and bias of a linear layer."""
    return layer.weight, layer.bias


def _highway(layer: Any) -> list[tuple[Tensor, Tensor]]:
    return [linear_of(layer.highway[0]), linear_of(layer.gate[0])]


class Tagger:
    """Tag words: UPOS, and XPOS and features given the UPOS.

    Args:
        trainer: Stanza's tagging trainer with a loaded model.
        format: What the hidden layers compute in.
    """

    def __init__(self, trainer: Any, format: Format) -> None:
        model, vocab = trainer.model.eval(), trainer.vocab
        self.mixture = mixture(model)
        self._vocab = vocab
        self._recurrent = Recurrent(
            model.taggerlstm.lstm[0].lstm,
            (model.taggerlstm_h_init, model.taggerlstm_c_init),
            format,
            _highway(model.taggerlstm),
        )
        hidden = (model.upos_hid, model.tag_hid["xpos"], model.tag_hid["feats"])
        self._hidden = Dense([linear_of(layer) for layer in hidden], format)
        self._sizes = [layer.weight.size(0) for layer in hidden]
        self._upos = linear_of(model.upos_clf)
        parents = model.upos_emb.weight
        self._xpos = _given(model.tag_clf["xpos"], parents)
        self._widest = max(part.W_bilin.weight.size(0) for part in model.tag_clf["feats"])
        self._feats = _joined(model.tag_clf["feats"], parents, self._widest)
        self._names: dict[bytes, Tags] = {}

    def __call__(self, rows: Tensor, grid: Grid) -> list[Tags]:
        """Return the tags of each word."""
        hidden = torch.relu(self._hidden(self._recurrent(rows, grid)))
        upos_in, xpos_in, feats_in = torch.split(hidden, self._sizes, 1)
        upos = product(upos_in, *self._upos).argmax(1)
        numbers = torch.empty(len(upos), 2 + self._feats[0].size(1) // self._widest)
        numbers = numbers.to(torch.uint8)
        numbers[:, 0] = upos
        for tag in np.unique(upos.cpu().numpy()).tolist():
            (places,) = torch.nonzero(upos == tag, as_tuple=True)
            xpos = product(xpos_in[places], self._xpos[0][tag], self._xpos[1][tag])
            feats = product(feats_in[places], self._feats[0][tag], self._feats[1][tag])
            numbers[places, 1] = xpos.argmax(1).to(torch.uint8)
            best = feats.view(len(places), -1, self._widest).argmax(2)
            numbers[places, 2:] = best.to(torch.uint8)
        width = numbers.size(1)
        data = numbers.cpu().numpy().tobytes()
        return [self._name(data[at : at + width]) for at in range(0, len(data), width)]

    def _name(self, key: bytes) -> Tags:
        found = self._names.get(key)
        if found is None:
            upos, xpos, *feats = key
            vocab = self._vocab
            names = (
                vocab["upos"].id2unit(upos),
                vocab["xpos"].id2unit(xpos),
                vocab["feats"].id2unit(feats),
            )
            upos_name, xpos_name, feats_name = (
                None if name in ("_", "") else name for name in names
            )
            found = self._names[key] = upos_name, xpos_name, feats_name
        return found


def _given(scorer: Any, parents: Tensor) -> tuple[Tensor, Tensor]:
    """Return the bilinear scorer as one linear layer per parent tag: weights and biases."""
    bilinear = scorer.W_bilin
    parents = torch.cat([parents, parents.new_ones(len(parents), 1)], 1)
    full = torch.einsum("oij,uj->uoi", bilinear.weight, parents)
    return full[:, :, :-1].contiguous(), full[:, :, -1] + bilinear.bias


def _joined(scorers: Any, parents: Tensor, widest: int) -> tuple[Tensor, Tensor]:
    """Return several scorers side by side, each filled up to the widest with what never wins."""
    weights, biases = [], []
    for scorer in scorers:
        weight, bias = _given(scorer, parents)
        room = (len(weight), widest - weight.size(1))
        weights += [weight, weight.new_zeros(*room, weight.size(2))]
        biases += [bias, bias.new_full(room, float("-inf"))]
    return torch.cat(weights, 1), torch.cat(biases, 1)


class Parser:
    """Score arcs, and the relations of chosen arcs.

    Args:
        trainer: Stanza's parser trainer with a loaded model.
        format: What the hidden layers compute in.
    """

    def __init__(self, trainer: Any, format: Format) -> None:
        model = trainer.model.eval()
        self.mixture = mixture(model)
        self._recurrent = Recurrent(
            model.parserlstm.lstm[0].lstm,
            (model.parserlstm_h_init, model.parserlstm_c_init),
            format,
            _highway(model.parserlstm),
        )
        layers = (model.unlabeled.W1, model.unlabeled.W2, model.deprel.W1, model.deprel.W2)
        self._ends = Dense([linear_of(layer) for layer in layers], format)
        arcs = model.unlabeled.scorer.W_bilin.weight
        self._arcs = arcs[:, :, 0].t().contiguous()
        labels = model.deprel.scorer.W_bilin
        weight = labels.weight.flatten(1).t()
        self._labels = Dense([(weight, weight.new_zeros(len(weight)))], format)
        self._label_bias = labels.bias

    def __call__(
        self, rows: Tensor, grid: Grid, runs: Sequence[Run]
    ) -> tuple[list[Array], Callable[[Array, Array], Array]]:
        """Return the scores of arcs, and a function that scores relations.

        Args:
            rows: The root and the words of every sentence, packed.
            grid: Of root and words.
            runs: Sentences of one width, which is at least that of root and words.

        Returns:
            For each run, [sentences, width, width] scores of arcs (child, head), and a function
            that takes the places of [children] and of [children, heads] among the words, and gives
            scores, [children, heads, relations].
        """
        ends = torch.relu(self._ends(self._recurrent(rows, grid)))
        child, head, label_child, label_head = (_with_one(part) for part in ends.chunk(4, 1))
        child = product(child, self._arcs)
        arcs = []
        for run in runs:
            number = grid.kept_row - run.first
            (here,) = np.nonzero((number >= 0) & (number < run.count))
            place = torch.from_numpy(number[here] * run.width + grid.kept_step[here])
            shape = (run.count, run.width)
            children, heads = (
                _spread(part.index_select(0, torch.from_numpy(here)), place, shape)
                for part in (child, head)
            )
            arcs.append((children @ heads.transpose(1, 2)).cpu().numpy())

        def relations(children: Array, heads: Array) -> Array:
            asked = label_child.index_select(0, torch.from_numpy(children))
            wanted = label_head[torch.from_numpy(heads)]
            found = []
            for rows, ends in zip(
                torch.split(asked, _CHUNK), torch.split(wanted, _CHUNK), strict=True
            ):
                each = self._labels(rows).view(len(rows), ends.size(2), -1)
                found.append(torch.bmm(ends, each))
            named: Array = (torch.cat(found) + self._label_bias).cpu().numpy()
            return named

        return arcs, relations


def _with_one(rows: Tensor) -> Tensor:
    return torch.cat([rows, rows.new_ones(len(rows), 1)], 1)


def _spread(rows: Tensor, place: Tensor, shape: tuple[int, int]) -> Tensor:
    out = rows.new_zeros(shape[0] * shape[1], rows.size(1))
    out.index_copy_(0, place, rows)
    return out.view(*shape, -1)
