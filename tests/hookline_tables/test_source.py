"""The sources `csv` and `tsv`."""

import csv
import gzip
import io
import zipfile
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hookline import Columns, Registry

FAILURES = "failures: {path: bad.jsonl}\n"


@cache
def registry():
    """Return the installed components."""
    return Registry.discover()


def read(folder, data, name="t.csv", **options):
    """Return what the source reads from a file with these bytes."""
    path = folder / name
    path.write_bytes(data)
    component = registry().find("source", "tsv" if name.endswith(".tsv") else "csv")
    return list(component(component.read_options({"path": str(path), **options})).read())


def test_columns_become_text_id_and_meta(project):
    """The text, id and meta columns are options; a quoted field may hold delimiters and line ends."""
    project.write(
        "a.csv", 'url,body,lang,n\nu1,"He said ""hi"",\nand left",en,1\r\nu2,plain,de,2\n'
    )
    project.write("b.tsv", "url\tbody\tlang\tn\nu3\tthird\tfr\t3\n")
    columns = "[{use: csv, path: a.csv, text: body, id: url, meta: [lang]},"
    project.write(
        "c.yaml",
        f"source: {columns} {{use: tsv, path: b.tsv, text: body, id: url}}]\n"
        "stages: []\nsink: {use: jsonl, path: out.jsonl}\n",
    )
    result = project.call("run", "c.yaml")
    assert result.code == 0, result.err
    assert [(r["id"], r["text"], r["meta"]) for r in project.records()] == [
        ("u1", 'He said "hi",\nand left', {"lang": "en"}),
        ("u2", "plain", {"lang": "de"}),
        ("u3", "third", {"lang": "fr", "n": "3"}),
    ]


def test_an_invalid_row_costs_itself(project):
    """Rows with wrong bytes, missing columns or stray quotes are dead letters with their line."""
    project.write(
        "a.csv",
        b"id,text\n"
        b'r2,"fine, yes"\n'
        b"r3,caf\xe9\n"
        b"r4\n"
        b'r5,"one" two\n'
        b"r6,fine\n"
        b'r7,"never closed\n'
        b"r8,last\n",
    )
    project.config(source="csv", path="a.csv", more=FAILURES)
    result = project.call("run", "c.yaml")
    assert result.code == 1
    assert "Traceback" not in result.err
    assert [r["id"] for r in project.records()] == ["r2", "r6", "r8"]
    letters = project.records("bad.jsonl")
    assert [(x["place"], x["error"]["message"].partition(": ")[2]) for x in letters] == [
        (
            "a.csv:3",
            "byte 3 (0xe9) is not utf-8; name the encoding with `encoding` (`detect` guesses), or "
            "set `errors: replace`",
        ),
        ("a.csv:4", "expected 2 columns, found 1"),
        ("a.csv:5", "there is text after a closing quote; is the delimiter right?"),
        ("a.csv:7", "a quote is never closed"),
    ]


def test_a_dead_letter_is_replayed_with_other_options(project):
    """A row in another encoding is read once the config names it."""
    project.write("a.csv", b"id,text\nr2,caf\xe9\n")
    project.config(source="csv", path="a.csv", more=FAILURES)
    assert project.call("run", "c.yaml").code == 1
    again = ("replay", "bad.jsonl", "-o", "again.jsonl")
    assert project.call(*again, "--set", "source.encoding=cp1252").code == 0
    assert [(r["id"], r["text"]) for r in project.records("again.jsonl")] == [("r2", "café")]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("id;text\n1;a\n", "there is no column 'text'; found: 'id;text'"),
        ("id,body\n1,a\n", "there is no column 'text'; found: 'id', 'body'"),
        ("text,text\n1,a\n", "there is more than one column 'text'; rename it"),
        ("id,text\r1,a\r2,b\r", "its lines end in CR alone: convert them"),
    ],
)
def test_a_table_without_the_columns_is_one_dead_letter(project, data, message):
    """A wrong delimiter or a missing column costs the file, and no other file."""
    project.write("a.csv", data)
    project.write("b.csv", "id,text\nb,fine\n")
    project.config(source="csv", path="[a.csv, b.csv]", more=FAILURES)
    assert project.call("run", "c.yaml").code == 1
    assert [r["text"] for r in project.records()] == ["fine"]
    (letter,) = project.records("bad.jsonl")
    assert letter["place"] == "a.csv:1"
    assert message in letter["error"]["message"]


def test_delimiter_and_column_names_are_options(tmp_path):
    """A table may have another delimiter, and no header."""
    docs = read(tmp_path, b"1;a,b\n2;c\n", delimiter=";", columns=["id", "text"])
    assert [(doc.id, doc.text) for doc in docs] == [("1", "a,b"), ("2", "c")]


def test_rows_over_the_limit_are_dead_letters(tmp_path):
    """A long line and a long quoted field are dead letters; the rows after them are read."""
    data = b'text\nab\n%s\n"%s\n%s"\ncd\n' % (b"x" * 50, b"y" * 9, b"z" * 30)
    items = read(tmp_path, data, row_limit=32)
    assert [getattr(item, "text", item.place.line) for item in items] == [
        "ab",
        3,
        4,
        "z" * 30 + '"',
        "cd",
    ]
    assert "longer than row_limit, 32 bytes" in str(items[1].error)


def test_encodings_are_declared_or_detected(tmp_path):
    """UTF-16 is an option; `detect` stores its guess in the meta data."""
    table = "text\nžluťoučký kůň úpěl ďábelské ódy\nPříliš mnoho slov, říká ředitel školy\n"
    (wide, _) = read(tmp_path, table.replace("slov,", "slov").encode("utf-16"), encoding="utf-16")
    assert wide.text == "žluťoučký kůň úpěl ďábelské ódy"
    plain = table.replace("slov,", "slov")
    docs = read(tmp_path, plain.encode("cp1250"), encoding="detect")
    assert docs[0].text == "žluťoučký kůň úpěl ďábelské ódy"
    assert docs[0].meta["encoding"] in ("cp1250", "iso8859-2")
    (doc, _) = read(tmp_path, plain.encode(), encoding="detect")
    assert doc.meta["encoding"] == "utf-8"


def test_the_ending_of_an_input_selects_its_source(project):
    """`.csv` and `.tsv` are read as tables, compressed or in an archive."""
    project.write("a.csv.gz", gzip.compress(b"text\none\n"))
    project.write("b.tsv", "text\ntwo\n")
    with zipfile.ZipFile("c.zip", "w") as archive:
        archive.writestr("in/c.jsonl", '{"text": "three"}\n')
        archive.writestr("in/c.txt", "not JSON")
    project.config()
    result = project.call("run", "c.yaml", "a.csv.gz", "b.tsv", "c.zip")
    assert result.code == 0, result.err
    assert [(r["id"], r["text"]) for r in project.records()] == [
        ("a.csv.gz:2", "one"), ("b.tsv:2", "two"), ("c.jsonl:1", "three"),
    ]  # fmt: skip


FIELD = st.text(st.sampled_from('ab ,;"\n\r\té'), max_size=6)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.tuples(FIELD, FIELD), max_size=5), start=st.integers(0, 5))
def test_rows_of_the_csv_module_are_read(tmp_path, rows, start):
    """Any fields are read as the `csv` module wrote them, from any row on."""
    lines = io.StringIO(newline="")
    csv.writer(lines, quoting=csv.QUOTE_ALL).writerows([("id", "text"), *rows])
    (tmp_path / "t.csv").write_bytes(lines.getvalue().encode())
    component = registry().find("source", "csv")
    source = component(component.read_options({"path": str(tmp_path / "t.csv")}))
    assert [doc.text for doc in source.read(start)] == [text for _, text in rows][start:]


def test_the_work_of_checking_a_header_grows_with_its_length_only():
    """Twice as many columns take twice as many comparisons of names, not four times as many."""

    class Name(str):
        compared = 0

        def __eq__(self, other):
            Name.compared += 1
            return str.__eq__(self, other)

        __hash__ = str.__hash__

    for size in (1_000, 4_000):
        Name.compared = 0
        Columns(text="c7").check_columns([Name(f"c{number}") for number in range(size)])
        assert Name.compared <= 4 * size


def test_a_table_of_20_000_columns_is_read(project):
    """Each of them is kept as meta data, also in the records."""
    names = [f"c{number}" for number in range(20_000)]
    project.write("wide.csv", "\n".join(",".join(["text", *names]) for _ in range(2)) + "\n")
    project.config(source="csv", path="wide.csv")
    assert project.call("run", "c.yaml").code == 0
    (record,) = project.records()
    assert record["meta"] == dict(zip(names, names, strict=True))
