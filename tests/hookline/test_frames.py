"""`Pipeline.table`: frames in, an Arrow table of records out."""

import json

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from hookline import Pipeline, SourceError, read_plan, run

COLUMNS = {
    "key": ["a", "b", "c", "d"],
    "body": ["Ana leads Acme.", " ", "RAISE", "Bo left."],
    "n": [1, 2, 3, 4],
}
STAGES = [{"use": "drop-empty"}, {"use": "poison"}, {"use": "words"}]


@pytest.fixture
def pipeline():
    with Pipeline.from_config({"stages": STAGES}) as pipeline:
        yield pipeline


class Stream:
    """A frame of another library: all it has is the interface."""

    def __init__(self, table):
        self._table = table

    def __arrow_c_stream__(self, requested_schema=None):
        return self._table.__arrow_c_stream__(requested_schema)


@pytest.mark.parametrize(
    "kind", [pa.table, pd.DataFrame, pl.DataFrame, lambda c: Stream(pa.table(c))]
)
def test_frames_of_every_kind_are_taken(pipeline, kind):
    """Every frame gives the same table, in which each row is accounted for."""
    table = pipeline.table(kind(COLUMNS), text="body", id="key")
    assert table["row"].to_pylist() == [0, 1, 2, 3]
    assert table["outcome"].to_pylist() == ["document", "dropped", "failed", "document"]
    assert table["stage"].to_pylist() == [None, "drop-empty", "poison", None]
    assert table["reason"].to_pylist() == [None, "empty", "ValueError: poison", None]
    assert table["id"].to_pylist() == ["a", None, None, "d"]
    assert table["text"].to_pylist() == ["Ana leads Acme.", None, None, "Bo left."]
    assert [json.loads(meta) for meta in table["meta"].to_pylist() if meta] == [{"n": 1}, {"n": 4}]
    assert table["entities"][0].as_py()[0]["text"] == "Ana"


def test_the_table_is_taken_by_pandas_and_polars(pipeline):
    """The result has the interface as well."""
    table = pipeline.table(pa.table(COLUMNS), text="body")
    assert pl.DataFrame(table)["outcome"].to_list() == table["outcome"].to_pylist()
    assert table.to_pandas()["outcome"].tolist() == table["outcome"].to_pylist()


def test_the_columns_are_those_of_a_parquet_file(project):
    """Records in a table equal those that a run writes, in values and types."""
    project.documents("in.jsonl", ["Ana leads Acme.", "Bo left."])
    project.write("c.yaml", json.dumps({
        "source": {"use": "jsonl", "path": "in.jsonl"},
        "stages": [{"use": "annotated"}],
        "sink": {"use": "parquet", "path": "out.parquet", "include": ["tokens", "raw"]},
    }))  # fmt: skip
    plan = read_plan("c.yaml")
    run(plan)
    written = pa.parquet.read_table("out.parquet")
    frame = pl.read_ndjson("in.jsonl")
    with Pipeline(plan) as pipeline:
        table = pipeline.table(frame, include=["tokens", "raw"])
    assert table.drop_columns(["row", "outcome", "stage", "reason"]).equals(written)


def test_rows_without_a_document_fail_alone(pipeline):
    """A row without a text, or with one that is not UTF-8, is in the table as a failure."""
    values = pa.array([b"fine", b"\xff", None], pa.binary())
    broken = pa.StringArray.from_buffers(
        3, values.buffers()[1], values.buffers()[2], values.buffers()[0]
    )
    table = pipeline.table(pa.table({"text": broken}))
    assert table["outcome"].to_pylist() == ["document", "failed", "failed"]
    assert "cannot be read" in table["reason"][1].as_py()
    assert "found nothing" in table["reason"][2].as_py()
    assert table["id"][0].as_py() == "row:0"


def test_parts_of_a_document_have_its_row():
    """A row that is split has a row in the table for each part."""
    config = {"stages": [{"use": "chunk", "size": 2, "unit": "characters"}]}
    with Pipeline.from_config(config) as pipeline:
        table = pipeline.table(pa.table({"text": ["a b c d", "e"], "id": ["x", "y"]}))
    assert set(table["row"].to_pylist()) == {0, 1}
    assert table["id"].to_pylist()[0] == "x#1"
    assert table["row"].to_pylist().count(0) > 1


def test_many_rows_keep_their_order(pipeline):
    """A frame of several batches gives its rows in order, and an empty one an empty table."""
    texts = [f"text {number}" for number in range(5000)]
    frame = pa.concat_tables(pa.table({"text": texts[start::2]}) for start in (0, 1))
    table = pipeline.table(frame)
    assert table["row"].to_pylist() == list(range(5000))
    assert len(pipeline.table(frame.slice(0, 0))) == 0
    assert pipeline.table(frame.slice(0, 0)).schema == table.schema


def test_a_missing_column_is_named(pipeline):
    """The message has the columns that there are."""
    with pytest.raises(SourceError, match="there is no column 'text'; found: 'key', 'body', 'n'"):
        pipeline.table(pa.table(COLUMNS))
    with pytest.raises(SourceError, match="there is no column 'other'"):
        pipeline.table(pa.table(COLUMNS), text="body", meta=["other"])


def test_what_is_no_frame_is_said(pipeline):
    """A list of texts is no frame."""
    with pytest.raises(TypeError, match=r"`__arrow_c_stream__`.*found a list"):
        pipeline.table(["text"])
