"""`hookline eval factuality`: correlation and error, in all and by construction."""

import json

import pytest

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
