"""The messages of a run on standard error: one format, and what they say."""

import json
import os

import pytest


def events(text: str) -> list[dict]:
    """Return the messages of a log of JSON lines."""
    return [json.loads(line) for line in text.splitlines()]


def test_a_pipe_gets_json_lines_only(project):
    """Warnings, failures and the counts of a run are JSON lines where no terminal is."""
    project.write("in/a.jsonl", '{"text": "a"}\nnot JSON\n')
    project.write("in/b.md", "not read")
    project.config(path="in")
    result = project.call("run", "c.yaml")
    assert result.code == 1
    log = events(result.err)
    assert [(item["event"], item["level"]) for item in log] == [
        ("files in in with other endings are not read: 1 .md", "warning"),
        ("run started", "info"),
        ("document failed", "warning"),
        ("run finished", "info"),
    ]
    assert log[2]["place"] == "in/a.jsonl:2"
    assert (log[3]["read"], log[3]["written"], log[3]["failed"]) == (2, 1, 1)
    assert log[3]["dead_letters"] == "out.failures.jsonl"
    assert log[3]["summary"].startswith("2 read, 1 written, 1 failed in ")


def test_a_pattern_that_matches_other_kinds_of_files_says_so(project):
    """All are read, as the pattern asks; a pattern of another ending alone is no mistake."""
    project.write("in/a.jsonl", '{"text": "a"}\n')
    project.write("in/b.csv", '{"text": "b"}\n')
    project.config()
    result = project.call("run", "c.yaml", "in/*", "--log-format", "text")
    assert result.code == 0
    warning = "warning: files that match in/* are read in spite of their endings: 1 .csv"
    assert result.err.splitlines()[0] == warning
    result = project.call("run", "c.yaml", "in/*.csv", "-o", "b.jsonl", "--set", "source.use=jsonl")
    assert "in spite of" not in result.err


def test_text_is_one_line_per_message(project):
    """With `--log-format text`, a failure is its place and the reason."""
    project.documents("in.jsonl", ["a", "RAISE"])
    project.config("[{use: poison}]")
    result = project.call("run", "c.yaml", "--log-format", "text")
    lines = result.err.splitlines()
    assert lines[0] == "run started: c.yaml to out.jsonl"
    assert lines[1] == "in.jsonl:2: ValueError in `poison`: poison"
    assert lines[2].split() == ["stage", "in", "out", "dropped", "failed", "seconds"]
    assert lines[-1] == "dead letters: out.failures.jsonl"


def test_a_refused_call_is_answered_in_text_unless_json_is_asked_for(project):
    """Problems of a config are lines with file, line and column, or JSON with these as fields."""
    project.config("[{use: shuot}]")
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert result.err.startswith("c.yaml:4:16: error: there is no stage named `shuot`")
    (event,) = events(project.call("run", "c.yaml", "--log-format", "json").err)
    assert (event["file"], event["line"], event["column"]) == ("c.yaml", 4, 16)
    assert event["level"] == "error"


def test_a_refusal_has_one_format_with_what_was_said_before_it(project):
    """A warning about the input of a call that is then refused is text as well."""
    project.write("in/a.jsonl", '{"text": "a"}\n')
    project.write("in/b.md", "not read")
    project.write("out.jsonl", "mine")
    project.config(path="in")
    result = project.call("run", "c.yaml")
    assert result.code == 2
    warning, error = result.err.splitlines()
    assert warning == "warning: files in in with other endings are not read: 1 .md"
    assert error.startswith("hookline: out.jsonl exists and was not written by hookline")


@pytest.mark.parametrize(("endings", "expected"), [("abcde", "1 other"), ("abcdef", "2 others")])
def test_files_of_many_endings_are_counted(project, endings, expected):
    """Four endings are named, and the files that have further ones are counted."""
    for letter in endings:
        project.write(f"in/x.{letter}", "not read")
    project.write("in/x.jsonl", '{"text": "a"}\n')
    project.config(path="in")
    (warning, *_) = events(project.call("run", "c.yaml").err)
    assert warning["event"].endswith(f"not read: 1 .a, 1 .b, 1 .c, 1 .d, {expected}")


def test_wrong_arguments_are_answered_with_what_is_wrong(project):
    """An override names itself, a missing plugin file and an empty output are said as such."""
    project.documents("in.jsonl", ["a"])
    project.config()
    for call, message in (
        (("check", "c.yaml", "--set", "a.b=1"), "--set a.b=1: error: the config has no option `a`"),
        (("check",), "hookline.yaml: error: expected a config, found none"),
        (("check", "c.yaml", "--plugins", "no.py"), "cannot load no.py: there is no such file"),
        (("run", "c.yaml", "-o", ""), "the output has an empty name"),
        (("run", "c.yaml", ""), "there is no file or folder ''"),
    ):
        result = project.call(*call)
        assert result.code == 2
        assert message in result.out + result.err


def test_an_error_within_a_run_keeps_the_format(project):
    """A run that reaches the limit of failures says so in a JSON line."""
    project.documents("in.jsonl", ["RAISE"] * 3)
    project.config("[{use: poison}]", more="failures: {limit: 1}\n")
    result = project.call("run", "c.yaml")
    assert result.code == 3
    assert any("failures.limit is 1" in event["event"] for event in events(result.err))


def test_a_report_has_the_format_of_its_name(project):
    """A name that ends like a table or another format is refused before the run."""
    project.documents("in.jsonl", ["a"])
    project.config()
    result = project.call("run", "c.yaml", "--report", "r.csv")
    assert result.code == 2
    assert "--report r.csv: error: a report is JSON or Prometheus text" in result.err
    assert project.call("run", "c.yaml", "--report", "r.json").code == 0
    assert json.loads((project.folder / "r.json").read_text())["written"] == 1


def test_a_report_into_a_closed_folder_is_refused_before_the_run(project, monkeypatch):
    """A run does not find at its end that its report cannot be written."""
    project.documents("in.jsonl", ["a"])
    project.config()
    (project.folder / "closed").mkdir()
    access = os.access
    monkeypatch.setattr(
        os, "access", lambda path, *mode: not str(path).endswith("closed") and access(path, *mode)
    )
    result = project.call("run", "c.yaml", "--report", "closed/new/r.json")
    assert result.code == 2
    assert "no permission to write in the folder" in result.err
    assert not (project.folder / "out.jsonl").exists()


def test_run_alone_takes_the_config_that_init_writes(project):
    """Without a config, hookline.yaml of the working directory is run; without that, it is named."""
    result = project.call("run")
    assert result.code == 2
    assert "hookline.yaml: error: expected a config, found none" in result.err
    assert "`hookline init`" in result.err
    project.documents("in.jsonl", ["a"])
    project.config(name="hookline.yaml")
    assert project.call("run").code == 0
    assert len(project.records()) == 1


@pytest.mark.parametrize("name", ["articles.csv", "more.jsonl"])
def test_an_option_is_never_dropped_in_silence(project, name):
    """What a source of another kind can take is carried over; the rest is a warning."""
    project.write("articles.csv", "n,Body\n1,one\n")
    project.write("more.jsonl", '{"Body": "one"}\n')
    project.write(
        "c.yaml",
        "source: {use: tsv, path: x.tsv, text: Body, columns: [n, Body]}\nstages: []\n"
        "sink: {use: jsonl, path: out.jsonl}\n",
    )
    result = project.call("run", "c.yaml", name)
    if name == "more.jsonl":
        assert "without its option `columns`" in result.err
    assert project.records()[0]["text"] in ("one", "Body")


def test_an_override_is_for_the_inputs_that_have_the_option(project):
    """With inputs of several kinds, `--set` reaches those it can, and is refused if there is none."""
    project.write("a.txt", "one")
    project.write("b.csv", "id;text\n1;two\n")
    project.config()
    call = ("run", "c.yaml", "a.txt", "b.csv", "--log-format", "text", "--set")
    assert project.call(*call, "source.delimiter=;").code == 0
    assert [record["text"] for record in project.records()] == ["one", "two"]
    result = project.call(*call, "source.nothing=1", "--fresh")
    assert result.code == 2
    assert "none of the sources `text` and `csv` has an option `nothing`" in result.err


def test_a_run_that_writes_no_document_says_so(project):
    """Where all documents are dropped or fail, a warning stands beside the counts."""
    project.documents("in.jsonl", ["RAISE", "RAISE"])
    project.config("[{use: poison}]")
    result = project.call("run", "c.yaml", "--log-format", "text")
    assert "warning: no document was written" in result.err.splitlines()


def test_a_full_disk_has_an_exit_code_of_its_own(project):
    """A sink whose disk is full ends with 74, and the same command goes on when there is room."""
    project.write(
        "full.py",
        "import errno, os\n"
        "from pydantic import Field\n"
        "from hookline import FileSink, to_json\n"
        "class Full(FileSink):\n"
        "    name = 'full'\n"
        "    class Options(FileSink.Options):\n"
        "        path: str = Field(description='the file')\n"
        "    def encode(self, docs):\n"
        "        return [to_json(doc, (), self.layers) for doc in docs]\n"
        "    def deliver(self, finished):\n"
        "        if os.path.exists('room'):\n"
        "            return super().deliver(finished)\n"
        "        raise OSError(errno.ENOSPC, 'No space left on device')\n",
    )
    project.documents("in.jsonl", ["a"])
    project.write(
        "c.yaml",
        "source: {use: jsonl, path: in.jsonl}\nstages: []\nsink: {use: 'full:Full', path: out.jsonl}\n",
    )
    result = project.call("run", "c.yaml")
    assert result.code == 74
    assert "cannot write out.jsonl: No space left on device; free the space" in result.err
    project.write("room", "")
    assert project.call("run", "c.yaml").code == 0
    assert [record["text"] for record in project.records()] == ["a"]
