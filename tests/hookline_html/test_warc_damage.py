"""Damage to compressed web archives costs the records that it is in, and is named."""

import gzip
import random
import re

import pytest

from hookline.files.reading import open_input
from hookline_html.archive.records import DamagedRecord, read_records


def member(number, text):
    """Return the gzip member of the record of a page of plain text."""
    page = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n{text}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/{number}\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(page)}\r\n\r\n"
    )
    return bytearray(gzip.compress(head.encode() + page + b"\r\n\r\n", mtime=0))


@pytest.mark.parametrize("damaged", range(5))
@pytest.mark.parametrize("words", [9, 2000])
def test_damage_in_a_compressed_record_keeps_the_others(project, damaged, words):
    """Every other page is written; the letter has the place of the damage, or of the record after it."""
    dice = random.Random(damaged)
    members = []
    for number in range(5):
        page = f"page {number} {' '.join(str(dice.random()) for _ in range(words))}"
        members.append(member(number, page))
    middle = len(members[damaged]) // 2
    members[damaged][middle : middle + 10] = b"\xff" * 10
    project.write("a.warc.gz", b"".join(members))
    project.config(source="warc", path="a.warc.gz")
    assert project.call("run", "c.yaml").code == 1
    written = [record["id"] for record in project.records()]
    intact = [f"http://a/{number}" for number in range(5) if number != damaged]
    assert [name for name in written if name in intact] == intact
    (letter,) = project.records("out.failures.jsonl")
    assert letter["place"] in (f"a.warc.gz:{damaged + 1}", f"a.warc.gz:{damaged + 2}")
    assert re.search("compression is damaged|cannot read on", letter["error"]["message"])


@pytest.mark.parametrize("damaged", range(5))
@pytest.mark.parametrize("byte", [-8, -1], ids=["checksum", "length"])
@pytest.mark.parametrize("words", [9, 20_000])
def test_a_damaged_trailer_of_a_compressed_record_costs_no_page(project, damaged, byte, words):
    """All pages are written, that of the damaged member included, and one letter names the damage."""
    members = [member(n, f"{n} " + f"page {n} " * words) for n in range(5)]
    members[damaged][byte] ^= 255
    project.write("a.warc.gz", b"".join(members))
    project.config(source="warc", path="a.warc.gz")
    assert project.call("run", "c.yaml").code == 1
    assert [record["id"] for record in project.records()] == [f"http://a/{n}" for n in range(5)]
    (letter,) = project.records("out.failures.jsonl")
    assert re.search("compression is damaged|cannot read on", letter["error"]["message"])
    assert "incorrect" in letter["error"]["message"]


def test_bytes_between_compressed_records_are_named(project):
    """What is no gzip member between two of them is a dead letter, and the next record is read."""
    one, other = (member(number, "page") for number in range(2))
    project.write("a.warc.gz", bytes(one + b"garbage" * 500 + other))
    project.config(source="warc", path="a.warc.gz")
    assert project.call("run", "c.yaml").code == 1
    assert [record["id"] for record in project.records()] == ["http://a/0", "http://a/1"]
    (letter,) = project.records("out.failures.jsonl")
    assert "Not a gzipped file" in letter["error"]["message"]


@pytest.mark.parametrize("byte", [255, 1])
def test_a_damaged_byte_costs_no_other_record(tmp_path, byte):
    """Wherever a byte of a member is damaged, the records before and behind it are read."""
    dice = random.Random(7)
    members = [member(n, " ".join(str(dice.random()) for _ in range(30))) for n in (11, 55, 77)]
    for position in range(len(members[1])):
        damaged = bytearray(members[1])
        damaged[position] ^= byte
        path = tmp_path / "a.warc.gz"
        path.write_bytes(members[0] + damaged + members[2])
        with open_input(str(path)) as file:
            items = list(read_records(file, 1 << 20))
        ids = [r.headers.get("warc-target-uri") for r in items if not isinstance(r, DamagedRecord)]
        others = ["http://a/11", "http://a/77"]
        assert [name for name in ids if name in others] == others, position
        is_header = position < 10  # whose time, operating system and flags no checksum protects
        assert is_header or any(isinstance(item, DamagedRecord) for item in items), position
