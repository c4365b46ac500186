"""The command line as a whole: names, pipes and what is said of failures."""

import os

import pytest

WRONG_CALLS = {
    "run c.yaml --workers x": "--workers: error: expected a whole number of at least 1, found 'x' (",
    "run c.yaml --limit -1": "--limit: error: expected a whole number of at least 0, found -1 (",
    "run c.yaml --linger x": "--linger: error: expected a number of at least 0, found 'x' (",
    "run c.yaml --log-format xml": "--log-format: error: expected auto, text or json, found 'xml' (",
    "run c.yaml --wokers 2": "--wokers: error: `hookline run` has no such option (did you mean `--workers`?)",
    "run c.yaml --linger": "--linger: error: expected a value, found none (see ",
    "run c.yaml --fresh=3": "--fresh: error: expected no value (see ",
    "view": "hookline view: error: expected RECORDS, found none (usage: hookline view [OPTIONS] RECORDS)",
    "view a b": "hookline view: error: got unexpected extra argument (b) (usage: hookline view ",
    "completion tcsh": "SHELL: error: expected bash, zsh or fish, found 'tcsh' (see ",
    "eval ner x.conll --map PER": "--map: error: expected FROM=TO, such as PER=PERSON, found 'PER' (see ",
}


@pytest.mark.parametrize("call", WRONG_CALLS)
def test_a_wrong_call_is_answered_in_one_line(project, call):
    """Where, what was expected and found, and what to try, as for configs; exit code 2."""
    project.config("[]")
    result = project.call(*call.split())
    assert result.code == 2
    assert result.out == ""
    assert result.err.startswith(WRONG_CALLS[call]), result.err
    assert result.err.count("\n") == 1


def test_counts_agree_with_their_nouns(project):
    """One document is no documents, wherever a command counts."""
    project.documents("in.jsonl", ["RAISE"])
    project.config("[{use: poison}]")
    assert (
        "\n1 document, 0 written, 1 failed; the same bytes" in project.call("verify", "c.yaml").out
    )
    result = project.call("run", "c.yaml", "--quiet", "--log-format", "text")
    assert "1 of 1 document failed" in result.err
    result = project.call("run", "c.yaml", "--fresh", "--set", "failures.limit=0")
    assert "stopped: 1 document failed and" in result.err
    project.documents("in.jsonl", ["b"])
    assert project.call("run", "c.yaml", "-o", "a.jsonl").code == 0
    assert project.call("diff", "a.jsonl", "a.jsonl").out == "0 of 1 document differ\n"
    project.documents("in.jsonl", ["c"])
    assert project.call("run", "c.yaml", "-o", "b.jsonl").code == 0
    assert "\n1 of 1 document differs\n" in project.call("diff", "a.jsonl", "b.jsonl").out


def test_an_input_that_a_call_does_not_name_is_not_said_to_be_gone(project):
    """A finished output of standard input and a call with a file: neither input has vanished."""
    project.documents("in.jsonl", ["a"])
    project.config("[]")
    with open(project.folder / "in.jsonl") as file:
        process = project.start("run", "c.yaml", "-", "--limit", "0", "--quiet", stdin=file)
        process.communicate()
    assert process.returncode == 0
    result = project.call("run", "c.yaml", "--limit", "0")
    assert result.code == 2
    assert "standard input is no longer read, the input in.jsonl is new;" in result.err


def test_a_misspelt_name_is_guessed(project):
    """A component, a command and a task that do not exist are answered with the one that is meant."""
    assert "did you mean `clean`?" in project.call("plugins", "cleen").err
    assert "Did you mean `check`?" in project.call("chek").err
    assert "Did you mean `eval`?" in project.call("evl").err
    assert "did you mean `ner`?" in project.call("eval", "nerr").err


def test_a_closed_pipe_is_no_failure(project):
    """When the reader of a table has gone, the exit code says just that."""
    process = project.start("plugins")
    process.stdout.close()
    assert process.wait() == 141
    assert process.stderr.read() == ""
    process.stderr.close()


def test_closed_standard_input_is_no_empty_input(project):
    """A run that shall read it says so, and no file of the run is taken for it."""
    project.config(path='"-"')
    process = project.start("run", "c.yaml", preexec_fn=lambda: os.close(0))
    _, err = process.communicate()
    assert process.returncode == 1
    assert "standard input is closed: name an INPUT" in err
    assert project.records() == []


def test_a_full_disk_is_said(project):
    """Output that cannot be written is a message, wherever it is written from, and no traceback."""
    for arguments in (["check", "c.yaml"], ["plugins"], ["--help"]):
        project.config("[]")
        with open("/dev/full", "w") as full:
            process = project.start(*arguments, stdout=full)
            _, err = process.communicate()
        assert process.returncode == 74
        assert err == "hookline: cannot write standard output: No space left on device\n"


def test_quiet_is_not_silent_about_failures(project):
    """`--quiet` says that documents failed, and where they are; a report needs a file."""
    project.documents("in.jsonl", ["a", "RAISE"])
    project.config("[{use: poison}]")
    result = project.call("run", "c.yaml", "--quiet", "--log-format", "text")
    assert result.code == 1
    assert result.err == "hookline: 1 of 2 documents failed; dead letters: out.failures.jsonl\n"
    assert project.call("run", "c.yaml", "--quiet").code == 1
    result = project.call("run", "c.yaml", "--report", "-")
    assert result.code == 2
    assert "expected the path of a file, found `-`" in result.err


def test_input_in_the_place_of_the_config_is_noticed(project):
    """An article or a file of documents where the config goes is answered with the right order."""
    project.documents("in.jsonl", ["a"])
    project.write("a.txt", "Some text: more of it\n\tand more")
    for command, name in (("run", "a.txt"), ("run", "in.jsonl"), ("explain", "a.txt")):
        result = project.call(command, name, "in.jsonl")
        assert result.code == 2
        assert result.err.startswith(f"{name}: error: expected a config, found input (the config")
    project.write("articles/a.txt", "Some text.")
    assert "(the config comes first, then its input: CONFIG articles)" in (
        project.call("run", "articles").err
    )
    result = project.call("run", "b.txt")
    assert result.err == (
        "b.txt: error: cannot read the config: No such file or directory (name a config, or write one "
        "with `hookline init`)\n"
    )


def test_a_folder_of_other_files_is_answered_with_the_input_to_name(project):
    """The pattern that the message names is read by the source that its ending selects."""
    project.write("in/a.jsonl", '{"text": "a"}\n')
    project.config("[]", source="text", path="in")
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "holds no file ending in .txt or .text, but 1 .jsonl: as INPUT, a pattern" in result.err
    pattern = result.err.split("'")[1]
    assert project.call("run", "c.yaml", pattern).code == 0


def test_an_item_that_is_not_there_is_answered_with_those_that_are(project):
    """`--set` of an unknown stage names the one with a similar name, or all of them."""
    project.documents("in.jsonl", ["a"])
    project.config("[{use: shout}, {use: words, name: tokens}]")
    close = project.call("run", "c.yaml", "--set", "stages.shuot.x=1")
    assert "`stages` has no item `shuot` (did you mean `shout`?)" in close.err
    other = project.call("run", "c.yaml", "--set", "stages.zzz.x=1")
    assert "`stages` has no item `zzz` (it has: shout or 0, tokens or 1)" in other.err


def test_dead_letters_are_no_records(project):
    """`view` of a dead-letter file says how to run it again."""
    project.documents("in.jsonl", ["RAISE"])
    project.config("[poison]")
    assert project.call("run", "c.yaml").code == 1
    result = project.call("view", "out.failures.jsonl")
    assert result.code == 2
    assert "run it again: hookline replay out.failures.jsonl" in result.err


def test_misspelt_config_is_answered_with_the_one_beside_it(project):
    """A config that is not there is answered with the one whose name is much like it, if any."""
    project.write("news.yaml", "stages: []")
    project.write("news.txt", "no config")
    project.write("configs/clean.yml", "stages: []")
    for command in ("run", "check"):
        result = project.call(command, "new.yaml")
        assert result.code == 2
        assert "cannot read the config: No such file" in result.err + result.out
        assert "did you mean `news.yaml`?" in result.err + result.out
    assert "did you mean `configs/clean.yml`?" in project.call("run", "configs/claen.yml").err
    assert "did you mean" not in project.call("run", "other.yaml").err
    assert "did you mean" not in project.call("run", "configs").err
