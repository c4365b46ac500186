"""The source `html`."""

import base64

import pytest

from hookline import Document
from hookline.testing import check_import, check_source
from hookline_html import HtmlSource


def test_the_source_satisfies_the_contract(tmp_path, page):
    """The source yields the same items each time, each with a place and a payload to replay."""
    (tmp_path / "a.html").write_text(page)
    (tmp_path / "b.htm").write_bytes(b"caf\xe9")
    (tmp_path / "c.xhtml.gz").write_bytes(b"damaged")
    items = check_source(HtmlSource, {"path": str(tmp_path)})
    assert [isinstance(item, Document) for item in items] == [True, False, False]


@pytest.mark.parametrize("module", ["hookline_html", "hookline_filters", "hookline_dedup"])
def test_optional_libraries_are_imported_on_use(module):
    """Importing the plugins imports none of the libraries of their extras."""
    check_import(module, ["numpy", "lxml", "trafilatura", "py3langid", "rensa", "sqlite3"])


@pytest.mark.parametrize("name", ["page.html", "page.HTM", "page.xhtml"])
def test_a_page_is_recognized_by_its_ending(project, page, name):
    """A web page as INPUT of a config for text is read as HTML and reduced to its main text."""
    project.write(name, page)
    project.config("[{use: clean}]", source="text", path="x.txt")
    result = project.call("run", "c.yaml", name, "--set", "sink.include=[raw]")
    assert result.code == 0, result.err
    (record,) = project.records()
    assert record["raw"] == page
    assert record["text"].startswith("Harbour opens\nThe new harbour of Oslo & Bergen")
    assert record["meta"]["author"] == "Ada Smith"
    assert {item["stage"] for item in record["removed"]} == {"html"}


def test_pages_can_be_extracted_in_a_stage(project, page):
    """With `extract: false` the text is the HTML, and the stage gives the same record."""
    project.write("page.html", page)
    project.config(source="html", path="page.html")
    assert project.call("run", "c.yaml").code == 0
    (read,) = project.records()
    project.config("[{use: html}]", source="html", path="page.html\n  extract: false")
    assert project.call("run", "c.yaml", "--fresh").code == 0
    (staged,) = project.records()
    assert staged["text"] == read["text"]
    assert len(staged["removed"]) == len(read["removed"]) > 0


@pytest.mark.parametrize(
    ("data", "options", "text"),
    [
        ("caf\u00e9".encode(), {}, "café"),
        (b"\xef\xbb\xbfcaf\xc3\xa9", {}, "café"),
        (b"\xff\xfec\x00\xe9\x00", {}, "cé"),
        (b"<meta charset='iso-8859-1'>\x80 \xe9", {}, "€ é"),
        (b'<meta http-equiv=Content-Type content="text/html; charset=windows-1251">\xef', {}, "п"),
        (b"<?xml version='1.0' encoding='koi8-r'?>\xd0", {}, "п"),
        (b"<!-- <meta charset=koi8-r> --><meta charset=utf-8>\xc3\xa9", {}, "é"),
        (b"<meta charset=utf-16>\xc3\xa9", {}, "é"),
        (b"<meta charset=utf-8>caf\xe9", {"encoding": "cp1252"}, "café"),
        (b"caf\xe9", {"errors": "replace"}, "caf\ufffd"),
    ],
)
def test_encodings_are_those_that_the_page_declares(tmp_path, data, options, text):
    """A byte-order mark, the option, the page's declaration and UTF-8 apply, in this order."""
    path = tmp_path / "page.html"
    path.write_bytes(data)
    values = {"path": str(path), "extract": False, **options}
    (doc,) = HtmlSource(HtmlSource.read_options(values)).read()
    assert doc.raw.endswith(text)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"caf\xe9", "byte 3 (0xe9) is not utf-8"),
        (b"<meta charset=utf-9>caf\xe9", "declares an unknown encoding, 'utf-9'"),
    ],
)
def test_a_wrong_encoding_fails_the_page(project, page, data, message):
    """A page that is not in its encoding becomes a dead letter with its bytes; others are read."""
    project.write("a.html", data)
    project.write("b.html", page)
    project.config(source="html", path="'*.html'", more="failures: {path: bad.jsonl}\n")
    assert project.call("run", "c.yaml").code == 1
    (letter,) = project.records("bad.jsonl")
    assert (letter["place"], letter["stage"]) == ("a.html", "html")
    assert message in letter["error"]["message"]
    assert base64.b64decode(letter["payload"]["bytes"]) == data
    assert [record["id"] for record in project.records()] == ["b.html"]


def test_a_failed_page_is_replayed_as_a_page(project, page):
    """A page that a later stage failed on is extracted again when it is replayed."""
    project.write("page.html", page)
    project.config(
        "[{use: sneaky}]", source="html", path="page.html", more="failures: {path: bad.jsonl}\n"
    )
    assert project.call("run", "c.yaml").code == 1
    project.config("[{use: clean}]", source="html", path="page.html")
    assert project.call("replay", "bad.jsonl", "-o", "again.jsonl", "--config", "c.yaml").code == 0
    (record,) = project.records("again.jsonl")
    assert record["text"].startswith("Harbour opens\nThe new harbour")


def test_a_missing_library_is_named_before_the_run(project, monkeypatch):
    """The check names the package to install, and the page is not read as plain text."""
    monkeypatch.setattr(HtmlSource, "optional", {"no_such_module": "hookline[html]"})
    project.write("page.html", "<p>text</p>")
    project.config(source="text", path="x.txt")
    result = project.call("run", "c.yaml", "page.html")
    assert result.code == 2
    assert "the source `html` needs no_such_module, which is not installed" in result.err
    assert "pip install 'hookline[html]'" in result.err
