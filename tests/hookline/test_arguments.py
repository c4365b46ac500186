"""Arguments of the Python functions: what they take, and what they say of others."""

from pathlib import Path

import pytest

from hookline import ConfigError, Pipeline, PluginError, Stage, read_plan, run, start


@pytest.fixture
def config(project):
    """The path of a config that copies in.jsonl, in a folder with it."""
    project.documents("in.jsonl", ["a"])
    project.documents("more.jsonl", ["b"])
    return project.config()


@pytest.mark.parametrize(
    "inputs", ["more.jsonl", Path("more.jsonl"), ["more.jsonl"], (Path("more.jsonl"),)]
)
def test_a_path_is_a_string_or_a_path_and_a_list_may_be_one_item(project, config, inputs):
    """A string is one input, and not its letters; the output may be a path as well."""
    plan = read_plan(config, inputs=inputs, output=Path("o.jsonl"), overrides="batch_size=1")
    assert run(plan).written == 1
    assert [record["text"] for record in project.records("o.jsonl")] == ["b"]


def test_one_plugin_file_needs_no_list(project):
    """A path in the place of `plugins` is one plugin."""
    file = project.write("own_one.py", "import hookline\n\n@hookline.stage('one')\ndef one(doc):\n")
    file.write_text(file.read_text() + "    return doc.with_meta(one=True)\n")
    stages = {"stages": [{"use": "own_one:one"}]}
    for plugins in (file, str(file)):
        with Pipeline.from_config(stages, plugins=plugins) as pipeline:
            assert pipeline.process("a").meta == {"one": True}


class Copy(Stage):
    """Return documents as they are."""

    name = "copy"

    def process(self, docs):
        return docs


@pytest.mark.parametrize(
    ("plugin", "message"),
    [
        (Copy, "the plugin Copy: it is a stage: a config takes it as `use`"),
        (7, "expected an object with hooks, such as `hookline_register`, .* found 7"),
        (
            "../copies",
            "expected the name of a module or of a file ending in .py, found '../copies'",
        ),
        ("", "expected the name of a module or of a file ending in .py, found ''"),
    ],
)
def test_what_is_no_plugin_is_named(plugin, message):
    """A stage is not taken for a plugin, and an object without hooks is not passed over."""
    with pytest.raises(PluginError, match=message):
        Pipeline.from_config({"stages": []}, plugins=[plugin])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"workers": 0}, "workers: error: expected a whole number of at least 1, found 0"),
        ({"workers": "2"}, "workers: error: expected a whole number of at least 1, found '2'"),
        ({"workers": 1.5}, "workers: error: expected a whole number of at least 1, found 1.5"),
        ({"limit": -1}, "limit: error: expected a whole number of at least 0, found -1"),
        ({"linger": -1}, "linger: error: expected a number of seconds, found -1"),
    ],
)
@pytest.mark.parametrize("begin", [run, start])
def test_numbers_are_checked_before_a_run_begins(project, config, begin, options, message):
    """The error names the argument, not a component that has met the number, and nothing is written."""
    with pytest.raises(ConfigError, match=message):
        begin(read_plan(config), **options)
    assert not list(project.folder.glob("*out*"))


@pytest.mark.parametrize("begin", [run, start])
def test_a_run_takes_a_plan(begin):
    """The path of a config is no plan, and the error says what makes one."""
    with pytest.raises(
        TypeError, match=r"expected a plan, as `read_plan` returns it, found 'c\.yaml'"
    ):
        begin("c.yaml")
