"""The source `json`."""

import gzip
import json

import pytest

from hookline.testing import check_source
from hookline_jsonl import JsonSource


def texts(project, name):
    """Run a config whose own source is another one over a file; return the texts."""
    project.config(source="text", path="nowhere")
    project.call("run", "c.yaml", name, "--fresh")
    return [record["text"] for record in project.records()]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('[{"text": "a", "id": 7}, {"text": "b"}]', ["a", "b"]),
        ('\ufeff [\n  {"text": "a",\n   "tags": [1, {"x": "]"}]}\n]\n', ["a"]),
        ('{"text": "a"}\n{"text": "b"}\n', ["a", "b"]),
        ('{\n "text": "a"\n}', ["a"]),
        ("[]", []),
        ("", []),
    ],
)
def test_arrays_and_objects_are_documents(project, content, expected):
    """An array, JSON lines and a single object under the ending .json are all read as documents."""
    project.write("in.json", content)
    assert texts(project, "in.json") == expected


@pytest.mark.parametrize(
    ("content", "before", "message"),
    [
        (b'[{"text": "a"}, {"text": "b"} {"text": "c"}]', ["a", "b"], "expected a comma"),
        (b'[{"text": "a"}, {"text": "b"', ["a"], "not valid JSON"),
        (b'[{"text": "a"}, ', ["a"], "not valid JSON"),
        (b'[{"text": "a"}', ["a"], "the file ends within its array"),
        (b'[{"text": "a"}] more', ["a"], "expected the end of the file after its array"),
        (b'[{"text": "a"}, {"text": "\xff"}]', ["a"], "expected UTF-8, found byte 0xff"),
        (b'[{"text": "a"}, {"no": 1}]', ["a"], "there is no `text`; found: 'no'"),
        (b'[{"text": "a"}, 5]', ["a"], "found a number"),
    ],
)
def test_damage_costs_what_comes_after_it(project, content, before, message):
    """What cannot be read is a dead letter with the number of the item; what is before is read."""
    project.write("in.json", content)
    assert texts(project, "in.json") == before
    (letter,) = project.records("out.failures.jsonl")
    assert letter["place"] == f"in.json:{len(before) + 1}"
    assert message in letter["error"]["message"]


def test_a_long_array_is_read_in_parts(tmp_path):
    """Items longer and shorter than what is read at a time keep the contract of a source."""
    rows = [{"text": "é" * (n * 997 % 70_000), "n": n} for n in range(60)]
    path = tmp_path / "in.json.gz"
    path.write_bytes(gzip.compress(json.dumps(rows, ensure_ascii=False, indent=1).encode()))
    items = check_source(JsonSource, {"path": str(path)})
    assert [(len(item.text), item.meta["n"]) for item in items] == [
        (len(row["text"]), row["n"]) for row in rows
    ]


def test_an_item_over_the_limit_ends_the_file(project):
    """A value of more than `row_limit` is a dead letter."""
    project.write("in.json", json.dumps([{"text": "a"}, {"text": "b" * 300_000}]))
    project.config(source="json", path="in.json\n  row_limit: 100000")
    assert project.call("run", "c.yaml").code == 1
    assert [record["text"] for record in project.records()] == ["a"]
    (letter,) = project.records("out.failures.jsonl")
    assert "longer than row_limit, 100,000 bytes" in letter["error"]["message"]


@pytest.mark.parametrize("indent", [None, 1])
def test_shards_divide_an_array(project, indent):
    """Each object of an array is in one shard, whether it has a line of its own or not."""
    project.write("in.json", json.dumps([{"text": str(n)} for n in range(20)], indent=indent))
    project.config(source="json", path="in.json")
    found = []
    for shard in ("1/2", "2/2"):
        assert project.call("run", "c.yaml", "--shard", shard).code == 0
        found.append([record["text"] for record in project.records(f"out.{shard[0]}-of-2.jsonl")])
    assert found[0] + found[1] == [str(n) for n in range(20)]
    assert all(found)
