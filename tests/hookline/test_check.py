"""`hookline check`: every problem, with its place and what to try."""

import pytest

GOOD = """\
source:
  use: jsonl
  path: in.jsonl
stages:
  - use: shout
sink:
  use: jsonl
  path: out.jsonl
"""


@pytest.fixture(autouse=True)
def document(project):
    """A document in in.jsonl, the input of the configs here."""
    project.documents("in.jsonl", ["a"])


def test_a_good_config_is_ok(project):
    """A config that can run is said to be ok, with code 0."""
    project.write("c.yaml", GOOD)
    result = project.call("check", "c.yaml")
    assert (result.code, result.out) == (0, "c.yaml: ok\n")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("use: shout", "use: shuot", "c.yaml:5:10: error: there is no stage named `shuot` (did you mean `shout`?)"),
        ("use: shout", "use: shout\n    mrak: 1", "c.yaml:6:5: error: the stage `shout` has no option `mrak`"),
        ("  path: in.jsonl\n", "", "c.yaml:2:3: error: the source `jsonl` needs `path`"),
        ("path: in.jsonl", "path: 7", "c.yaml:3:9: error: `path` of the source `jsonl`: expected text or a list, found 7"),
        ("sink:", "skin:", "c.yaml:6:1: error: the config has no option `skin` (did you mean `sink`?)"),
        ("path: in.jsonl", "pat: in.jsonl", "c.yaml:3:3: error: the source `jsonl` has no option `pat` (did you mean `path`?)"),
        ("path: in.jsonl", "path: ${HOOKLINE_NOT_SET}", "c.yaml:3:9: error: the environment variable HOOKLINE_NOT_SET is not set"),
        ("stages:\n", "stages: [\n", "c.yaml:5:3: error: not valid YAML"),
        ("  path", "\tpath", "(indent with spaces, as YAML allows no tabs)"),
        ("use: shout", "use: shout\n    batch_size: 0", "`stages.0.batch_size` of the config: expected a number greater than 0, found 0"),
        ("path: in.jsonl", "path: in.jsonl\n  path: b", "`path` is a duplicate key (again in line 4)"),
        ("use: shout", "use: needy", "c.yaml:5:10: error: `needy` needs entities, which no stage before it provides (add one of:"),
        ("stages:\n  - use: shout", "stages: shout", "c.yaml:4:9: error: `stages` of the config: expected a list, found 'shout'"),
        ("- use: shout", "- use: shout\n  - use: shout", "two stages are named `shout`"),
    ],
)  # fmt: skip
def test_a_problem_is_reported_at_its_place(project, old, new, expected):
    """Each kind of mistake is reported with file, line, column and a way out, and code 2."""
    project.write("c.yaml", GOOD.replace(old, new))
    result = project.call("check", "c.yaml")
    assert result.code == 2
    assert expected in result.out


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (
            "{use: values, date: Friday}",
            "`date` of the stage `values`: expected a date as YYYY-MM-DD, found 'Friday'",
        ),
        (
            "{use: stanza, lang: de}",
            "the stage `stanza`: the embedded model is English (en), found",
        ),
    ],
)
def test_what_was_found_is_said_once(project, stage, expected):
    """A check of an option says what it found, one of several options names them."""
    project.write("c.yaml", GOOD.replace("  - use: shout", f"  - {stage}"))
    result = project.call("check", "c.yaml")
    assert result.code == 2
    assert expected in result.out
    assert result.out.count("found") == 1


def test_all_problems_are_reported_at_once(project):
    """One call lists the problems of every component of every file."""
    bad = GOOD.replace("shout", "shuot").replace("in.jsonl", "7").replace("out.jsonl", "8")
    project.write("a.yaml", bad)
    project.write("b.yaml", "[]")
    result = project.call("check", "a.yaml", "b.yaml", "missing.yaml")
    assert result.code == 2
    lines = result.out.splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        "a.yaml:3:9", "a.yaml:5:10", "a.yaml:8:9", "b.yaml:1:1", "missing.yaml",
    ]  # fmt: skip


def test_editing_after_annotation_is_refused(project):
    """A stage that edits text may not come after one that adds spans."""
    project.config("[{use: words}, {use: shout}]")
    result = project.call("check", "c.yaml")
    assert result.code == 2
    assert "put `shout` before `words`" in result.out


def test_a_layer_that_comes_too_late_is_named(project):
    """A missing layer that a later stage provides is said to be in the wrong order."""
    project.config("[{use: needy}, {use: words}]")
    assert "`words` provides it; move it before this one" in project.call("check", "c.yaml").out


def test_labels_that_nobody_emits_are_a_warning(project):
    """A label that a stage looks for and none emits is a warning and no error."""
    project.config("[{use: words}, {use: needy}]")
    result = project.call("check", "c.yaml")
    assert result.code == 0
    assert "warning: `needy` uses the label PERSON" in result.out


def test_the_environment_is_read(project, monkeypatch):
    """References are replaced, unquoted ones are read as YAML, and defaults are taken."""
    monkeypatch.setenv("SIZE", "3")
    project.config("[{use: shout, batch_size: '${SIZE}'}]")
    assert project.call("check", "c.yaml").code == 2  # quoted: a string
    project.write("c.yaml", GOOD.replace("use: shout", "use: shout\n    batch_size: ${SIZE}"))
    assert project.call("check", "c.yaml").code == 0
    project.write("c.yaml", GOOD.replace("in.jsonl", "${NOT_SET:-in.jsonl}"))
    assert project.call("check", "c.yaml").code == 0


def test_a_secret_is_not_shown(project, monkeypatch):
    """A wrong value that came from the environment is shown as it was written."""
    monkeypatch.setenv("SECRET", "77")
    project.write("c.yaml", GOOD.replace("in.jsonl", "${SECRET}"))
    result = project.call("check", "c.yaml")
    assert result.code == 2
    assert "77" not in result.out
    assert "'${SECRET}'" in result.out


def test_check_loads_no_model_library(project):
    """Checking a config does not import torch or stanza."""
    project.config("[{use: shout}]")
    code = (
        "import sys\nfrom hookline.cli.command_line import run\ncode = run(['check', 'c.yaml'])\n"
        "print(code, [m for m in ('torch', 'stanza', 'transformers', 'numpy') if m in sys.modules])"
    )
    import subprocess
    import sys

    from tests_support import environment

    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "0 []"


def test_an_override_changes_one_key(project):
    """`--set` reaches list items by number and by name, and reads YAML."""
    project.config("[{use: slow, seconds: 1.0}]")
    assert project.call("check", "c.yaml", "--set", "stages.0.seconds=0.5").code == 0
    assert project.call("check", "c.yaml", "--set", "stages.slow.seconds=0.5").code == 0
    result = project.call("check", "c.yaml", "--set", "stages.0.seconds=fast")
    assert result.code == 2
    assert "--set stages.0.seconds=fast: error: `seconds` of the stage `slow`" in result.out
    result = project.call("check", "c.yaml", "--set", "stages.9.seconds=1")
    assert "has no item `9`" in result.out
    assert "expected KEY=VALUE" in project.call("check", "c.yaml", "--set", "oops").out


def test_an_override_that_is_no_yaml_is_shown_in_quotes(project):
    """The hint is what to type in a shell, and it is valid."""
    project.config("[]")
    result = project.call("check", "c.yaml", "--set", "sink.path=,")
    assert result.code == 2
    assert """: --set 'sink.path=","')""" in result.out
    assert project.call("check", "c.yaml", "--set", 'sink.path=","').code == 0


def test_a_warning_is_silenced_by_its_code(project):
    """`check.ignore` takes the code in brackets; one that silences nothing is a warning itself."""
    project.config("[words, needy]")
    assert project.call("check", "c.yaml").out.splitlines()[0].endswith("[missing-label]")
    project.config("[words, needy]", more="check: {ignore: [missing-label]}\n")
    assert project.call("check", "c.yaml").out == "c.yaml: ok\n"
    project.config("[words]", more="check: {ignore: [missing-label]}\n")
    result = project.call("check", "c.yaml")
    assert result.code == 0
    assert "c.yaml:8:17: warning: there is no warning `missing-label` to ignore" in result.out


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("path: in.jsonl", "path: in.jsonl\n  batch_size: 3", "c.yaml:4:3: error: the source `jsonl` has no option `batch_size` (only stages have it)"),
        ("path: out.jsonl", "path: out.jsonl\n  timeout: 3", "the sink `jsonl` has no option `timeout` (only stages have it)"),
        ("sink:", "engine: {use: local, batch_size: 3}\nsink:", "the engine `local` has no option `batch_size` (only stages have it)"),
        ("path: in.jsonl", "path: ${HOME", "c.yaml:3:9: error: expected ${NAME} or ${NAME:-default} after `${` (close the brace;"),
        ("path: in.jsonl", "path: ${1ST}", "expected ${NAME} or ${NAME:-default}"),
        ("use: shout", "use: slow\n    seconds: yes", "found 'yes'"),
    ],
)  # fmt: skip
def test_what_used_to_pass_in_silence_is_reported(project, old, new, expected):
    """Keys that only a stage takes, and references that are not closed, are problems."""
    project.write("c.yaml", GOOD.replace(old, new))
    result = project.call("check", "c.yaml")
    assert result.code == 2
    assert expected in result.out


def test_plain_scalars_are_those_of_yaml_1_2(project):
    """`no`, `on` and times are texts, `010` is ten; a switch that is given `no` says what to write."""
    from hookline.config.yaml12 import read_scalar

    read = [read_scalar(text) for text in ("no", "on", "12:30", "010", "0o10", "1e3", "True", "~")]
    assert read == ["no", "on", "12:30", 10, 8, 1000.0, True, None]
    project.config("[{use: stanza, lang: no}]")
    assert "False" not in project.call("check", "c.yaml").out
    project.config("[{use: html, tables: no}]")
    result = project.call("check", "c.yaml")
    assert "`tables` of the stage `html`: expected true or false, found 'no'" in result.out
    assert "write true or false" in result.out


def test_a_stage_can_be_a_name_alone(project):
    """`stages: [shout]` is short for a mapping with `use`; overrides reach it."""
    project.documents("in.jsonl", ["a"])
    project.config("[shout, slow]")
    assert project.call("run", "c.yaml", "--set", "stages.slow.seconds=0.0").code == 0
    assert project.records()[0]["text"] == "A"
    project.config("[shuot]")
    assert (
        "c.yaml:4:10: error: there is no stage named `shuot`" in project.call("check", "c.yaml").out
    )


def test_sources_of_one_kind_are_told_apart(project):
    """The second source of a kind is numbered; two of one name of their own are refused."""
    from hookline import read_plan

    text = "source:\n  - {use: jsonl, path: a}\n  - {use: jsonl, path: b}\nstages: []\nsink: {use: jsonl, path: o}\n"
    plan = read_plan(project.write("c.yaml", text))
    assert [source.name for source in plan.sources] == ["jsonl", "jsonl-2"]
    plan = read_plan("c.yaml", overrides=["source.jsonl-2.path=c"])
    assert [source.options.path for source in plan.sources] == ["a", "c"]
    project.write(
        "c.yaml", text.replace("path: a", "path: a, name: x").replace("path: b", "path: b, name: x")
    )
    result = project.call("check", "c.yaml")
    assert result.code == 2
    assert "c.yaml:3:5: error: two sources are named `x` (numbers 0 and 1)" in result.out


def test_a_mapping_reads_the_environment(monkeypatch, project):
    """References in a config that is a mapping are replaced as in a file, and it is not changed."""
    from hookline import ConfigError, read_plan

    monkeypatch.setenv("PLACE", "in.jsonl")
    monkeypatch.setenv("SIZE", "3")
    config = {
        "source": {"use": "jsonl", "path": ["${PLACE}", "$${PLACE}"]},
        "stages": [{"use": "shout", "batch_size": "${SIZE}"}],
        "sink": {"use": "jsonl", "path": "${NOT_SET:-out.jsonl}"},
    }
    plan = read_plan(config)
    assert plan.sources[0].options.path == ["in.jsonl", "${PLACE}"]
    assert plan.stages[0].batch_size == 3
    assert plan.sink.options.path == "out.jsonl"
    assert config["source"]["path"][0] == "${PLACE}"
    with pytest.raises(ConfigError, match="the environment variable NOT_SET is not set"):
        read_plan({**config, "sink": {"use": "jsonl", "path": "${NOT_SET}"}})


def test_an_override_reaches_the_reader_of_the_input(project):
    """`--set source.X` applies to the reader that INPUT selects; one without effect is an error."""
    project.write("a.txt", b"caf\xe9")
    project.config()
    result = project.call("run", "c.yaml", "a.txt", "--set", "source.encoding=cp1252")
    assert result.code == 0, result.err
    assert project.records()[0]["text"] == "café"
    result = project.call("run", "c.yaml", "a.txt", "--set", "source.no_option=1")
    assert result.code == 2
    assert "the source `text` has no option `no_option`" in result.err
    result = project.call("run", "c.yaml", "a.txt", "--set", "source.path=b.txt")
    assert result.code == 2
    assert "INPUT gives `source.path` as well (give one of them)" in result.err
    project.write(
        "c.yaml",
        "source:\n  - {use: jsonl, path: a}\n  - {use: csv, path: b}\nstages: []\nsink: {use: jsonl, path: o}\n",
    )
    result = project.call("run", "c.yaml", "a.txt", "--set", "source.csv.path=c")
    assert result.code == 2
    assert "it has no effect: INPUT is for text" in result.err


@pytest.mark.parametrize("use", ["text", "jsonl", "csv", "parquet", "html"])
@pytest.mark.parametrize("path", ["missing.txt", "empty", "empty/*.txt", "out.jsonl*", "[]"])
def test_check_says_what_a_run_without_input_would_say(project, use, path):
    """A missing file, an empty folder or a pattern without a match: a warning with that message."""
    (project.folder / "empty").mkdir()
    project.config(source=use, path=path)
    check, run = project.call("check", "c.yaml"), project.call("run", "c.yaml")
    assert (check.code, run.code) == (0, 2)
    reason = run.err.strip().removeprefix("hookline: ")
    assert check.out == f"c.yaml:3:9: warning: {reason} [no-input]\nc.yaml: ok\n"
    ignored = project.call("check", "c.yaml", "--set", "check.ignore=[no-input]")
    assert ignored.out == "c.yaml: ok\n"


def test_check_reads_no_document(project):
    """A file that cannot be parsed is input all the same; each of several sources is looked at."""
    project.write("in.jsonl", "no json\n")
    project.config()
    assert project.call("check", "c.yaml").out == "c.yaml: ok\n"
    text = (project.folder / "c.yaml").read_text()
    two = "source: [{use: jsonl, path: in.jsonl}, {use: text, path: '*.txt'}]\nstages:"
    project.write("c.yaml", two + text.partition("stages:")[2])
    result = project.call("check", "c.yaml")
    assert result.code == 0
    assert "c.yaml:1:58: warning: no file matches *.txt" in result.out


def test_check_opens_no_source_that_lists_no_input(project):
    """A database is not connected to, and an object store that does not answer now is a warning."""
    project.config()
    sql = "source={use: sql, url: 'sqlite:////nowhere/x.db', query: select a from b order by a, text: a}"
    assert project.call("check", "c.yaml", "--set", sql).code == 0
    project.write(
        "silent_store.py",
        "import hookline\n\n\nclass Store(hookline.Source):\n    name = 'store'\n\n"
        "    def inputs(self):\n        raise hookline.TransientError('no answer')\n\n"
        "    def read(self, start=0):\n        yield from ()\n",
    )
    result = project.call("check", "c.yaml", "--set", "source={use: 'silent_store:Store'}")
    assert result.code == 0
    assert "warning: the input cannot be looked for now: no answer [unseen-input]" in result.out


@pytest.mark.parametrize(
    ("stage", "found"),
    [
        ("{use: stanza, model: gone}", "expected a folder that is there, found 'gone'"),
        ("{use: stanza, model: in.jsonl}", "expected a folder that is there, found 'in.jsonl'"),
        ("{use: lists, paths: [in.jsonl, gone.csv]}", "found no file 'gone.csv'"),
        ("{use: lists, paths: [.]}", "found no file '.'"),
    ],
)
def test_check_looks_for_what_options_name(project, stage, found):
    """A model or a list that a run would not find is an error with its place."""
    project.config(f"[{stage}]")
    result = project.call("check", "c.yaml")
    assert result.code == 2
    assert result.out.startswith("c.yaml:4:")
    assert found in result.out
