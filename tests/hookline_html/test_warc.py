"""The source `warc`."""

import gzip
import uuid

import pytest


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
    project.config()
    result = project.call("run", "c.yaml", "a.warc.gz")
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
    project.config(source="warc", path="a.warc", more="failures: {path: bad.jsonl}\n")
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
