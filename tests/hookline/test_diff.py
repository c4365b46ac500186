"""`hookline diff`: what differs between two outputs, or two configs."""

import json

import pytest


@pytest.fixture
def outputs(project):
    """Two outputs of the same documents: one plain, one shouted and with its empty ones dropped."""
    project.documents("in.jsonl", ["Ann met Bo.", "", "All the same 1"])
    project.config("[{use: words}]")
    assert project.call("run", "c.yaml", "-o", "a.jsonl").code == 0
    project.config("[{use: drop-empty}, {use: shout}, {use: words}]")
    assert project.call("run", "c.yaml", "-o", "b.jsonl").code == 0
    return project


def test_equal_outputs_differ_in_nothing(outputs):
    """A file compared with itself gives exit code 0."""
    result = outputs.call("diff", "a.jsonl", "a.jsonl")
    assert (result.code, result.out) == (0, "0 of 3 documents differ\n")


def test_changes_are_named_by_document_and_layer(outputs):
    """Changed text, changed entities and a missing document are told, and counted."""
    result = outputs.call("diff", "a.jsonl", "b.jsonl")
    assert result.code == 1
    assert "- Ann met Bo.\n    + ANN MET BO.\n" in result.out
    assert "document\n    - only in a.jsonl\n" in result.out
    assert "document: 1 gone" in result.out
    assert "3 of 3 documents differ" in result.out


def test_one_layer_can_be_asked_for(outputs):
    """With --layer, what differs elsewhere does not count."""
    result = outputs.call(
        "diff", "a.jsonl", "b.jsonl", "--layer", "meta", "--layer", "text", "--json"
    )
    rows = [json.loads(line) for line in result.out.splitlines()]
    assert {change["layer"] for row in rows for change in row["changes"]} == {"text", "document"}


def test_spans_are_told_apart_by_their_raw_place(project):
    """An entity with another label is one change; one that moved with the text is none."""
    record = {
        "id": "d", "text": "Ann left", "meta": {}, "removed": [],
        "entities": [
            {"start": 0, "end": 3, "text": "Ann", "label": "PERSON", "raw_start": 2, "raw_end": 5}
        ],
    }  # fmt: skip
    moved = {**record, "text": "  Ann left"}
    moved["entities"] = [{**record["entities"][0], "start": 2, "end": 5}]
    named = {**record, "entities": [{**record["entities"][0], "label": "ORG"}]}
    for name, value in (("a", record), ("b", moved), ("c", named)):
        project.write(f"{name}.jsonl", json.dumps(value) + "\n")
    assert "entities" not in project.call("diff", "a.jsonl", "b.jsonl").out
    result = project.call("diff", "a.jsonl", "c.jsonl")
    assert "- PERSON: Ann\n    + ORG: Ann\n" in result.out
    assert "entities: 1 changed" in result.out


def test_two_configs_are_compared_on_one_input(project):
    """Both configs read the same documents; a document that one drops is told."""
    project.documents("in.jsonl", ["low", ""])
    project.config("[]", name="one.yaml")
    project.config("[{use: drop-empty}, {use: shout}]", name="two.yaml")
    result = project.call("diff", "one.yaml", "two.yaml", "in.jsonl")
    assert result.code == 1
    assert "- low\n    + LOW\n" in result.out
    assert "document: 1 gone" in result.out
    result = project.call("diff", "one.yaml", "two.yaml")
    assert result.code == 2
    assert "two configs need an INPUT" in result.err


def test_outputs_of_another_order_are_refused(outputs):
    """Documents that change places are said, not guessed at."""
    lines = (outputs.folder / "a.jsonl").read_text().splitlines(keepends=True)
    outputs.write("c.jsonl", "".join(reversed(lines)))
    result = outputs.call("diff", "a.jsonl", "c.jsonl")
    assert result.code == 2
    assert "is elsewhere in c.jsonl" in result.err


def test_what_is_no_record_is_said(outputs):
    """A file of something else is refused with its line."""
    result = outputs.call("diff", "a.jsonl", "in.jsonl")
    assert result.code == 2
    assert "in.jsonl:1: expected a record" in result.err


def test_a_layer_that_is_in_no_record_is_an_error(project):
    """`--layer` with a name that nothing has does not pass for equality."""
    project.documents("in.jsonl", ["a"])
    project.config()
    assert project.call("run", "c.yaml").code == 0
    result = project.call("diff", "out.jsonl", "out.jsonl", "--layer", "entitys")
    assert result.code == 2
    assert "--layer: error: there is no layer `entitys` (it can be: clusters" in result.err
