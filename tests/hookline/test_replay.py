"""`hookline replay`: the documents of a dead-letter file, run again."""


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
