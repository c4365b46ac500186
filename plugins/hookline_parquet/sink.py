"""Write records to a Parquet file."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Literal

import orjson
from pydantic import Field, PositiveInt

from hookline import (
    Document,
    SpooledSink,
    arrow_converter,
    arrow_schema,
    record_schema,
    to_record,
)

BLOCK_SIZE = 1 << 24  # bytes of the spool that become one table
ROWS = 1024  # rows read at a time to join outputs
ROW = orjson.OPT_APPEND_NEWLINE


class ParquetSink(SpooledSink):
    """Write one row per record, its layers nested, to one Parquet file."""

    name = "parquet"
    endings = (".parquet", ".pq")
    optional: ClassVar[Mapping[str, str]] = {"pyarrow": "hookline[parquet]"}

    _schema: Any = None  # of the outputs that are joined

    class Options(SpooledSink.Options):
        """Options of the sink."""

        path: str = Field(description="the file to write")
        include: list[str] = Field(
            default=[],
            description="what to add to the records: `raw`, `tokens`, `scores`, or a layer of a plugin",
        )
        compression: Literal["zstd", "snappy", "gzip", "none"] = Field(
            "zstd", description="how the columns are compressed"
        )
        group_rows: PositiveInt = Field(50_000, description="the most rows in a row group")

    @classmethod
    def unread_layers(cls, options: Any) -> frozenset[str]:
        return frozenset() if "tokens" in options.include else frozenset({"syntax"})

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        include, layers, to_row = self.options.include, self.layers, self._to_row
        for doc in docs:
            yield orjson.dumps(to_row(to_record(doc, include, layers)), option=ROW)

    @cached_property
    def _to_row(self) -> Callable[[dict[str, Any]], dict[str, Any]]:
        return arrow_converter(self._records)

    @cached_property
    def _records(self) -> dict[str, Any]:
        return record_schema(self.layers, self.options.include)

    def join(self, outputs: Sequence[str]) -> None:
        import pyarrow.parquet as pq

        for output in outputs:
            with pq.ParquetFile(output) as table:
                self._schema = table.schema_arrow
                for batch in table.iter_batches(ROWS):
                    rows = (orjson.dumps(row, option=ROW) for row in batch.to_pylist())
                    self.write(list(rows))

    def finish(self, spool: BinaryIO, final: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        schema = self._schema or arrow_schema(self._records)
        group_rows = self.options.group_rows
        pending = schema.empty_table()
        with pq.ParquetWriter(final, schema, compression=self.options.compression) as writer:
            for table in _read_tables(spool, schema):
                pending = pa.concat_tables([pending, table])
                while len(pending) >= group_rows:
                    writer.write_table(pending.slice(0, group_rows))
                    pending = pending.slice(group_rows)
            if len(pending):
                writer.write_table(pending, row_group_size=group_rows)


def _read_tables(spool: BinaryIO, schema: Any) -> Iterator[Any]:
    """Yield the rows of the spool as tables of some megabytes."""
    import pyarrow.json as pj

    parse = pj.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error")
    while block := spool.read(BLOCK_SIZE):
        block += spool.readline()
        # A row must not span two blocks, and threads are of no use for a single block.
        read = pj.ReadOptions(use_threads=False, block_size=len(block) + 1)
        table = pj.read_json(io.BytesIO(block), read, parse)
        yield table.select(schema.names).cast(schema)
