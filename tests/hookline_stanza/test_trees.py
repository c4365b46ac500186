"""Trees are those that Stanza's own decoder finds."""

import numpy as np
import pytest

from hookline_stanza.inference.argument_constraints import ConstrainedDecoder
from hookline_stanza.inference.trees import best_tree, best_trees, log_softmax

LABELS = ["nsubj", "obj", "obl", "nsubj:pass", "csubj", "nmod", "iobj", "nsubj:outer"]


def random_arcs(rng, size, sharpness):
    arcs = rng.normal(size=(size + 1, size + 1)) * sharpness
    np.fill_diagonal(arcs, -np.inf)
    return log_softmax(arcs)


@pytest.mark.parametrize("seed", range(60))
def test_tree_is_the_one_stanza_finds(seed):
    """The tree is that of Stanza's search, for flat and for sharp scores."""
    from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root

    rng = np.random.default_rng(seed)
    arcs = random_arcs(rng, int(rng.integers(1, 14)), (0.5, 2.0, 6.0)[seed % 3])
    assert best_tree(arcs)[1:] == [int(head) for head in chuliu_edmonds_one_root(arcs)[1:]]


@pytest.mark.parametrize("seed", range(60))
def test_repair_is_the_one_stanza_makes(seed):
    """Two subjects or objects of one head are resolved as Stanza resolves them."""
    from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root
    from stanza.models.depparse.head_constraints import resolve_head_constraint_violations
    from stanza.models.pos.vocab import WordVocab

    rng = np.random.default_rng(seed)
    vocab = WordVocab([[(label,)] for label in LABELS], "en")
    units = vocab.unmap(list(range(4, len(vocab))))
    size = int(rng.integers(2, 12))
    arcs = random_arcs(rng, size, 2.0)
    scores = rng.normal(size=(size + 1, size + 1, len(units))) * 2
    tree, labels = resolve_head_constraint_violations(
        arcs, log_softmax(scores), chuliu_edmonds_one_root(arcs), vocab
    )
    expected = [(int(head), units[label]) for head, label in zip(tree[1:], labels, strict=True)]
    assert ConstrainedDecoder(units).decode(arcs, scores) == expected


def test_tree_has_one_root():
    """Of two words that both prefer the root, one gets it."""
    arcs = log_softmax(np.array([[-np.inf, 0, 0], [5.0, -np.inf, 1.0], [4.0, 1.0, -np.inf]]))
    assert best_tree(arcs)[1:].count(0) == 1


@pytest.mark.parametrize("seed", range(20))
def test_trees_of_a_batch_are_those_of_each_sentence(seed):
    """Padding and scores that are not normalized change no tree."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 15, 8).tolist()
    scores = rng.normal(size=(8, 24, 24)).astype(np.float32) * 2
    heads = best_trees(scores, sizes)
    for row, size in enumerate(sizes):
        arcs = scores[row, : size + 1, : size + 1].copy()
        np.fill_diagonal(arcs, -np.inf)
        assert heads[row, : size + 1].tolist() == best_tree(log_softmax(arcs))
        assert not heads[row, size + 1 :].any()
