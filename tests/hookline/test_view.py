"""`hookline view`: one page that holds everything and trusts nothing."""

import base64
import json
import re
import zlib

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hookline.view.page import page


def test_the_page_holds_the_records(project):
    """The records are in the page, key by key, and nothing is loaded from elsewhere."""
    nasty = "</script><script>alert(1)</script> & <b>\u2028 🙂 'quoted' <!--CODE-->"
    project.documents("in.jsonl", [nasty, "Second Document"])
    project.config("[{use: words}]")
    project.call("run", "c.yaml")
    result = project.call("view", "out.jsonl")
    assert (result.code, result.out) == (0, "out.html: 2 documents\n")
    index, contents = embedded(project.folder / "out.html")
    records = [
        json.loads(line) for line in (project.folder / "out.jsonl").read_text().split("\n") if line
    ]
    assert [nasty, "Second Document"] == [document["text"] for document in index["documents"]]
    for record, document, content in zip(records, index["documents"], contents, strict=True):
        assert record == {"id": document["id"], "text": document["text"], **content}
    html = (project.folder / "out.html").read_text()
    assert "alert(1)</script>" not in html
    assert html.count("<script") == 3
    assert not re.search(r'(src|href)="', html)
    assert "innerHTML" not in html


def embedded(page):
    """Return the index of a page and the contents of its records."""
    html = page.read_text()
    index = re.search(r'id="index">(.*?)</script>', html, re.DOTALL).group(1)
    lines = re.search(r'id="records">(.*?)</script>', html, re.DOTALL).group(1).split()
    return json.loads(index), [json.loads(zlib.decompress(base64.b64decode(x))) for x in lines]


def page_graph(records):
    """Return the graph of a page of records."""
    html = page(records, "a page")
    return json.loads(re.search(r'id="index">(.*?)</script>', html, re.DOTALL).group(1))["graph"]


def test_parquet_gives_the_page_that_json_lines_give(project):
    """The records of a Parquet file are those of JSON lines; `--limit` shows the first ones."""
    project.documents("in.jsonl", ["One Two", "Three Four", "Five"])
    project.config("[{use: words}]")
    project.call("run", "c.yaml")
    project.call("run", "c.yaml", "-o", "out.parquet")
    assert project.call("view", "out.jsonl", "-o", "a/out.html").code == 0
    assert project.call("view", "out.parquet", "-o", "b/out.html").code == 0
    read = [project.folder / name / "out.html" for name in "ab"]
    assert read[0].read_bytes() == read[1].read_bytes()
    result = project.call("view", "out.parquet", "--limit", "2")
    assert (result.code, result.out) == (0, "out.html: 2 documents\n")
    assert len(embedded(project.folder / "out.html")[1]) == 2


@pytest.mark.parametrize("ending", ["jsonl.gz", "jsonl.bz2", "jsonl.xz", "jsonl.zst"])
def test_compressed_records_give_the_page_that_plain_ones_give(project, ending):
    """Compressed JSON lines are read like plain ones, and `--limit` reads the first of them."""
    project.documents("in.jsonl", ["One Two", "Three Four", "Five"])
    project.config("[{use: words}]")
    for name in ("out.jsonl", f"z/out.{ending}"):
        assert project.call("run", "c.yaml", "-o", name).code == 0
        assert project.call("view", name).out.endswith("out.html: 3 documents\n")
    pages = [project.folder / "out.html", project.folder / "z" / "out.html"]
    assert pages[0].read_bytes() == pages[1].read_bytes()
    result = project.call("view", f"z/out.{ending}", "--limit", "1")
    assert (result.code, result.out) == (0, "z/out.html: 1 document\n")
    assert len(embedded(pages[1])[1]) == 1


def test_a_table_without_records_is_refused(project):
    """A Parquet file with other columns, or bytes that are none, are clear errors."""
    project.write("bad.parquet", "no table")
    result = project.call("view", "bad.parquet")
    assert (result.code, "expected a Parquet file" in result.err) == (2, True)
    whole = {"id": ["a"], "text": ["b"], "removed": [[]]}
    for columns, message in (
        ({"id": ["a"]}, "with the columns id, text, meta and removed"),
        (whole, "with the columns id, text, meta and removed"),
        ({**whole, "meta": ["{"]}, "the column meta does not hold JSON"),
        ({**whole, "meta": [None]}, "the column meta does not hold JSON"),
    ):
        pq.write_table(pa.table(columns), project.folder / "other.parquet")
        result = project.call("view", "other.parquet")
        assert result.code == 2
        assert message in result.err


def test_what_is_no_record_is_said(project):
    """A file that the sink did not write, and an output that is the input, are clear errors."""
    project.documents("in.jsonl", ["a"])
    result = project.call("view", "in.jsonl")
    assert result.code == 2
    assert "in.jsonl:1: expected a record" in result.err
    project.config()
    project.call("run", "c.yaml")
    result = project.call("view", "out.jsonl", "-o", "out.jsonl")
    assert result.code == 2
    assert "is the input file" in result.err


def test_a_file_that_is_no_page_is_left_alone(project):
    """An earlier page is replaced as a whole; any other file, device or folder is refused."""
    project.documents("in.jsonl", ["a"])
    project.config()
    project.call("run", "c.yaml")
    assert project.call("view", "out.jsonl", "-o", "pages/a.html").code == 0
    assert project.call("view", "out.jsonl", "-o", "pages/a.html").code == 0
    assert [path.name for path in (project.folder / "pages").iterdir()] == ["a.html"]
    project.write("notes.html", "<p>mine</p>")
    for target, message in (
        ("notes.html", "is not a page that hookline wrote"),
        ("c.yaml", "is not a page that hookline wrote"),
        ("/dev/null", "is a device or a pipe"),
        ("pages", "is a folder"),
        ("-", "is standard output"),
    ):
        result = project.call("view", "out.jsonl", "-o", target)
        assert result.code == 2
        assert message in result.err
    assert (project.folder / "notes.html").read_text() == "<p>mine</p>"


def test_a_symmetric_relation_of_two_documents_has_one_direction():
    """The ends of `meets` stay in the order of the first text that names both; those of `leads` do not."""
    entities = [
        {"start": start, "end": start + 3, "text": name, "label": "PERSON"}
        for start, name in ((0, "Ann"), (8, "Bob"))
    ]
    records = [
        {
            "id": "a",
            "text": "Ann met Bob",
            "entities": entities,
            "relations": [
                {"type": type, "subject": {"entity": first}, "object": {"entity": 1 - first}}
                for type in ("meets", "leads")
            ],
        }
        for first in (0, 1)
    ]
    graphs = [page_graph(records), page_graph(records[::-1])]
    edges = [
        [
            (edge["type"], *(graph["nodes"][edge[end]]["name"] for end in ("source", "target")))
            for edge in graph["edges"]
        ]
        for graph in graphs
    ]
    ann, bob = ("Ann", "Bob"), ("Bob", "Ann")
    assert edges[0] == [("meets", *ann), ("leads", *ann), ("meets", *ann), ("leads", *bob)]
    assert edges[1] == [("meets", *bob), ("leads", *bob), ("meets", *bob), ("leads", *ann)]
