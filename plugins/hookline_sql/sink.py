"""Write documents and their layers to the tables of a database."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar

import orjson
from pydantic import Field

from hookline import Document, SinkError, SpooledSink, to_record
from hookline_sql.database import is_missing_file, open_database
from hookline_sql.tables import TABLE_NAMES, define_tables, table_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Table

BATCH_SIZE = 500  # documents written by one statement


class SqlSink(SpooledSink):
    """
    Write to the tables documents, entities, clusters, events and relations.

    All is written in one transaction at the end of the run.

    Rows have keys: what an earlier run wrote for a document is replaced. The key of a document is its
    id, or `ID#2` and so on for further documents with the same id in a run. `path` is a JSON file, the
    receipt of the run, with the number of rows written.
    """

    name = "sql"
    optional: ClassVar[Mapping[str, str]] = {"sqlalchemy": "hookline[sql]"}

    class Options(SpooledSink.Options):
        """Options of the sink."""

        path: str = Field(
            "hookline.sql.json",
            description="the receipt of the run; the run keeps its state beside it until it is done",
        )
        url: str = Field(
            description="the address of the database for SQLAlchemy, such as `sqlite:///out.db`"
        )
        prefix: str = Field("", description="a prefix for the names of the tables")
        database_schema: str | None = Field(
            None, description="the schema of the database that has the tables"
        )

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        for doc in docs:
            record = to_record(doc, (), self.layers)
            stored = {
                "id": record["id"],
                "text": record["text"],
                "meta": orjson.dumps(record["meta"]).decode(),
                **{name: record.get(name, []) for name in TABLE_NAMES[1:]},
            }
            yield orjson.dumps(stored, option=orjson.OPT_APPEND_NEWLINE)

    def lost(self) -> list[str]:
        """Return the receipt if it is gone, or the database holds fewer documents than it says."""
        if not os.path.exists(self.target):
            return [self.target]
        try:
            written = int(orjson.loads(Path(self.target).read_bytes())["rows"]["documents"])
        except (ValueError, KeyError, TypeError):  # not a receipt: the host sees its size differ
            return []
        return [] if self._count_documents() >= written else [self.target]

    def _count_documents(self) -> int:
        """Return how many documents the database holds, 0 where it or the table is gone."""
        import sqlalchemy as sa

        documents = define_tables(self.options.prefix, self.options.database_schema)["documents"]
        failure = "cannot tell whether what was written is still in"
        hint = "; run the same command again when it can be reached"
        with open_database(self.options.url, SinkError, failure, hint) as (engine, _):
            if is_missing_file(engine):  # connecting would create it
                return 0
            with engine.connect() as connection:
                if not sa.inspect(connection).has_table(documents.name, schema=documents.schema):
                    return 0
                query = sa.select(sa.func.count()).select_from(documents)
                return int(connection.execute(query).scalar_one())

    def finish(self, spool: BinaryIO, final: Path) -> None:
        tables = define_tables(self.options.prefix, self.options.database_schema)
        hint = "; nothing was written, run the same command again"
        with open_database(self.options.url, SinkError, "cannot write to", hint) as database:
            engine, address = database
            if engine.dialect.name == "sqlite":
                _use_explicit_transactions(engine)
            with engine.begin() as connection:
                tables["documents"].metadata.create_all(connection)
                _check_columns(connection, tables, address)
                counts = _load(connection, tables, spool)
        receipt = {"database": address, "rows": counts}
        final.write_bytes(orjson.dumps(receipt, option=orjson.OPT_INDENT_2))


def _check_columns(connection: Connection, tables: Mapping[str, Table], address: str) -> None:
    """
    Check that tables have all columns: those of an earlier version of hookline lack some.

    Raises:
        SinkError: A table lacks columns.
    """
    import sqlalchemy as sa

    for table in tables.values():
        # Not the inspector: that of DuckDB's dialect cannot list columns.
        query = sa.select(sa.text("*")).select_from(table).where(sa.false())
        stored = set(map(str.lower, connection.execute(query).keys()))
        missing = [column for column in table.columns if column.name not in stored]
        if missing:
            columns = ", ".join(f"{column.name} {column.type}" for column in missing)
            raise SinkError(
                f"the table {table.name} of {address} lacks columns that are to be written: {columns}; "
                "add them with ALTER TABLE, or rename or drop the tables of an earlier version; "
                "nothing was written, run the same command again afterwards"
            )


def _use_explicit_transactions(engine: Engine) -> None:
    """Let SQLite create tables within the transaction; the module `sqlite3` commits before it."""
    from sqlalchemy import event

    def on_connect(connection: Any, record: Any) -> None:
        connection.isolation_level = None

    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)


def _load(connection: Connection, tables: Mapping[str, Table], spool: BinaryIO) -> dict[str, int]:
    """Write the documents of a spool and return the number of rows of each table."""
    occurrences: Counter[str] = Counter()
    counts = dict.fromkeys(tables, 0)
    while lines := list(islice(spool, BATCH_SIZE)):
        rows: dict[str, list[dict[str, Any]]] = {name: [] for name in tables}
        for record in map(orjson.loads, lines):
            doc_id = record["id"]
            occurrences[doc_id] += 1
            occurrence = occurrences[doc_id]
            key = doc_id if occurrence == 1 else f"{doc_id}#{occurrence}"
            for name, new_rows in table_rows(key, record).items():
                rows[name] += new_rows
        keys = [row["key"] for row in rows["documents"]]
        for name, table in tables.items():
            _replace_rows(connection, table, keys, rows[name])
            counts[name] += len(rows[name])
    return counts


def _replace_rows(
    connection: Connection, table: Table, documents: Sequence[str], rows: Sequence[dict[str, Any]]
) -> None:
    """Replace the rows of some documents, and delete those that they no longer have."""
    import sqlalchemy as sa

    key_columns = list(table.primary_key)
    key_names = [column.name for column in key_columns]

    def key_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(row[name] for name in key_names)

    def renamed_keys(key: Sequence[Any]) -> dict[str, Any]:
        return {f"key_{name}": value for name, value in zip(key_names, key, strict=True)}

    select = sa.select(*key_columns).where(key_columns[0].in_(documents))
    stored = {tuple(row) for row in connection.execute(select)}
    new = [row for row in rows if key_of(row) not in stored]
    # The columns to set are those of the parameters, so the keys need other names.
    changed = [
        {**{name: row[name] for name in row.keys() - key_names}, **renamed_keys(key_of(row))}
        for row in rows
        if key_of(row) in stored
    ]
    obsolete = [renamed_keys(key) for key in stored - set(map(key_of, rows))]
    has_key = [column == sa.bindparam(f"key_{column.name}") for column in key_columns]
    for statement, parameters in (
        (sa.insert(table), new),
        (sa.update(table).where(*has_key), changed),
        (sa.delete(table).where(*has_key), obsolete),
    ):
        if parameters:
            connection.execute(statement, parameters)
