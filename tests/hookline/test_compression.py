"""Compressed files: one table says how each is read, written and named."""

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zlib

import pytest

from hookline.files.compression import COMPRESSIONS, decompressed
from hookline.files.reading import is_archive, open_input
from hookline.files.storage import ending, stem

NAMES = [compression.ending for compression in COMPRESSIONS]


@pytest.mark.parametrize("compression", COMPRESSIONS, ids=NAMES)
def test_every_compression_of_the_table_is_read_written_and_named(project, compression):
    """Members joined are one file, a cut is an error, and names lose the ending."""
    name = f"a.txt{compression.ending}"
    data = compression.compress(b"one ") + compression.compress(b"") + compression.compress(b"two")
    project.write(name, data)
    with open_input(name) as file:
        assert file.read() == b"one two"
    project.write(name, data[:-6])
    with pytest.raises((EOFError, OSError)), open_input(name) as file:
        file.read()
    assert (ending(name.upper()), stem(name)) == (".txt", "a")


@pytest.mark.parametrize("compression", COMPRESSIONS, ids=NAMES)
def test_every_compression_is_that_of_inputs_archives_and_outputs(project, compression):
    """A run reads a file, a tar archive under both of its names, and a member, and writes the same."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in (
            ("m.txt", b"three"),
            (f"n.txt{compression.ending}", compression.compress(b"four")),
        ):
            item = tarfile.TarInfo(name)
            item.size = len(data)
            archive.addfile(item, io.BytesIO(data))
    packed = compression.compress(buffer.getvalue())
    names = [f"t.tar{compression.ending}", *(f"t{short}" for short in compression.tar_endings)]
    for name in names:
        assert is_archive(name)
        project.write(name, packed)
    project.write(f"a.txt{compression.ending}", compression.compress(b"one"))
    project.config(source="text", path=f"[a.txt{compression.ending}, {', '.join(names)}]")
    target = f"out.jsonl{compression.ending}"
    result = project.call("run", "c.yaml", "-o", target)
    assert result.code == 0, result.err
    with open_input(target) as file:
        assert file.read().count(b'"text":') == 1 + 2 * len(names)
    assert "dead letters" not in result.err
    assert project.call("view", target).code == 0


@pytest.mark.parametrize("compression", COMPRESSIONS, ids=NAMES)
def test_no_name_says_a_compression_that_is_not_made(project, compression):
    """A sink that does not compress, and dead letters, are refused such a name, and nothing is written."""
    project.documents("in.jsonl", ["a"])
    project.config()
    before = sorted(os.listdir())
    for call in (
        ("-o", f"x.parquet{compression.ending}"),
        ("--set", f"sink={{use: brat, path: x{compression.ending}}}"),
        ("--set", f"failures.path=bad.jsonl{compression.ending}"),
    ):
        result = project.call("run", "c.yaml", *call)
        assert result.code == 2, result.err
        assert "does not compress" in result.err or "plain file" in result.err
        assert compression.ending in result.err
    assert sorted(os.listdir()) == before


@pytest.mark.parametrize(
    "output", ["x.docx", "x.lz4", "x.jsonl.lz4", "x.json", "x.gz", "x.jsonl.gz.zip"]
)
def test_an_unknown_ending_of_an_output_is_refused(project, output):
    """No other format is written under it; the message names the endings that are known."""
    project.documents("in.jsonl", ["a"])
    project.config()
    before = sorted(os.listdir())
    result = project.call("run", "c.yaml", "-o", output)
    if output == "x.gz":  # says nothing but a compression: the config's sink compresses
        assert result.code == 0
        assert b'"text"' in gzip.decompress((project.folder / output).read_bytes())
        return
    assert result.code == 2
    assert (
        f"-o {output}: error: no sink writes files ending in .{output.rpartition('.')[2]}"
        in result.err
    )
    for known in (".jsonl", ".parquet", ".csv", *NAMES):
        assert known in result.err
    assert sorted(os.listdir()) == before
    assert project.call("run", "c.yaml", "--set", f"sink.path={output}").code == 0


def test_a_name_without_an_ending_is_the_sinks_own(project):
    """The config's sink writes it."""
    project.documents("in.jsonl", ["a"])
    project.config()
    assert project.call("run", "c.yaml", "-o", "results").code == 0
    assert len(project.records("results")) == 1


def test_gzip_members_are_one_file_and_damage_is_an_error(project):
    """Members and the zeros between them are read as one; damage ends a file of JSON lines there."""
    lines = [b'{"text": "%d"}\n' % number for number in range(3)]
    members = [gzip.compress(line) for line in lines]
    project.config(path="in.jsonl.gz")
    project.write("in.jsonl.gz", members[0] + b"\0" * 10_000 + b"".join(members[1:]) + b"\0" * 3)
    assert project.call("run", "c.yaml").code == 0
    assert [record["text"] for record in project.records()] == ["0", "1", "2"]
    damaged = bytearray(members[1])
    damaged[-5] ^= 255  # of the checksum
    project.write("in.jsonl.gz", members[0] + bytes(damaged) + members[2])
    assert project.call("run", "c.yaml", "--fresh").code == 1
    assert [record["text"] for record in project.records()][:1] == ["0"]
    message = project.records("out.failures.jsonl")[0]["error"]["message"]
    assert "incorrect" in message
    assert "documents before it in the file may be damaged as well" in message


ROWS = {
    "jsonl": b"".join(b'{"text": "row %d %d"}\n' % (n, n**5) for n in range(9000)),
    "csv": b"text\n" + b"".join(b"row %d %d\n" % (n, n**5) for n in range(9000)),
}


@pytest.mark.parametrize("ending", ROWS)
@pytest.mark.parametrize("byte", [-8, -1, None], ids=["checksum", "length", "cut off"])
@pytest.mark.parametrize("members", [1, 3])
def test_a_damaged_trailer_costs_no_row(project, ending, byte, members):
    """All rows up to a wrong checksum or length are read, and one dead letter names the damage."""
    third = len(ROWS[ending]) // 3
    parts = [ROWS[ending][:third], ROWS[ending][third : 2 * third], ROWS[ending][2 * third :]]
    data = bytearray(b"".join(map(gzip.compress, parts if members == 3 else [b"".join(parts)])))
    if byte is None:
        del data[-5:]
    else:
        data[byte] ^= 255
    project.write(f"in.{ending}.gz", bytes(data))
    project.config(source=ending, path=f"in.{ending}.gz")
    assert project.call("run", "c.yaml").code == 1
    assert [record["text"] for record in project.records()] == [
        f"row {n} {n**5}" for n in range(9000)
    ]
    (letter,) = project.records("out.failures.jsonl")
    assert "incorrect" in letter["error"]["message"] or "ended" in letter["error"]["message"]
    line = 9001 + (ending == "csv")
    assert letter["place"] == f"in.{ending}.gz:{line}"


def zstd_with_checksum(data):
    import zstandard

    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


MEMBERS = {".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zstd_with_checksum}


@pytest.mark.parametrize("compression", MEMBERS)
@pytest.mark.parametrize("damage", ["last byte", "check", "cut off", "cut in the check"])
@pytest.mark.parametrize("count", [1, 3])
def test_a_damaged_end_of_a_member_costs_no_row(project, compression, damage, count):
    """Rows before a wrong or cut end of a bzip2, xz or zstd member are read, with one dead letter."""
    third = len(ROWS["jsonl"]) // 3
    parts = [
        ROWS["jsonl"][:third],
        ROWS["jsonl"][third : 2 * third],
        ROWS["jsonl"][2 * third :],
    ]
    joined = parts if count == 3 else [b"".join(parts)]
    data = bytearray(b"".join(map(MEMBERS[compression], joined)))
    if damage == "cut off":
        del data[-1:]
    elif damage == "cut in the check":
        del data[-3:]
    else:
        data[-1 if damage == "last byte" else -4] ^= 255
    project.write(f"in.jsonl{compression}", bytes(data))
    project.config(path=f"in.jsonl{compression}")
    assert project.call("run", "c.yaml").code == 1
    assert [record["text"] for record in project.records()] == [
        f"row {n} {n**5}" for n in range(9000)
    ]
    (letter,) = project.records("out.failures.jsonl")
    assert letter["place"] == f"in.jsonl{compression}:9001"


@pytest.mark.parametrize("compression", MEMBERS)
def test_what_follows_a_member_and_is_none_is_damage(project, compression):
    """Bytes behind a member are no silent end of the file; zeros are padding."""
    member = MEMBERS[compression](b'{"text": "one"}\n')
    project.config(path=f"in.jsonl{compression}")
    project.write(f"in.jsonl{compression}", member + b"\0" * 4096 + member)
    assert project.call("run", "c.yaml").code == 0
    assert [record["text"] for record in project.records()] == ["one", "one"]
    project.write(f"in.jsonl{compression}", member + b"rubbish" * 9 + member)
    assert project.call("run", "c.yaml", "--fresh").code == 1
    assert [record["text"] for record in project.records()] == ["one"]


def test_a_damaged_end_is_read_up_to_the_damage_where_the_file_cannot_go_back():
    """From a pipe the output of all calls but the last one is read, and then a call raises."""

    class Pipe(io.BytesIO):
        def seekable(self):
            return False

    data = bytearray(lzma.compress(ROWS["jsonl"]))
    data[-40] ^= 255
    file = decompressed(Pipe(bytes(data)), "in.xz")
    blocks = []

    def read_all():
        while block := file.read1(1 << 12):
            blocks.append(block)

    with pytest.raises(lzma.LZMAError):
        read_all()
    read = b"".join(blocks)
    assert ROWS["jsonl"].startswith(read)
    assert len(read) >= len(ROWS["jsonl"]) - (1 << 16)


def test_rows_before_damage_are_read(project):
    """Up to a damaged byte, what has been decompressed is read: less than a block is lost."""
    data = bytearray(gzip.compress(ROWS["jsonl"]))
    block = data.index(b"\x1f\x8b") + len(data) // 2
    data[block : block + 40] = b"\xff" * 40
    project.write("in.jsonl.gz", bytes(data))
    project.config(path="in.jsonl.gz")
    assert project.call("run", "c.yaml").code == 1
    texts = [record["text"] for record in project.records()]
    before = zlib.decompressobj(31).decompress(bytes(data[:block])).count(b"\n")
    assert texts[:before] == [f"row {n} {n**5}" for n in range(before)]
    assert before > 4000
