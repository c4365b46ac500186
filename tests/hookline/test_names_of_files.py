"""Names of files that are not UTF-8 are read by folder or pattern, and are a clear error otherwise."""

import json
import os

import pytest

RAW = os.fsdecode(b"caf\xe9.txt")


@pytest.fixture
def files(project):
    """Write two files with names in Latin-1, one of them not readable as UTF-8."""
    folder = os.fsencode(project.folder)
    os.mkdir(folder + b"/in")
    for name, data in ((b"caf\xe9.txt", b"one"), (b"na\xefve.txt", b"two \xff")):
        with open(folder + b"/in/" + name, "wb") as file:
            file.write(data)
    project.config(source="text", path="in")
    return project


@pytest.mark.parametrize("path", ["in", "in/*.txt"])
def test_folders_and_patterns_read_any_name(files, path):
    """Ids, places, reports and dead letters show the bytes of the name escaped, as valid JSON."""
    files.config(source="text", path=path)
    result = files.call("run", "c.yaml", "--report", "r.json", "--log-format", "json")
    assert result.code == 1
    assert [record["id"] for record in files.records()] == [r"in/caf\xe9.txt"]
    (letter,) = files.records("out.failures.jsonl")
    assert letter["place"] == r"in/na\xefve.txt"
    assert [json.loads(line) for line in result.err.splitlines()]
    json.loads((files.folder / "r.json").read_bytes().decode("utf-8"))


@pytest.mark.parametrize(
    ("arguments", "origin"),
    [
        ((f"in/{RAW}",), "INPUT"),
        (("-o", os.fsdecode(b"o\xe9.jsonl")), "-o"),
        (("-o", os.fsdecode(b"d\xff/o.jsonl")), "-o"),
        (("--set", os.fsdecode(b"sink.path=o\xe9.jsonl")), "--set"),
        (("--set", os.fsdecode(b"failures.path=f\xe9.jsonl")), "--set"),
        (("--set", os.fsdecode(b"cache.path=k\xe9")), "--set"),
        (("--engine", os.fsdecode(b"k\xe9")), "--engine"),
    ],
)
def test_a_name_that_is_not_utf_8_is_a_clear_error(files, arguments, origin):
    """It says where the name was given, shows its bytes, and says what to try."""
    result = files.call("run", "c.yaml", *arguments)
    assert result.code == 2
    (line,) = result.err.splitlines()
    assert origin in line
    assert "expected text in UTF-8, found '" in line
    assert "\\udc" in line
    assert "or read it by the name of its folder or a pattern" in line


@pytest.mark.parametrize("path", ["'${NAME}'", "${NAME}"])
def test_an_environment_variable_that_is_not_utf_8_is_a_clear_error(files, monkeypatch, path):
    """There is one problem, with the line of the config and the name of the variable."""
    monkeypatch.setenv("NAME", os.fsdecode(b"o\xe9.jsonl"))
    files.write(
        "e.yaml",
        f"source: {{use: text, path: in}}\nstages: []\nsink:\n  use: jsonl\n  path: {path}\n",
    )
    result = files.call("run", "e.yaml")
    assert result.code == 2
    assert "e.yaml:5:" in result.err
    assert result.err.count("error") == 1
    assert "expected text in UTF-8, found '${NAME}'" in result.err


def test_a_config_and_a_report_may_have_any_name(files):
    """Their names are written nowhere but in messages, escaped."""
    config, report = os.fsdecode(b"c\xe9.yaml"), os.fsdecode(b"r\xe9.json")
    os.rename("c.yaml", config)
    assert files.call("check", config).code == 0
    assert files.call("run", config, "--report", report).code == 1
    assert json.loads((files.folder / report).read_bytes().decode("utf-8"))["written"] == 1


@pytest.mark.parametrize("key", ["sink.path", "failures.path"])
@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("~/out/o.jsonl", "`~` stands for no folder here, found ~/out/o.jsonl (write ${HOME}/…"),
        ("~ann/o.jsonl", "`~` stands for no folder here, found ~ann/o.jsonl"),
        ('"o\\0.jsonl"', "found 'o\\x00.jsonl' (no name has the character NUL)"),
    ],
)
def test_a_name_that_no_output_can_have_is_a_problem(files, key, value, message):
    """A config does not expand `~`: no folder of that name is made in the working directory."""
    result = files.call("check", "c.yaml", "--set", f"{key}={value}")
    assert result.code == 2
    assert message in result.out


def test_an_output_may_begin_with_a_tilde(files):
    """`~` is a character like others where it does not stand for a folder."""
    assert files.call("check", "c.yaml", "--set", "sink.path=~o.jsonl").code == 0
    assert files.call("check", "c.yaml", "--set", "sink.path=./~/o.jsonl").code == 0


def test_an_input_in_the_home_folder_is_named_by_the_variable(files):
    """Where `~` was not expanded by a shell, the error says what to write."""
    result = files.call("run", "c.yaml", "~/in.txt")
    assert result.code == 2
    assert "there is no file or folder ~/in.txt" in result.err
    assert "write ${HOME} for `~`" in result.err
