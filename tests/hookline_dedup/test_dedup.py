"""The stage `dedup` and the command `hookline dedup`."""

import json
import random
import signal
import time

import pytest

from hookline import Document
from hookline_dedup.duplicates import bands
from hookline_dedup.options import SimilarityOptions
from hookline_dedup.signature import encode_row, row_dtype

CONFIG = """
source: {use: jsonl, path: in.jsonl}
stages: [{use: drop-empty}, {use: dedup, index: work/index, batch_size: 7}]
sink: {use: jsonl, path: out.jsonl}
"""


def text(seed, changed=0):
    """Return 120 words, the last `changed` of them replaced."""
    words = random.Random(seed).choices([f"word{n}" for n in range(400)], k=120)
    return " ".join(words[: 120 - changed] + ["changed"] * changed)


def ids(project, name="out.jsonl"):
    return [record["id"] for record in project.records(name)]


@pytest.fixture
def corpus(project):
    """Return a project with documents that equal or resemble earlier ones."""
    project.documents(
        "in.jsonl",
        [
            text(1),
            text(2),
            f"  {text(1).upper()}!\n",  # the same words
            text(2, changed=4),
            text(2, changed=90),
            "",
            "…",
            "— —",  # no words: nothing to compare
            text(3),
            text(3),
            text(2, changed=4),
        ],
    )
    project.write("c.yaml", CONFIG)
    return project


def test_the_first_of_duplicates_is_kept(corpus):
    """Equal texts and near duplicates are dropped with a reason; other documents are kept, in order."""
    made = corpus.call("dedup", "c.yaml")
    assert made.code == 0
    assert "work/index: 10 documents, 6 kept, 3 duplicate, 1 near duplicate" in made.err
    assert corpus.call("run", "c.yaml", "--report", "r.json").code == 0
    assert ids(corpus) == ["d0", "d1", "d4", "d6", "d7", "d8"]
    report = json.loads((corpus.folder / "r.json").read_text())
    assert report["dropped"] == {"empty": 1, "duplicate": 3, "near duplicate": 1}
    assert sorted(path.name for path in (corpus.folder / "work").iterdir()) == ["index"]


def test_near_duplicates_can_be_kept(corpus):
    """With `near: null` only equal texts are dropped."""
    change = ("--set", "stages.dedup.near=null")
    assert corpus.call("dedup", "c.yaml", *change).code == 0
    assert corpus.call("run", "c.yaml", *change).code == 0
    assert ids(corpus) == ["d0", "d1", "d3", "d4", "d6", "d7", "d8"]


def test_the_result_does_not_depend_on_workers_and_batches(corpus):
    """Index and output are byte-identical with any number of workers and any batch size."""
    corpus.call("dedup", "c.yaml")
    corpus.call("run", "c.yaml")
    index = (corpus.folder / "work/index").read_bytes()
    output = (corpus.folder / "out.jsonl").read_bytes()
    other = corpus.start("dedup", "c.yaml", "--workers", "2", "--set", "batch_size=1")
    other.communicate()
    assert other.returncode == 0
    assert (corpus.folder / "work/index").read_bytes() == index
    again = corpus.start("run", "c.yaml", "--fresh", "--workers", "2", "--set", "batch_size=1")
    again.communicate()
    assert again.returncode == 0
    assert (corpus.folder / "out.jsonl").read_bytes() == output


def test_a_killed_command_is_resumed(project):
    """After `kill -9` the same command makes the complete index."""
    project.documents("in.jsonl", [text(n % 40) for n in range(60)])
    project.write("c.yaml", CONFIG.replace("drop-empty}", "slow, seconds: 0.2, batch_size: 4}"))
    process = project.start("dedup", "c.yaml")
    rows = project.folder / "work/index.work/.rows.hookline/part"
    deadline = time.monotonic() + 60
    while not (rows.exists() and rows.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert not (project.folder / "work/index").exists()
    made = project.call("dedup", "c.yaml", "--set", "stages.slow.seconds=0.2")
    assert made.code == 0, made.err
    assert "60 documents, 40 kept, 20 duplicate, 0 near duplicate" in made.err


def test_a_mismatched_index_is_refused(corpus):
    """A missing index, other options and other documents give a message that says what to do."""
    assert "run `hookline dedup`" in corpus.call("run", "c.yaml").err
    assert corpus.call("dedup", "c.yaml").code == 0
    result = corpus.call("run", "c.yaml", "--set", "stages.dedup.near=0.5")
    assert result.code == 2
    assert "made with other options" in result.err
    corpus.write("work/text", "no index")
    assert (
        "is no index" in corpus.call("run", "c.yaml", "--set", "stages.dedup.index=work/text").err
    )
    corpus.documents("in.jsonl", [text(1), "another text"])
    result = corpus.call("run", "c.yaml")
    assert result.code == 1
    letters = corpus.records("out.failures.jsonl")
    assert [letter["id"] for letter in letters] == ["d1"]
    assert "in.jsonl:2 is not in the index work/index" in letters[0]["error"]["message"]


def test_inputs_are_replaced_or_refused(corpus):
    """INPUT replaces the source's path; standard input and configs without the stage are refused."""
    corpus.documents("other.jsonl", [text(1), text(1)])
    made = corpus.call("dedup", "c.yaml", "other.jsonl")
    assert "2 documents, 1 kept, 1 duplicate" in made.err
    assert corpus.call("run", "c.yaml", "other.jsonl").code == 0
    assert ids(corpus) == ["d0"]
    result = corpus.call("dedup", "c.yaml", "-")
    assert (result.code, "can be read only once" in result.err) == (2, True)
    result = corpus.call("dedup", "c.yaml", "--set", "stages=[]")
    assert (result.code, "has no stage `dedup`" in result.err) == (2, True)


def test_failed_documents_fail_in_the_run(project):
    """Documents that fail before the stage are not in the index, and are dead letters of the run."""
    project.documents("in.jsonl", [text(1), "RAISE", text(1)])
    project.write("c.yaml", CONFIG.replace("drop-empty", "poison"))
    assert "2 documents, 1 kept, 1 duplicate" in project.call("dedup", "c.yaml").err
    assert project.call("run", "c.yaml").code == 1
    assert [letter["id"] for letter in project.records("out.failures.jsonl")] == ["d1"]
    assert ids(project) == ["d0"]


def row(content, **options):
    import numpy as np

    similarity = SimilarityOptions(**options)
    data = encode_row(Document.from_text(content), similarity)
    return np.frombuffer(data, row_dtype(similarity))[0]


def test_similarity_is_estimated():
    """The share of equal signature values is close to the Jaccard similarity of the shingles."""
    errors = []
    for seed in range(30):
        changed = seed * 4
        first, second = text(seed), text(seed, changed)
        first_shingles, second_shingles = (
            {tuple(words[start : start + 3]) for start in range(len(words) - 2)}
            for words in (first.split(), second.split())
        )
        similarity = len(first_shingles & second_shingles) / len(first_shingles | second_shingles)
        estimate = (row(first, run=3)["signature"] == row(second, run=3)["signature"]).mean()
        errors.append(abs(similarity - estimate))
    assert max(errors) < 0.16  # four standard errors at a similarity of 0.5, and a little
    assert sum(errors) / len(errors) < 0.04


@pytest.mark.parametrize(
    "content", ["Straße, 3 °C!", "東京は日本の首都", "caf\u00e9 \ud800 noir", "a" * 99]
)
def test_texts_are_equal_if_their_words_are(content):
    """Case, punctuation, white space and the form of characters do not make two texts differ."""
    import unicodedata

    other = unicodedata.normalize("NFD", f" {content.upper()}\n\n?")
    assert (row(content)["content"] == row(other)["content"]).all()
    assert (row(content)["content"] != row(f"{content} more")["content"]).any()


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.8, 0.95])
def test_bands_find_pairs_at_the_threshold(threshold):
    """A pair at the threshold shares a band with a probability of at least 0.98."""
    count, size = bands(threshold)
    assert count * size <= 128
    assert 1 - (1 - threshold**size) ** count >= 0.98
