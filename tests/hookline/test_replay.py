"""`hookline replay`: the documents of a dead-letter file, run again."""

import shutil
import zipfile
from pathlib import Path

import pytest


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


@pytest.mark.parametrize("call", [("-o", "again.jsonl"), ("--merge", "-o", "out.jsonl")])
@pytest.mark.parametrize("row", ['{"body": "b", "id": "b"}', '{"text": "b", "id": "b"}'])
def test_letters_of_an_input_of_another_format_are_replayed(project, call, row):
    """Rows given as INPUT to a config for text files are read as rows again, mended or not."""
    rows = '{"text": "a", "id": "a"}\n{"body": "b", "id": "b"}\n'
    project.write("in.jsonl", rows)
    project.config("[shout]", source="text", path="none/*.txt")
    assert project.call("run", "c.yaml", "in.jsonl").code == 1
    project.write("in.jsonl", rows.replace('{"body": "b", "id": "b"}', row))
    result = project.call("replay", "out.failures.jsonl", *call, "--log-format", "text")
    if row in rows or "--merge" not in call:
        assert result.code == 1
        assert "in.jsonl:2: there is no `text`; found: 'body', 'id'" in result.err
    else:
        assert result.code == 0, result.err
        assert [record["text"] for record in project.records()] == ["A", "B"]
        assert ".hookline" not in result.err.replace("to .out.jsonl.hookline/replay/", "")


@pytest.mark.parametrize("archive", ["cut.tar.gz", "other.zip"])
def test_an_archive_that_cannot_be_read_fails_alone(project, archive):
    """The letters of other documents are replayed; that of a damaged archive stays one."""
    project.write("t/a.txt", "RAISE a")
    project.write("t/b.txt", "RAISE b")
    if archive == "cut.tar.gz":
        shutil.make_archive("whole", "gztar", ".", "t")
        project.write(archive, Path("whole.tar.gz").read_bytes()[:60])
    else:
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("image.png", "no text")
    config = "[{use: %s}]", "text", f"[{archive}, t]"
    for stage, call, code in (
        ("poison", ("run", "c.yaml"), 1),
        ("poison", ("replay", "bad.jsonl", "-o", "failed.jsonl"), 1),
        ("shout", ("replay", "failed.failures.jsonl", "-o", "again.jsonl"), 1),
    ):
        more = "failures: {path: bad.jsonl}\n"
        project.config(config[0] % stage, source=config[1], path=config[2], more=more)
        assert project.call(*call).code == code
    assert [record["text"] for record in project.records("again.jsonl")] == ["RAISE A", "RAISE B"]
    (letter,) = project.records("again.failures.jsonl")
    assert letter["place"] == archive


def test_a_member_of_an_archive_that_is_damaged_now_fails_alone(project):
    """A file that was too large is read from its archive again, but the archive has been cut since."""
    project.write("t/a.txt", "too large")
    shutil.make_archive("whole", "gztar", ".", "t")
    more = "failures: {path: bad.jsonl}\n"
    project.config(source="text", path="[whole.tar.gz, t]\n  size_limit: 5", more=more)
    assert project.call("run", "c.yaml").code == 1
    assert len(project.records("bad.jsonl")) == 2
    project.write("whole.tar.gz", Path("whole.tar.gz").read_bytes()[:60])
    again = ("-o", "again.jsonl", "--set", "source.size_limit=100")
    assert project.call("replay", "bad.jsonl", *again).code == 1
    assert [record["id"] for record in project.records("again.jsonl")] == ["t/a.txt"]
    (letter,) = project.records("again.failures.jsonl")
    assert letter["place"].startswith("whole.tar.gz!/")
    assert "cannot be read again" in letter["error"]["message"]


@pytest.mark.parametrize("call", [("-o", "again.jsonl"), ("--merge", "-o", "out.jsonl")])
def test_a_page_given_to_a_config_for_texts_is_replayed_as_a_page(project, call):
    """A page that failed in a stage becomes the record that a run of it gives."""
    project.write("a.txt", "a")
    page = "<html><head><title>T</title></head><body><article><p>%s</p></article></body></html>"
    project.write("in/page.html", page % ("A RAISE web page text. " * 30))
    more = "failures: {path: bad.jsonl}\n"
    project.config("[{use: poison, name: first}]", source="text", path="'*.txt'", more=more)
    assert project.call("run", "c.yaml", "in/page.html").code == 1
    project.config("[{use: shout, name: first}]", source="text", path="'*.txt'", more=more)
    assert project.call("run", "c.yaml", "in/page.html", "-o", "whole.jsonl").code == 0
    assert project.call("replay", "bad.jsonl", *call).code == 0
    assert project.records(call[-1]) == project.records("whole.jsonl")
