"""Sequences of entity tags are those that Stanza finds."""

import numpy as np
import pytest
import torch

from hookline_stanza.inference.ner import may_follow, viterbi
from hookline_stanza.numerics.lstm import StepGrid


@pytest.mark.parametrize("seed", range(10))
def test_best_tags_are_those_stanza_finds(seed):
    """Sentences decoded together get the tags that Stanza finds one by one."""
    from stanza.models.common.crf import viterbi_decode

    rng = np.random.default_rng(seed)
    grid = StepGrid(rng.integers(1, 20, 6).tolist())
    scores = rng.normal(size=(sum(grid.sizes), 9)).astype(np.float32)
    transitions = rng.normal(size=(9, 9)).astype(np.float32)
    tags = viterbi(torch.from_numpy(scores), torch.from_numpy(transitions), grid)
    for row, size in enumerate(grid.sizes):
        expected, _ = viterbi_decode(scores[grid.item_numbers[row, :size]], transitions)
        assert tags[row, :size].tolist() == [int(tag) for tag in expected]


@pytest.mark.parametrize(
    ("tag", "following", "allowed"),
    [
        ("O", "B-A", True),
        ("B-A", "E-A", True),
        ("E-A", "S-B", True),
        ("S-A", "O", True),
        ("O", "I-A", False),
        ("B-A", "E-B", False),
        ("B-A", "O", False),
        ("E-A", "I-A", False),
    ],
)
def test_order_of_tags(tag, following, allowed):
    """In BIOES, runs of one label go from B to E."""
    assert may_follow(tag, following) is allowed
