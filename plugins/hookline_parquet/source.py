"""Read Parquet files, one document per row."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, ClassVar, cast

from pydantic import Field, PositiveInt

from hookline import Columns, Document, FileSource, Place, SourceError, Unreadable, row_document

MEMORY_LIMIT = 1 << 26  # bytes of a stream that are kept in memory
COPY_SIZE = 1 << 20


class ParquetSource(FileSource):
    """Read one document per row; its place is the number of the row, counted from 1."""

    name = "parquet"
    endings = (".parquet", ".pq")
    optional: ClassVar[Mapping[str, str]] = {"pyarrow": "hookline[parquet]"}

    class Options(FileSource.Options, Columns):
        """Options of the source."""

        batch_rows: PositiveInt = Field(1024, description="the number of rows read at a time")

    def entries(self, file: BinaryIO, name: str) -> Iterator[tuple[Place, Any] | Unreadable]:
        import pyarrow.parquet as pq

        table = pq.ParquetFile(_seekable(file))
        names = table.schema_arrow.names
        try:
            self.options.check_columns(names)
        except SourceError as error:
            message = f"{name}: the file is skipped: {error}"
            yield Unreadable(Place(name), SourceError(message), {"path": name, "rest": True})
            return
        columns = None
        if self.options.meta is not None:
            id_column = [self.options.id] if self.options.id in names else []
            columns = [self.options.text, *id_column, *self.options.meta]
        number = 0
        for group in range(table.num_row_groups):
            group_end = number + table.metadata.row_group(group).num_rows
            group_rows = f"rows {number + 1} to {group_end}"
            try:
                batches = table.iter_batches(self.options.batch_rows, [group], columns=columns)
                for batch in map(_BatchRows, batches):
                    for index in range(batch.count):
                        number += 1
                        yield Place(name, number), (batch, index)
            except Exception as error:  # pyarrow raises many types for a damaged page
                place = Place(name, number + 1)
                message = f"{place}: cannot read on in row group {group} ({group_rows}): {error}"
                payload = {"path": name, "line": number + 1, "rest": True}
                yield Unreadable(place, SourceError(message), payload)
            number = group_end

    def document(self, place: Place, entry: tuple[_BatchRows, int]) -> Document | Unreadable:
        rows, index = entry
        try:
            return row_document(rows[index], self.options, place)
        except SourceError as error:
            failure = error
        except Exception as error:  # a value without a Python form, such as invalid UTF-8
            failure = SourceError(f"{place}: the row has a value that cannot be read: {error}")
        return Unreadable(place, failure, {"path": place.path, "line": place.line})


class _BatchRows:
    """The rows of a batch, converted to Python values when the first of them is used."""

    def __init__(self, batch: Any) -> None:
        self._batch = batch
        self._rows: list[dict[str, Any]] | None = None
        self._convert_singly = False
        self.count = batch.num_rows

    def __getitem__(self, index: int) -> dict[str, Any]:
        if self._rows is None and not self._convert_singly:
            try:
                self._rows = self._batch.to_pylist()
            except Exception:  # one invalid value must not cost the other rows
                self._convert_singly = True
        row: dict[str, Any] = (
            self._rows[index] if self._rows else self._batch.slice(index, 1).to_pylist()[0]
        )
        return row


def _seekable(file: BinaryIO) -> BinaryIO:
    """Return the file, or a copy if it is a stream: a Parquet file is read from its end."""
    if file.seekable():
        return file
    copy = tempfile.SpooledTemporaryFile(MEMORY_LIMIT)
    shutil.copyfileobj(file, copy, COPY_SIZE)
    copy.seek(0)
    return cast(BinaryIO, copy)
