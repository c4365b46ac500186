"""Faults of stages, sources, sinks and processes: each costs one document at most, or stops the run cleanly."""

import asyncio
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests_support import environment

import hookline
from hookline import (
    Document,
    Edit,
    EditError,
    FileSink,
    LayerError,
    Place,
    Relation,
    Sentence,
    Source,
    SourceError,
    Span,
)
from hookline.errors import ResumeError


def test_a_full_disk_loses_nothing(project):
    """A write that fails stops the run; once there is room the same command completes it."""
    project.documents("in.jsonl", ["x" * 3000 for _ in range(300)])
    project.config()

    def little_room():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    with project.start("run", "c.yaml", preexec_fn=little_room) as run:
        _, err = run.communicate()
    assert run.returncode == 74
    assert "free the space" in err
    assert "Traceback" not in err
    assert project.call("run", "c.yaml").code == 0
    assert [record["id"] for record in project.records()] == [f"d{n}" for n in range(300)]


@pytest.mark.filterwarnings("ignore:a plugin failed")
def test_a_hook_that_fails_costs_nothing(project):
    """A plugin that raises while it watches neither stops the run nor changes its output."""
    import hookline

    class Clumsy:
        @hookline.hookimpl
        def hookline_document_failed(self, failure):
            raise RuntimeError("clumsy")

    project.documents("in.jsonl", ["a", "RAISE", "b"])
    path = project.config("[{use: poison}]", more="failures: {path: bad.jsonl}\n")
    report = hookline.run(hookline.read_plan(path, plugins=[Clumsy()]))
    assert (report.written, report.failed) == (2, 1)
    assert [record["id"] for record in project.records()] == ["d0", "d2"]
    assert [letter["id"] for letter in project.records("bad.jsonl")] == ["d1"]


@pytest.mark.filterwarnings("ignore:a plugin failed")
def test_hooks_of_others_are_called_when_one_fails(project):
    """Whatever a plugin raises in a hook, the others see each unit, each failure and the end."""
    import hookline

    class Loud:
        @hookline.hookimpl(tryfirst=True)
        def hookline_batch_done(self):
            raise SystemExit(3)

        @hookline.hookimpl(tryfirst=True)
        def hookline_document_failed(self):
            raise RuntimeError("loud")

        @hookline.hookimpl(trylast=True)
        def hookline_run_finished(self):
            raise RuntimeError("loud")

    seen = []

    class Quiet:
        @hookline.hookimpl
        def hookline_run_started(self, name):
            seen.append(name)

        @hookline.hookimpl
        def hookline_batch_done(self, report):
            seen.append(report.settled)

        @hookline.hookimpl
        def hookline_document_failed(self, failure):
            seen.append(failure.id)

        @hookline.hookimpl
        def hookline_run_finished(self, report):
            seen.append(report.finished)

    project.documents("in.jsonl", ["RAISE" if n == 20 else "a" for n in range(40)])
    path = project.config("[{use: poison}]")
    hookline.run(hookline.read_plan(path, plugins=[Loud(), Quiet(), Loud()]))
    assert seen[:2] == [str(path), 16]  # the hook is called for the first unit, and for the others
    assert seen[-2:] == [40, True]
    assert "d20" in seen


def test_a_failed_publication_is_a_failed_run(project):
    """The log, the hooks and the report say that the run has not finished; the next one publishes."""
    project.documents("in.jsonl", ["a"] * 3)
    project.config()
    code = """
import os, sys
from hookline.cli import main

def replace(source, target, replace=os.replace):
    if str(target).endswith("out.jsonl"):
        raise OSError(13, "Permission denied")
    replace(source, target)

os.replace = replace
main(["run", "c.yaml", "--report", "r.json"])
"""
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "cannot write out.jsonl: Permission denied" in done.stderr
    assert '"event": "run stopped"' in done.stderr
    assert "run finished" not in done.stderr
    report = json.loads((project.folder / "r.json").read_text())
    assert (report["finished"], report["written"]) == (False, 3)
    assert not (project.folder / "out.jsonl").exists()
    result = project.call("run", "c.yaml", "--report", "r.json")
    assert result.code == 0
    assert json.loads((project.folder / "r.json").read_text())["finished"]
    assert len(project.records()) == 3
    assert "finished already" in project.call("run", "c.yaml").err


def test_a_source_that_fails_stops_the_run_cleanly(project):
    """What a source raises is said in one line, and the run goes on once it is mended."""
    project.write(
        "c.yaml",
        "source: {use: numbers}\nstages: [{use: shout}]\nsink: {use: jsonl, path: out.jsonl}\n",
    )
    result = project.call("run", "c.yaml", "--report", "r.json")
    assert result.code == 2
    assert "the source numbers failed: RuntimeError: the database went away" in result.err
    assert "Traceback" not in result.err
    assert not (project.folder / "out.jsonl").exists()
    project.write("mended", "")
    result = project.call("run", "c.yaml")
    assert result.code == 0
    assert [record["id"] for record in project.records()] == [str(n) for n in range(300)]


@pytest.mark.parametrize("kind", [SystemExit, KeyboardInterrupt, asyncio.CancelledError])
def test_a_source_that_leaves_has_not_ended(project, kind):
    """What ends a thread in silence is an error of the source: the items behind it were not read."""

    class Leaves(Source):
        name = "leaves"

        def read(self, start=0):
            for number in range(start, 100):
                if number == 30 and not Path("mended").exists():
                    raise kind("gone")
                yield Document.from_text("text", f"d{number}")

    class Plugin:
        @hookline.hookimpl
        def hookline_register(self, registry):
            registry.source(Leaves)

    config = {
        "source": {"use": "leaves"},
        "stages": [],
        "sink": {"use": "jsonl", "path": "o.jsonl"},
    }
    plan = hookline.read_plan(config, plugins=[Plugin()])
    with pytest.raises(SourceError, match=f"the source leaves failed: {kind.__name__}: gone"):
        hookline.run(plan)
    assert not Path("o.jsonl").exists()
    project.write("mended", "")
    assert hookline.run(plan).written == 100


@pytest.mark.parametrize("item", [None, "a text"])
def test_a_source_that_gives_no_document_is_told_what_is_expected(project, item):
    """Anything but a document or an unreadable item names the source and what it gave."""

    class Odd(Source):
        name = "odd"

        def read(self, start=0):
            yield item

    with pytest.raises(
        SourceError, match=f"source odd failed: .* gave a {type(item).__name__}, exp"
    ):
        hookline.run(plan_of(Odd))


def test_a_source_that_cannot_be_closed_loses_nothing(project):
    """The output is published by then, so the error is a warning."""

    class Stays(Source):
        name = "stays"

        def read(self, start=0):
            yield Document.from_text("text", "d0")

        def close(self):
            raise OSError("busy")

    with pytest.warns(RuntimeWarning, match="the source `stays` failed to close: OSError: busy"):
        assert hookline.run(plan_of(Stays)).finished


def test_a_file_that_appears_at_the_output_is_not_replaced(project):
    """It is not the run's: nothing is published until it is moved away, and nothing is lost."""

    class Slow(Source):
        name = "slow-source"

        def read(self, start=0):
            yield Document.from_text("text", "d0")
            if not Path("moved").exists():
                Path("o.jsonl").write_text("mine")

    plan = plan_of(Slow)
    with pytest.raises(ResumeError, match="appeared while the run was writing it; move"):
        hookline.run(plan)
    assert Path("o.jsonl").read_text() == "mine"
    Path("o.jsonl").rename("moved")
    assert hookline.run(plan).written == 1


def test_a_folder_that_appears_at_the_output_is_not_offered_to_fresh(project):
    """`--fresh` replaces a file; a folder has to be moved away."""

    class Slow(Source):
        name = "slow-source"

        def read(self, start=0):
            yield Document.from_text("text", "d0")
            Path("o.jsonl").mkdir(exist_ok=True)

    with pytest.raises(ResumeError, match=r"run the same command again$"):
        hookline.run(plan_of(Slow))


def test_a_stream_that_leaves_while_it_is_compared_is_an_error(project):
    """A finished run reads a stream again to compare it; what ends that reading is told."""

    class Again(Source):
        name = "again"

        def read(self, start=0):
            yield Document.from_text("text", "d0")
            if Path("o.jsonl").exists():
                raise SystemExit("gone")

    plan = plan_of(Again)
    assert hookline.run(plan).finished
    with pytest.raises(SourceError, match="the source again failed: SystemExit: gone"):
        hookline.run(plan)


def plan_of(source):
    """A plan without stages from a source to o.jsonl."""

    class Plugin:
        @hookline.hookimpl
        def hookline_register(self, registry):
            registry.source(source)

    ends = {"source": {"use": source.name}, "sink": {"use": "jsonl", "path": "o.jsonl"}}
    return hookline.read_plan({**ends, "stages": []}, plugins=[Plugin()])


def test_a_sink_that_fails_stops_the_run_cleanly(project):
    """What a sink raises is said in one line, and nothing is lost or written twice."""
    project.documents("in.jsonl", ["a"] * 300)
    project.write(
        "c.yaml",
        "source: {use: jsonl, path: in.jsonl}\nstages: [{use: shout}]\n"
        "sink: {use: moody, path: out.txt}\n",
    )
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "the sink `moody` failed: RuntimeError: the server hung up" in result.err
    assert "Traceback" not in result.err
    project.write("mended", "")
    assert project.call("run", "c.yaml").code == 0
    assert (project.folder / "out.txt").read_text().split() == [f"d{n}" for n in range(300)]


def test_what_a_stage_prints_stays_out_of_the_output(project):
    """Standard output belongs to the records."""
    project.documents("in.jsonl", ["PRINT"])
    project.config("[{use: poison}]")
    with project.start("run", "c.yaml", "-o", "-", "--quiet") as run:
        out, err = run.communicate()
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["d0"]
    assert "noise" in err


def test_nothing_outlives_a_killed_run(project):
    """The processes of a run that is killed end with it, even while a stage hangs."""
    project.documents("in.jsonl", ["HANG"] * 2)
    project.config("[{use: poison}]")
    with project.start("run", "c.yaml", "--workers", "2") as run:
        assert "run started" in run.stderr.readline()
        time.sleep(0.5)
        run.kill()
        run.communicate(timeout=20)  # the pipe closes when the last of them has gone


def test_memory_does_not_grow_with_the_corpus(project):
    """A corpus four times as large takes no more memory at its peak."""
    peaks = []
    for count in (12_000, 48_000):
        project.documents("in.jsonl", ["word " * 400] * count)
        project.config("[{use: drop-empty}]")
        call = [sys.executable, "-m", "hookline", "run", "c.yaml", "--fresh", "--quiet"]
        measure = (
            "import resource, subprocess, sys\n"
            "subprocess.run(sys.argv[1:], check=True)\n"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", measure, *call],
            env=environment(),
            capture_output=True,
            text=True,
        )
        peaks.append(int(done.stdout))
    assert peaks[1] < peaks[0] * 1.1, peaks


def test_a_worker_without_work_ends_while_others_go_on(project):
    """It does not hold its models until the longest document is done."""
    import hookline

    class Waiting(hookline.Stage):
        """Hold a document until another process has closed its stages."""

        name = "waiting"

        def process(self, docs):
            for doc in docs:
                deadline = time.monotonic() + 30
                while doc.text == "WAIT" and not os.path.exists("closed"):
                    assert time.monotonic() < deadline
                    time.sleep(0.02)
                yield doc

        def close(self):
            open("closed", "w").close()

    class Plugin:
        @hookline.hookimpl
        def hookline_register(self, registry):
            registry.stage(Waiting)

    project.documents("in.jsonl", ["WAIT", *["short"] * 20])  # more than the first unit holds
    path = project.config("[{use: waiting}]")
    report = hookline.run(hookline.read_plan(path, plugins=[Plugin()]), workers=2)
    assert (report.written, report.failed) == (21, 0)


def test_a_stage_that_leaves_costs_its_document(project):
    """A stage that calls sys.exit fails the document it was at."""
    project.documents("in.jsonl", ["a", "LEAVE", "b"])
    project.config("[{use: poison}]")
    assert project.call("run", "c.yaml").code == 1
    assert [record["id"] for record in project.records()] == ["d0", "d2"]


@pytest.mark.parametrize(
    ("poison", "workers"), [("EXIT", "1"), ("CRASH", "2"), ("KILL", "1"), ("EAT", "2")]
)
def test_a_document_that_takes_its_process_down_costs_itself(project, poison, workers):
    """Exits, crashes and eaten memory cost the documents at fault, with one worker as with two."""
    texts = [poison if n in (5, 70) else "fine" for n in range(100)]
    project.documents("in.jsonl", texts)
    more = "batch_size: 8\nfailures: {path: bad.jsonl}\nengine: {use: local, memory: 200MB}\n"
    project.config("[{use: poison}]", more=more)
    with project.start("run", "c.yaml", "--workers", workers) as run:
        run.communicate()
    assert run.returncode == 1
    assert [record["id"] for record in project.records()] == [
        f"d{n}" for n in range(100) if n not in (5, 70)
    ]
    letters = project.records("bad.jsonl")
    assert [letter["id"] for letter in letters] == ["d5", "d70"]
    expected = "MemoryError" if poison == "EAT" else "Crash"
    assert {letter["error"]["type"] for letter in letters} == {expected}


@pytest.mark.filterwarnings("ignore:the stage `odd` failed to close")
def test_odd_outcomes_are_failures(project):
    """What no stage may return fails the document, with a message, and the rest goes on."""
    texts = ["a", "NOTHING", "REASONLESS", "SURROGATE", "OUTSIDE", "REPLACED", "b"]
    project.documents("in.jsonl", texts)
    project.config("[{use: odd}]", more="failures: {path: bad.jsonl}\n")
    result = project.call("run", "c.yaml")
    assert result.code == 1
    assert [record["text"] for record in project.records()] == ["a", "b"]
    assert [letter["payload"]["text"] for letter in project.records("bad.jsonl")] == texts[1:-1]


def test_a_closed_pipe_is_no_error(project):
    """`hookline run … -o - | head -1` ends without a complaint."""
    project.documents("in.jsonl", ["text " * 200 for _ in range(5000)])
    project.config()
    head = shutil.which("head")
    command = f"{sys.executable} -m hookline run c.yaml -o - --quiet; echo $? >&2"
    done = subprocess.run(
        ["bash", "-c", f"({command}) | {head} -c 100 >/dev/null"],
        env=environment(), capture_output=True, text=True,
    )  # fmt: skip
    assert done.stderr.strip() == "141"


def test_interrupting_workers_while_they_start_is_an_interruption(project):
    """Ctrl-C reaches the whole group of processes; the run still ends with 130, resumable."""
    project.documents("in.jsonl", [f"Text {n}" for n in range(3000)])
    project.config("[{use: slow, seconds: 0.1}]", more="batch_size: 16\n")
    with project.start("run", "c.yaml", "--workers", "2", start_new_session=True) as run:
        assert "run started" in run.stderr.readline()
        time.sleep(0.2)
        os.killpg(run.pid, signal.SIGINT)
        assert run.wait() == 130, run.stderr.read()


def test_removals_never_overlap():
    """Text that replaced a raw stretch and is then deleted piece by piece is on record once."""
    doc = Document.from_text("abc def ghi").edit([Edit(0, 7, "xyz uvw")])
    partly = doc.edit([Edit(0, 3)])
    assert partly.removed == ()
    wholly = doc.edit([Edit(0, 3), Edit(3, 4), Edit(4, 7)])
    assert [(item.raw_start, item.raw_end) for item in wholly.removed] == [(0, 7)]


def test_edits_and_indexes_are_checked():
    """An edit outside the text, and an index that points nowhere, raise."""
    doc = Document.from_text("abc")
    with pytest.raises(EditError, match="does not lie in a text of 3"):
        doc.edit([Edit(50, 60)])
    relation = Relation("open", Span(0, 1, 77), Span(1, 2), Span(2, 3), 0, "r")
    with pytest.raises(LayerError, match="no index 77 in the 0 entities"):
        doc.with_layers(sentences=[Sentence(0, 3)], relations=[relation])


FORKING = """
import os, sys
from hookline import Stage

class Forking(Stage):
    name = "forking"

    class Options(Stage.Options):
        how: str

    def process(self, docs):
        for doc in docs:
            if doc.id == "d7":
                child = os.fork()
                if child:
                    os.waitpid(child, 0)
                elif self.options.how == "exits":
                    sys.exit(0)
                elif self.options.how == "raises":
                    raise ValueError("in the child")
            yield doc
"""


@pytest.mark.parametrize("how", ["returns", "exits", "raises"])
def test_a_process_that_a_stage_forks_never_answers_for_the_worker(project, how):
    """It is ended when it comes back from the stage; the run has each document once."""
    project.write("forking.py", FORKING)
    project.documents("in.jsonl", [f"text {n}" for n in range(40)])
    project.config(f"[{{use: 'forking:Forking', how: {how}}}, {{use: shout}}]")
    with project.start("run", "c.yaml", "--workers", "2") as run:
        _, err = run.communicate(timeout=120)
    assert run.returncode == 0, err
    assert [record["id"] for record in project.records()] == [f"d{n}" for n in range(40)]
    assert "end it with `os._exit` in the stage" in err


@pytest.mark.parametrize("chunk", ["text", None, ["text"], 7])
@pytest.mark.parametrize("others", [[], [{"use": "jsonl", "path": "other.jsonl"}]])
def test_a_sink_that_encodes_a_document_as_no_bytes_fails_that_document(project, chunk, others):
    """It is a dead letter that names what was found; the others are written, alone or with a tee."""

    class Untyped(FileSink):
        name = "untyped"

        class Options(FileSink.Options):
            path: str

        def encode(self, docs):
            return [chunk if doc.id == "d7" else doc.id.encode() + b"\n" for doc in docs]

    class Plugin:
        @hookline.hookimpl
        def hookline_register(self, registry):
            registry.sink(Untyped)

    project.documents("in.jsonl", [f"text {n}" for n in range(10)])
    config = {
        "source": {"use": "jsonl", "path": "in.jsonl"},
        "stages": [],
        "sink": [{"use": "untyped", "path": "o.txt"}, *others],
        "failures": {"path": "bad.jsonl"},
    }
    report = hookline.run(hookline.read_plan(config, plugins=[Plugin()]))
    assert (report.written, report.failed) == (9, 1)
    assert Path("o.txt").read_text().split() == [f"d{n}" for n in range(10) if n != 7]
    (letter,) = project.records("bad.jsonl")
    assert letter["id"] == "d7"
    found = f"gave a {type(chunk).__name__} for a document; expected bytes"
    assert found in letter["error"]["message"]


@pytest.mark.parametrize("doc_id", [7, None, ["a"]])
def test_an_id_of_a_source_that_is_no_string_is_an_error_of_the_source(project, doc_id):
    """The run stops with the place of the document, and goes on once the source is mended."""

    class Rows(Source):
        name = "rows"

        def read(self, start=0):
            for number in range(start, 40):
                mended = number != 7 or Path("mended").exists()
                place = Place("rows", number)
                yield Document.from_text("text", f"d{number}" if mended else doc_id, {}, place)

    class Plugin:
        @hookline.hookimpl
        def hookline_register(self, registry):
            registry.source(Rows)

    config = {
        "source": {"use": "rows"},
        "stages": [],
        "sink": {"use": "jsonl", "path": "o.jsonl"},
    }
    plan = hookline.read_plan(config, plugins=[Plugin()])
    with pytest.raises(SourceError, match=r"the source rows failed: .*the id .*\(rows:7\)"):
        hookline.run(plan)
    project.write("mended", "")
    assert hookline.run(plan).written == 40
