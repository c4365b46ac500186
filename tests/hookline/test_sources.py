"""What all sources of files share: archives, addresses, and the columns of rows."""

import gzip
import io
import os
import tarfile
import zipfile

import fsspec
import pytest

LETTERS = "failures: {path: bad.jsonl}\n"
FILES = {"d/b.txt": b"second", "a.txt": b"first", "d/c.txt.gz": gzip.compress(b"third")}
OTHERS = {"d/.hidden.txt": b"hidden", "__MACOSX/a.txt": b"a fork", "d/picture.png": b"\x89PNG"}


def zipped(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(files, mode="w"):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for name, data in files.items():
            item = tarfile.TarInfo(name)
            item.size = len(data)
            archive.addfile(item, io.BytesIO(data))
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.bz2", "a.tar.xz"])
def test_the_files_of_an_archive_are_read_in_its_order(project, name):
    """Only those with an ending of the source, compressed or not; the place says archive and member."""
    mode = {"gz": "w:gz", "tgz": "w:gz", "bz2": "w:bz2", "xz": "w:xz"}.get(
        name.rpartition(".")[2], "w"
    )
    files = {**FILES, **OTHERS}
    project.write(name, zipped(files) if name == "a.zip" else tarred(files, mode))
    project.config(source="text", path=name)
    result = project.call("run", "c.yaml")
    assert result.code == 0, result.err
    assert [(r["id"], r["text"]) for r in project.records()] == [
        (f"{name}!/d/b.txt", "second"), (f"{name}!/a.txt", "first"), (f"{name}!/d/c.txt.gz", "third"),
    ]  # fmt: skip


def test_a_damaged_archive_gives_what_it_holds(project):
    """A truncated tar loses what is behind the cut, a truncated zip itself; other files are read."""
    many = {f"{n}.txt": os.urandom(400).hex().encode() for n in range(200)}
    data = tarred(many, "w:gz")
    project.write("a.tar.gz", data[: len(data) // 2])
    project.write("b.zip", zipped(many)[:-100])
    project.write("c.zip", zipped({"a.png": b""}))
    project.write("d.txt", "fine")
    project.config(source="text", path="[a.tar.gz, b.zip, c.zip, d.txt]", more=LETTERS)
    result = project.call("run", "c.yaml")
    assert result.code == 1
    assert "Traceback" not in result.err
    records = project.records()
    assert 50 < len(records) < 150
    assert all(record["text"] == many[record["id"][10:]].decode() for record in records[:-1])
    assert records[-1]["text"] == "fine"
    letters = {x["place"]: x["error"]["message"] for x in project.records("bad.jsonl")}
    assert list(letters)[-2:] == ["b.zip", "c.zip"]
    assert "not a zip file" in letters["b.zip"]
    assert letters["c.zip"] == "c.zip holds no file ending in .txt or .text"


def test_a_member_that_cannot_be_read_costs_itself(project):
    """A zip with one damaged member gives the others."""
    data = bytearray(zipped({"a.txt": b"one" * 100, "b.txt": b"two"}))
    data[36:40] = b"\xff" * 4
    project.write("a.zip", bytes(data))
    project.config(source="text", path="a.zip", more=LETTERS)
    assert project.call("run", "c.yaml").code == 1
    assert [r["text"] for r in project.records()] == ["two"]
    assert project.records("bad.jsonl")[0]["place"] == "a.zip!/a.txt"


def test_an_interrupted_run_finds_its_place_in_an_archive(project):
    """Reading goes on behind any number of documents."""
    from hookline import Registry

    project.write("a.zip", zipped(FILES))
    component = Registry.discover().find("source", "text")
    for start in range(5):
        source = component(component.read_options({"path": ["a.zip", "c.yaml"]}))
        project.config()
        texts = [doc.text for doc in source.read(start)]
        assert (
            texts
            == [*["second", "first", "third"][start:], (project.folder / "c.yaml").read_text()][
                : 4 - start
            ]
        )


def test_keys_of_json_lines_can_be_named(project):
    """Text, id and meta data may have other keys; a row over the limit is a dead letter."""
    project.write(
        "in.jsonl",
        '{"body": "a", "url": "u1", "x": 1, "y": 2}\n{"body": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "url": "u2"}\n'
        '{"body": "c"}\n',
    )
    project.write(
        "c.yaml",
        "source: {use: jsonl, path: in.jsonl, text: body, id: url, meta: [x], row_limit: 45}\n"
        "stages: []\nsink: {use: jsonl, path: out.jsonl}\n" + LETTERS,
    )
    assert project.call("run", "c.yaml").code == 1
    assert [(r["id"], r["text"], r["meta"]) for r in project.records()] == [
        ("u1", "a", {"x": 1}), ("in.jsonl:3", "c", {}),
    ]  # fmt: skip
    (letter,) = project.records("bad.jsonl")
    assert letter["place"] == "in.jsonl:2"
    assert "longer than row_limit, 45 bytes" in letter["error"]["message"]
    more = ("--set", "source.row_limit=100")
    assert project.call("replay", "bad.jsonl", "-o", "again.jsonl", *more).code == 0
    assert project.records("again.jsonl")[0]["id"] == "u2"


def test_an_encoding_is_detected_only_where_it_is_asked_for(project):
    """`detect` takes UTF-8 for what is UTF-8, guesses otherwise, and leaves the guess in the meta data."""
    text = "Příliš žluťoučký kůň úpěl ďábelské ódy, a ředitel školy mu naslouchal."
    project.write("a.txt", text.encode("cp1250"))
    project.write("b.txt", text)
    project.write("c.txt", text.encode("utf-16"))
    project.config(source="text", path="'*.txt'", more=LETTERS)
    assert project.call("run", "c.yaml").code == 1
    messages = [x["error"]["message"] for x in project.records("bad.jsonl")]
    assert "a.txt: byte 1 (0xf8) is not utf-8" in messages[0]
    assert "it begins as utf-16: set `encoding: utf-16`" in messages[1]
    detect = ("--set", "source.encoding=detect", "--fresh")
    assert project.call("run", "c.yaml", *detect).code == 0
    assert [r["text"] for r in project.records()] == [text] * 3
    assert [r["meta"]["encoding"] for r in project.records()] == ["cp1250", "utf-8", "utf-16"]


def test_addresses_are_read(project):
    """A file, a folder and a pattern behind an address; one that is missing is a clear error."""
    files = fsspec.filesystem("memory")
    for name in ("/x/a.txt", "/x/d/b.txt.gz", "/x/d/c.png"):
        data = name.encode()
        files.pipe(name, gzip.compress(data) if name.endswith("gz") else data)
    for path, texts in (
        ("memory://x/a.txt", ["/x/a.txt"]),
        ("memory://x", ["/x/a.txt", "/x/d/b.txt.gz"]),
        ("memory://x/*.txt", ["/x/a.txt"]),
    ):
        project.config(source="text", path=f"'{path}'")
        result = project.call("run", "c.yaml", "--fresh")
        assert result.code == 0, result.err
        assert [r["text"] for r in project.records()] == texts
    assert project.records()[0]["id"] == "memory:///x/a.txt"
    assert project.call("run", "c.yaml").code == 0
    files.pipe("/x/a.txt", b"changed")
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "the input changed" in result.err
    for path, message in (
        ("memory://nowhere/", "there is nothing to read at memory://nowhere/"),
        ("nope://x", "Protocol not known: nope"),
    ):
        project.config(source="text", path=f"'{path}'")
        result = project.call("run", "c.yaml", "--fresh")
        assert result.code == 2
        assert message in result.err


def test_what_is_bad_behind_an_address_costs_itself(project):
    """A line that is no document is a dead letter; the file behind the address has not vanished."""
    fsspec.filesystem("memory").pipe("/bad/a.jsonl", b'{"text": "a"}\nnope\n{"text": "b"}\n')
    project.config(path="memory://bad/a.jsonl", more=LETTERS)
    result = project.call("run", "c.yaml")
    assert result.code == 1, result.err
    assert [r["text"] for r in project.records()] == ["a", "b"]
    assert project.records("bad.jsonl")[0]["place"] == "memory://bad/a.jsonl:2"


@pytest.mark.parametrize("path", ["in/*.txt", "in", "in/a.txt"])
def test_an_output_that_is_the_only_input_is_named(project, path):
    """The message says that the output is an input, not that there is none, and nothing is lost."""
    project.write("in/a.txt", "the only copy")
    project.config(source="text", path=path)
    result = project.call("run", "c.yaml", "-o", "in/a.txt", "--set", "sink.use=jsonl", "--fresh")
    assert result.code == 2
    assert "the output in/a.txt is" in result.err
    assert "choose another" in result.err
    assert (project.folder / "in" / "a.txt").read_text() == "the only copy"


def test_members_with_other_endings_are_counted(project):
    """As for folders, a warning says which files of an archive are not read; hidden ones are not."""
    names = ["a.txt", "b.jsonl", "c.jsonl", "d.png", ".e.png"]
    project.write("a.zip", zipped(dict.fromkeys(names, b"x")))
    project.config(source="text", path="a.zip")
    result = project.call("run", "c.yaml", "--log-format", "text")
    assert result.code == 0
    assert [record["id"] for record in project.records()] == ["a.zip!/a.txt"]
    message = "files in a.zip with other endings are not read: 2 .jsonl, 1 .png"
    assert result.err.count(message) == 1


def test_a_pipe_in_a_folder_is_no_file(project):
    """Opening a pipe, socket or device may wait forever; a link to nothing is a dead letter."""
    project.write("in/a.txt", "a")
    os.mkfifo(project.folder / "in/b.txt")
    (project.folder / "in/c.txt").symlink_to("nowhere")
    (project.folder / "in/d.txt").symlink_to("/dev/zero")
    project.config(source="text", path="in", more=LETTERS)
    assert project.call("run", "c.yaml").code == 1
    assert [record["text"] for record in project.records()] == ["a"]
    assert [letter["place"] for letter in project.records("bad.jsonl")] == ["in/c.txt"]


OWN_SOURCE = """
from hookline import Document, Place, Source, Stage

class Numbers(Source):
    \"""Number documents, with a `read` that has no default, as the docs call it.\"""

    name = "own-numbers"

    def read(self, start):
        for number in range(start, 6):
            yield Document.from_text(f"text {number}", str(number), place=Place("numbers", number))

class Fails(Stage):
    name = "fails"

    class Options(Stage.Options):
        number: str

    def process(self, docs):
        for doc in docs:
            if doc.id == self.options.number:
                raise ValueError("no")
            yield doc
"""


def test_every_command_reads_a_source_from_a_number(project):
    """The argument `start` of `read` needs no default: whatever reads a source gives it."""
    project.write("own_source.py", OWN_SOURCE)
    project.write(
        "c.yaml",
        "source: {use: 'own_source:Numbers'}\nstages: [{use: 'own_source:Fails', number: '3'}]\n"
        "sink: {use: jsonl, path: out.jsonl}\nfailures: {path: bad.jsonl}\n",
    )
    own = ("--plugins", "own_source.py")
    mended = ("--set", "stages.0.number=none")
    assert project.call("run", "c.yaml", *own).code == 1
    assert project.call("replay", "bad.jsonl", "--merge", *own, *mended).code == 0
    assert [record["id"] for record in project.records()] == list("012345")
    for number in "12":
        shard = ("--shard", f"{number}/2", "-o", "s.jsonl")
        assert project.call("run", "c.yaml", *own, *mended, *shard).code == 0
    assert project.call("join", "s.jsonl").code == 0
    assert project.records("s.jsonl") == project.records()
