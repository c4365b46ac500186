"""The source `text`."""

import base64
import bz2
import lzma

import pytest


def test_files_folders_and_patterns_are_read_sorted(project):
    """A path is a file, a folder, whose hidden files are skipped, or a pattern."""
    for name in ("d/b.txt", "d/a.txt", "d/sub/c.txt", "d/.hidden.txt", "d/note.rst", "e.txt"):
        project.write(name, name)
    project.config(source="text", path="[d, 'e.*', d/a.txt]")
    assert project.call("run", "c.yaml").code == 0
    assert [r["text"] for r in project.records()] == ["d/a.txt", "d/b.txt", "d/sub/c.txt", "e.txt"]
    assert project.records()[0]["id"] == "d/a.txt"


def test_the_raw_text_is_the_decoded_file(project):
    """Line ends are kept; the byte-order mark is not part of the text."""
    project.write("a.txt", b"\xef\xbb\xbfone\r\ntwo\rthree\x85")
    project.config(source="text", path="a.txt")
    assert project.call("run", "c.yaml", "--set", "sink.include=[raw]").code == 1
    project.write("a.txt", b"\xef\xbb\xbfone\r\ntwo\rthree")
    assert project.call("run", "c.yaml", "--fresh", "--set", "sink.include=[raw]").code == 0
    assert project.records()[0]["raw"] == "one\r\ntwo\rthree"


def test_bytes_that_are_invalid_in_the_encoding_fail_the_document(project):
    """A file that cannot be decoded is a dead letter with its bytes; other files are read."""
    project.write("a.txt", b"caf\xe9")
    project.write("b.txt", "fine")
    project.config(source="text", path="'*.txt'", more="failures: {path: bad.jsonl}\n")
    result = project.call("run", "c.yaml")
    assert result.code == 1
    assert "Traceback" not in result.err
    (letter,) = project.records("bad.jsonl")
    assert (letter["place"], letter["stage"]) == ("a.txt", "text")
    assert "byte 3 (0xe9) is not utf-8" in letter["error"]["message"]
    assert base64.b64decode(letter["payload"]["bytes"]) == b"caf\xe9"
    assert [r["text"] for r in project.records()] == ["fine"]


def test_encoding_and_errors_are_options(project):
    """`encoding` names another encoding; `errors: replace` inserts a replacement character."""
    project.write("a.txt", b"caf\xe9")
    project.config(source="text", path="a.txt")
    project.call("run", "c.yaml", "--set", "source.encoding=cp1252")
    assert project.records()[0]["text"] == "café"
    project.call("run", "c.yaml", "--fresh", "--set", "source.errors=replace")
    assert project.records()[0]["text"] == "caf\ufffd"
    result = project.call("check", "c.yaml", "--set", "source.encoding=utf-9")
    assert "unknown encoding 'utf-9'" in result.out


def test_compressed_files_are_read(project):
    """A file is decompressed according to its ending; a damaged one is a dead letter."""
    project.write("a.txt.bz2", bz2.compress(b"from bz2"))
    project.write("b.txt.xz", lzma.compress(b"from xz"))
    project.write("c.txt.gz", b"\x1f\x8b\x08 damaged")
    project.config(source="text", path=".", more="failures: {path: bad.jsonl}\n")
    assert project.call("run", "c.yaml").code == 1
    assert [r["text"] for r in project.records()] == ["from bz2", "from xz"]
    assert project.records("bad.jsonl")[0]["place"] == "./c.txt.gz"


def test_an_empty_document_is_a_document(project):
    """An empty file is a document with empty text."""
    project.write("a.txt", "")
    project.config(source="text", path="a.txt")
    assert project.call("run", "c.yaml").code == 0
    assert project.records()[0]["text"] == ""


def test_missing_input_is_a_clear_error(project):
    """Exit code 2: a missing file, an empty folder, a pattern without a match."""
    (project.folder / "empty").mkdir()
    for path, message in (
        ("nowhere.txt", "there is no file or folder nowhere.txt"),
        ("empty", "the folder empty holds no file ending in .txt"),
        ("'*.txt'", "no file matches *.txt"),
    ):
        project.config(source="text", path=path)
        result = project.call("run", "c.yaml")
        assert result.code == 2
        assert message in result.err
        assert "Traceback" not in result.err
        assert not (project.folder / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ('{"text": "a"}\n{"text": "b"}\n', "jsonl"),
        ('[{"text": "a"}, {"text": "b"}]', "json"),
        ('\n[\n  {\n    "text": "a"\n  }\n]\n', "json"),
        ('{\n  "text": "a"\n}\n', "json"),
        ("[1] {See below} the first note.", ""),
        ('{"Yes," she said}: a play', ""),
    ],
)
def test_json_that_is_read_as_text_is_warned_of(project, text, source):
    """Lines, an array or an object of JSON are one text, with a warning that names the source for them."""
    project.write("data.dat", text)
    project.config(source="text", path="data.dat")
    result = project.call("run", "c.yaml")
    assert result.code == 0
    assert [record["text"] for record in project.records()] == [text]
    assert ("looks like JSON" in result.err) == bool(source)
    assert f"--set source.use={source}" in result.err or not source
