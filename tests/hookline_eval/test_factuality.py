"""`hookline eval factuality`: correlation and error, in all and by construction."""

import json

import pytest

from hookline_eval.gold.factuality import read_event_sentences
from hookline_eval.tasks.factuality import Judged, pearson


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
    assert pearson([Judged(-3, -1), Judged(0, 0), Judged(3, 1)]) == pytest.approx(1)
    assert pearson([Judged(-3, 1), Judged(3, 1)]) is None
    assert pearson([]) is None


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
