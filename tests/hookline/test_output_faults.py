"""Faults of sinks and of publication: nothing is lost, written twice or replaced."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from own_components import plan_of, plugin_of
from tests_support import environment

import hookline
from hookline import Document, FileSink, Source
from hookline.errors import ResumeError


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


@pytest.mark.parametrize(
    ("chunk", "kind"),
    [("text", "a str"), (None, "a NoneType"), (["text"], "a list"), (7, "an int")],
)
@pytest.mark.parametrize("others", [[], [{"use": "jsonl", "path": "other.jsonl"}]])
def test_a_sink_that_encodes_a_document_as_no_bytes_fails_that_document(
    project, chunk, kind, others
):
    """It is a dead letter that names what was found; the others are written, alone or with a tee."""

    class Untyped(FileSink):
        name = "untyped"

        class Options(FileSink.Options):
            path: str

        def encode(self, docs):
            return [chunk if doc.id == "d7" else doc.id.encode() + b"\n" for doc in docs]

    project.documents("in.jsonl", [f"text {n}" for n in range(10)])
    config = {
        "source": {"use": "jsonl", "path": "in.jsonl"},
        "stages": [],
        "sink": [{"use": "untyped", "path": "o.txt"}, *others],
        "failures": {"path": "bad.jsonl"},
    }
    report = hookline.run(hookline.read_plan(config, plugins=[plugin_of(sink=Untyped)]))
    assert (report.written, report.failed) == (9, 1)
    assert Path("o.txt").read_text().split() == [f"d{n}" for n in range(10) if n != 7]
    (letter,) = project.records("bad.jsonl")
    assert letter["id"] == "d7"
    assert f"gave {kind} for a document; expected bytes" in letter["error"]["message"]


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
