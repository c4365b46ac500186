"""Decoding trees gives what Stanza's own decoder gives."""

import numpy as np
import pytest

from hookline_stanza.inference.trees import Decoder, best_tree

LABELS = ["nsubj", "obj", "obl", "nsubj:pass", "csubj", "nmod", "iobj", "nsubj:outer"]


def log_softmax(values):
    shifted = values - values.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def arcs_of(rng, size, sharpness):
    arcs = rng.normal(size=(size + 1, size + 1)) * sharpness
    np.fill_diagonal(arcs, -np.inf)
    return log_softmax(arcs)


@pytest.mark.parametrize("seed", range(60))
def test_tree_is_the_one_stanza_finds(seed):
    """The shorter way leads to the same tree, whatever the scores."""
    from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root

    rng = np.random.default_rng(seed)
    arcs = arcs_of(rng, int(rng.integers(1, 14)), (0.5, 2.0, 6.0)[seed % 3])
    assert best_tree(arcs)[1:] == [int(head) for head in chuliu_edmonds_one_root(arcs)[1:]]


@pytest.mark.parametrize("seed", range(60))
def test_repair_is_the_one_stanza_makes(seed):
    """Two subjects or objects under one head are told apart the way Stanza does it."""
    from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root
    from stanza.models.depparse.head_constraints import resolve_head_constraint_violations
    from stanza.models.pos.vocab import WordVocab

    rng = np.random.default_rng(seed)
    vocab = WordVocab([[(label,)] for label in LABELS], "en")
    units = vocab.unmap(list(range(4, len(vocab))))
    size = int(rng.integers(2, 12))
    arcs = arcs_of(rng, size, 2.0)
    scores = rng.normal(size=(size + 1, size + 1, len(units))) * 2
    tree, labels = resolve_head_constraint_violations(
        arcs, log_softmax(scores), chuliu_edmonds_one_root(arcs), vocab
    )
    expected = [(int(head), units[label]) for head, label in zip(tree[1:], labels, strict=True)]
    assert Decoder(units).decode(arcs, scores) == expected


def test_tree_has_one_root():
    """Of two words that both prefer the root, one gets it."""
    arcs = log_softmax(np.array([[-np.inf, 0, 0], [5.0, -np.inf, 1.0], [4.0, 1.0, -np.inf]]))
    assert best_tree(arcs)[1:].count(0) == 1
