"""The source and the sink `sql`, with SQLite and DuckDB."""

import os

import pytest
import sqlalchemy as sa

from hookline_sql.tables import table_rows

DATABASES = ["sqlite:///{}/news.db", "duckdb:///{}/news.duckdb"]


@pytest.fixture(params=DATABASES, ids=["sqlite", "duckdb"])
def url(request, project):
    """Return the address of a new database."""
    return request.param.format(project.folder)


def execute(url, *statements):
    """Execute statements and return the rows of the last."""
    engine = sa.create_engine(url)
    try:
        with engine.begin() as connection:
            for statement in statements:
                result = connection.execute(sa.text(statement))
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        engine.dispose()


def config(project, url, source="", sink="", stages="[]"):
    """Write a config; URL in its components is replaced by the address."""
    source = source or "{use: jsonl, path: in.jsonl}"
    sink = sink or "{use: jsonl, path: out.jsonl}"
    project.write(
        "c.yaml",
        f"source: {source}\nstages: {stages}\nsink: {sink}\nfailures: {{path: bad.jsonl}}\n".replace(
            "URL", url
        ),
    )


ARTICLES = (
    "CREATE TABLE articles (n INTEGER, body TEXT, day DATE)",
    "INSERT INTO articles VALUES (2, 'two', '2024-05-01'), (1, 'one', NULL), (3, NULL, NULL)",
)
QUERY = "{use: sql, url: 'URL', query: 'SELECT * FROM articles ORDER BY n', text: body, id: n}"


def test_the_rows_of_a_query_are_documents(project, url):
    """Documents are in the order of the query; a row without text is a dead letter."""
    execute(url, *ARTICLES)
    config(project, url, source=QUERY)
    result = project.call("run", "c.yaml")
    assert result.code == 1, result.err
    assert [(r["id"], r["text"], r["meta"]) for r in project.records()] == [
        ("1", "one", {"day": None}), ("2", "two", {"day": "2024-05-01"}),
    ]  # fmt: skip
    (letter,) = project.records("bad.jsonl")
    assert letter["place"].endswith(":3")
    assert "expected `body` to be a string, found nothing" in letter["error"]["message"]
    assert "finished already" in project.call("run", "c.yaml").err


def test_a_changed_table_is_noticed(project, url):
    """A finished output is not taken for the output of other rows."""
    execute(url, *ARTICLES, "DELETE FROM articles WHERE n = 3")
    config(project, url, source=QUERY)
    assert project.call("run", "c.yaml").code == 0
    execute(url, "UPDATE articles SET body = 'changed' WHERE n = 1")
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "the input differs from what out.jsonl was made from" in result.err


def test_invalid_queries_and_addresses_are_refused(project):
    """Exit code 2, no traceback: no ORDER BY, a missing table, column or driver."""
    url = f"sqlite:///{project.folder}/news.db"
    execute(url, *ARTICLES)
    for source, message in (
        (QUERY.replace("ORDER BY n", ""), "expected a query with an ORDER BY"),
        (QUERY.replace("articles", "articels"), "no such table: articels"),
        (QUERY.replace("body", "bdoy"), "there is no column 'bdoy'; found: 'n', 'body', 'day'"),
        (QUERY.replace("URL", "nodb://x"), "cannot open the database"),
    ):
        config(project, url, source=source)
        result = project.call("run", "c.yaml")
        assert result.code == 2, result.err
        assert message in result.err
        assert "Traceback" not in result.err
        assert "[SQL:" not in result.err


def test_a_database_that_is_not_there_is_not_made(project):
    """Reading from the path of no file says so and leaves no empty database behind."""
    config(project, f"sqlite:///{project.folder}/gone.db", source=QUERY)
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "there is no database" in result.err
    assert not (project.folder / "gone.db").exists()


SINK = "{use: sql, url: 'URL', path: receipt.json}"
ROWS = "SELECT document, number, label, text FROM entities ORDER BY document, number"


def test_documents_entities_and_relations_are_tables(annotated, url):
    """Everything is written in one transaction; the same command again does nothing."""
    config(annotated, url, sink=SINK, stages="[{use: annotated}]")
    result = annotated.call("run", "c.yaml")
    assert result.code == 0, result.err
    assert execute(url, ROWS) == [
        ("d0", 0, "PERSON", "Ana, née Roe"), ("d0", 1, "ORG", "Acme"), ("d1", 0, "PERSON", 'Bo "B" Li'),
    ]  # fmt: skip
    joined = (
        "SELECT r.type, s.text, o.text FROM relations r "
        "JOIN entities s ON s.document = r.document AND s.number = r.subject_entity "
        "JOIN entities o ON o.document = r.document AND o.number = r.object_entity"
    )
    assert execute(url, joined) == [("leads", "Ana, née Roe", "Acme")]
    columns = "subject_start, subject_raw_start, object_end, object_raw_end"
    text = annotated.records("in.jsonl")[0]["text"]
    end = text.index("Acme") + len("Acme")
    assert execute(url, f"SELECT {columns} FROM relations") == [(0, 0, end, end)]
    assert execute(url, "SELECT amount, count, since, until FROM relations") == [(None,) * 4]
    assert execute(url, "SELECT id, text FROM documents ORDER BY key")[1] == ("d1", 'Bo "B" Li')
    assert b'"documents": 4' in (annotated.folder / "receipt.json").read_bytes()
    assert "finished already" in annotated.call("run", "c.yaml").err


def test_a_later_run_replaces_what_it_writes_again(annotated, url):
    """Changed rows are updated, obsolete ones deleted, other documents kept."""
    config(annotated, url, sink=SINK, stages="[{use: annotated}]")
    assert annotated.call("run", "c.yaml").code == 0
    annotated.documents("in.jsonl", ['Bo "B" Li', "new", "x", "x", "x"])
    result = annotated.call("run", "c.yaml", "--fresh")
    assert result.code == 0, result.err
    assert execute(url, ROWS) == [("d0", 0, "PERSON", 'Bo "B" Li')]
    assert execute(url, "SELECT count(*) FROM relations") == [(0,)]
    texts = execute(url, "SELECT key, text FROM documents ORDER BY key")
    assert texts == [("d0", 'Bo "B" Li'), ("d1", "new"), ("d2", "x"), ("d3", "x"), ("d4", "x")]


def test_a_second_document_with_an_id_is_kept(project, url):
    """Its key is the id with a number."""
    project.write("in.jsonl", '{"id": "a", "text": "one"}\n{"id": "a", "text": "two"}\n')
    config(project, url, sink=SINK)
    assert project.call("run", "c.yaml").code == 0
    rows = execute(url, "SELECT key, id, text FROM documents ORDER BY key")
    assert rows == [("a", "a", "one"), ("a#2", "a", "two")]


def test_tables_without_new_columns_are_refused(project, url):
    """Tables of an earlier version are left as they are, and the columns to add are named."""
    project.documents("in.jsonl", ["a", "b"])
    config(project, url, sink=SINK)
    assert project.call("run", "c.yaml").code == 0
    execute(url, "ALTER TABLE relations DROP COLUMN until")
    project.documents("in.jsonl", ["a", "b", "c"])
    result = project.call("run", "c.yaml", "--fresh")
    assert result.code == 2
    assert "the table relations of" in result.err
    assert "lacks columns that are to be written: until TEXT; add them" in result.err
    assert "Traceback" not in result.err
    assert execute(url, "SELECT count(*) FROM documents") == [(2,)]
    execute(url, "ALTER TABLE relations ADD COLUMN until TEXT")
    assert project.call("run", "c.yaml").code == 0
    assert execute(url, "SELECT count(*) FROM documents") == [(3,)]


def test_qualifiers_of_relations_are_columns():
    """A qualifier is its text, a status its word, and one that is not expressed is null."""
    span = {"text": "x", "start": 0, "end": 1, "raw_start": 2, "raw_end": 3}
    qualifiers = {name: {**span, "text": name} for name in ("title", "amount", "count", "since")}
    relation = {
        "type": "leads",
        "sentence": 0,
        "rule": "r",
        **dict.fromkeys(("subject", "predicate", "object"), span),
        "qualifiers": {**qualifiers, "status": "former"},
    }
    layers = {name: [] for name in ("entities", "clusters", "events")}
    record = {"id": "a", "text": "x", "meta": "{}", **layers, "relations": [relation]}
    (row,) = table_rows("a", record)["relations"]
    names = ("title", "status", "amount", "count", "since", "until")
    assert [row[name] for name in names] == ["title", "former", "amount", "count", "since", None]
    assert (row["predicate_raw_start"], row["predicate_raw_end"]) == (2, 3)


def test_a_failed_write_leaves_the_database_unchanged(project, url):
    """Nothing is written by half, and the same command finishes once the cause is fixed."""
    project.documents("in.jsonl", ["a", "b"])
    execute(url, "CREATE TABLE entities (something INTEGER)")
    config(project, url, sink=SINK)
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "nothing was written, run the same command again" in result.err
    assert "Traceback" not in result.err
    with pytest.raises(sa.exc.SQLAlchemyError):
        execute(url, "SELECT * FROM documents")
    execute(url, "DROP TABLE entities")
    assert project.call("run", "c.yaml").code == 0
    assert execute(url, "SELECT count(*) FROM documents") == [(2,)]


@pytest.mark.parametrize("statement", [None, "DROP TABLE documents", "DELETE FROM documents"])
def test_a_target_that_was_deleted_is_written_again(project, url, statement):
    """The receipt alone is not the output: where the rows are gone, the run is done again."""
    project.documents("in.jsonl", ["a", "b"])
    config(project, url, sink=SINK)
    assert project.call("run", "c.yaml").code == 0
    assert "finished already" in project.call("run", "c.yaml").err
    if statement:
        execute(url, statement)
    else:
        for name in os.listdir():
            if name.startswith("news."):
                os.unlink(name)
    result = project.call("run", "c.yaml")
    assert result.code == 0, result.err
    assert "finished already" not in result.err
    assert execute(url, "SELECT count(*) FROM documents") == [(2,)]
