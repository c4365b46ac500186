"""The source `warc`."""

import gzip
import io
import re
import uuid
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from hookline import Unreadable
from hookline.testing import check_source
from hookline_html import WarcSource
from hookline_html.archive.records import DamagedRecord, read_records


def archive(*records, compress=True):
    """Return a WARC file (ISO 28500) of records: type, URL, HTTP headers or None, content."""
    data = b""
    for kind, url, headers, content in records:
        if headers:
            lines = [f"HTTP/1.1 {headers[0]}", *(f"{name}: {value}" for name, value in headers[1:])]
            content = "\r\n".join([*lines, "", ""]).encode() + content
        fields = {
            "WARC-Type": kind,
            "WARC-Target-URI": url,
            "WARC-Date": "2024-05-01T00:00:00Z",
            "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url)}>",
            "Content-Type": "application/http; msgtype=response" if headers else "text/plain",
            "Content-Length": len(content),
        }
        lines = ["WARC/1.0", *(f"{name}: {value}" for name, value in fields.items()), "", ""]
        record = "\r\n".join(lines).encode() + content + b"\r\n\r\n"
        data += gzip.compress(record) if compress else record
    return data


def html(charset=""):
    """Return the HTTP headers of a successful page."""
    return ("200 OK", ("Content-Type", f"text/html{charset}"))


PAGE = "<p>na\u00efve \u201cquote\u201d</p>"


def test_pages_are_documents(project):
    """Successful pages are read; images, requests and other responses are not documents."""
    gzipped = ("200 OK", ("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    project.write(
        "a.warc.gz",
        archive(
            ("request", "http://a/", None, b"GET /"),
            ("response", "http://a/1", html("; charset=utf-8"), PAGE.encode()),
            ("response", "http://a/2", ("404 No", ("Content-Type", "text/html")), b"gone"),
            ("response", "http://a/3", ("200 OK", ("Content-Type", "image/png")), b"\x89PNG"),
            ("response", "http://a/4", html("; charset=iso-8859-1"), PAGE.encode("cp1252")),
            ("response", "http://a/5", html(), b'<meta charset="cp1252">' + PAGE.encode("cp1252")),
            ("response", "http://a/6", gzipped, gzip.compress(PAGE.encode())),
        ),
    )
    project.config(source="warc", path="a.warc.gz\n  extract: false")
    result = project.call("run", "c.yaml")
    assert result.code == 0, result.err
    records = project.records()
    assert [r["id"] for r in records] == [f"http://a/{n}" for n in (1, 4, 5, 6)]
    assert all(PAGE in r["text"] for r in records)
    assert records[0]["meta"]["url"] == "http://a/1"
    assert records[0]["meta"]["media_type"] == "text/html"
    assert records[0]["meta"]["date"] == "2024-05-01T00:00:00Z"


def test_a_page_in_an_undeclared_encoding_is_a_dead_letter(project):
    """No encoding is guessed; the page can be replayed with the encoding as an option."""
    project.write(
        "a.warc", archive(("response", "http://a/1", html(), PAGE.encode("cp1252")), compress=False)
    )
    options = "a.warc\n  extract: false"
    project.config(source="warc", path=options, more="failures: {path: bad.jsonl}\n")
    assert project.call("run", "c.yaml").code == 1
    (letter,) = project.records("bad.jsonl")
    assert letter["place"] == "a.warc:1"
    assert "is not utf-8" in letter["error"]["message"]
    replay = project.call("replay", "bad.jsonl", "-o", "b.jsonl", "--set", "source.encoding=cp1252")
    assert replay.code == 0
    assert project.records("b.jsonl")[0]["text"] == PAGE


@pytest.mark.parametrize("compress", [True, False])
def test_a_truncated_archive_is_read_up_to_the_cut(project, compress):
    """Pages before the cut and other files are read; an incomplete page is not."""
    data = archive(
        *(("response", f"http://a/{n}", html(), b"x" * 5000 + b"%d" % n) for n in range(4)),
        compress=compress,
    )
    project.write("a.warc.gz" if compress else "a.warc", data[: -len(data) // 8])
    project.write("b.warc", archive(("response", "http://b/", html(), b"fine"), compress=False))
    project.config(source="warc", path=".", more="failures: {path: bad.jsonl}\n")
    result = project.call("run", "c.yaml")
    assert result.code == 1
    assert "Traceback" not in result.err
    assert [r["id"][7:] for r in project.records()] == ["a/0", "a/1", "a/2", "b/"]
    (letter,) = project.records("bad.jsonl")
    assert letter["place"].startswith("./a.warc")


def read(tmp_path, data, **options):
    """Return the items of an archive, its pages as HTML."""
    path = tmp_path / "a.warc"
    path.write_bytes(data)
    return check_source(WarcSource, {"path": str(path), "extract": False, **options})


def response(body, *headers, status="200 OK"):
    """Return an archive of one page with these HTTP headers."""
    return archive(("response", "http://a/", (status, *headers), body), compress=False)


HTML = ("Content-Type", "text/html; charset=utf-8")
BODY = "<html><body><p>The council of Bodø met on Monday.</p></body></html>"
ZSTD = zstandard.ZstdCompressor().compress


def deflated(data):
    """Return data compressed by zlib without a header."""
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


CODINGS = {
    "gzip": gzip.compress,
    "X-Gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": deflated,
    "br": brotli.compress,
    "zstd": ZSTD,
    "gzip, gzip": lambda data: gzip.compress(gzip.compress(data)),
    "br, identity, zstd": lambda data: ZSTD(brotli.compress(data)),
    "GZIP ,": lambda data: gzip.compress(data[:20]) + gzip.compress(data[20:]),
    "identity": bytes,
    "utf-8": bytes,
}


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("coding", CODINGS)
def test_every_content_coding_is_undone(tmp_path, coding, chunked):
    """Also several in a row, and below chunks."""
    body = CODINGS[coding](BODY.encode())
    headers = [HTML, ("Content-Encoding", coding)]
    if chunked:
        body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:9], body[9:]))
        body += b"0\r\n\r\n"
        headers.append(("Transfer-Encoding", "chunked"))
    (doc,) = read(tmp_path, response(body, *headers))
    assert doc.text == BODY


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, br", "compress"])
def test_a_body_that_was_decoded_before_is_taken_as_it_is(tmp_path, coding):
    """Crawlers store decoded bodies under the headers that were sent."""
    headers = (HTML, ("Content-Encoding", coding), ("Transfer-Encoding", "chunked"))
    (doc,) = read(tmp_path, response(BODY.encode(), *headers))
    assert doc.text == BODY


@pytest.mark.parametrize(
    ("coding", "body", "message"),
    [
        ("lzw", gzip.compress(BODY.encode()), "the unknown content coding 'lzw'"),
        ("gzip", brotli.compress(BODY.encode() * 9), "not have its content coding, gzip"),
        ("br, gzip", gzip.compress(b"\x1f\x8b\x08\x00" * 9), "not have its content coding, br"),
        ("gzip", gzip.compress(BODY.encode())[:-20], "cut off in its content coding, gzip"),
        ("zstd", ZSTD(BODY.encode() * 50)[:-2], "cut off in its content coding, zstd"),
        ("br", brotli.compress(BODY.encode() * 9)[:-9], "cut off in its content coding, br"),
    ],
)
@pytest.mark.parametrize("errors", ["strict", "replace"])
def test_a_coding_that_cannot_be_undone_is_named(tmp_path, coding, body, message, errors):
    """Compressed bytes are never text, whatever `errors` says."""
    data = response(body, HTML, ("Content-Encoding", coding))
    (item,) = read(tmp_path, data, errors=errors)
    assert isinstance(item, Unreadable)
    assert message in str(item.error)


def test_chunks_that_end_early_fail_the_page_unless_the_archive_says_so(tmp_path):
    """With `WARC-Truncated` the page is what there is, and its meta data says why."""
    headers = (HTML, ("Transfer-Encoding", "chunked"))
    data = response(b"ff\r\n" + BODY.encode(), *headers)
    (item,) = read(tmp_path, data)
    assert "cut off in its transfer coding" in str(item.error)
    (doc,) = read(tmp_path, data.replace(b"WARC-Date", b"WARC-Truncated: length\r\nWARC-Date", 1))
    assert (doc.text, doc.meta["truncated"]) == (BODY, "length")


def test_a_page_that_expands_beyond_the_limit_is_a_dead_letter(tmp_path):
    """The limit holds for the decoded body, in every coding."""
    for coding in ("gzip", "deflate", "br", "zstd"):
        body = CODINGS[coding](b"a" * 3_000_000)
        (item,) = read(
            tmp_path, response(body, HTML, ("Content-Encoding", coding)), row_limit=10**6
        )
        assert "larger than row_limit, 1,000,000 bytes" in str(item.error)
    (item,) = read(tmp_path, response(b"a" * 3_000_000, HTML), row_limit=1000)
    assert "larger than row_limit, 1,000 bytes" in str(item.error)


@pytest.mark.parametrize(
    ("body", "is_page"),
    [
        (b"<!DOCTYPE html><title>A</title>", True),
        (b"\n <HTML lang=en>", True),
        ("Text, märkt ä".encode(), True),
        (b"\xef\xbb\xbf<p>a</p>", True),
        (b"\x89PNG\r\n\x1a\n\x00", False),
        (b"%PDF-1.7", False),
        (b"<?xml version='1.0'?><rss/>", False),
    ],
)
@pytest.mark.parametrize("headers", [(), (("Content-Type", ""),), (("Content-Type", "html"),)])
def test_a_response_without_a_media_type_is_what_it_looks_like(tmp_path, body, is_page, headers):
    """Pages and plain text are read by their first bytes, as browsers do."""
    assert bool(read(tmp_path, response(body, *headers))) == is_page


PAGES = [b"<p>The number %d</p>" % n * (n * 40 + 1) for n in range(5)]


@given(
    record=st.integers(0, 4),
    length=st.none() | st.integers(0, 3000),
    text=st.sampled_from(["", "x", " 1", "é"]),
)
def test_a_wrong_length_costs_one_record(record, length, text):
    """Whatever one record says of its length, the others are read, and it is read or a letter."""
    data = archive(
        *(("resource", f"http://a/{n}", None, page) for n, page in enumerate(PAGES)), compress=False
    )
    parts = re.split(rb"(?=WARC/1\.0)", data)[1:]
    declared = b"Content-Length: %d" % len(PAGES[record])
    wrong = (
        b"Content-Length: %d%s" % (length, text.encode()) if length is not None else b"X-Length: 7"
    )
    parts[record] = parts[record].replace(declared, wrong)
    records = read_records(io.BytesIO(b"".join(parts)), 10**6)
    if record == 4 and length is not None and not text and length > len(PAGES[4]):
        with pytest.raises(OSError, match="cut off"):
            list(records)
        items = list(read_records(io.BytesIO(b"".join(parts[:4])), 10**6))
    else:
        items = list(records)
        assert [item.number for item in items] == [1, 2, 3, 4, 5]
        problem = items[record]
        assert isinstance(problem, DamagedRecord) or problem.content.strip() == PAGES[record]
    good = [item for item in items if item.number != record + 1]
    assert [item.content for item in good] == [p for n, p in enumerate(PAGES) if n != record]


@given(st.binary(min_size=1, max_size=60), st.integers(0, 3))
def test_bytes_between_records_cost_themselves(junk, before):
    """What follows a record that is no record is blank, or makes a letter of it; others are read."""
    data = archive(
        *(("resource", f"http://a/{n}", None, PAGES[n]) for n in range(4)), compress=False
    )
    parts = re.split(rb"(?=WARC/1\.0)", data)[1:]
    parts.insert(before, junk + b"\r\n")
    items = list(read_records(io.BytesIO(b"".join(parts)), 10**6))
    good = [item.content for item in items if not isinstance(item, DamagedRecord)]
    assert good in (PAGES[:4], [page for page in PAGES[:4] if page != PAGES[before - 1]])
    assert len(items) == (4 if before or not junk.strip() else 5)


def test_an_archive_of_lies_takes_linear_time():
    """Where each of many records claims to be large, reading ends with a message."""
    record = b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 99999\r\n\r\nabc\r\n\r\n"
    with pytest.raises(OSError, match="too many records have a wrong length"):
        list(read_records(io.BytesIO(record * 100_000), 10**5))
    blank = b"Content-Length: 3".join(record.split(b"Content-Length: 99999")) + b"\r\n" * 500_000
    assert len(list(read_records(io.BytesIO(blank), 10**5))) == 1


def test_a_damaged_record_is_a_dead_letter(project):
    """The run says which record it was, and reads the next one."""
    data = archive(
        *(("response", f"http://a/{n}", html(), BODY.encode()) for n in range(3)), compress=False
    )
    first, second, third = re.split(rb"(?=WARC/1\.0)", data)[1:]
    project.write("a.warc", first + second.replace(b"Content-Length", b"Content-Langth") + third)
    project.config(source="warc", path="a.warc", more="failures: {path: bad.jsonl}\n")
    assert project.call("run", "c.yaml").code == 1
    assert [record["id"] for record in project.records()] == ["http://a/0", "http://a/2"]
    (letter,) = project.records("bad.jsonl")
    assert letter["place"] == "a.warc:2"
    assert "the record has no Content-Length" in letter["error"]["message"]


def test_archives_in_the_older_format_are_read(tmp_path):
    """An ARC file has one line before each response; a wrong length costs one record there, too."""
    message = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + BODY.encode()
    line = b"http://a/%d 1.2.3.4 20010203040506 text/html %d\n"
    data = b"filedesc://a.arc 0.0.0.0 20010203040506 text/plain 8\n1 0 Test\n\n"
    for number, length in enumerate((len(message), len(message) - 20, len(message))):
        data += line % (number, length) + message + b"\n"
    first, damaged, last = read(tmp_path, data)
    assert (first.id, first.text) == ("http://a/0", BODY)
    assert first.meta["date"] == "2001-02-03T04:05:06Z"
    assert "does not lead to the next record" in str(damaged.error)
    assert (last.id, last.place.line) == ("http://a/2", 4)


def test_pages_of_an_archive_are_extracted_like_files(project, page):
    """`warc` and `html` give the same text and meta data; plain text stays as it is."""
    text = ("200 OK", ("Content-Type", "text/plain"))
    project.write(
        "a.warc.gz",
        archive(
            ("response", "http://a/1", html("; charset=utf-8"), page.encode()),
            ("response", "http://a/2", text, b"Prices < 3 and > 2."),
            ("conversion", "http://a/3", None, b"A page's text."),
        ),
    )
    project.write("page.html", page)
    project.config(source="text", path="x.txt")
    assert project.call("run", "c.yaml", "a.warc.gz").code == 0
    extracted, *others = project.records()
    assert [record["text"] for record in others] == ["Prices < 3 and > 2.", "A page's text."]
    assert project.call("run", "c.yaml", "page.html", "-o", "b.jsonl").code == 0
    (expected,) = project.records("b.jsonl")
    assert extracted["text"] == expected["text"]
    assert extracted["meta"]["author"] == expected["meta"]["author"] == "Ada Smith"
    assert extracted["meta"]["url"] == "http://a/1"
    spans = [[item["text"] for item in r["removed"]] for r in (extracted, expected)]
    assert spans[0] == spans[1]
    assert {item["stage"] for item in extracted["removed"]} == {"warc"}
