"""Documents from frames, and tables of outcomes, through Arrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from hookline.components.outcomes import Dropped, Failure
from hookline.components.source import Unreadable
from hookline.document.annotations import Place
from hookline.document.arrow import arrow_converter, arrow_schema
from hookline.document.document import Document
from hookline.document.layers import LayerTable
from hookline.document.record import record_schema, to_record
from hookline.errors import SourceError, message_of, with_article
from hookline.files.tabular import Columns, row_document

if TYPE_CHECKING:
    import pyarrow

__all__ = ["OutcomeTable", "frame_documents"]

ROWS = 1024  # rows converted at a time
UNCONVERTIBLE = (ValueError, TypeError, OverflowError)  # Arrow's own errors derive from these


def frame_documents(frame: Any, columns: Columns) -> Iterator[Document | Unreadable]:
    """
    Yield the document of each row of a frame that has the PyCapsule interface of Arrow.

    Raises:
        SourceError: There is no such column, or the frame cannot be converted.
        TypeError: It is not such a frame.
    """
    import pyarrow as pa

    if not hasattr(frame, "__arrow_c_stream__"):
        raise TypeError(
            "expected an Arrow table or a frame with `__arrow_c_stream__`, such as one of pandas 2.2 "
            f"or Polars, found {with_article(type(frame))}"
        )
    try:
        reader = pa.RecordBatchReader.from_stream(frame)
    except UNCONVERTIBLE as error:  # columns of mixed types, halves of surrogate pairs
        raise SourceError(f"the frame cannot be converted to Arrow: {message_of(error)}") from error
    names = reader.schema.names
    columns.check_columns(names)
    used = [*(columns.meta if columns.meta is not None else names), columns.text, columns.id]
    number = 0
    for batch in reader:
        for row in _rows(batch.select([name for name in names if name in used])):
            place = Place("row", number)
            number += 1
            if isinstance(row, SourceError):
                yield Unreadable(place, row, {})
                continue
            try:
                yield row_document(row, columns, place)
            except SourceError as error:
                yield Unreadable(place, error, {})


def _rows(batch: pyarrow.RecordBatch) -> Iterator[dict[str, Any] | SourceError]:
    """Yield the rows of a batch; one with a value that has no Python form costs itself."""
    for start in range(0, len(batch), ROWS):
        part = batch.slice(start, ROWS)
        try:
            yield from part.to_pylist()
        except UNCONVERTIBLE as error:
            if len(part) == 1:
                yield SourceError(f"the row has a value that cannot be read: {error}")
            else:
                for index in range(len(part)):
                    yield from _rows(part.slice(index, 1))


class OutcomeTable:
    """
    Collect outcomes of rows in a table: number of the row, outcome, stage and reason, and the record.

    `include` is that of `to_record`.
    """

    def __init__(self, layers: LayerTable, include: Sequence[str]) -> None:
        import pyarrow as pa

        self._layers, self._include = layers, include
        record = record_schema(layers, include)
        self._to_row = arrow_converter(record)
        account = [pa.field(name, pa.string()) for name in ("outcome", "stage", "reason")]
        fields = [pa.field("row", pa.int64()), *account, *arrow_schema(record)]
        self._schema = pa.schema(fields)
        self._rows: list[dict[str, Any]] = []
        self._tables: list[pyarrow.Table] = []
        self._number = 0

    def add(self, outcomes: Iterable[Document | Dropped | Failure]) -> None:
        """Add the outcomes of the next row: one, or those of its parts."""
        self._rows += [{"row": self._number, **self._row(outcome)} for outcome in outcomes]
        self._number += 1
        if len(self._rows) >= ROWS:
            self._convert()

    def finish(self) -> pyarrow.Table:
        """Return the table."""
        import pyarrow as pa

        self._convert()
        return pa.concat_tables([self._schema.empty_table(), *self._tables])

    def _row(self, outcome: Document | Dropped | Failure) -> dict[str, Any]:
        if isinstance(outcome, Dropped):
            return {"outcome": "dropped", "stage": outcome.stage, "reason": outcome.reason}
        if isinstance(outcome, Failure):
            return _failed(outcome.stage, outcome.error, outcome.message)
        record = to_record(outcome, self._include, self._layers)
        return {"outcome": "document", **self._to_row(record)}

    def _convert(self) -> None:
        try:
            self._tables.append(self._table(self._rows))
        except UNCONVERTIBLE:  # one value that Arrow does not have must not cost the other rows
            for row in self._rows:
                try:
                    self._tables.append(self._table([row]))
                except UNCONVERTIBLE as error:
                    failed = _failed("table", type(error).__name__, message_of(error))
                    self._tables.append(self._table([{"row": row["row"], **failed}]))
        self._rows = []

    def _table(self, rows: list[dict[str, Any]]) -> pyarrow.Table:
        import pyarrow as pa

        return pa.Table.from_pylist(rows, self._schema)


def _failed(stage: str, error: str, message: str) -> dict[str, Any]:
    return {"outcome": "failed", "stage": stage, "reason": f"{error}: {message}"}
