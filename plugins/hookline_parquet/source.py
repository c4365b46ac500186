"""Read Parquet files: one document a row."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, ClassVar, cast

from pydantic import Field, PositiveInt

from hookline import Columns, Document, FileSource, Place, SourceError, Unreadable, row_document

SPOOL = 1 << 26  # bytes of a stream that are kept in memory


class ParquetSource(FileSource):
    """Read one document a row; its place is the number of the row, from 1."""

    name = "parquet"
    endings = (".parquet", ".pq")
    optional: ClassVar[Mapping[str, str]] = {"pyarrow": "hookline[parquet]"}

    class Options(FileSource.Options, Columns):
        """Options of the source."""

        batch_rows: PositiveInt = Field(1024, description="rows that are read at once")

    def entries(self, file: BinaryIO, name: str) -> Iterator[tuple[Place, Any] | Unreadable]:
        import pyarrow.parquet as pq

        table = pq.ParquetFile(_seekable(file))
        names = table.schema_arrow.names
        try:
            self.options.check_columns(names)
        except SourceError as error:
            message = f"{name}: the file is passed over: {error}"
            yield Unreadable(Place(name), SourceError(message), {"path": name, "rest": True})
            return
        wanted = None
        if self.options.meta is not None:
            own = [self.options.id] if self.options.id in names else []
            wanted = [self.options.text, *own, *self.options.meta]
        number = 0
        for group in range(table.num_row_groups):
            first, rows = number, table.metadata.row_group(group).num_rows
            try:
                batches = table.iter_batches(self.options.batch_rows, [group], columns=wanted)
                for batch in map(_Rows, batches):
                    for at in range(batch.count):
                        number += 1
                        yield Place(name, number), (batch, at)
            except Exception as error:  # whatever a damaged page makes of the library
                place = Place(name, number + 1)
                message = (
                    f"{place}: cannot read on in row group {group} (rows {first + 1} to "
                    f"{first + rows}): {error}"
                )
                payload = {"path": name, "line": number + 1, "rest": True}
                yield Unreadable(place, SourceError(message), payload)
            number = first + rows

    def document(self, place: Place, entry: tuple[_Rows, int]) -> Document | Unreadable:
        rows, at = entry
        payload = {"path": place.path, "line": place.line}
        try:
            return row_document(rows[at], self.options, place)
        except SourceError as error:
            return Unreadable(place, error, payload)
        except Exception as error:  # a value that Python has no place for, such as text in no UTF-8
            message = f"{place}: the row has a value that cannot be read: {error}"
            return Unreadable(place, SourceError(message), payload)


class _Rows:
    """The rows of a batch, made Python values when the first of them is asked for."""

    def __init__(self, batch: Any) -> None:
        self._batch = batch
        self._rows: list[dict[str, Any]] | None = None
        self._apart = False
        self.count = batch.num_rows

    def __getitem__(self, at: int) -> dict[str, Any]:
        if self._rows is None and not self._apart:
            try:
                self._rows = self._batch.to_pylist()
            except Exception:  # one bad value must not cost the other rows
                self._apart = True
        row: dict[str, Any] = (
            self._rows[at] if self._rows else self._batch.slice(at, 1).to_pylist()[0]
        )
        return row


def _seekable(file: BinaryIO) -> BinaryIO:
    """Return the file itself, or a copy where it is a stream: Parquet is read from its end."""
    if file.seekable():
        return file
    copy = tempfile.SpooledTemporaryFile(SPOOL)
    shutil.copyfileobj(file, copy, 1 << 20)
    copy.seek(0)
    return cast(BinaryIO, copy)
