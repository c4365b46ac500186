"""The source `jsonl`."""

import gzip

import pytest


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{not json", "not valid JSON"),
        (b"[1, 2]", "expected a JSON object with a `text`, found an array"),
        (b'"text"', "found a string"),
        (b"null", "found null"),
        (
            b'{"id": "a", "body": "b"}',
            "there is no `text`; found: 'id', 'body'; name the keys with",
        ),
        (b"{}", "there is no `text`; found: no key"),
        (b'{"text": null}', "expected `text` to be a string, found nothing"),
        (b'{"text": 5}', "expected `text` to be a string, found a number"),
        (b'{"text": "a", "id": []}', "expected `id` to be a string, found an array"),
        (b'{"text": "\xff"}', "byte 10 (0xff) is not UTF-8"),
        (b'{"text": "a", "n": NaN, }', "not valid JSON"),
        (b'{"text": "\\ud800", "n": \xff}', "is not UTF-8"),
    ],
)
def test_an_invalid_line_is_a_dead_letter(project, line, message):
    """It has the place and the content of the line; the other lines are read."""
    project.write("in.jsonl", b'{"text": "first"}\n' + line + b'\n{"text": "last"}')
    project.config(more="failures: {path: bad.jsonl}\n")
    result = project.call("run", "c.yaml")
    assert result.code == 1
    assert "Traceback" not in result.err
    assert [r["text"] for r in project.records()] == ["first", "last"]
    (letter,) = project.records("bad.jsonl")
    assert letter["place"] == "in.jsonl:2"
    assert letter["stage"] == "jsonl"
    assert message in letter["error"]["message"]
    assert list(letter["payload"]) in (["line"], ["bytes"])


def test_a_truncated_file_is_read_up_to_the_damage(project):
    """The lines before the damage and other files are read; the damage is a dead letter."""
    data = gzip.compress(b"".join(b'{"text": "%d"}\n' % n for n in range(5000)), 0)
    project.write("a.jsonl.gz", data[: len(data) // 2])
    project.write("b.jsonl", '{"text": "after"}\n')
    project.config(path="[a.jsonl.gz, b.jsonl]", more="failures: {path: bad.jsonl}\n")
    assert project.call("run", "c.yaml").code == 1
    texts = [r["text"] for r in project.records()]
    assert texts[0] == "0"
    assert texts[-1] == "after"
    assert len(texts) > 1000
    assert len(project.records("bad.jsonl")) == 1


def test_an_empty_file_is_an_empty_output(project):
    """Without documents the output is empty and the exit code 0."""
    project.write("in.jsonl", "")
    project.config()
    assert project.call("run", "c.yaml").code == 0
    assert project.records() == []
    assert project.call("run", "c.yaml", "-o", "out.jsonl.gz").code == 0
    assert gzip.decompress((project.folder / "out.jsonl.gz").read_bytes()) == b""


def test_ids_need_not_be_unique(project):
    """Two documents with the same id are both written."""
    project.write("in.jsonl", '{"text": "a", "id": "x"}\n{"text": "b", "id": "x"}\n')
    project.config()
    project.call("run", "c.yaml")
    assert [(r["id"], r["text"]) for r in project.records()] == [("x", "a"), ("x", "b")]


@pytest.mark.parametrize("levels", [60, 230, 300, 450, 900, 1020, 2000])
def test_a_deeply_nested_line_costs_at_most_itself(project, levels):
    """However deep a line is nested, the other lines are read and written."""
    deep = b'{"text": "deep", "tree": %s1%s}\n' % (b"[" * levels, b"]" * levels)
    project.write("in.jsonl", b'{"text": "a"}\n' + deep + b'{"text": "b"}\n')
    project.config("[{use: shout}]")
    code = project.call("run", "c.yaml").code
    letters = project.records("out.failures.jsonl") if code else []
    assert code == len(letters)
    texts = [record["text"] for record in project.records()]
    assert texts == ["A", *(["DEEP"] if not code else []), "B"]
    assert not code or levels > 100


def test_integers_up_to_64_bits_are_exact(project):
    """Integers up to 64 bits and large floats are kept; a larger integer becomes its digits."""
    lines = [b"18446744073709551615", b"-9223372036854775808", b"1e30", b"-9223372036854775809.5"]
    project.write("in.jsonl", b"".join(b'{"text": "a", "n": [%s]}\n' % line for line in lines))
    project.config()
    assert project.call("run", "c.yaml").code == 0
    numbers = [record["meta"]["n"][0] for record in project.records()]
    assert numbers == [2**64 - 1, -(2**63), 1e30, float(-(2**63))]
    project.write("in.jsonl", b'{"text": "a", "n": {"m": [-9223372036854775809]}}\n')
    assert project.call("run", "c.yaml", "--fresh").code == 0
    assert project.records()[0]["meta"] == {"n": {"m": ["-9223372036854775809"]}}


@pytest.mark.parametrize(
    ("line", "record"),
    [
        ('{"text": "a", "id": 7.0}', {"id": "7", "text": "a"}),
        ('{"text": "a", "id": 7.25}', {"id": "7.25", "text": "a"}),
        ('{"text": "a", "id": NaN}', {"id": "in.jsonl:1", "text": "a"}),
        ('{"text": "a", "id": true}', {"id": "true", "text": "a"}),
        ('{"text": "a", "id": 36893488147419103232}', {"id": "36893488147419103232", "text": "a"}),
        ('{"text": "a", "x": [NaN, -Infinity]}', {"text": "a", "meta": {"x": [None, None]}}),
        ('{"text": "a", "n": 1180591620717411303424}', {"meta": {"n": "1180591620717411303424"}}),
        (r'{"text": "half \ud83d pair"}', {"text": "half \ufffd pair"}),
        (r'{"text": "\ud83d\ude00 \ude00"}', {"text": "\U0001f600 \ufffd"}),
        (r'{"text": "a", "k\udc00": "\ud800"}', {"meta": {"k\ufffd": "\ufffd"}}),
    ],
)
def test_an_odd_id_or_value_costs_no_document(project, line, record):
    """What pandas and the `json` module write is read: only the odd value becomes text or null."""
    project.write("in.jsonl", line + "\n")
    project.config()
    assert project.call("run", "c.yaml").code == 0
    (written,) = project.records()
    assert {name: written[name] for name in record} == record


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{\n  "text": "a"\n}\n', "read it with `use: json`"),
        (b'[{"text": "a"},\n {"text": "b"}]\n', "read it with `use: json`"),
        (b'[{"text": "a"}]\n', "read it with `use: json`"),
        ('{"text": "a"}\n'.encode("utf-16"), "begins as UTF-16: convert it"),
        (gzip.compress(b'{"text": "a"}\n'), "begins as gzip: end its name in .gz"),
        (b"PAR1\xff\xff\n", "begins as Parquet: end its name in .parquet"),
        (b'{"text": "caf\xe9"}\n', "iconv -f WINDOWS-1252 -t UTF-8"),
    ],
)
def test_a_file_of_another_form_is_told(project, content, message):
    """The first dead letter of a file that is no JSON lines says what it is, and what to try."""
    project.write("in.jsonl", content)
    project.config()
    assert project.call("run", "c.yaml").code == 1
    assert message in project.records("out.failures.jsonl")[0]["error"]["message"]
