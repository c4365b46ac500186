"""`hookline verify`: the same bytes however a config is run."""


def test_a_sound_config_gives_the_same_bytes_every_time(project):
    """Batch sizes, workers and an interruption change neither output nor dead letters."""
    project.documents("in.jsonl", ["RAISE" if n % 9 == 4 else f"Text {n}" for n in range(60)])
    project.config("[{use: shout}, {use: poison}, {use: words}]")
    result = project.call("verify", "c.yaml")
    assert result.code == 0, result.out
    assert result.out.count("agrees") == 4
    assert "60 documents, 53 written, 7 failed; the same bytes every time" in result.out
    assert not (project.folder / "out.jsonl").exists()


def test_a_stage_that_looks_at_its_neighbours_is_caught(project):
    """A stage whose result depends on its batch is found out."""
    project.documents("in.jsonl", ["a"] * 40)
    project.config("[{use: neighbourly}]")
    result = project.call("verify", "c.yaml", "--limit", "30")
    assert result.code == 1
    assert "a batch for each document: differs: the output differs first in line 1" in result.out


def test_standard_input_cannot_be_verified(project):
    """What can be read only once is refused, with a hint."""
    project.config("[{use: shout}]")
    result = project.call("verify", "c.yaml", "-")
    assert result.code == 2
    assert "standard input can be read only once" in result.err
