"""Read back the records that a sink wrote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from hookline.errors import SourceError
from hookline.files.reading import open_input

__all__ = ["read_records"]

PARQUET_ENDINGS = (".parquet", ".pq")
REQUIRED = {"id", "text", "removed"}
LETTER = {"place", "error", "attempts"}
ABSENT_IF_NULL = {"id", "implied", "pieces", "score"}


def read_records(path: str) -> Iterator[dict[str, Any]]:
    """
    Yield the records of a file of the sink `jsonl`, compressed or not, or of `parquet`.

    Raises:
        SourceError: A line or row is not a record, or the file cannot be read.
    """
    if path.endswith(PARQUET_ENDINGS):
        yield from _read_rows(path)
        return
    with open_input(path) as file:
        for number, line in enumerate(file, 1):
            try:
                record = orjson.loads(line)
            except orjson.JSONDecodeError:
                record = None
            if not (isinstance(record, dict) and record.keys() >= REQUIRED):
                is_letter = isinstance(record, dict) and record.keys() >= LETTER
                raise SourceError(
                    f"{path}:{number}: expected a record that the `jsonl` sink wrote, a JSON object "
                    "with id, text and removed"
                    + (f"; found a dead letter (run it again: hookline replay {path})" * is_letter)
                )
            yield record


def _read_rows(path: str) -> Iterator[dict[str, Any]]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise SourceError(
            f"{path}: reading Parquet needs pyarrow: pip install 'hookline[parquet]'"
        ) from error
    try:
        with pq.ParquetFile(path) as file:
            if not set(file.schema_arrow.names) >= {*REQUIRED, "meta"}:
                raise SourceError(
                    f"{path}: expected records that the `parquet` sink wrote, with the columns id, "
                    "text, meta and removed"
                )
            for batch in file.iter_batches(batch_size=100):
                yield from map(_to_record, batch.to_pylist())
    except (pa.ArrowException, OSError) as error:
        raise SourceError(f"{path}: expected a Parquet file: {error}") from error
    except (orjson.JSONDecodeError, TypeError) as error:
        raise SourceError(f"{path}: the column meta does not hold JSON: {error}") from error


def _to_record(row: dict[str, Any]) -> dict[str, Any]:
    record = {name: _to_value(value) for name, value in row.items() if value is not None}
    return {**record, "meta": orjson.loads(row["meta"])}


def _to_value(column: Any) -> Any:
    """
    Return a value of a column as the record has it.

    In a table, pairs of offsets are structs, a value that is no text is JSON, and absent keys are null.
    """
    if isinstance(column, list):
        return [_to_value(item) for item in column]
    if not isinstance(column, dict):
        return column
    if column.keys() == {"start", "end"}:
        return [column["start"], column["end"]]
    if column.get("implied"):
        return {"text": column["text"], "implied": True}
    record = {
        name: _to_value(field)
        for name, field in column.items()
        if field is not None or name not in ABSENT_IF_NULL
    }
    if isinstance(record.get("value"), str) and record["value"].startswith("{"):
        record["value"] = orjson.loads(record["value"])
    if isinstance(record.get("qualifiers"), dict):
        present = {name: field for name, field in record["qualifiers"].items() if field is not None}
        record["qualifiers"] = present
    return record
