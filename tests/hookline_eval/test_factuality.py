"""`hookline eval factuality`: correlation and error, in all and by construction."""

import json

import pytest

from hookline import SourceError
from hookline_eval.gold.factuality import read_event_sentences
from hookline_eval.scoring.correlation import Pair, correlation


def test_words_are_joined_as_they_are_printed(tmp_path):
    """Triggers given by the index of their word are found in the running text."""
    row = {
        "id": "a",
        "tokens": ["Peru", ",", "it", "is", "n't", "known", ",", "left", "."],
        "events": [{"token": 7, "end": 8, "factuality": 2.5}],
    }
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(row))
    (sentence,) = read_event_sentences(str(path))
    assert sentence.text == "Peru, it isn't known, left."
    (event,) = sentence.events
    assert sentence.text[event.start :].startswith("left")


def test_a_line_of_another_form_is_an_error(project):
    """The message names the file, the line and what was expected."""
    project.write("gold.jsonl", b'{"id": "a", "events": [{"factuality": 1}]}\n')
    result = project.call("eval", "factuality", "gold.jsonl")
    assert result.code == 2
    assert "gold.jsonl:1: expected `events`" in result.err


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ({"start": 3, "factuality": 9.5}, "expected factuality from -3 to 3, found 9.5"),
        ({"start": 3, "factuality": "NaN"}, 'expected factuality from -3 to 3, found "NaN"'),
        ({"start": 3, "factuality": True}, "expected factuality from -3 to 3, found true"),
        ({"start": 3}, "expected factuality from -3 to 3, found none"),
        (
            {"start": 8, "factuality": 1},
            "expected start within 8 characters, counted from 0, found 8",
        ),
        ({"start": -1, "factuality": 1}, "expected start within 8 characters"),
        ({"start": 3.0, "factuality": 1}, "expected start within 8 characters"),
        ({"start": 3, "factuality": 1, "group": 1}, "expected `group`, a string, found 1"),
        (3, "expected objects in `events`, found 3"),
    ],
)
def test_a_value_out_of_its_range_is_an_error(project, event, message):
    """Judgements are from -3 to 3 and places in the text; the message has what was found."""
    valid = {"text": "He left.", "events": [{"start": 3, "factuality": -3}]}
    rows = [valid, {"text": "He left.", "events": [event]}]
    project.write("gold.jsonl", "\n".join(map(json.dumps, rows)))
    result = project.call("eval", "factuality", "gold.jsonl")
    assert result.code == 2
    assert result.err.startswith(f"hookline: gold.jsonl:2: {message}")


@pytest.mark.parametrize("token", [-1, 3, True, "1"])
def test_the_index_of_a_token_is_in_the_sentence(tmp_path, token):
    """An index from the end, behind the end, or of another type is an error."""
    row = {"tokens": ["He", "left", "."], "events": [{"token": token, "factuality": 1}]}
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(row))
    with pytest.raises(SourceError, match=r"gold\.jsonl:1: expected token within 3 tokens"):
        read_event_sentences(str(path))


@pytest.mark.parametrize("content", ["", '{"text": "He left.", "events": []}'])
def test_a_file_without_events_is_an_error(project, content):
    """There is nothing to measure."""
    project.write("gold.jsonl", content)
    result = project.call("eval", "factuality", "gold.jsonl")
    assert result.code == 2
    assert "gold.jsonl: holds no event" in result.err


def test_lost_documents_are_told(project):
    """The table and the JSON say which documents failed, and the exit code is 1."""
    project.write(
        "gold.jsonl", '{"text": "RAISE left.", "events": [{"start": 6, "factuality": 3}]}'
    )
    project.config("[{use: gazetteer, names: {}}, {use: relations}]")
    call = ("eval", "factuality", "gold.jsonl", "--config", "c.yaml")
    result = project.call(*call)
    assert result.code == 1
    assert "1 failed; counted as missed:\n  1: the stage `gazetteer`: ValueError" in result.out
    assert json.loads(project.call(*call, "--json").out)["documents"]["failed"] == 1


def test_correlation_of_judgements():
    """Pearson's r is 1 where estimates rise with the judgements, None where they do not vary."""
    assert correlation([[Pair(-3, -1), Pair(0, 0)], [Pair(3, 1)]]).r == pytest.approx(1)
    assert correlation([[Pair(-3, 1), Pair(3, 1)]]).r is None
    assert correlation([]).r is None


def test_interval_of_a_correlation():
    """The interval holds r, comes from resamples of the documents, and repeats with its seed."""
    documents = [[Pair(place % 7 - 3, place % 7 - 3 + place % 3)] for place in range(40)]
    measured = correlation(documents, resamples=200, seed=1)
    assert measured == correlation(documents, resamples=200, seed=1)
    assert measured.low < measured.r < measured.high < 1
    assert correlation(documents).low is None
    assert correlation([[Pair(-3, -1), Pair(3, 1)]], resamples=200).low is None


def test_events_are_compared_with_judgements(project):
    """The table counts the events whose trigger was found, and has a row for each construction."""
    texts = ["Ann left Oslo.", "Bob did not leave Oslo.", "Ann may leave Rome."]
    words = ["left", "leave", "leave"]
    lines = [
        {"text": text, "events": [{"start": text.index(word), "factuality": value}]}
        for text, word, value in zip(texts, words, (3.0, -3.0, 0.5), strict=True)
    ]
    project.write("gold.jsonl", "\n".join(map(json.dumps, lines)).encode())
    result = project.call("eval", "factuality", "gold.jsonl", "--json")
    assert result.code == 0, result.err
    measured = json.loads(result.out)
    assert (measured["events"], measured["found"]) == (3, 3)
    rows = {row["name"]: row for row in measured["rows"]}
    assert rows["all"]["r"] > 0.5
    assert rows["denied"]["events"] == rows["possible"]["events"] == rows["plain"]["events"] == 1
    assert rows["all"]["interval"][0] <= rows["all"]["r"] <= rows["all"]["interval"][1]


def test_groups_of_events_have_rows(project):
    """Events that say in which group they were drawn are measured by group, too."""
    text = "Ann left Oslo. Bob may leave Rome."
    events = [
        {"start": text.index("left"), "factuality": 3, "group": "uniform"},
        {"start": text.index("leave"), "factuality": 0, "group": "picked"},
    ]
    project.write("gold.jsonl", json.dumps({"text": text, "events": events}).encode())
    result = project.call("eval", "factuality", "gold.jsonl")
    assert result.code == 0, result.err
    assert "group uniform          1" in result.out
    assert "group picked           1" in result.out
