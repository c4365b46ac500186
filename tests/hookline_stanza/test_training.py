"""Training data: reading, augmentation and batches."""

import gzip
import json
import random

import pytest

from hookline_stanza.loading.model_folder import check_folder, embedded_folder
from hookline_stanza.training.augmentation import (
    curl_quotes,
    mentions_by_label,
    swap_entities,
    vary_tree,
)
from hookline_stanza.training.batches import Batches
from hookline_stanza.training.config import JointConfig, TrainingConfig, TrainingError
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


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"joint": {"stepz": 3}}', r"joint\.stepz: unknown key; did you mean 'steps'"),
        ('{"jiont": {"steps": 3}}', r"jiont: unknown key; did you mean 'joint'"),
        ('{"qqq": {}}', r"qqq: unknown key; known: seed, threads"),
        ('{"joint": 3}', r"joint: .* found 3"),
        ('{"lemma": []}', r"lemma: .* found \[\]"),
        ('{"seed": "a"}', r"seed: .*integer, found 'a'"),
        ('{"seed": 1.5}', r"seed: .*integer, found 1\.5"),
        ('{"joint": {"bf16": 1}}', r"joint\.bf16: .*boolean, found 1"),
        ('{"joint": {"cycle": "xyz"}}', r"joint\.cycle: .*found 'xyz'"),
        ('{"joint": {"cycle": ""}}', r"joint\.cycle: .*found ''"),
        ('{"joint": {"steps": 0}}', r"joint\.steps: .*greater than 0, found 0"),
        ('{"joint": {"swap": 2}}', r"joint\.swap: .*found 2"),
        ('{"joint": {"head_lr": NaN}}', r"joint\.head_lr: .*finite"),
        ("[1]", r"expected an object"),
        ("null", r"expected an object"),
        ('{"seed": 1,\nseed}', r":2:1: expected JSON"),
        ("", r":1:1: expected JSON"),
    ],
)
def test_faulty_configuration_is_explained(tmp_path, text, message):
    """An error names the file, the key, and the nearest key that there is."""
    (tmp_path / "c.json").write_text(text)
    with pytest.raises(TrainingError, match=rf"c\.json.*{message}"):
        TrainingConfig.read(tmp_path / "c.json")


def test_missing_configuration_is_named(tmp_path):
    """A file that is not there is an error of its own."""
    with pytest.raises(TrainingError, match=r"nowhere\.json: No such file"):
        TrainingConfig.read(tmp_path / "nowhere.json")


def test_whole_numbers_are_numbers(tmp_path):
    """A weight may be written without decimals."""
    (tmp_path / "c.json").write_text('{"joint": {"ner_weight": 3, "swap": 0}}')
    assert TrainingConfig.read(tmp_path / "c.json").joint == JointConfig(ner_weight=3.0, swap=0.0)


def test_configuration_of_the_embedded_model_is_one():
    """The configuration that a manifest records can be read, and is written as it was."""
    recorded = check_folder(embedded_folder())["training"]
    assert json.loads(TrainingConfig.model_validate(recorded).to_json()) == recorded


GOOD = TREES.encode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "x.gz: expected sentences"),
        (b"\n\n", "x.gz: expected sentences"),
        (b"Ann B-Person\n", r"x.gz:1: expected 2 columns"),
        (b"in\tO\nAnn\tB-Person\tx\n", r"x.gz:2: expected 2 columns"),
        (b"in\tO\n\tO\n", r"x.gz:2: expected 2 columns"),
        (b"in\tO\n\nAnn\tPerson\n", r"x.gz:3: expected a tag .* found 'Person'"),
        (b"Ann\tS-Person\n", r"x.gz:1: expected a tag"),
        (b"Ann\tB-Persan\n", r"x.gz:1: expected one of .*Person.* found 'Persan'"),
        (b"Ann\tO\n\xff\xfe", r"x.gz:\d+: expected a whole gzip file of UTF-8"),
    ],
)
def test_faulty_entity_file_is_explained(tmp_path, content, message):
    """An error names the file, and the line where it has one."""
    (tmp_path / "x.gz").write_bytes(gzip.compress(content))
    with pytest.raises(TrainingError, match=message):
        read_entities(tmp_path / "x.gz")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"# a comment\n\n", "x.gz: expected sentences"),
        (GOOD.replace(b"\t", b" "), r"x.gz:2: expected 10 columns"),
        (GOOD.replace(b"\t4\tnsubj", b"\tfour\tnsubj"), r"x.gz:2: .* a head, found 'four'"),
        (GOOD.replace(b"\t4\tnsubj", b"\t6\tnsubj"), r"x.gz:2: .* head up to 5, found 6"),
        (GOOD.replace(b"\n4\tknow", b"\n5\tknow"), r"x.gz:6: expected word 4, found '5'"),
        (GOOD.replace(b"\n4\tknow", b"\nx-y\tknow"), r"x.gz:6: expected word 4, found 'x-y'"),
        (GOOD.replace(b"don't", b"didn't"), r"""x.gz:5: expected the words of "didn't", found"""),
    ],
)
def test_faulty_tree_file_is_explained(tmp_path, content, message):
    """An error names the file, and the line where it has one."""
    (tmp_path / "x.gz").write_bytes(gzip.compress(content))
    with pytest.raises(TrainingError, match=message):
        read_trees(tmp_path / "x.gz")


@pytest.mark.parametrize("read", [read_tagged, read_entities, read_trees])
def test_file_that_is_not_whole_is_named(tmp_path, read):
    """A file that is missing, cut off, or not compressed is an error that names it."""
    path = tmp_path / "x.gz"
    with pytest.raises(TrainingError, match=r"x\.gz: expected this file of the data folder"):
        read(path)
    whole = gzip.compress(random.Random(1).randbytes(4000).hex().encode())
    for content in (whole[:2000], whole[:5], b"Ann\tO\n", whole[:1000] + whole[1500:]):
        path.write_bytes(content)
        with pytest.raises(TrainingError, match=r"x\.gz:\d+: expected a whole gzip file"):
            read(path)


def test_last_sentence_needs_no_empty_line(tmp_path):
    """The last tree of a file without an empty line at its end is read."""
    (tmp_path / "x.gz").write_bytes(gzip.compress(GOOD.rstrip()))
    assert len(read_trees(tmp_path / "x.gz")) == 2
