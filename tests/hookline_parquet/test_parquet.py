"""The source and the sink `parquet`, checked with pyarrow, DuckDB, Polars and pandas."""

import datetime
import decimal
import io

import duckdb
import orjson
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hookline import Registry


def _filled(rows):
    return [{k: v for k, v in row.items() if v is not None} for row in rows]


def test_records_become_nested_columns(annotated):
    """Each layer has the same content as in JSON lines."""
    project = annotated
    include = ("--set", "sink.include=[raw, tokens]")
    assert project.call("run", "c.yaml", *include).code == 0
    assert project.call("run", "c.yaml", "-o", "out.parquet").code == 0
    parquet = ("--set", "sink.use=parquet", "--set", "sink.path=all.parquet")
    assert project.call("run", "c.yaml", *include, *parquet).code == 0
    rows = pq.read_table("all.parquet").to_pylist()
    for row, record in zip(rows, project.records(), strict=True):
        assert [name for name, value in row.items() if value is not None] == list(record)
        assert orjson.loads(row["meta"]) == record["meta"]
        assert [list(span.values()) for span in row["sentences"]] == record["sentences"]
        assert _filled(row["entities"]) == _filled(record["entities"])
        assert row["tokens"] == record["tokens"]
        for relation, expected in zip(row["relations"], record["relations"], strict=True):
            for end in ("subject", "predicate", "object"):
                assert _filled([relation[end]]) == _filled([expected[end]])
    assert "tokens" not in pq.read_schema("out.parquet").names
    assert project.call("run", "c.yaml", "-o", "out.parquet").code == 0  # finished already


def test_duckdb_polars_and_pandas_read_the_file(annotated):
    """Each of them reads the nested entities."""
    assert annotated.call("run", "c.yaml", "-o", "out.parquet").code == 0
    query = (
        "SELECT id, e.text FROM (SELECT id, unnest(entities) AS e FROM 'out.parquet') ORDER BY ALL"
    )
    expected = [("d0", "Acme"), ("d0", "Ana, née Roe"), ("d1", 'Bo "B" Li')]
    assert duckdb.sql(query).fetchall() == expected
    frame = pl.read_parquet("out.parquet").select("id", pl.col("entities").list.len())
    assert frame.rows() == [("d0", 2), ("d1", 1), ("d2", 0), ("d3", 0)]
    assert [len(x) for x in pd.read_parquet("out.parquet")["entities"]] == [2, 1, 0, 0]


def test_layers_that_no_stage_provides_are_null(project):
    """The schema is the same for every config, also without documents."""
    project.documents("in.jsonl", ["a"])
    project.config()
    assert project.call("run", "c.yaml", "-o", "out.parquet").code == 0
    (row,) = pq.read_table("out.parquet").to_pylist()
    assert (row["id"], row["text"], row["entities"], row["relations"]) == ("d0", "a", None, None)
    project.write("in.jsonl", "")
    assert project.call("run", "c.yaml", "-o", "none.parquet").code == 0
    assert pq.read_table("none.parquet").schema == pq.read_table("out.parquet").schema


def test_row_groups_have_the_size_of_the_option(project):
    """Row groups do not depend on batches and checkpoints."""
    project.documents("in.jsonl", [f"text {n}" for n in range(25)])
    project.config()
    overrides = (
        "--set",
        "sink.use=parquet",
        "--set",
        "sink.path=o.parquet",
        "--set",
        "sink.group_rows=10",
    )
    assert project.call("run", "c.yaml", *overrides).code == 0
    file = pq.ParquetFile("o.parquet")
    assert [file.metadata.row_group(n).num_rows for n in range(3)] == [10, 10, 5]
    assert file.read().column("text").to_pylist() == [f"text {n}" for n in range(25)]


def read(path, start=0, **options):
    """Return what the source reads from a file."""
    component = Registry.discover().find("source", "parquet")
    return list(component(component.read_options({"path": str(path), **options})).read(start))


def test_columns_are_read_with_their_types(tmp_path):
    """Ids may be numbers; dates, decimals, bytes and nested values become JSON values."""
    table = pa.table(
        {
            "n": [7, 8],
            "body": ["one", "two"],
            "day": [datetime.date(2024, 5, 1)] * 2,
            "price": [decimal.Decimal("1.50")] * 2,
            "blob": [b"\x00\xff"] * 2,
            "tags": [["a"], []],
        }
    )
    pq.write_table(table, tmp_path / "t.parquet", row_group_size=1)
    docs = read(tmp_path / "t.parquet", text="body", id="n")
    assert [(doc.id, doc.text, str(doc.place)[-3:]) for doc in docs] == [
        ("7", "one", "t:1"),
        ("8", "two", "t:2"),
    ]
    assert docs[0].meta == {"day": "2024-05-01", "price": "1.50", "blob": "AP8=", "tags": ["a"]}
    assert [doc.text for doc in read(tmp_path / "t.parquet", 1, text="body")] == ["two"]
    (doc, _) = read(tmp_path / "t.parquet", text="body", meta=["tags"])
    assert (doc.id, doc.meta) == ("t.parquet:1", {"tags": ["a"]})


def test_invalid_rows_and_files_cost_themselves(project):
    """A null text, a missing column and a file of another format are dead letters."""
    pq.write_table(pa.table({"text": ["a", None, "c"]}), "a.parquet")
    pq.write_table(pa.table({"body": ["a"]}), "b.parquet")
    project.write("c.parquet", b"PAR1 no parquet PAR1")
    project.config(source="parquet", path=".", more="failures: {path: bad.jsonl}\n")
    result = project.call("run", "c.yaml")
    assert result.code == 1
    assert "Traceback" not in result.err
    assert [r["id"] for r in project.records()] == ["a.parquet:1", "a.parquet:3"]
    letters = [(x["place"], x["error"]["message"]) for x in project.records("bad.jsonl")]
    assert [place for place, _ in letters] == ["./a.parquet:2", "./b.parquet", "./c.parquet"]
    assert "expected `text` to be a string, found nothing" in letters[0][1]
    assert "there is no column 'text'; found: 'body'" in letters[1][1]
    pq.write_table(pa.table({"text": ["a", "fixed", "c"]}), "a.parquet")
    assert project.call("replay", "bad.jsonl", "-o", "again.jsonl").code == 1
    assert [r["text"] for r in project.records("again.jsonl")] == ["fixed"]


def test_a_damaged_row_group_costs_itself(tmp_path):
    """The other groups are read; the dead letter names the lost rows."""
    buffer = io.BytesIO()
    table = pa.table({"text": [f"text number {n}" for n in range(30)]})
    pq.write_table(table, buffer, row_group_size=10, compression="zstd", use_dictionary=False)
    data = bytearray(buffer.getvalue())
    column = pq.ParquetFile(buffer).metadata.row_group(1).column(0)
    start = column.data_page_offset
    data[start : start + column.total_compressed_size] = b"\xff" * column.total_compressed_size
    (tmp_path / "t.parquet").write_bytes(bytes(data))
    items = read(tmp_path / "t.parquet")
    texts = [item.text for item in items if hasattr(item, "text")]
    assert texts == [f"text number {n}" for n in (*range(10), *range(20, 30))]
    (letter,) = [item for item in items if not hasattr(item, "text")]
    assert letter.place.line == 11
    assert "row group 1 (rows 11 to 20)" in str(letter.error)
    assert [item.place.line for item in read(tmp_path / "t.parquet", 10)] == [11, *range(21, 31)]


@pytest.mark.parametrize("command", [["-", "--set", "source.use=parquet"], ["in.parquet"]])
def test_a_parquet_input_may_be_a_stream(project, command):
    """Standard input is copied, since a Parquet file is read from its end."""
    pq.write_table(pa.table({"text": ["a", "b"]}), "in.parquet")
    project.config()
    with (
        open("in.parquet", "rb") as stdin,
        project.start("run", "c.yaml", *command, stdin=stdin) as run,
    ):
        assert run.wait() == 0, run.stderr.read()
    assert [record["text"] for record in project.records()] == ["a", "b"]


def test_invalid_utf8_costs_its_row(tmp_path):
    """Arrow does not check its strings; a row with invalid UTF-8 is a dead letter."""
    offsets = pa.array([0, 3, 4, 7], pa.int32()).buffers()[1]
    texts = pa.StringArray.from_buffers(3, offsets, pa.py_buffer(b"one\xfftwo"))
    pq.write_table(pa.table({"text": texts}), tmp_path / "t.parquet")
    items = read(tmp_path / "t.parquet")
    assert [getattr(item, "text", item.place.line) for item in items] == ["one", 2, "two"]
    assert "can't decode byte 0xff" in str(items[1].error)


def test_binary_text_and_float_ids_are_read(tmp_path):
    """UTF-8 in a binary column is text, and 1.0 of an integer column with gaps is the id 1."""
    path = tmp_path / "a.parquet"
    table = pa.table({"text": [b"caf\xc3\xa9", b"\xff bad", b"c"], "id": [1.0, 2.0, None]})
    pq.write_table(table, path)
    good, bad, last = read(path)
    assert (good.text, good.id, last.id) == ("café", "1", "a.parquet:3")
    assert "`text` is binary: byte 0 (0xff) is not utf-8" in str(bad.error)
