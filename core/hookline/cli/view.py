"""`hookline view`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from hookline.cli.records import read_records
from hookline.errors import SinkError
from hookline.view import page

__all__ = ["command"]


@click.command("view", short_help="Make a page to read and search records.")
@click.argument("records")
@click.option("-o", "--output", help="The page to write; by default beside RECORDS.")
def command(records: str, output: str | None) -> int:
    """Write one self-contained HTML page that shows the records of the file RECORDS."""
    found = list(read_records(records))
    stem = os.path.basename(records).split(".")[0]
    target = Path(output) if output else Path(records).with_name(f"{stem}.html")
    if target.exists() and os.path.samefile(target, records):
        raise SinkError(f"{target} is the file of records itself; choose another with -o")
    try:
        target.write_text(page(found, stem), "utf-8")
    except OSError as error:
        raise SinkError(f"cannot write {target}: {error.strerror or error}") from error
    click.echo(f"{target}: {len(found):,} documents")
    return 0
