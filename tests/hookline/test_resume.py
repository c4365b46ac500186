"""A run that is killed anywhere, any number of times, ends with the bytes of one that was not."""

import gzip
import json
import os
import random
import signal
import time
from contextlib import closing
from pathlib import Path

import orjson
import pytest
import zstandard
from forked import DEAD, die_at, fork, kill, wait
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import hookline
from hookline import Document, Source
from hookline.runner.checkpoint import Checkpoint

KILLS = 20


def letters(path):
    """Return what lasts of the dead letters in a file, if it is there."""
    if not path.exists():
        return []
    found = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    return [(x["id"], x["place"], x["stage"], x["error"]["message"], x["payload"]) for x in found]


def write_input(project, kind, texts):
    """Write texts as an input of some kind and return its path for a config."""
    if kind == "text":
        for number, text in enumerate(texts):
            project.write(f"texts/{number:04}.txt", text)
        return "texts"
    lines = "".join(json.dumps({"id": f"d{n}", "text": x}) + "\n" for n, x in enumerate(texts))
    pack = {"gz": gzip.compress, "zst": zstandard.compress, "jsonl": bytes}[kind]
    name = "in.jsonl" if kind == "jsonl" else f"in.jsonl.{kind}"
    project.write(name, pack(lines.encode()))
    return name


@pytest.mark.parametrize(
    ("kind", "ending", "workers"),
    [("jsonl", "", "1"), ("gz", ".gz", "2"), ("zst", ".zst", "1"), ("text", ".gz", "2")],
)
def test_a_run_killed_at_random_times_ends_with_the_same_bytes(project, kind, ending, workers):
    """After twenty kills and more, output, dead letters and counts are those of a quiet run."""
    padding = 8000 if ending else 0  # so that a compressed output has several members
    texts = [f"Text {n} " + "RAISE" * (n % 50 == 7) + "x" * padding for n in range(400)]
    path = write_input(project, kind, texts)
    project.config(
        "[{use: shout}, {use: poison}, {use: slow, seconds: 0.02}]",
        source="text" if kind == "text" else "jsonl",
        path=path,
        more="batch_size: 4\n",
    )
    calm = ("run", "c.yaml", "--quiet", "--set", "stages.slow.seconds=0")
    assert project.call(*calm, "-o", f"whole.jsonl{ending}", "--report", "whole.json").code == 1
    whole = (project.folder / f"whole.jsonl{ending}").read_bytes()
    target = project.folder / f"out.jsonl{ending}"
    call = ("run", "c.yaml", "--quiet", "--workers", workers, "-o", target.name)
    dice = random.Random(f"{kind}{ending}")
    kills = 0
    while kills < KILLS + 8:
        pid = fork(*call)
        time.sleep(dice.uniform(0, 0.06 if kills < KILLS else 0.5))
        if kill(pid) != -signal.SIGKILL:
            break
        kills += 1
        assert not target.exists() or target.read_bytes() == whole  # never half-written
    assert kills >= KILLS
    assert wait(fork(*call, "--report", "out.json")) == 1
    assert target.read_bytes() == whole
    assert letters(Path("out.failures.jsonl")) == letters(Path("whole.failures.jsonl"))
    one, other = (orjson.loads(Path(name).read_bytes()) for name in ("whole.json", "out.json"))
    for key in ("read", "written", "dropped", "failed", "failures", "pending"):
        assert one[key] == other[key]
    assert [s["in"] for s in one["stages"]] == [s["in"] for s in other["stages"]]


class Resume(RuleBasedStateMachine):
    """Whatever happens between the sittings of a run, its output is right or not there."""

    def __init__(self):
        super().__init__()
        number = sum(1 for _ in FOLDER.iterdir())
        self.folder = FOLDER / str(number)
        self.folder.mkdir()
        self.finished = False

    @initialize(documents=st.integers(0, 90), ending=st.sampled_from(["", ".gz"]))
    def write(self, documents, ending):
        """Write a config and its input, and run it in peace for comparison."""
        self.target = self.folder / f"out.jsonl{ending}"
        self.letters = self.folder / "out.failures.jsonl"
        texts = ["RAISE" if n % 7 == 3 else f"text {n}" for n in range(documents)]
        lines = [json.dumps({"id": str(n), "text": x}) + "\n" for n, x in enumerate(texts)]
        (self.folder / "in.jsonl").write_text("".join(lines))
        (self.folder / "c.yaml").write_text(
            f"source: {{use: jsonl, path: {self.folder}/in.jsonl}}\nstages: [{{use: poison}}]\n"
            f"sink: {{use: jsonl, path: {self.target}}}\nbatch_size: 5\n"
        )
        whole = self.folder / f"whole.jsonl{ending}"
        self.code = wait(self.start("-o", str(whole)))
        assert self.code == int(documents > 3)
        self.whole = whole.read_bytes()
        self.whole_letters = letters(self.folder / "whole.failures.jsonl")

    def start(self, *more, before=lambda: None):
        """Start the command line in a fork."""
        call = ("run", str(self.folder / "c.yaml"), "--quiet", "--workers", "1", *more)
        return fork(*call, before=before)

    @rule(point=st.integers(1, 20))
    def die(self, point):
        """Die somewhere on the way to durable state."""
        code = wait(self.start(before=lambda: die_at(point, self.folder)))
        assert code in (DEAD, self.code)
        self.finished = code == self.code

    @rule(allowed=st.integers(0, 3))
    def reach_the_limit(self, allowed):
        """Stop at a number of failures."""
        code = wait(self.start("--set", f"failures.limit={allowed}"))
        assert code == self.code or (code == 3 and len(self.whole_letters) > allowed)
        self.finished = code == self.code

    @rule(data=st.binary(min_size=1, max_size=300))
    def leave_half_a_write(self, data):
        """Append what a kill in the middle of a write would leave behind."""
        if self.finished:
            return
        for path in (self.folder / f".{self.target.name}.hookline" / "part", self.letters):
            if path.exists():
                with open(path, "ab") as file:
                    file.write(data)

    @rule()
    def change_the_config(self):
        """Another config is refused, and changes nothing."""
        if self.begun():
            assert wait(self.start("--set", "stages=[{use: shout}]")) == 2

    @rule()
    def complete(self):
        """The same command completes the output."""
        assert wait(self.start()) == self.code
        assert self.target.read_bytes() == self.whole
        # What is no longer as a run left it is not touched: the letters are in the next free file.
        taken = sorted(self.letters.parent.glob(f"{self.letters.name}.*"))
        assert letters([self.letters, *taken][-1]) == self.whole_letters
        self.finished = True

    @rule()
    def lose_the_output(self):
        """An output that is deleted is made again."""
        if self.finished:
            os.unlink(self.target)
            self.complete()

    def begun(self):
        """Tell whether a state was committed, which another config could contradict."""
        if not (self.folder / f".{self.target.name}.hookline/ledger.sqlite").exists():
            return False
        with closing(Checkpoint(str(self.target))) as checkpoint:
            return checkpoint.read() is not None

    @invariant()
    def nothing_is_half_written(self):
        """What stands under the final name is complete."""
        if hasattr(self, "target") and self.target.exists():
            assert self.target.read_bytes() == self.whole


FOLDER = Path()


@pytest.mark.parametrize("look", [True, False])
def test_an_output_deleted_after_a_death_at_the_end_is_made_again(project, look):
    """Death between publication and its record, looked at or not, then a deleted output."""
    project.documents("in.jsonl", ["a", "b"])
    project.config()
    call = ("run", "c.yaml", "--quiet")
    target = project.folder / "out.jsonl"
    for point in range(1, 80):
        if wait(fork(*call, before=lambda point=point: die_at(point))) == DEAD and target.exists():
            break
    else:
        raise AssertionError("no death came between publication and its record")
    whole = target.read_bytes()
    if look:
        assert wait(fork(*call)) == 0
    target.unlink()
    assert wait(fork(*call)) == 0
    assert target.read_bytes() == whole


def test_the_resume_logic_holds_in_any_order_of_events(tmp_path, monkeypatch):
    """Deaths at any durable step, limits, torn writes and changed configs, in any order."""
    monkeypatch.setitem(globals(), "FOLDER", tmp_path)
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Resume,
        settings=settings(
            max_examples=8,
            stateful_step_count=8,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # each step is a process: too slow to shrink
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz"])
def test_a_larger_limit_goes_on(project, name):
    """A finished run continues up to a larger limit, to the bytes of a run with that limit."""
    texts = [f"text {n}" + " RAISE" * (n % 7 == 3) + "x" * 60_000 for n in range(40)]
    project.documents("in.jsonl", texts)
    project.config("[{use: poison}]")
    for limit in (["--limit", "10"], ["--limit", "25"], []):
        result = project.call("run", "c.yaml", "-o", name, *limit)
        assert result.code == 1, result.err
    assert '"resumed_at": 25' in result.err
    assert project.call("run", "c.yaml", "-o", f"whole/{name}").code == 1
    assert Path(name).read_bytes() == Path("whole", name).read_bytes()
    places = [letter["place"] for letter in project.records("out.failures.jsonl")]
    assert places == [letter["place"] for letter in project.records("whole/out.failures.jsonl")]


def test_a_smaller_limit_and_a_sink_that_cannot_go_on_are_refused(project):
    """A limit cannot shrink, and an output that is made at the end cannot grow."""
    project.documents("in.jsonl", ["a", "b", "c"])
    project.config()
    for name in ("out.jsonl", "out.parquet"):
        assert project.call("run", "c.yaml", "-o", name, "--limit", "2").code == 0
    result = project.call("run", "c.yaml", "--limit", "1")
    assert result.code == 2
    assert "--limit changed since out.jsonl was finished: it was 2 and is 1" in result.err
    result = project.call("run", "c.yaml", "-o", "out.parquet", "--limit", "3")
    assert result.code == 2
    assert "it was 2 and is 3" in result.err


def test_a_killed_continuation_goes_on(project):
    """Killed at any step on its way to a larger limit, a run ends with the same bytes."""
    project.documents("in.jsonl", [f"text {n}" for n in range(12)])
    project.config()
    assert project.call("run", "c.yaml", "-o", "whole.jsonl").code == 0
    whole = Path("whole.jsonl").read_bytes()
    call = ("run", "c.yaml", "--quiet", "--limit", "12")
    deaths = 0
    for point in range(1, 200):
        assert wait(fork("run", "c.yaml", "--quiet", "--limit", "5", "--fresh")) == 0
        code = wait(fork(*call, before=lambda point=point: die_at(point)))
        assert wait(fork(*call)) == 0, f"killed at step {point}"
        assert Path("out.jsonl").read_bytes() == whole, f"killed at step {point}"
        if code != DEAD:
            break
        deaths += 1
    assert deaths > 5


def test_a_run_that_is_stopped_while_it_reads_a_stream_again_goes_on(project):
    """The items that were finished before are not forgotten if the run is stopped among them."""

    class Repeated(Source):
        name = "repeated"
        pause = 0.0

        def read(self, start=0):
            for number in range(100):
                time.sleep(self.pause)
                yield Document.from_text("text", f"d{number}")

    class Plugin:
        @hookline.hookimpl
        def hookline_register(self, registry):
            registry.source(Repeated)

    config = {
        "source": {"use": "repeated"},
        "stages": [],
        "sink": {"use": "jsonl", "path": "out.jsonl"},
    }
    plan = hookline.read_plan(config, plugins=[Plugin()])
    assert hookline.run(plan, limit=50).written == 50
    Repeated.pause = 0.02
    started = time.monotonic()
    assert not hookline.run(plan, stop=lambda: time.monotonic() > started + 0.4).finished
    Repeated.pause = 0.0
    assert hookline.run(plan).finished
    assert [record["id"] for record in project.records()] == [f"d{n}" for n in range(100)]
