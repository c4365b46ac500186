"""The stages `language`, `length` and `quality`."""

import json
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookline import Document, Drop, PluginError, Sentence
from hookline.testing import check_stage
from hookline_filters import Language, Length, Quality
from hookline_filters.repetition import repeated, repeated_in_ngrams, top_ngram

PROSE = (
    "The harbour of the old town was rebuilt after the war, and it is now one of the places that "
    "visitors have on their list. Ships leave every hour to the islands, which can be seen from the "
    "castle above.\nIn winter the ferries stop and the people who live out there depend on a single "
    "boat with mail and food. A bridge has been planned for decades, but nobody wants to pay for it."
)
GERMAN = "Der Hafen der alten Stadt wurde nach dem Krieg wieder aufgebaut und ist heute ein Ziel für viele."


@cache
def opened(stage, options):
    return stage(stage.read_options(json.loads(options)))


def outcome(stage, text, doc=None, **options):
    """Return the reason for which a text is dropped, None where it stays."""
    [found] = opened(stage, json.dumps(options)).process([doc or Document.from_text(text)])
    return found.reason if isinstance(found, Drop) else None


@pytest.mark.parametrize(
    ("stage", "options"), [(Language, {"keep": ["en"]}), (Length, {}), (Quality, {})]
)
def test_they_keep_the_contract_of_a_stage(stage, options):
    """One outcome each, in order, whatever the text, in batches of any size."""
    outcomes = check_stage(stage, options, [Document.from_text(PROSE, "prose")])
    assert isinstance(outcomes[0], Document)


def test_a_language_that_is_not_kept_is_the_reason():
    """Documents in other languages are dropped, and counted by language."""
    assert outcome(Language, PROSE, keep=["en"]) is None
    assert outcome(Language, GERMAN, keep=["en"]) == "language de"
    assert outcome(Language, PROSE, keep=["de"]) == "language en"


@pytest.mark.parametrize("text", ["", "12 + 3", "ok", "\ud800"])
def test_what_cannot_be_told_is_unclear(text):
    """A text without letters, or with too few of them, has no language."""
    assert outcome(Language, text, keep=["en"]) == "language unclear"


def test_language_options():
    """Confidence and the stretch looked at can be set; the language can go into the meta data."""
    assert outcome(Language, PROSE, keep=["en"], min_confidence=1.0) == "language unclear"
    options = {"keep": ["en"], "characters": 80, "label": True}
    assert outcome(Language, GERMAN + PROSE, **options) == "language de"
    [doc] = opened(Language, json.dumps(options)).process(
        [Document.from_text(PROSE, meta={"n": 1})]
    )
    assert dict(doc.meta) == {"n": 1, "language": "en"}


def test_a_language_that_does_not_exist_is_named(project):
    """A code of the wrong form is found by the check, an unknown one when the stage is opened."""
    project.config("[{use: language, keep: [English]}]")
    assert "keep.0" in project.call("check", "c.yaml").out
    with pytest.raises(PluginError, match=r"no such language: xx; there are .*en"):
        Language(Language.read_options({"keep": ["xx"]}))


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({}, None),
        ({"min_words": 100}, "too few words"),
        ({"max_words": 10}, "too many words"),
        ({"min_characters": 1000}, "too few characters"),
        ({"max_characters": 100}, "too many characters"),
        ({"min_sentences": 4}, None),
        ({"min_sentences": 5}, "too few sentences"),
        ({"max_sentences": 3}, "too many sentences"),
    ],
)
def test_lengths(options, reason):
    """Each limit has a reason of its own; what equals a limit is within it."""
    assert outcome(Length, PROSE, **options) == reason
    assert outcome(Length, "short", min_words=None, max_words=None) is None


def test_sentences_that_a_stage_found_are_counted():
    """Where a stage has provided sentences, their number counts and not the end marks."""
    doc = Document.from_text("A. B. C.").with_layers(sentences=[Sentence(0, 8)])
    options = {"min_words": None, "max_sentences": 1}
    assert outcome(Length, "", doc, **options) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (PROSE, None),
        ("", "no words"),
        (" \n ", "no words"),
        ("a b c d e f g of to be", "words too short"),
        ("the of " + "Donaudampfschifffahrtsgesellschaft " * 3, "words too long"),
        (PROSE.replace(" ", " # ", 12), "symbols"),
        (PROSE.replace(" ", "... ", 12), "symbols"),
        ("the of people " + "2024 1999 " * 8, "too few alphabetic words"),
        ("Rain fell over hills, fields, rivers.", "too few stop words"),
        ("\n".join(f"- the town of {word}" for word in PROSE.split()[:20]), "bullet lines"),
        (
            "\n".join(
                f"{w} is the first of ten or more words and {w} …" for w in PROSE.split()[::8]
            ),
            "ellipsis lines",
        ),
        ("\n".join([PROSE, *PROSE.split("\n")] * 2), "repeated lines"),
        (PROSE + "\n\nLorem Ipsum dolor", "forbidden phrase"),
        (PROSE + "".join(f" the harbours {n}" for n in "abcdefghijkl"), "top 2-gram"),
        (PROSE + " " + PROSE.replace("\n", " ")[:200], "repeated 5-grams"),
    ],
)
def test_quality_rules(text, reason):
    """Each rule drops what it is about, and leaves running text alone."""
    assert outcome(Quality, text) == reason


@pytest.mark.parametrize(
    ("options", "text", "reason"),
    [
        (
            {"min_ended_lines": 0.12},
            "the title\nand a line of words\nand then more",
            "too few ended lines",
        ),
        ({"max_short_lines": 0.67}, "the title\nand a line of words\nand then more", "short lines"),
        ({"max_line_breaks": 0.3}, "the title\nand words\nand\nmore", "line breaks"),
        ({"forbidden": ["{"]}, "where this is not { of the code and then", "forbidden phrase"),
        ({"min_stop_words": None}, "Rain fell over hills, fields, rivers.", None),
        ({"stop_words": ["der", "und"]}, GERMAN, None),
        ({"max_top_ngram": {}, "max_repeated_ngrams": {}}, PROSE + " and the harbour" * 9, None),
        ({"max_top_ngram": {3: 0.0}}, PROSE + " and the harbour and the harbour", "top 3-gram"),
    ],
)
def test_quality_options(options, text, reason):
    """FineWeb's rules can be switched on, any rule off, and lists and tables replaced."""
    assert outcome(Quality, text, **options) == reason


def test_a_dropped_document_is_counted_by_its_rule(project):
    """The account of a run has the number of documents for each rule."""
    project.documents("in.jsonl", [PROSE, "too short", "", GERMAN * 6])
    project.config("[{use: length, min_words: 2}, {use: language, keep: [en]}, {use: quality}]")
    result = project.call("run", "c.yaml")
    assert result.code == 0
    for part in ("1 written", "1 dropped (too few words)", "1 dropped (language de)"):
        assert part in result.err
    assert "1 dropped (language unclear)" in result.err


def test_shares_are_right():
    """Repetition is measured as the papers define it."""
    assert repeated(["ab", "c", "ab", "ab"]) == (0.5, 4 / 7)
    assert top_ngram(["a", "b", "a", "b", "c"], 2) == 4 / 5
    assert top_ngram(["a", "b", "c"], 2) == 0.0
    assert repeated_in_ngrams(["a", "b", "c", "a", "b", "c", "d"], 3) == 3 / 7
    assert repeated_in_ngrams(["a", "b"], 3) == 0.0


@given(st.lists(st.sampled_from(["a", "bb", "ccc"]), max_size=40), st.integers(1, 6))
def test_shares_are_shares(words, size):
    """Whatever the words: each share lies between 0 and 1."""
    for share in (*repeated(words), repeated_in_ngrams(words, size)):
        assert 0 <= share <= 1
    assert 0 <= (top_ngram(words, size) if words else 0) <= 1


HEAVY = [
    "word " * 200_000,
    "a" * 1_000_000,
    "...\n" * 200_000,
    "\n" * 500_000,
    "a.b " * 100_000 + "!" * 100_000,
]


@pytest.mark.parametrize("text", HEAVY, ids=["words", "one word", "ellipses", "breaks", "marks"])
def test_hostile_texts_come_through(text):
    """Large and contrived texts are judged like any other; a quadratic step would not end."""
    assert outcome(Quality, text)
    outcome(Length, text, min_sentences=1)
    outcome(Language, text, keep=["en"])
