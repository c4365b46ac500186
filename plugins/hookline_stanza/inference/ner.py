"""Run the head of the embedded model that finds names, over the encoder's states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import torch

from ..conversion.labels import SENSES
from ..conversion.layers import entity_spans
from ..numerics.lstm import Array, Format, Grid, Recurrent, Tensor, product
from .heads import linear_of, mixture

_NOTHING = np.zeros(0)


class Names(NamedTuple):
    """What the entity model says of the words of a sentence: see `Columns`."""

    tags: list[str]
    senses: list[Array | None]


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
        self._scores = linear_of(model.tag_clfs[0])
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
