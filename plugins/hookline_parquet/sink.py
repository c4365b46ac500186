"""Write records to a Parquet file."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Literal

import orjson
from pydantic import Field, PositiveInt

from hookline import Document, SpooledSink, record_schema, to_record
from hookline_parquet.schema import arrow_schema, to_row

BLOCK = 1 << 24  # bytes of the spool that become a table at once


class ParquetSink(SpooledSink):
    """Write one row a record, its layers nested, to one Parquet file."""

    name = "parquet"
    endings = (".parquet", ".pq")
    optional: ClassVar[Mapping[str, str]] = {"pyarrow": "hookline[parquet]"}

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
        group_rows: PositiveInt = Field(50_000, description="rows in a row group, at most")

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        columns = record_schema(self.layers, self.options.include)["properties"]
        for doc in docs:
            record = to_record(doc, self.options.include, self.layers)
            record["meta"] = orjson.dumps(record["meta"]).decode()
            row = {name: to_row(value, columns[name]) for name, value in record.items()}
            yield orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)

    def finish(self, spool: BinaryIO, final: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        schema = arrow_schema(record_schema(self.layers, self.options.include))
        kept: list[pa.Table] = []
        count = 0
        with pq.ParquetWriter(final, schema, compression=self.options.compression) as writer:
            for table in _tables(spool, schema):
                kept.append(table)
                count += len(table)
                while count >= self.options.group_rows:
                    whole = pa.concat_tables(kept)
                    writer.write_table(whole.slice(0, self.options.group_rows))
                    kept = [whole.slice(self.options.group_rows)]
                    count = len(kept[0])
            if count:
                writer.write_table(pa.concat_tables(kept), row_group_size=self.options.group_rows)


def _tables(spool: BinaryIO, schema: Any) -> Iterator[Any]:
    """Yield the rows of the spool as tables of some megabytes."""
    import pyarrow.json as pj

    parse = pj.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error")
    while block := spool.read(BLOCK):
        block += spool.readline()
        whole = pj.ReadOptions(block_size=len(block) + 1)  # no row lies in two blocks
        table = pj.read_json(io.BytesIO(block), whole, parse)
        yield table.select(schema.names).cast(schema)
