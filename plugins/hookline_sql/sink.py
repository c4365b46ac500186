"""Write documents, entities and relations to the tables of a database."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

import orjson
from pydantic import Field

from hookline import Document, SinkError, SpooledSink, to_record
from hookline_sql.tables import KEYS, define_tables, entity_row, relation_row

AT_ONCE = 500  # documents that are written in one statement


class SqlSink(SpooledSink):
    """
    Write to the tables documents, entities and relations, in one transaction at the end of the run.

    Rows have keys: what an earlier run wrote for a document is replaced. A document whose id came
    before in the same run has the key `ID#2`, and so on. `path` is a receipt, a JSON file that says
    what was written; the run is known by it.
    """

    name = "sql"
    optional: ClassVar[Mapping[str, str]] = {"sqlalchemy": "hookline[sql]"}

    class Options(SpooledSink.Options):
        """Options of the sink."""

        path: str = Field(
            "hookline.sql.json",
            description="the receipt of the run; beside it, the run keeps its state until it is done",
        )
        url: str = Field(
            description="the database, as SQLAlchemy has it, such as `sqlite:///out.db`"
        )
        prefix: str = Field("", description="what the names of the tables begin with")
        database_schema: str | None = Field(
            None, description="the schema of the database that the tables are in"
        )

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        for doc in docs:
            record = to_record(doc)
            kept = {
                "id": record["id"],
                "text": record["text"],
                "meta": orjson.dumps(record["meta"]).decode(),
                "entities": record.get("entities", []),
                "relations": record.get("relations", []),
            }
            yield orjson.dumps(kept, option=orjson.OPT_APPEND_NEWLINE)

    def lost(self) -> list[str]:
        """Return the receipt if it is gone, or the database holds fewer documents than it says."""
        if not os.path.exists(self.target):
            return [self.target]
        try:
            written = int(orjson.loads(Path(self.target).read_bytes())["rows"]["documents"])
        except (
            ValueError,
            KeyError,
            TypeError,
        ):  # not a receipt: the host sees that its size differs
            return []
        return [] if self._count_documents() >= written else [self.target]

    def _count_documents(self) -> int:
        """Return how many documents the database holds, 0 where it or the table is gone."""
        import sqlalchemy as sa

        engine = _engine(self.options.url)
        try:
            if _is_missing_file(engine):  # connecting would create it
                return 0
            table = define_tables(self.options.prefix, self.options.database_schema)
            documents = _table(table, f"{self.options.prefix}documents")
            with engine.connect() as connection:
                if not sa.inspect(connection).has_table(documents.name, schema=documents.schema):
                    return 0
                query = sa.select(sa.func.count()).select_from(documents)
                return int(connection.execute(query).scalar_one())
        except sa.exc.SQLAlchemyError as error:
            name = engine.url.render_as_string(hide_password=True)
            raise SinkError(
                f"cannot tell whether {name} still holds what was written: {error}; run the same "
                "command again when it can be reached"
            ) from error
        finally:
            engine.dispose()

    def finish(self, spool: BinaryIO, final: Path) -> None:
        import sqlalchemy as sa

        engine = _engine(self.options.url)
        name = engine.url.render_as_string(hide_password=True)
        if engine.dialect.name == "sqlite":
            _take_charge_of_transactions(engine)
        tables = define_tables(self.options.prefix, self.options.database_schema)
        try:
            with engine.begin() as connection:
                tables.create_all(connection)
                counts = _load(connection, tables, self.options.prefix, spool)
        except sa.exc.SQLAlchemyError as error:
            raise SinkError(
                f"cannot write to {name}: {error}; nothing was written, run the same command again"
            ) from error
        finally:
            engine.dispose()
        receipt = {"database": name, "rows": dict(counts)}
        final.write_bytes(orjson.dumps(receipt, option=orjson.OPT_INDENT_2))


def _engine(url: str) -> Any:
    import sqlalchemy as sa

    try:
        return sa.create_engine(url)
    except Exception as error:  # a wrong address, or a driver that is not installed
        raise SinkError(
            f"cannot open the database: {type(error).__name__}: {error}; expected an address "
            "such as sqlite:///out.db, and its driver installed"
        ) from error


def _is_missing_file(engine: Any) -> bool:
    """Tell whether a database that is a file on this machine is not there."""
    path = engine.url.database
    if engine.dialect.name not in ("sqlite", "duckdb") or not path or path == ":memory:":
        return False
    return "://" not in path and not path.startswith("file:") and not os.path.exists(path)


def _take_charge_of_transactions(engine: Any) -> None:
    """Make SQLite create tables within the transaction, which Python's module commits first."""
    from sqlalchemy import event

    def connected(connection: Any, record: Any) -> None:
        connection.isolation_level = None

    def begun(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)


def _load(connection: Any, tables: Any, prefix: str, spool: BinaryIO) -> Counter[str]:
    """Write every document of a spool and return how many rows each table was given."""
    by_name = {name: _table(tables, prefix + name) for name in KEYS}
    seen: Counter[str] = Counter()
    counts: Counter[str] = Counter(dict.fromkeys(KEYS, 0))
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in KEYS}
    for line in spool:
        record = orjson.loads(line)
        seen[record["id"]] += 1
        again = seen[record["id"]]
        key = record["id"] if again == 1 else f"{record['id']}#{again}"
        document = {name: record[name] for name in ("id", "text", "meta")}
        rows["documents"].append({"key": key, **document})
        rows["entities"] += [entity_row(key, *item) for item in enumerate(record["entities"])]
        rows["relations"] += [relation_row(key, *item) for item in enumerate(record["relations"])]
        if len(rows["documents"]) >= AT_ONCE:
            _write(connection, by_name, rows, counts)
    _write(connection, by_name, rows, counts)
    return counts


def _table(tables: Any, name: str) -> Any:
    return next(table for table in tables.sorted_tables if table.name == name)


def _write(
    connection: Any, tables: dict[str, Any], rows: dict[str, list[dict[str, Any]]], counts: Any
) -> None:
    """Replace the rows of some documents, and take away those that they no longer have."""
    import sqlalchemy as sa

    keys = [row["key"] for row in rows["documents"]]
    for name, table in tables.items():
        new = rows[name]
        columns = KEYS[name]
        there = [table.c[column] for column in columns]
        where = table.c[columns[0]].in_(keys)
        old = {tuple(row) for row in connection.execute(sa.select(*there).where(where))}
        fresh = [row for row in new if tuple(row[column] for column in columns) not in old]
        changed = [row for row in new if tuple(row[column] for column in columns) in old]
        gone = old - {tuple(row[column] for column in columns) for row in new}
        if fresh:
            connection.execute(sa.insert(table), fresh)
        if changed:
            others = [column.name for column in table.c if column.name not in columns]
            statement = sa.update(table).where(
                *(table.c[column] == sa.bindparam(f"key_{column}") for column in columns)
            )
            values = [
                {
                    **{f"key_{column}": row[column] for column in columns},
                    **{column: row[column] for column in others},
                }
                for row in changed
            ]
            connection.execute(statement.values({c: sa.bindparam(c) for c in others}), values)
        if gone:
            removal = sa.delete(table).where(
                *(table.c[column] == sa.bindparam(f"key_{column}") for column in columns)
            )
            connection.execute(
                removal,
                [{f"key_{c}": v for c, v in zip(columns, key, strict=True)} for key in gone],
            )
        counts[name] += len(new)
        new.clear()
