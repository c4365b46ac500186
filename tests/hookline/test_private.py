"""What a stage takes away for good is in no byte that a run leaves behind."""

import sqlite3
from subprocess import PIPE

import zstandard

from hookline import Document, Edit, Pipeline, Stage, hookimpl

TEXTS = [
    "we met Zyxwvut in town",
    "Zyxwvut xRAISE",  # fails behind the redaction
    "Zyxwvut BEFORE",  # fails in it
    "nothing here",
]


def stored(folder):
    """Yield every file below a folder, and every value in its databases, decompressed."""
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in ("in.jsonl", "c.yaml"):
            yield path.name, path.read_bytes()
        if path.suffix == ".sqlite":
            connection = sqlite3.connect(path)
            for (table,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            ).fetchall():
                for row in connection.execute(f"SELECT * FROM '{table}'").fetchall():
                    for value in row:
                        data = value if isinstance(value, bytes) else str(value).encode()
                        yield f"{path.name} {table}", data
                        start = data.find(b"\x28\xb5\x2f\xfd")
                        if start >= 0:
                            content = zstandard.ZstdDecompressor().decompressobj()
                            yield f"{path.name} {table}", content.decompress(data[start:])
            connection.close()


def test_no_file_of_a_run_holds_what_was_redacted(project):
    """Neither output, raw text, removals, dead letters, cache, checkpoint nor report has the name."""
    project.documents("in.jsonl", TEXTS)
    project.config(
        "[{use: clean}, {use: words}, {use: redact-words}, {use: poison}]",
        more="cache: kept\n",
    )
    include = ("--set", "sink.include=[raw]")
    for _ in range(2):
        result = project.call("run", "c.yaml", "--report", "r.json", "--fresh", *include)
        assert result.code == 1, result.err
        assert "Zyxwvut" not in result.err
        assert "Zyxwvut" not in result.out
    names = set()
    for name, content in stored(project.folder):
        names.add(name.split()[0])
        for part in (b"Zyxwvut", b"yxwvut"):
            assert part not in content, name
    assert {"out.jsonl", "out.failures.jsonl", "r.json", "outcomes.sqlite"} <= names
    record = project.records()[0]
    assert (record["text"], record["raw"]) == (
        "we met NAME in town",
        f"we met {7 * chr(0x2588)} in town",
    )
    letters = project.records("out.failures.jsonl")
    assert [letter["payload"]["line"] for letter in letters] == [2, 3]


def test_a_pipeline_withholds_what_could_quote_a_document():
    """The failure that `stream` yields has neither the message nor the text."""
    stages = {"stages": [{"use": "words"}, {"use": "redact-words"}]}
    with Pipeline.from_config(stages) as pipeline:
        (failure,) = pipeline.stream([Document.from_text(TEXTS[2], "d")])
    assert "Zyxwvut" not in str(failure)
    assert (failure.error, failure.stage) == ("ValueError", "redact-words")


def test_a_withheld_document_can_be_replayed(project):
    """A dead letter names the place alone, and replaying it reads the document from there."""
    project.documents("in.jsonl", TEXTS)
    project.config("[{use: words}, {use: redact-words}, {use: poison}]")
    assert project.call("run", "c.yaml").code == 1
    project.config("[{use: shout}]")
    assert project.call("replay", "out.failures.jsonl", "-o", "again.jsonl").code == 0
    assert [r["text"] for r in project.records("again.jsonl")] == [
        text.upper() for text in TEXTS[1:3]
    ]


def test_a_withheld_document_is_read_by_the_source_that_read_it(project):
    """With two sources of different kinds, the one that reads the file of the dead letter."""
    (project.folder / "in.txt").write_text("a plain xRAISE text")
    project.documents("in.jsonl", ["a xRAISE line", "fine"])
    config = """
source: [{use: text, path: in.txt}, {use: jsonl, path: in.jsonl}]
stages: [{use: words}, {use: redact-words}, {use: poison}]
sink: {use: jsonl, path: out.jsonl}
"""
    project.write("c.yaml", config)
    assert project.call("run", "c.yaml").code == 1
    project.write("c.yaml", config.replace(", {use: poison}", ""))
    assert project.call("replay", "out.failures.jsonl", "-o", "again.jsonl").code == 0
    assert [r["id"] for r in project.records("again.jsonl")] == ["in.txt", "d0"]
    (project.folder / "in.txt").unlink()
    project.write("c.yaml", config.replace("in.txt", "c.yaml"))
    result = project.call("replay", "out.failures.jsonl", "-o", "more.jsonl")
    assert result.code == 2
    assert "no source of the config reads in.txt" in result.err


def test_a_withheld_document_of_standard_input_cannot_be_replayed(project):
    """Its dead letter has only a place, and standard input cannot be read again: an error says so."""
    project.config("[{use: words}, {use: redact-words}, {use: poison}]")
    with project.start("run", "c.yaml", "-", "--set", "source.use=jsonl", stdin=PIPE) as process:
        process.communicate('{"id": "a", "text": "a xRAISE line"}\n')
    assert process.returncode == 1
    result = project.call("replay", "out.failures.jsonl", "-o", "again.jsonl")
    assert result.code == 2
    assert "out.failures.jsonl:1: the document came from standard input" in result.err


def test_a_private_edit_is_declared():
    """A stage that makes one without saying so fails the document."""

    class Silent(Stage):
        name = "silent"
        edits_text = True

        def process(self, docs):
            return [doc.edit([Edit(0, 3, "X", "name", private=True)]) for doc in docs]

    class Plugin:
        @hookimpl
        def hookline_register(self, registry):
            registry.stage(Silent)

    stages = {"stages": [{"use": "silent"}]}
    with Pipeline.from_config(stages, plugins=[Plugin()]) as pipeline:
        (failure,) = pipeline.stream([Document.from_text("Ann left", "d")])
    assert "set `private = True`" in failure.message
