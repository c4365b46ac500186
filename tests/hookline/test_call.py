"""`read_plan` and `run`: one call each, for programs that embed a run."""

import json
import os

import pytest

import hookline
from hookline import ConfigError, SinkError, hookimpl, read_plan, run

CONFIG = {
    "source": {"use": "jsonl", "path": "in.jsonl"},
    "stages": ["poison", "shout"],
    "sink": {"use": "jsonl", "path": "out.jsonl"},
}


def test_a_plan_is_run_in_one_call(project):
    """`run` opens and closes everything, writes the report file and returns the report."""
    project.documents("in.jsonl", ["a", "RAISE", "b"])
    report = run(read_plan(CONFIG, name="mine"), workers=1, report="r.json")
    assert (report.read, report.written, report.failed, report.finished) == (3, 2, 1, True)
    assert json.loads((project.folder / "r.json").read_text()) == report.to_json()
    assert report.config == "mine"
    again = run(read_plan(CONFIG, name="mine"))  # finished: nothing is done
    assert (again.read, again.written, again.failed, again.finished) == (3, 2, 1, True)
    with pytest.raises(hookline.HooklineError, match="--fresh"):
        run(read_plan(CONFIG, overrides=["stages=[shout]"]))
    assert run(read_plan(CONFIG, overrides=["stages=[shout]"]), fresh=True).failed == 0


def test_a_call_replaces_input_output_and_engine(project):
    """`inputs`, `output`, `overrides` and `engine` do what the options of the command line do."""
    project.documents("in.jsonl", ["a"])
    project.write("b.txt", "text")
    plan = read_plan(
        CONFIG,
        inputs=["in.jsonl", "b.txt"],
        output="all.csv",
        overrides=["batch_size=2", "sink.layer=documents"],
        engine="local",
    )
    assert [source.name for source in plan.sources] == ["jsonl", "text"]
    assert {stage.batch_size for stage in plan.stages} == {2}
    assert run(plan, limit=1).read == 1
    assert (project.folder / "all.csv").read_text().startswith("id,text,")
    with pytest.raises(ConfigError, match="there is no engine named `loco`"):
        read_plan(CONFIG, engine="loco")


def test_a_run_can_be_stopped_and_goes_on(project):
    """A run that `stop` ends is not finished; the same call goes on."""
    batches = []

    class Watching:
        @hookimpl
        def hookline_batch_done(self, report):
            batches.append(report.settled)

    project.documents("in.jsonl", ["x"] * 100)
    plan = read_plan(CONFIG, overrides=["stages.0=slow"], plugins=[Watching()])
    first = run(plan, workers=1, stop=lambda: bool(batches))
    assert not first.finished
    assert 0 < first.read < 100
    assert run(plan, workers=1).written == 100


class Ended:
    """Remembers how the run ended."""

    def __init__(self):
        self.reports = []

    @hookimpl
    def hookline_run_finished(self, report):
        """Remember whether it is finished."""
        self.reports.append(report.finished)


def test_a_failed_publication_is_a_failed_run(project):
    """The output cannot be put in place: an error, a report that says so, and a resumable run."""
    project.documents("in.jsonl", ["a", "b"])
    ended = Ended()
    (project.folder / "taken").mkdir()
    (project.folder / "taken" / "out.jsonl").write_text("an output to be replaced\n")
    plan = read_plan(CONFIG, output="taken/out.jsonl", plugins=[ended, Obstacle(project)])
    with pytest.raises(SinkError, match=r"cannot write taken/out\.jsonl"):
        run(plan, workers=1, report="r.json", fresh=True)
    assert ended.reports == [False]
    report = json.loads((project.folder / "r.json").read_text())
    assert (report["finished"], report["written"]) == (False, 2)
    os.rmdir(project.folder / "taken" / "out.jsonl" / "in-the-way")
    os.rmdir(project.folder / "taken" / "out.jsonl")
    plan = read_plan(CONFIG, output="taken/out.jsonl", plugins=[ended])
    assert run(plan, workers=1).finished
    assert ended.reports == [False, True]


class Obstacle:
    """Puts a folder in the place of the output to be replaced while the run goes on."""

    def __init__(self, project):
        self.path = project.folder / "taken" / "out.jsonl" / "in-the-way"

    @hookimpl
    def hookline_batch_done(self, report):
        """Make the folder, and take away the place that it would be moved to."""
        if self.path.parent.is_file():
            self.path.parent.unlink()
        self.path.mkdir(parents=True, exist_ok=True)
        state = self.path.parent.with_name(".out.jsonl.hookline")
        (state / "old").write_text("")


def test_the_command_line_says_that_a_publication_failed(project):
    """Code 2, a message, no word of a finished run, and the report."""
    project.documents("in.jsonl", ["a", "b"])
    project.write(
        "blocking.py",
        "from pathlib import Path\nfrom hookline import hookimpl\n"
        "@hookimpl\ndef hookline_batch_done(report):\n"
        "    if Path('out.jsonl').is_file():\n"
        "        Path('out.jsonl').unlink()\n"
        "    Path('out.jsonl/in-the-way').mkdir(parents=True, exist_ok=True)\n"
        "    Path('.out.jsonl.hookline/old').write_text('')\n",
    )
    project.config("[]")
    project.write("out.jsonl", "an output to be replaced\n")
    result = project.call(
        "run", "c.yaml", "--plugins", "blocking.py", "--report", "r.json", "--fresh"
    )
    assert result.code == 2
    assert "cannot write out.jsonl" in result.err
    assert "run finished" not in result.err
    assert "run stopped" in result.err
    assert json.loads((project.folder / "r.json").read_text())["finished"] is False


def test_a_run_that_cannot_start_leaves_the_report_alone(project):
    """The report of an earlier run is not replaced by that of one that was refused."""
    project.documents("in.jsonl", ["a"])
    run(read_plan(CONFIG), report="r.json")
    before = (project.folder / "r.json").read_bytes()
    with pytest.raises(hookline.HooklineError):
        run(read_plan(CONFIG, overrides=["stages=[]"]), report="r.json")
    assert (project.folder / "r.json").read_bytes() == before
