"""The cache of what stages made: what is unchanged is not computed again, and nothing else changes."""

import os

import pytest


def marks():
    """Return how many documents the stage `counted` has been given."""
    return os.path.getsize("marks") if os.path.exists("marks") else 0


@pytest.fixture
def texts(project):
    """An input with a document that is dropped and one that fails later."""
    project.documents("in.jsonl", ["Some Text", "", "A RAISE", "Ünï \U0001f600 code"])


def test_a_later_stage_changes_and_the_earlier_is_not_computed_again(project, texts):
    """With other stages behind it, a stage is not asked again, and the bytes are as without a cache."""
    project.config("[{use: counted}]", more="cache: kept\n")
    assert project.call("run", "c.yaml", "-o", "a.jsonl").code == 0
    assert marks() == 4
    stages = "[{use: counted}, {use: needy}, {use: poison}]"
    project.config(stages, more="cache: kept\n")
    assert project.call("run", "c.yaml", "-o", "b.jsonl", "--report", "r.json").code == 1
    assert marks() == 4
    project.config(stages)
    assert project.call("run", "c.yaml", "-o", "c.jsonl").code == 1
    assert marks() == 8
    one, other = (project.folder / name for name in ("b.jsonl", "c.jsonl"))
    assert one.read_bytes() == other.read_bytes()


def test_other_options_and_another_text_are_computed(project, texts):
    """A stage with changed options is asked about all, one with a changed input about that one."""
    project.config("[{use: counted}]", more="cache: kept\n")
    project.call("run", "c.yaml")
    project.call("run", "c.yaml", "--fresh", "--set", "stages.counted.label=OTHER")
    assert marks() == 8
    assert project.records()[0]["entities"][0]["label"] == "OTHER"
    project.documents("in.jsonl", ["Some Text", "", "Another", "Ünï \U0001f600 code"])
    project.call("run", "c.yaml", "--fresh")
    assert marks() == 9


def test_a_cache_is_bounded(project):
    """What has not been used for longest goes when the cache is larger than it may be."""
    project.documents("in.jsonl", [os.urandom(2000).hex() for _ in range(100)])
    more = "cache: {path: kept, size: 100KB}\n"
    project.config("[{use: counted}]", more=more)
    assert project.call("run", "c.yaml").code == 0
    assert sum(file.stat().st_size for file in (project.folder / "kept").iterdir()) < 250_000
    assert project.call("run", "c.yaml", "--fresh").code == 0
    assert 100 < marks() < 200


def test_a_damaged_cache_costs_nothing_but_time(project, texts):
    """A file that is no database, or cannot be written, is said, and all is computed."""
    project.write("kept/outcomes.sqlite", b"no database at all" * 500)
    project.config("[{use: counted}]", more="cache: kept\n")
    with project.start("run", "c.yaml") as run:
        _, err = run.communicate()
    assert run.returncode == 0
    assert "the cache kept cannot be used" in err
    assert len(project.records()) == 3


def test_a_stage_that_cannot_be_opened_is_said_when_it_is_needed(project, texts):
    """With a cache a model is loaded when it is first needed; one that is missing is an error."""
    project.config("[{use: counted}, {use: stanza, model: /nowhere}]", more="cache: kept\n")
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "/nowhere" in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize("cache", ["3", "''", "{size: 3GB}", "{path: a, size: many}"])
def test_an_odd_cache_is_a_problem_of_the_config(project, cache):
    """It is reported by `check`, with its place."""
    project.config(more=f"cache: {cache}\n")
    result = project.call("check", "c.yaml")
    assert result.code == 2
    assert "c.yaml:" in result.out
