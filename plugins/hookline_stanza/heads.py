"""Run the heads of the embedded model: tags, trees and names, over the encoder's states.

The layers are Stanza's own, in Stanza's order. What is done differently: products that would be
the same for every word are made once, labels are scored for the arcs that need them, and the last
layer of each head computes in float32 whatever came before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch

from .labels import SENSES
from .layers import entity_spans
from .packing import Array, Dense, Format, Grid, Recurrent, Tensor, product
from .pieces import Run

_CHUNK = 64  # arcs whose products stay in the cache

_NOTHING = np.zeros(0)


class Names(NamedTuple):
    """What the entity model says of the words of a sentence: see `Columns`."""

    tags: list[str]
    senses: list[Array | None]


Tags = tuple[str | None, str | None, str | None]
"""UPOS, XPOS, features."""


def mixture(model: Any) -> Tensor:
    """Return how much of each of the last hidden states a model reads."""
    weights: Tensor = model.bert_layer_mix.weight[0]
    return weights + 1 / len(weights)


def _linear(layer: Any) -> tuple[Tensor, Tensor]:
    return layer.weight, layer.bias


def _highway(layer: Any) -> list[tuple[Tensor, Tensor]]:
    return [_linear(layer.highway[0]), _linear(layer.gate[0])]


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
        self._hidden = Dense([_linear(layer) for layer in hidden], format)
        self._sizes = [layer.weight.size(0) for layer in hidden]
        self._upos = _linear(model.upos_clf)
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
        self._ends = Dense([_linear(layer) for layer in layers], format)
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


class Namer:
    """Find names: the best sequence of BIOES tags for each sentence.

    Args:
        trainer: Stanza's entity trainer with a loaded model.
        format: What the hidden layers compute in.
    """

    def __init__(self, trainer: Any, format: Format) -> None:
        from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
        from stanza.models.ner.trainer import fix_singleton_tags

        model, vocab = trainer.model.eval(), trainer.vocab["tag"]
        self.mixture = mixture(model)
        self._recurrent = Recurrent(
            model.taggerlstm.lstm, (model.taggerlstm_h_init, model.taggerlstm_c_init), format
        )
        self._scores = _linear(model.tag_clfs[0])
        self._transitions = model.crits[0]._transitions
        # what fills up the vocabulary counts as no entity, as in Stanza
        count = self._transitions.size(0)
        named = vocab.unmap([(max(number, VOCAB_PREFIX_SIZE),) for number in range(count)])
        self._names: list[str] = [name[0] if isinstance(name, list) else name for name in named]
        self._mend = fix_singleton_tags
        self._outside = self._names.index("O")
        number = {name: n for n, name in enumerate(self._names)}  # the last of a name is its own
        self._of_place = {  # a tag that was never seen is as likely as what fills the vocabulary up
            place: [number.get(f"{place}-{label}", 0) for label in SENSES] for place in "BIES"
        }
        self._follows = np.array(
            [[_follows(one, two) for two in self._names] for one in self._names]
        )

    def __call__(self, rows: Tensor, grid: Grid) -> list[Names]:
        """Return the tags of every sentence, and the senses of the entities in it."""
        scores = product(self._recurrent(rows, grid), *self._scores)
        best = best_sequences(scores, self._transitions, grid)
        names = self._names
        found = [
            [names[number] for number in numbers[:size]]
            for numbers, size in zip(best.tolist(), grid.sizes, strict=True)
        ]
        for row in self._broken(best.numpy(), grid):
            found[row] = self._mend(found[row])
        chances = scores.log_softmax(1).cpu().numpy()
        return [
            Names(tags, self._senses(tags, chances[places[: len(tags)]]))
            for tags, places in zip(found, grid.place, strict=True)
        ]

    def _senses(self, tags: Sequence[str], chances: Array) -> list[Array | None]:
        """Return, at the last word of each entity, the log probability of each label."""
        senses: list[Array | None] = [None] * len(tags)
        for first, last, label in entity_spans(tags, [(n, n + 1) for n in range(len(tags))]):
            senses[last - 1] = _NOTHING
            if label in SENSES:
                own = [tag[0] for tag in tags[first:last]]
                total = sum(chances[first + n, self._of_place[p]] for n, p in enumerate(own))
                senses[last - 1] = total - np.logaddexp.reduce(total)
        return senses

    def _broken(self, best: Array, grid: Grid) -> list[int]:
        """Return the sentences with a tag that cannot follow the one before it."""
        edge = np.full((len(best), 1), self._outside)
        padded = np.concatenate([edge, best, edge], 1)
        padded[np.arange(padded.shape[1]) > np.asarray(grid.sizes)[:, None]] = self._outside
        return np.nonzero(~self._follows[padded[:, :-1], padded[:, 1:]].all(1))[0].tolist()


def _follows(one: str, two: str) -> bool:
    """Tell whether a BIOES tag may come behind another."""
    inside = one[:2] in ("B-", "I-")
    return two[:2] in ("I-", "E-") and one[2:] == two[2:] if inside else two[:2] not in ("I-", "E-")


def best_sequences(scores: Tensor, transitions: Tensor, grid: Grid) -> Tensor:
    """Return [sentences, steps], the numbers of the best tags by Viterbi's algorithm.

    Args:
        scores: [words, tags].
        transitions: [tags, tags] scores of going from one to another.
        grid: Of the words.
    """
    place = torch.from_numpy(grid.place)
    sizes = torch.tensor(grid.sizes)
    backwards = transitions.t()
    trellis = scores[place[:, 0]]
    came_from = []
    for step in range(1, place.size(1)):
        best, where = (trellis.unsqueeze(1) + backwards).max(2)
        there = (sizes > step).unsqueeze(1)
        trellis = torch.where(there, scores[place[:, step]] + best, trellis)
        came_from.append(where)
    found = torch.zeros_like(place)
    current = trellis.argmax(1)
    for step in range(place.size(1) - 1, 0, -1):
        found[:, step] = current
        before = came_from[step - 1].gather(1, current.unsqueeze(1)).squeeze(1)
        current = torch.where(sizes > step, before, current)
    found[:, 0] = current
    return found
