"""Outputs in parts: a folder of files, each published once, when it is complete."""

import json
import os
import signal
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from forked import DEAD, die_at, fork, wait
from log_source import noted

CONFIG = """
source: {use: jsonl, path: in.jsonl}
stages: [{use: poison}]
sink: {use: jsonl, path: out.jsonl, parts: {documents: 10}}
batch_size: 4
"""
PARTS = Path(".out.jsonl.hookline/parts")


@pytest.fixture
def divided(project):
    """A project with 35 documents, one of which fails, and parts of 10."""
    project.documents("in.jsonl", [f"text {n}" + " RAISE" * (n == 7) for n in range(35)])
    project.write("c.yaml", CONFIG)
    return project


def names(folder):
    """Return the names of what a folder holds."""
    return sorted(path.name for path in Path(folder).iterdir())


def lines(folder):
    """Return the lines of all parts in a folder, in order."""
    return [line for name in names(folder) for line in Path(folder, name).read_bytes().splitlines()]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_parts_have_the_documents_of_one_output(divided, workers):
    """Each but the last has the number of documents; failed ones do not count."""
    result = divided.call("run", "c.yaml", "--workers", workers)
    assert result.code == 1, result.err
    assert names("out.jsonl") == ["000001.jsonl", "000002.jsonl", "000003.jsonl", "000004.jsonl"]
    assert divided.call("run", "c.yaml", "-o", "whole.jsonl", "--set", "sink.parts=null").code == 1
    assert lines("out.jsonl") == Path("whole.jsonl").read_bytes().splitlines()
    assert len(Path("out.jsonl/000001.jsonl").read_bytes().splitlines()) == 10
    assert not PARTS.exists()


def test_parts_are_an_input(divided):
    """The folder is read as one input, in the order of its parts."""
    assert divided.call("run", "c.yaml").code == 1
    again = ("run", "c.yaml", "out.jsonl", "-o", "again.jsonl", "--set", "sink.parts=null")
    assert divided.call(*again).code == 0
    assert [record["id"] for record in divided.records("again.jsonl")] == [
        json.loads(line)["id"] for line in lines("out.jsonl")
    ]


def test_an_output_without_documents_is_one_empty_part(divided):
    """So that the folder can be read like any other."""
    Path("in.jsonl").write_text("")
    assert divided.call("run", "c.yaml").code == 0
    assert names("out.jsonl") == ["000001.jsonl"]


@pytest.mark.parametrize(
    ("output", "count"), [("out.jsonl.gz", 4), ("out.csv", 4), ("out.parquet", 4)]
)
def test_every_file_sink_writes_parts(divided, output, count):
    """Each part is a whole file, with the header of its format."""
    use = output.split(".")[1]
    more = ["--set", "sink.layer=documents"] if use == "csv" else []
    call = ("run", "c.yaml", "--set", f"sink.use={use}", "--set", f"sink.path={output}", *more)
    assert divided.call(*call).code == 1
    assert len(names(output)) == count
    if use == "parquet":
        rows = [pq.read_table(Path(output, name)).num_rows for name in names(output)]
        assert rows == [10, 10, 10, 4]
    if use == "csv":
        heads = {Path(output, name).read_text().splitlines()[0] for name in names(output)}
        assert len(heads) == 1


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_killed_anywhere_each_part_is_published_once(divided, kind, tmp_path_factory):
    """A reader that takes parts away as they appear gets every document once, in the same parts."""
    config = CONFIG.replace("use: jsonl, path: out.jsonl", f"use: {kind}, path: out.{kind}")

    def folder():
        os.chdir(tmp_path_factory.mktemp("run"))
        text = [json.dumps({"id": f"d{n}", "text": f"text {n}"}) + "\n" for n in range(25)]
        Path("in.jsonl").write_text("".join(text))
        Path("c.yaml").write_text(config)
        Path("taken").mkdir()

    def take():
        output = Path(f"out.{kind}")
        for name in names(output) if output.is_dir() else ():
            assert not Path("taken", name).exists(), "published twice"
            Path(output, name).rename(Path("taken", name))

    call = ("run", "c.yaml", "--quiet", "--workers", "1")
    folder()
    assert divided.call(*call).code == 0  # in this process, so that no fork has to import anything
    take()
    whole = {name: Path("taken", name).read_bytes() for name in names("taken")}
    assert len(whole) == 3
    deaths = 0
    for point in range(1, 400):
        folder()
        code = wait(fork(*call, before=lambda point=point: die_at(point)))
        if code != DEAD:
            assert code == 0
            break
        deaths += 1
        if kind == "jsonl":
            take()
        assert wait(fork(*call)) == 0
        take()
        left = {name: Path("taken", name).read_bytes() for name in names("taken")}
        assert left == whole, f"killed at point {point}"
        assert not Path(f".out.{kind}.hookline/parts").exists()
    assert deaths > 20


def test_parts_of_a_stream_appear_while_it_goes_on(project):
    """After the seconds of a part, although no document comes any more; the run goes on later."""
    project.write("log.txt", "".join(f"line {n}\n" for n in range(20)))
    project.write(
        "c.yaml",
        "source: {use: log, ends: false}\nstages: []\n"
        "sink: {use: jsonl, path: out.jsonl, parts: {seconds: 0.3}}\n",
    )
    call = ("run", "c.yaml", "--plugins", "log_source", "--engine", "local", "--workers", "1")
    for expected in (20, 25):
        run = project.start(*call)
        end = time.monotonic() + 60
        while time.monotonic() < end and not (
            Path("out.jsonl").is_dir() and len(lines("out.jsonl")) == expected
        ):
            assert run.poll() is None, run.stderr.read()
            time.sleep(0.02)
        run.send_signal(signal.SIGTERM)
        run.communicate(timeout=30)
        assert run.returncode == 130
        with open("log.txt", "a") as log:
            log.writelines(f"line {n}\n" for n in range(20, 25))
    texts = [json.loads(line)["text"] for line in lines("out.jsonl")]
    assert texts == [f"line {n}" for n in range(25)]
    assert noted("read")[0] == "0"


def test_fresh_removes_the_parts_of_an_earlier_run_and_no_other_file(divided):
    """Higher numbers do not stay behind."""
    assert divided.call("run", "c.yaml").code == 1
    Path("out.jsonl/README").write_text("mine")
    assert divided.call("run", "c.yaml", "--fresh", "--limit", "5").code == 0
    assert names("out.jsonl") == ["000001.jsonl", "README"]


def test_a_folder_that_is_not_a_run_s_is_refused(divided):
    """A folder that hookline did not write, or a file, is not taken for an output in parts."""
    Path("out.jsonl").mkdir()
    result = divided.call("run", "c.yaml")
    assert result.code == 2
    assert "out.jsonl exists and was not written by hookline" in result.err


def test_an_unfinished_part_that_was_removed_is_a_message(divided):
    """It is not taken for one that was published, and `--fresh` starts again."""
    assert divided.call("run", "c.yaml", "--limit", "25", "--set", "failures.limit=0").code == 3
    (part,) = (path for path in PARTS.rglob("part"))
    part.unlink()
    result = divided.call("run", "c.yaml", "--limit", "25", "--set", "failures.limit=null")
    assert result.code == 2
    assert "cannot write" in result.err
    assert divided.call("run", "c.yaml", "--fresh").code == 1


def test_a_change_of_the_parts_is_told(divided):
    """Parts are of the identity of a run."""
    assert divided.call("run", "c.yaml").code == 1
    result = divided.call("run", "c.yaml", "--set", "sink.parts.documents=5")
    assert result.code == 2
    assert "the option sink.parts changed" in result.err


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("sink.parts={}", "`sink.parts` of the config: expected `documents`, `seconds` or both"),
        ("sink.parts={documents: 0}", "expected a number greater than 0, found 0"),
        ("sink.parts={size: 3}", "has no option `sink.parts.size`"),
        ("sink={use: brat, path: out, parts: {documents: 3}}", "`brat` does not write one file"),
        ('sink.path="-"', "parts are files in a folder; found the output -"),
        ("source={use: jsonl, path: in.jsonl, parts: {documents: 3}}", "has no option `parts`"),
    ],
)
def test_parts_that_cannot_be_are_refused(divided, change, message):
    """The message says what was expected, once."""
    result = divided.call("check", "c.yaml", "--set", change)
    assert result.code == 2
    assert message in result.err + result.out
    assert (result.err + result.out).count("error:") == 1


def test_an_update_and_a_join_of_parts_are_refused(divided):
    """Parts may have been taken away."""
    result = divided.call("run", "c.yaml", "--update")
    assert result.code == 2
    assert "an output in parts cannot be updated" in result.err
    for shard in ("1/2", "2/2"):
        assert divided.call("run", "c.yaml", "--shard", shard).code in (0, 1)
    assert names("out.1-of-2.jsonl")[0] == "000001.jsonl"
    result = divided.call("join", "out.jsonl")
    assert result.code == 2
    assert "outputs in parts cannot be joined" in result.err


def test_parts_beside_another_sink(divided):
    """Several sinks keep their own positions."""
    config = CONFIG.replace(
        "sink: {use: jsonl, path: out.jsonl, parts: {documents: 10}}",
        "sink:\n  - {use: jsonl, path: whole.jsonl}\n"
        "  - {use: jsonl, path: out.jsonl, parts: {documents: 10}}",
    )
    divided.write("c.yaml", config)
    assert divided.call("run", "c.yaml").code == 1
    assert lines("out.jsonl") == Path("whole.jsonl").read_bytes().splitlines()
    assert len(names("out.jsonl")) == 4
