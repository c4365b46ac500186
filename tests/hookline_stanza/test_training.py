"""Training data: reading, augmentation and batches."""

import gzip
import random

import pytest

from hookline_stanza.training.augmentation import (
    curl_quotes,
    mentions_by_label,
    swap_entities,
    vary_tree,
)
from hookline_stanza.training.batches import Batches
from hookline_stanza.training.config import JointConfig, TrainingConfig
from hookline_stanza.training.corpora import Tagged, read_entities, read_tagged, read_trees
from hookline_stanza.training.running_text import paragraphs, spell

TREES = """# newpar id = p1
1\tWe\twe\tPRON\tPRP\t_\t4\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tknow\tknow\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# newpar id = p2
1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\tSpaceAfter=No
2\t!\t!\tPUNCT\t.\t_\t1\tpunct\t_\t_

"""


@pytest.fixture
def trees(tmp_path):
    with gzip.open(tmp_path / "x.conllu.gz", "wt") as file:
        file.write(TREES)
    return read_trees(tmp_path / "x.conllu.gz")


def test_fused_tokens_become_glued_words(trees):
    """The words of a fused token have no space between them."""
    assert [(w.text, w.glued) for w in trees[0].words][1:4] == [
        ("do", True),
        ("n't", False),
        ("know", True),
    ]


def test_running_text_is_rebuilt_with_labels(trees):
    """Every character has a label; words end in 1, sentences in 2."""
    assert [spell(group)[0] for group in paragraphs(trees)] == ["We don't know.", "Yes!"]
    text, labels = spell(trees[:1])
    ends = [i for i, label in enumerate(labels) if label != "0"]
    assert [text[i] for i in ends] == ["e", "o", "t", "w", "."]
    assert labels[-1] == "2"


def test_entity_file_becomes_bioes(tmp_path):
    """BIO tags become BIOES tags under hookline's labels."""
    with gzip.open(tmp_path / "x.bio.gz", "wt") as file:
        file.write("Ann\tB-Person\nLee\tI-Person\nin\tO\nRome\tB-Location\n\n")
    (sentence,) = read_entities(tmp_path / "x.bio.gz")
    assert sentence.tags == ("B-PERSON", "E-PERSON", "O", "S-LOC")


def test_quotes_become_typographic():
    """Straight quotes become opening and closing ones alternately."""
    assert curl_quotes(['"', "It", "'s", '"']) == ["“", "It", "’s", "”"]


def test_variant_of_a_tree_has_the_same_heads(trees):
    """A varied tree has the same heads; only a final stop may be dropped."""
    config = JointConfig(drop_final_punct=1.0)
    varied = vary_tree(trees[0], config, random.Random(1))
    assert [w.head for w in varied.words] == [4, 4, 4, 0]


def test_other_tag_sets_are_read_unchanged(tmp_path):
    """A corpus with another tag set keeps its tags."""
    with gzip.open(tmp_path / "x.bio.gz", "wt") as file:
        file.write("Ann\tB-PER\n\nhm\tO\n")
    assert read_tagged(tmp_path / "x.bio.gz") == [(("Ann",), ("B-PER",)), (("hm",), ("O",))]


def test_entities_are_swapped_for_others_of_the_same_label():
    """The tags of a replacement fit its length; other words are unchanged."""
    short = Tagged(("Ann", "saw", "Rome"), ("S-PERSON", "O", "S-LOC"))
    long = Tagged(
        ("Bo", "van", "Dyk", "in", "Oslo"), ("B-PERSON", "I-PERSON", "E-PERSON", "O", "S-LOC")
    )
    mentions = mentions_by_label([long])
    assert mentions == {"PERSON": [("Bo", "van", "Dyk")], "LOC": [("Oslo",)]}
    assert swap_entities(short, mentions, 1.0, random.Random(1)) == Tagged(
        ("Bo", "van", "Dyk", "saw", "Oslo"), ("B-PERSON", "I-PERSON", "E-PERSON", "O", "S-LOC")
    )
    assert swap_entities(short, mentions, 0.0, random.Random(1)) == short


def test_batches_are_reproducible_and_complete():
    """Each epoch has every item once, in an order that depends on the seed alone."""
    items = list(range(1, 60))
    first, second = (Batches(items, lambda n: n, 100, "seed") for _ in range(2))
    drawn = []
    number = 0
    while len(drawn) < len(items):
        drawn += first[number]
        number += 1
    assert sorted(drawn) == items
    assert [first[n] for n in range(number + 3)] == [second[n] for n in range(number + 3)]


def test_config_round_trips_through_json(tmp_path):
    """A configuration written to a file is read back unchanged."""
    config = TrainingConfig(seed=3, joint=JointConfig(steps=7))
    (tmp_path / "c.json").write_text(config.to_json())
    assert TrainingConfig.read(tmp_path / "c.json") == config
