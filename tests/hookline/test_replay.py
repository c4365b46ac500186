"""`hookline replay`: the documents of a dead-letter file, run again."""

import os
import shutil
from pathlib import Path

from forked import DEAD, die_at, fork, wait


def test_failed_documents_are_replayed(project):
    """Documents that failed in a stage, and lines that were no documents, are run again."""
    project.write(
        "in.jsonl", '{"id": "a", "text": "RAISE", "n": 1}\n{"text": "ok"}\n{"no": "text"}\n'
    )
    project.config("[{use: poison}, {use: shout}]", more="failures: {path: bad.jsonl}\n")
    assert project.call("run", "c.yaml").code == 1
    project.config("[{use: shout}]", more="failures: {path: bad.jsonl}\n")
    result = project.call("replay", "bad.jsonl", "-o", "again.jsonl")
    assert result.code == 1
    (record,) = project.records("again.jsonl")
    assert (record["id"], record["text"], record["meta"]) == ("a", "RAISE", {"n": 1})
    (letter,) = project.records("again.failures.jsonl")
    assert letter["payload"] == {"line": '{"no": "text"}\n'}
    assert letter["place"] == "in.jsonl:3"


def test_a_file_in_the_wrong_encoding_is_replayed(project):
    """Bytes that could not be decoded are decoded as the config says now."""
    project.write("a.txt", b"caf\xe9")
    project.config(source="text", path="a.txt", more="failures: {path: bad.jsonl}\n")
    project.call("run", "c.yaml")
    result = project.call(
        "replay", "bad.jsonl", "-o", "again.jsonl", "--set", "source.encoding=cp1252"
    )
    assert result.code == 0
    assert [record["text"] for record in project.records("again.jsonl")] == ["café"]


def test_what_is_no_dead_letter_file_is_said(project):
    """Another file, an empty one and a missing one are clear errors."""
    project.config()
    project.write("other.jsonl", '{"a": 1}\n')
    project.write("empty.jsonl", "")
    for name, message in (
        ("other.jsonl", "other.jsonl:1: expected a dead letter"),
        ("empty.jsonl", "has no dead letters to replay"),
        ("missing.jsonl", "cannot read missing.jsonl"),
    ):
        result = project.call("replay", name, "-o", "again.jsonl")
        assert result.code == 2
        assert message in result.err
        assert "Traceback" not in result.err


def test_two_sources_of_one_kind_read_their_own_letters(project):
    """What the second of two text sources could not read is read again by the second."""
    project.write("a/one.txt", b"\xff\xfe caf\xc3\xa9")
    project.write("b/two.txt", b"caf\xe9\x81")
    text = (
        "source:\n  - {use: text, path: a, encoding: ascii}\n  - {use: text, path: b, encoding: %s}\n"
        "stages: []\nsink: {use: jsonl, path: out.jsonl}\nfailures: {path: bad.jsonl}\n"
    )
    project.write("c.yaml", text % "utf-8")
    assert project.call("run", "c.yaml").code == 1
    assert [letter["stage"] for letter in project.records("bad.jsonl")] == ["text", "text-2"]
    project.write("c.yaml", text % "latin-1")
    result = project.call("replay", "bad.jsonl", "-o", "again.jsonl")
    assert result.code == 1
    assert [record["text"] for record in project.records("again.jsonl")] == ["café\x81"]
    (letter,) = project.records("again.failures.jsonl")
    assert letter["stage"] == "text"


def failed_run(project, lines):
    """Run documents of which some fail in the stage `first`, then replace it by one that passes them."""
    project.write("in.jsonl", "".join(line + "\n" for line in lines))
    more = "failures: {path: bad.jsonl}\n"
    project.config("[{use: poison, name: first}]", more=more)
    assert project.call("run", "c.yaml", "--workers", "1").code == 1
    project.config("[{use: shout, name: first}]", more=more)


LINES = [
    '{"id": "a", "text": "a RAISE"}',
    '{"id": "b", "text": "b"}',
    '{"no": "text"}',
    '{"id": "d", "text": "d RAISE"}',
    '{"id": "b", "text": "b again"}',
    '{"id": "f", "text": "f RAISE"}',
]


def test_replayed_documents_are_merged_in_their_places(project):
    """`--merge` puts them where the input has them, and the dead letters keep what fails again."""
    failed_run(project, LINES)
    result = project.call("replay", "bad.jsonl", "--merge", "--log-format", "text")
    assert result.code == 1
    assert "3 documents merged into out.jsonl, 1 failed again" in result.err
    texts = [record["text"] for record in project.records()]
    assert texts == ["A RAISE", "b", "D RAISE", "b again", "F RAISE"]
    (letter,) = project.records("bad.jsonl")
    assert letter["place"] == "in.jsonl:3"
    report = project.call("replay", "bad.jsonl", "--merge", "--log-format", "text")
    assert "0 documents merged into out.jsonl, 1 failed again" in report.err
    assert [record["text"] for record in project.records()] == texts


def test_nothing_is_left_when_all_documents_are_merged(project):
    """The dead letters go, and so does everything that was beside the output for the merge."""
    failed_run(project, [LINES[0], LINES[1]])
    assert project.call("replay", "bad.jsonl", "--merge").code == 0
    assert [record["id"] for record in project.records()] == ["a", "b"]
    assert not os.path.exists("bad.jsonl")
    assert os.listdir(".out.jsonl.hookline") == ["ledger.sqlite"]


def test_a_killed_merge_is_completed(project):
    """Killed at any step, the same command ends with the same records and the same dead letters."""
    failed_run(project, LINES)
    shutil.copytree(".", "../before")
    call = ("replay", "bad.jsonl", "--merge", "--workers", "1", "--quiet")
    assert wait(fork(*call)) == 1
    whole = Path("out.jsonl").read_bytes()
    deaths = 0
    for point in range(1, 200):
        folder = Path(f"../killed-{point}").absolute()
        shutil.copytree("../before", folder)
        os.chdir(folder)
        code = wait(fork(*call, before=lambda point=point: die_at(point)))
        if code != DEAD:
            break
        deaths += 1
        assert wait(fork(*call)) == 1, f"killed at step {point}"
        assert Path("out.jsonl").read_bytes() == whole, f"killed at step {point}"
        assert Path("bad.jsonl").read_bytes().count(b"\n") == 1
        assert os.listdir(".out.jsonl.hookline") == ["ledger.sqlite"]
    assert deaths > 10


def test_what_cannot_be_merged_is_refused_and_kept(project):
    """Another output, a changed input, other stages and a missing choice are clear errors."""
    failed_run(project, LINES)
    before = Path("out.jsonl").read_bytes()
    result = project.call("replay", "bad.jsonl")
    assert result.code == 2
    assert "expected -o OUTPUT or --merge" in result.err
    result = project.call("replay", "bad.jsonl", "--merge", "-o", "other.jsonl")
    assert "there is no output other.jsonl to merge into" in result.err
    assert "name the output of the run with -o" in result.err
    project.config("[{use: shout}]", more="failures: {path: bad.jsonl}\n")
    result = project.call("replay", "bad.jsonl", "--merge")
    assert result.code == 2
    assert "the stages were first in the run" in result.err
    project.write("in.jsonl", "\n".join(LINES[1:]))
    result = project.call("replay", "bad.jsonl", "--merge")
    assert result.code == 2
    assert "the input of out.jsonl has changed" in result.err
    assert Path("out.jsonl").read_bytes() == before
    assert len(project.records("bad.jsonl")) == 4
