"""`hookline view`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import click

from hookline.cli.records import read_records
from hookline.errors import SinkError, number_of
from hookline.files.atomic import write_whole
from hookline.runner.output_check import check_output
from hookline.view import page

__all__ = ["command"]

GENERATOR = b'<meta name="generator" content="hookline view">'
HEAD = 2000  # bytes that contain the element above


@click.command(
    "view",
    short_help="Make an HTML page to read and search records.",
    epilog="""\b
Examples:
  hookline view out/news.jsonl
  hookline view out/news.parquet --limit 500
  hookline view out/news.jsonl.gz -o /tmp/news.html""",
)
@click.argument("records")
@click.option("-o", "--output", help="The page to write; by default beside RECORDS.")
@click.option("--limit", type=click.IntRange(min=1), help="Show the first documents alone.")
def command(records: str, output: str | None, limit: int | None) -> int:
    """
    Write one self-contained HTML page that shows the records of RECORDS.

    RECORDS is a file of the sink `jsonl`, compressed or not, or of `parquet`. An earlier page is
    replaced; any other existing file is refused.
    """
    stem = os.path.basename(records).split(".")[0]
    target = output or str(Path(records).with_name(f"{stem}.html"))
    if os.path.exists(target) and os.path.samefile(target, records):
        raise SinkError(f"{target} is the input file; choose another with -o")
    check_output(target, [records], "page")
    if target == "-" or (os.path.exists(target) and not _is_page(target)):
        what = "standard output" if target == "-" else "not a page that hookline wrote"
        raise SinkError(f"{target} is {what}; choose another file with -o")
    count = 0

    def counted() -> Iterator[dict[str, Any]]:
        nonlocal count
        for record in islice(read_records(records), limit):
            count += 1
            yield record

    write_whole(target, page(counted(), stem).encode(), "page")
    click.echo(f"{target}: {number_of(count, 'document')}")
    return 0


def _is_page(path: str) -> bool:
    """Return whether a file is a page that this command wrote."""
    with open(path, "rb") as file:
        return GENERATOR in file.read(HEAD)
