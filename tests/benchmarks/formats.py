"""
Throughput of Parquet and JSON lines: documents in, records out, nothing done to them.

    python tests/benchmarks/formats.py [--documents N] [--rounds N]

Needs the extra `parquet`. Beside each run stands what pyarrow alone takes to read the same file and
write the same columns: it checks nothing, keeps no ledger, and cannot go on after a kill. Rates are
documents for each second of processor time, which other programs hardly touch.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from time import process_time
from typing import Any

import pyarrow as pa
import pyarrow.json as pj
import pyarrow.parquet as pq
from overhead import bare, make
from side import side_by_side

from hookline import read_plan, run


def with_hookline(source: dict[str, Any], target: dict[str, Any]) -> None:
    """Run a config without stages."""
    config = {"source": source, "stages": [], "sink": target}
    run(read_plan(config), fresh=True)


def arrow_json_to_parquet(source: Path, target: Path) -> None:
    """Parse with pyarrow, write with pyarrow."""
    pq.write_table(pj.read_json(source), target, compression="zstd")


def arrow_parquet_to_parquet(source: Path, target: Path) -> None:
    """Read and write, batch by batch."""
    file = pq.ParquetFile(source)
    with pq.ParquetWriter(target, file.schema_arrow, compression="zstd") as writer:
        for batch in file.iter_batches(1024):
            writer.write_batch(batch)


def arrow_parquet_through_python(source: Path, target: Path) -> None:
    """Read, make every row a Python value once, and write: the least a document costs in Python."""
    file = pq.ParquetFile(source)
    with pq.ParquetWriter(target, file.schema_arrow, compression="zstd") as writer:
        for batch in file.iter_batches(1024):
            rows = batch.to_pylist()
            writer.write_batch(pa.RecordBatch.from_pylist(rows, schema=file.schema_arrow))


def main() -> None:
    """Print the comparisons."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=50_000)
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        lines, table = out / "docs.jsonl", out / "docs.parquet"
        make(lines, given.documents)
        arrow_json_to_parquet(lines, table)
        jsonl_in = {"use": "jsonl", "path": str(lines)}
        parquet_in = {"use": "parquet", "path": str(table)}
        jsonl_out = {"use": "jsonl", "path": str(out / "h.jsonl")}
        parquet_out = {"use": "parquet", "path": str(out / "h.parquet")}
        groups = {
            "JSON lines to JSON lines": {
                "orjson alone": lambda: bare(lines, out / "b.jsonl"),
                "hookline": lambda: with_hookline(jsonl_in, jsonl_out),
            },
            "JSON lines to Parquet": {
                "pyarrow alone": lambda: arrow_json_to_parquet(lines, out / "a.parquet"),
                "hookline": lambda: with_hookline(jsonl_in, parquet_out),
            },
            "Parquet to Parquet": {
                "pyarrow, rows in Python": lambda: arrow_parquet_through_python(
                    table, out / "p.parquet"
                ),
                "pyarrow alone": lambda: arrow_parquet_to_parquet(table, out / "a.parquet"),
                "hookline": lambda: with_hookline(parquet_in, parquet_out),
            },
        }
        for title, contestants in groups.items():
            print(f"\n{title}")
            side_by_side(contestants, given.documents, "documents", given.rounds, process_time)


if __name__ == "__main__":
    main()
