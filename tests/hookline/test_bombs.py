"""Compressed input that is made to exhaust the machine costs a dead letter, not the machine."""

import gzip
import io
import resource
import subprocess
import sys
import tarfile
import zipfile

import pytest
import zstandard
from tests_support import environment

MEGABYTE = 1 << 20
ZEROS = bytes(16 * MEGABYTE)
GZIPPED = gzip.compress(ZEROS) * 20  # 320 MiB in 320 KiB
LIMIT = "decompresses to more than 250 times its size"


def zipped(name):
    """Return a zip archive of one file of 288 MiB, and a good one."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(name, "w") as file:
            for _ in range(18):
                file.write(ZEROS)
        archive.writestr(f"z{name}", '{"text": "good"}')
    return data.getvalue()


def tarred():
    """Return a tar archive, compressed, of a good file and one that is a bomb once more."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        for name, content in (("a.txt", b"good"), ("b.txt.gz", GZIPPED)):
            item = tarfile.TarInfo(name)
            item.size = len(content)
            archive.addfile(item, io.BytesIO(content))
    return data.getvalue()


@pytest.mark.parametrize(
    ("source", "name", "make", "good"),
    [
        ("text", "a.txt.gz", lambda: GZIPPED, 0),
        ("text", "a.txt.zst", lambda: zstandard.ZstdCompressor().compress(ZEROS) * 20, 0),
        ("text", "a.zip", lambda: zipped("a.txt"), 1),
        ("text", "a.tar.gz", tarred, 1),
        ("html", "a.html.gz", lambda: GZIPPED, 0),
        ("csv", "a.csv.gz", lambda: GZIPPED, 0),
        ("jsonl", "a.jsonl.gz", lambda: GZIPPED, 0),
        ("jsonl", "a.zip", lambda: zipped("a.jsonl"), 1),
    ],
)
def test_a_bomb_is_a_dead_letter_with_a_way_out(project, source, name, make, good):
    """It is not read on, what stands beside it is read, and the message says what to do."""
    project.write(name, make())
    project.config(source=source, path=name)
    result = project.call("run", "c.yaml", "--workers", "1")
    assert result.code == 1, result.err
    assert len(project.records()) == good
    (letter,) = project.records("out.failures.jsonl")
    assert LIMIT in letter["error"]["message"]
    assert "expansion_limit" in letter["error"]["message"]
    assert letter["place"].startswith(name)


def test_a_bomb_does_not_fill_the_memory(project):
    """A bomb of four gigabytes in one line is refused by a process that may not have one."""
    project.write("a.jsonl.zst", zstandard.ZstdCompressor().compress(ZEROS) * 256)
    project.config(path="a.jsonl.zst")

    def little_memory():
        resource.setrlimit(resource.RLIMIT_DATA, (1 << 30, 1 << 30))

    found = subprocess.run(
        [sys.executable, "-m", "hookline", "run", "c.yaml", "--workers", "1"],
        cwd=project.folder, env=environment(), preexec_fn=little_memory, capture_output=True,
        text=True,
    )  # fmt: skip
    assert found.returncode == 1, found.stderr
    assert LIMIT in found.stderr


def test_a_genuine_file_that_shrinks_well_is_read(project):
    """The limit can be raised, and is none for files that are not large."""
    lines = b'{"text": "the same"}\n' * 1_000
    project.write("small.jsonl.gz", gzip.compress(lines))
    project.config(path="small.jsonl.gz")
    assert project.call("run", "c.yaml", "--set", "source.expansion_limit=1").code == 0
    project.write("large.csv.gz", GZIPPED)
    project.config(source="csv", path="large.csv.gz", name="large.yaml")
    change = ("--set", "source.expansion_limit=2000", "--set", "source.row_limit=1000")
    result = project.call("run", "large.yaml", *change, "-o", "large.jsonl")
    assert result.code == 1
    assert LIMIT not in result.err
    assert "row_limit" in result.err


def test_a_text_file_that_is_too_large_is_a_dead_letter(project):
    """A file of more bytes than `size_limit` fails, and is read again once the limit is raised."""
    project.write("in/a.txt", "x" * 100)
    project.write("in/b.txt", "fine")
    project.config(source="text", path="in\n  size_limit: 99")
    assert project.call("run", "c.yaml").code == 1
    (letter,) = project.records("out.failures.jsonl")
    assert letter["place"] == "in/a.txt"
    assert "more than size_limit, 99 bytes" in letter["error"]["message"]
    call = ("replay", "out.failures.jsonl", "-o", "again.jsonl", "--set", "source.size_limit=100")
    assert project.call(*call).code == 0
    assert project.records("again.jsonl")[0]["text"] == "x" * 100
