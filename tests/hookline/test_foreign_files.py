"""What is somebody else's, or was made by another run, is not touched."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests_support import environment

import hookline


def test_dead_letters_of_another_run_are_kept(project):
    """Runs that name one dead-letter file have one each; what a run reported as its file stays that."""
    project.documents("in.jsonl", ["RAISE one"])
    project.documents("other.jsonl", ["RAISE two"])
    project.config("[{use: poison}]", more="failures: {path: bad.jsonl}\n")
    reported = {}
    for output, inputs, more in (
        ("a.jsonl", "in.jsonl", ()), ("b.jsonl", "other.jsonl", ()), ("a.jsonl", "in.jsonl", ("--fresh",)),
    ):  # fmt: skip
        result = project.call(
            "run",
            "c.yaml",
            inputs,
            "-o",
            output,
            "--report",
            "r.json",
            "--set",
            "failures.limit=0",
            *more,
        )
        assert result.code == 3
        reported[output] = json.loads(Path("r.json").read_text())["letters"]
        assert f"see {reported[output]}, fix the cause" in result.err
    kept = {
        name: [x["payload"]["text"] for x in project.records(reported[name])] for name in reported
    }
    assert kept == {"a.jsonl": ["RAISE one"], "b.jsonl": ["RAISE two"]}
    assert {name for name in os.listdir() if name.startswith("bad")} == set(reported.values())


def test_dead_letters_that_somebody_else_wrote_are_kept(project):
    """A file that is in the place of the dead letters is not touched; the next name is used."""
    project.documents("in.jsonl", ["RAISE"])
    project.config("[{use: poison}]")
    project.write("out.failures.jsonl", "precious\n")
    for _ in range(2):
        assert (
            "dead letters: out.failures.jsonl.1"
            in project.call("run", "c.yaml", "--fresh", "--quiet").err
        )
    assert Path("out.failures.jsonl").read_text() == "precious\n"
    assert sorted(os.listdir()) == [
        ".out.jsonl.hookline", "c.yaml", "in.jsonl", "out.failures.jsonl", "out.failures.jsonl.1", "out.jsonl",
    ]  # fmt: skip


def test_a_resumed_run_does_not_touch_a_foreign_file(project):
    """Another failures.path in the middle of a run is refused."""
    project.documents("in.jsonl", ["RAISE", "RAISE"])
    project.write("precious.txt", "precious " * 1000)
    project.config("[{use: poison}]", more="failures: {path: bad.jsonl, limit: 0}\n")
    assert project.call("run", "c.yaml").code == 3
    result = project.call("run", "c.yaml", "--set", "failures.path=precious.txt")
    assert result.code == 2
    assert "set failures.path back" in result.err
    assert (project.folder / "precious.txt").read_text() == "precious " * 1000


@pytest.mark.parametrize("report", ["in.jsonl", "c.yaml", "out.jsonl", "."])
def test_a_report_overwrites_nothing_that_is_needed(project, report):
    """The report is refused the place of an input, the config, the output or a folder."""
    project.documents("in.jsonl", ["a"])
    project.config()
    result = project.call("run", "c.yaml", "--report", report)
    assert result.code == 2
    assert "the report" in result.err
    assert (project.folder / "in.jsonl").read_text().startswith("{")


def test_a_stranger_cannot_displace_a_built_in(project):
    """A name that a plugin takes from a built-in one can be used from neither, which is said."""
    info = project.folder / "site" / "aaa-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: aaa\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[hookline]\njsonl = aaa_jsonl\nexits = aaa_exits\n")
    (project.folder / "site" / "aaa_exits.py").write_text("raise SystemExit(0)\n")
    (project.folder / "site" / "aaa_jsonl.py").write_text(
        "import hookline\nimport hookline_jsonl\n"
        "@hookline.hookimpl\ndef hookline_register(registry):\n"
        "    registry.sink(hookline_jsonl.JsonlSink)\n"
    )
    env = {**environment(), "PYTHONPATH": str(project.folder / "site")}
    done = subprocess.run(
        [sys.executable, "-m", "hookline", "plugins"], env=env, capture_output=True, text=True
    )
    assert done.returncode == 0
    listed = " ".join(done.stdout.split())
    for owner in ("aaa 1.0", f"hookline {hookline.__version__}"):
        assert f"sink jsonl {owner} (unusable: registered more than once)" in listed
    assert "broken: exits of aaa 1.0: SystemExit" in listed
    project.documents("in.jsonl", ["a"])
    project.config()
    done = subprocess.run(
        [sys.executable, "-m", "hookline", "run", "c.yaml"], env=env, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "the sink `jsonl` is registered more than once, by hookline" in done.stderr
    assert "aaa 1.0" in done.stderr


def test_a_damaged_ledger_is_cured_by_starting_again(project):
    """What the message says works."""
    project.documents("in.jsonl", ["a"])
    project.config()
    project.write(".out.jsonl.hookline/ledger.sqlite", b"this is no database at all" * 100)
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "start again with --fresh" in result.err
    assert project.call("run", "c.yaml", "--fresh").code == 0


def test_a_changed_value_from_the_environment_is_noticed(project, monkeypatch):
    """The same config with another environment is another run."""
    project.documents("in.jsonl", ["a"])
    project.config("\n  - use: slow\n    seconds: ${PACE:-0}")
    monkeypatch.setenv("PACE", "0.01")
    assert project.call("run", "c.yaml").code == 0
    monkeypatch.setenv("PACE", "0.02")
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "a value from the environment changed" in result.err


def test_a_linked_output_stays_a_link(project):
    """An output that is a symbolic link writes the file that it points at."""
    project.documents("in.jsonl", ["a"])
    project.config()
    os.makedirs("real")
    os.symlink("real/out.jsonl", "out.jsonl")
    assert project.call("run", "c.yaml").code == 0
    assert os.path.islink("out.jsonl")
    assert len(project.records("real/out.jsonl")) == 1


def test_a_run_that_never_started_blocks_nothing(project):
    """A call that failed before its first document leaves no state that a better one runs into."""
    project.documents("in.jsonl", ["a"])
    project.config("[{use: flaky, marker: /nowhere/at/all}]")
    assert (
        project.call("run", "c.yaml", "--set", "stages.0={use: stanza, model: /nowhere}").code == 2
    )
    project.config("[{use: shout}]")
    assert project.call("run", "c.yaml").code == 0
