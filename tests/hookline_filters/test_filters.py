"""The stages `language`, `length` and `quality`."""

import json
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hookline import Document, Drop, PluginError, Sentence
from hookline.testing import check_stage
from hookline_filters import Language, Length, Quality
from hookline_filters.repetition import repeated_ngram_share, repeated_shares, top_ngram_share

PROSE = (
    "The harbour of the old town was rebuilt after the war, and it is now one of the places that "
    "visitors have on their list. Ships leave every hour to the islands, which can be seen from the "
    "castle above.\nIn winter the ferries stop and the people who live out there depend on a single "
    "boat with mail and food. A bridge has been planned for decades, but nobody wants to pay for it."
)
GERMAN = "Der Hafen der alten Stadt wurde nach dem Krieg wieder aufgebaut und ist heute ein Ziel für viele."


@cache
def open_stage(stage, options):
    return stage(stage.read_options(json.loads(options)))


def drop_reason(stage, text, doc=None, **options):
    """Return the reason for which a text is dropped, or None if it is kept."""
    [outcome] = open_stage(stage, json.dumps(options)).process([doc or Document.from_text(text)])
    return outcome.reason if isinstance(outcome, Drop) else None


@pytest.mark.parametrize(
    ("stage", "options"), [(Language, {"keep": ["en"]}), (Length, {}), (Quality, {})]
)
def test_stages_satisfy_the_contract(stage, options):
    """Each stage yields one outcome per document, in order, in batches of any size."""
    outcomes = check_stage(stage, options, [Document.from_text(PROSE, "prose")])
    assert isinstance(outcomes[0], Document)


def test_other_languages_are_dropped():
    """Documents in other languages are dropped, and the language is the reason."""
    assert drop_reason(Language, PROSE, keep=["en"]) is None
    assert drop_reason(Language, GERMAN, keep=["en"]) == "language de"
    assert drop_reason(Language, PROSE, keep=["de"]) == "language en"


@pytest.mark.parametrize("text", ["", "12 + 3", "ok", "\ud800"])
def test_a_text_without_words_is_unclear(text):
    """The language of a text without letters, or with too few, is unclear."""
    assert drop_reason(Language, text, keep=["en"]) == "language unclear"


def test_language_options():
    """Confidence and length of the used text can be set; the language can be added to the meta data."""
    assert drop_reason(Language, PROSE, keep=["en"], min_confidence=1.0) == "language unclear"
    options = {"keep": ["en"], "characters": 80, "label": True}
    assert drop_reason(Language, GERMAN + PROSE, **options) == "language de"
    [doc] = open_stage(Language, json.dumps(options)).process(
        [Document.from_text(PROSE, meta={"n": 1})]
    )
    assert dict(doc.meta) == {"n": 1, "language": "en"}


def test_an_unknown_language_is_refused(project):
    """`hookline check` refuses a malformed code, and opening the stage an unsupported one."""
    project.config("[{use: language, keep: [English]}]")
    assert "keep.0" in project.call("check", "c.yaml").out
    with pytest.raises(PluginError, match=r"no such language: xx; there are .*en"):
        Language(Language.read_options({"keep": ["xx"]}))


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({}, None),
        ({"min_words": 100}, "too few words"),
        ({"min_words": 10, "max_words": 10}, "too many words"),
        ({"min_characters": 1000}, "too few characters"),
        ({"max_characters": 100}, "too many characters"),
        ({"min_sentences": 4}, None),
        ({"min_sentences": 5}, "too few sentences"),
        ({"max_sentences": 3}, "too many sentences"),
    ],
)
def test_lengths(options, reason):
    """Each limit has its own reason, and is inclusive."""
    assert drop_reason(Length, PROSE, **options) == reason
    assert drop_reason(Length, "short", min_words=None, max_words=None) is None


@pytest.mark.parametrize(
    ("stage", "options", "message"),
    [
        (Length, {"min_words": 10, "max_words": 5}, "found 10 and 5"),
        (Length, {"max_words": 30}, "found 50 and 30"),
        (Length, {"min_sentences": 3, "max_sentences": 2}, "`max_sentences`"),
        (Quality, {"stop_words": []}, "found 0"),
        (Quality, {"stop_words": ["der", "Der"]}, "found 1"),
        (Quality, {"forbidden": ["x", ""]}, "which every text has"),
        (Quality, {"max_top_ngram": {0: 0.2}}, "greater than 0"),
    ],
)
def test_options_that_drop_every_document_are_refused(stage, options, message):
    """The message names the options and their values, the default ones too."""
    with pytest.raises(ValidationError, match=message):
        stage.read_options(options)


def test_sentences_of_the_layer_are_counted():
    """If a stage has provided sentences, those are counted and not the end marks."""
    doc = Document.from_text("A. B. C.").with_layers(sentences=[Sentence(0, 8)])
    options = {"min_words": None, "max_sentences": 1}
    assert drop_reason(Length, "", doc, **options) is None


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
    """Each rule drops a text that breaks it, and keeps running text."""
    assert drop_reason(Quality, text) == reason


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
        ({"stop_words": ["Der", "UND"]}, GERMAN, None),
        ({"max_top_ngram": {}, "max_repeated_ngrams": {}}, PROSE + " and the harbour" * 9, None),
        ({"max_top_ngram": {3: 0.0}}, PROSE + " and the harbour and the harbour", "top 3-gram"),
    ],
)
def test_quality_options(options, text, reason):
    """Rules can be switched on and off, and lists and tables replaced."""
    assert drop_reason(Quality, text, **options) == reason


def test_a_dropped_document_is_counted_by_its_rule(project):
    """The summary of a run counts the dropped documents by rule."""
    project.documents("in.jsonl", [PROSE, "too short", "", GERMAN * 6])
    project.config("[{use: length, min_words: 2}, {use: language, keep: [en]}, {use: quality}]")
    result = project.call("run", "c.yaml")
    assert result.code == 0
    for part in ("1 written", "1 dropped (too few words)", "1 dropped (language de)"):
        assert part in result.err
    assert "1 dropped (language unclear)" in result.err


def test_repetition_is_measured():
    """Shares of repetition are those that the papers define."""
    assert repeated_shares(["ab", "c", "ab", "ab"]) == (0.5, 4 / 7)
    assert top_ngram_share(["a", "b", "a", "b", "c"], 2) == 4 / 5
    assert top_ngram_share(["a", "b", "c"], 2) == 0.0
    assert repeated_ngram_share(["a", "b", "c", "a", "b", "c", "d"], 3) == 3 / 7
    assert repeated_ngram_share(["a", "b"], 3) == 0.0


@given(st.lists(st.sampled_from(["a", "bb", "ccc"]), max_size=40), st.integers(1, 6))
def test_shares_are_between_0_and_1(words, size):
    """Each share is between 0 and 1 for any words."""
    for share in (*repeated_shares(words), repeated_ngram_share(words, size)):
        assert 0 <= share <= 1
    assert 0 <= (top_ngram_share(words, size) if words else 0) <= 1


HEAVY = [
    "word " * 200_000,
    "a" * 1_000_000,
    "...\n" * 200_000,
    "\n" * 500_000,
    "a.b " * 100_000 + "!" * 100_000,
]


@pytest.mark.parametrize("text", HEAVY, ids=["words", "one word", "ellipses", "breaks", "marks"])
def test_hostile_texts_are_handled(text):
    """Large and contrived texts are filtered in linear time."""
    assert drop_reason(Quality, text)
    drop_reason(Length, text, min_sentences=1)
    drop_reason(Language, text, keep=["en"])


def test_documents_in_other_languages_can_be_labelled():
    """With `others: label` all documents stay, with their language, and a warning gives the share."""
    stage = Language(Language.read_options({"keep": ["en"], "others": "label"}))
    texts = {
        "en": "The council said on Monday that the harbour would be closed until the summer.",
        "de": "Der Rat sagte am Montag, der Hafen bleibe bis zum Sommer für Schiffe geschlossen.",
        "fr": "Le conseil a dit lundi que le port resterait fermé aux navires jusqu'à l'été.",
        "unclear": "1234",
    }
    docs = list(stage.process([Document.from_text(text) for text in texts.values()]))
    assert [doc.meta["language"] for doc in docs] == list(texts)
    counts = {warning.code: warning.documents for warning in stage.take_warnings()}
    assert counts == {"language-de": 1, "language-fr": 1, "language-unclear": 1}
