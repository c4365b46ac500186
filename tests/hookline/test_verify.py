"""`hookline verify`: the same bytes however a config is run."""

import pytest


def test_a_sound_config_gives_the_same_bytes_every_time(project):
    """Batch sizes, workers and an interruption change neither output nor dead letters."""
    project.documents("in.jsonl", ["RAISE" if n % 9 == 4 else f"Text {n}" for n in range(60)])
    project.config("[{use: shout}, {use: poison}, {use: words}]")
    result = project.call("verify", "c.yaml")
    assert result.code == 0, result.out
    assert result.out.count("agrees") == 5
    assert "60 documents, 53 written, 7 failed; the same bytes every time" in result.out
    assert not (project.folder / "out.jsonl").exists()


def test_a_stage_that_looks_at_its_neighbours_is_caught(project):
    """A stage whose result depends on its batch is found out."""
    project.documents("in.jsonl", ["a"] * 40)
    project.config("[{use: neighbourly}]")
    result = project.call("verify", "c.yaml", "--limit", "30")
    assert result.code == 1
    assert "a batch for each document: differs: the output differs first in line 1" in result.out


UNSORTED = """
from hookline import Stage

class Unsorted(Stage):
    name = "unsorted"
    def process(self, docs):
        return [doc.with_meta(words=ORDER(set(doc.text.split()))) for doc in docs]
"""


@pytest.mark.parametrize(("order", "seed"), [("list", ""), ("list", "1"), ("sorted", "")])
def test_a_stage_that_writes_a_set_in_its_own_order_is_caught(project, monkeypatch, seed, order):
    """The order of a set depends on the hash seed of the process, which verify changes."""
    if seed:
        monkeypatch.setenv("PYTHONHASHSEED", seed)
    project.documents("in.jsonl", [f"alpha beta gamma {n}" for n in range(20)])
    project.write("unsorted.py", UNSORTED.replace("ORDER", order))
    project.config("[{use: 'unsorted:Unsorted', batch_size: 4}]")
    with project.start("verify", "c.yaml", "--plugins", "unsorted.py") as process:
        out, _ = process.communicate()
    line = "new processes with other hash seeds: "
    expected = f"{line}agrees" if order == "sorted" else f"{line}differs: the output differs first"
    assert expected in out
    assert process.returncode == (order == "list")


def test_an_error_in_a_new_process_is_shown(project, monkeypatch):
    """A stage that cannot be opened in the new processes ends the call with the reason."""
    monkeypatch.delenv("PYTHONHASHSEED", raising=False)
    project.documents("in.jsonl", ["a"])
    opening = """
    def __init__(self, options):
        super().__init__(options)
        assert "PYTHONHASHSEED" not in os.environ, "not here"
"""
    project.write("unsorted.py", "import os" + UNSORTED.replace("ORDER", "sorted") + opening)
    project.config("[{use: 'unsorted:Unsorted'}]")
    result = project.call("verify", "c.yaml", "--plugins", "unsorted.py")
    assert result.code == 2
    assert "interrupted and resumed: agrees" in result.out
    assert "the stage `Unsorted` could not be opened: AssertionError: not here" in result.err
    assert "Traceback" not in result.err


def test_standard_input_cannot_be_verified(project):
    """What can be read only once is refused, with a hint."""
    project.config("[{use: shout}]")
    result = project.call("verify", "c.yaml", "-")
    assert result.code == 2
    assert "standard input can be read only once" in result.err


def test_an_output_that_is_a_folder_is_compared_file_by_file(annotated):
    """As `brat` writes it; one with parts is compared as a whole."""
    sink = {"use": "brat", "path": "out"}
    result = annotated.call("verify", "c.yaml", "--set", f"sink={sink}")
    assert result.code == 0, result.err
    assert "4 documents, 4 written, 0 failed; the same bytes every time" in result.out
    result = annotated.call("verify", "c.yaml", "--set", "sink.parts={documents: 2}")
    assert result.code == 0, result.err


CROWDED = """
from hookline import Entity, Stage

class Crowded(Stage):
    name = "crowded"
    provides = ("sentences", "entities")
    labels = ("NAME",)

    def process(self, docs):
        for doc in docs:
            yield doc.with_layers(sentences=[], entities=[Entity(0, len(docs), "NAME")])
"""


def test_a_difference_in_a_folder_names_the_file(project):
    """A file whose content depends on the batch is found out."""
    project.documents("in.jsonl", ["Ann", "Bo"])
    project.write("crowded.py", CROWDED)
    project.config("[{use: 'crowded:Crowded'}]")
    call = ("verify", "c.yaml", "--plugins", "crowded.py", "--set", "sink={use: brat, path: out}")
    result = project.call(*call)
    assert result.code == 1, result.err
    message = "a batch for each document: differs: the file d0.ann of the output differs first"
    assert message in result.out
