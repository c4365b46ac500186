"""The sink `null`."""

from pathlib import Path


def test_nothing_is_written_but_all_is_counted(project):
    """`use: null`, `--set sink.use` and `-o /dev/null` run every document and leave no file."""
    project.documents("in.jsonl", ["a", "b"])
    project.write("c.yaml", "source: {use: jsonl, path: in.jsonl}\nstages: []\nsink: {use: null}\n")
    project.config(name="other.yaml")
    before = sorted(path.name for path in Path().iterdir())
    for call in (("c.yaml",), ("other.yaml", "-o", "/dev/null")):
        result = project.call("run", *call)
        assert result.code == 0, result.err
        assert "2 read, 2 written, 0 failed" in result.err
    assert sorted(path.name for path in Path().iterdir()) == before


def test_a_config_without_the_name_of_its_sink_is_refused(project):
    """An empty `use` is no way to lose the records."""
    project.write("c.yaml", "source: {use: jsonl, path: in.jsonl}\nstages: []\nsink: {use: }\n")
    result = project.call("check", "c.yaml")
    assert result.code == 2
    assert "`sink.use` of the config: expected text, found None" in result.out
