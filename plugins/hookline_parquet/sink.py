"""Write records to a Parquet file."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Literal

import orjson
from pydantic import Field, PositiveInt

from hookline import (
    Document,
    SpooledSink,
    arrow_row,
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
        schema = record_schema(self.layers, self.options.include)
        for doc in docs:
            record = to_record(doc, self.options.include, self.layers)
            yield orjson.dumps(arrow_row(record, schema), option=ROW)

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

        schema = self._schema or arrow_schema(record_schema(self.layers, self.options.include))
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
        read = pj.ReadOptions(block_size=len(block) + 1)  # a row must not span two blocks
        table = pj.read_json(io.BytesIO(block), read, parse)
        yield table.select(schema.names).cast(schema)
