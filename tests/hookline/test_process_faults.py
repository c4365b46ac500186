"""Faults of stages that take processes with them cost one document at most, and leave nothing behind."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from tests_support import environment

import hookline


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


def test_interrupting_workers_while_they_start_is_an_interruption(project):
    """Ctrl-C reaches the whole group of processes; the run still ends with 130, resumable."""
    project.documents("in.jsonl", [f"Text {n}" for n in range(3000)])
    project.config("[{use: slow, seconds: 0.1}]", more="batch_size: 16\n")
    with project.start("run", "c.yaml", "--workers", "2", start_new_session=True) as run:
        assert "run started" in run.stderr.readline()
        time.sleep(0.2)
        os.killpg(run.pid, signal.SIGINT)
        assert run.wait() == 130, run.stderr.read()


def test_a_worker_without_work_ends_while_others_go_on(project):
    """It does not hold its models until the longest document is done."""

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


CLOSING = """
from hookline import Stage

class Closing(Stage):
    name = "closing"

    def process(self, docs):
        return docs

    def close(self):
        raise RuntimeError("no connection")
"""


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_stage_that_cannot_be_closed_is_said(project, workers):
    """The documents are finished, so nothing fails; the error is a warning of the worker."""
    project.write("own_closing.py", CLOSING)
    project.documents("in.jsonl", ["a"] * 40)
    project.config("[{use: 'own_closing:Closing'}]")
    with project.start("run", "c.yaml", "--workers", workers) as run:
        _, errors = run.communicate()
    assert run.returncode == 0
    assert len(project.records()) == 40
    assert "warning: the stage `Closing` failed to close: RuntimeError: no connection" in errors
