"""The sources and sinks of all formats keep their contracts, as `hookline.testing` has them."""

import gzip
import sqlite3
import tarfile
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from hookline import Registry
from hookline.testing import check_sink, check_source

REGISTRY = Registry.discover()


def database():
    with sqlite3.connect("out.db") as connection:
        rows = list(connection.iterdump())
    connection.close()
    return rows, Path("out.json").read_bytes()


SINKS = [
    ("csv", "out.csv", {}, None),
    ("csv", "out.csv.gz", {"layer": "relations"}, None),
    ("tsv", "out.tsv", {}, None),
    ("parquet", "out.parquet", {"include": ["raw", "tokens", "scores"]}, None),
    ("conllu", "out.conllu.zst", {}, None),
    ("conll", "out.conll", {}, None),
    ("spacy", "out.spacy", {}, None),
    ("brat", "out", {}, None),
    ("graph", "out.graphml", {}, None),
    ("graph", "out.nt", {"mentions": True}, None),
    ("sql", "out.json", {"url": "sqlite:///out.db"}, database),
]


@pytest.mark.parametrize(("use", "path", "options", "content"), SINKS)
def test_sinks_keep_their_contract(project, use, path, options, content):
    """One chunk a document, the same in any batch; resumed to the same output, hidden until then."""
    component = REGISTRY.find("sink", use)
    written = check_sink(component, {"path": path, **options}, content=content)
    assert written


def write_inputs():
    Path("a.csv").write_bytes(b'id,text\n1,"a\nb"\n2,caf\xe9\n3\n4,last\n')
    Path("a.tsv.gz").write_bytes(gzip.compress(b"id\ttext\n1\tone\n2\ttwo\n"))
    pq.write_table(pa.table({"text": ["a", None, "c"]}), "a.parquet", row_group_size=2)
    Path("a.jsonl").write_bytes(b'{"text": "a"}\nnope\n{"text": "b", "id": 3}\n')
    Path("b.jsonl.gz").write_bytes(gzip.compress(b'{"text": "c"}\n' * 500)[:12])
    Path("a.txt").write_bytes(b"caf\xe9")
    with zipfile.ZipFile("a.zip", "w") as archive:
        archive.writestr("x.txt", "x")
        archive.writestr("y.jsonl", '{"text": "y"}\n')
    with tarfile.open("a.tar.gz", "w:gz") as archive:
        archive.add("a.txt")
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>caf\xe9</p>"
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"
    Path("a.warc").write_bytes((head % len(page) + page + b"\r\n\r\n") * 2)
    engine = sa.create_engine("sqlite:///in.db")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE t (id INTEGER, text TEXT)"))
        connection.execute(sa.text("INSERT INTO t VALUES (1, 'a'), (2, NULL), (3, 'c')"))
    engine.dispose()


SOURCES = [
    ("csv", {"path": "a.csv"}, 4),
    ("tsv", {"path": "a.tsv.gz"}, 2),
    ("parquet", {"path": "a.parquet"}, 3),
    ("jsonl", {"path": ["a.jsonl", "b.jsonl.gz", "a.zip"]}, 5),
    ("text", {"path": ["a.txt", "a.zip", "a.tar.gz"]}, 3),
    ("text", {"path": "a.txt", "encoding": "cp1252"}, 1),
    ("warc", {"path": "a.warc"}, 2),
    ("sql", {"url": "sqlite:///in.db", "query": "SELECT * FROM t ORDER BY id"}, 3),
]


@pytest.mark.parametrize(("use", "options", "count"), SOURCES)
def test_sources_keep_their_contract(project, use, options, count):
    """The same items every time, from any number on, with places; what is unreadable can be revived."""
    write_inputs()
    items = check_source(REGISTRY.find("source", use), options)
    assert len(items) == count
