"""Quality on sentences from news with the relations that a reader expects."""

import json
from pathlib import Path

from hookline import Document, Sentence, Token
from hookline_eval.gold.facts import read_fact_sentences, tokenize
from hookline_eval.matching.open_relations import total_overlap, tuple_overlap
from hookline_relations import Relations
from hookline_relations.typed.schema import builtin_schema

DATA = Path(__file__).with_name("data")
ROWS = [json.loads(line) for line in (DATA / "news.jsonl").read_text(encoding="utf-8").splitlines()]
OPEN = [
    json.loads(line) for line in (DATA / "openie.jsonl").read_text(encoding="utf-8").splitlines()
]


def test_sentences_have_a_source_and_a_licence():
    """Every sentence says where it is from and under which licence it may be passed on."""
    assert all(row["source"] and row["licence"] and row["url"] for row in (*ROWS, *OPEN))


def test_expected_relations_lie_in_their_sentences():
    """Types are built-in ones, and arguments are words of the sentence."""
    for row in ROWS:
        for relation in row["typed"]:
            assert relation["type"] in builtin_schema().types
            for start, end in (relation["subject"], relation["object"]):
                assert row["text"][start:end].strip() == row["text"][start:end] != ""


def test_expected_facts_are_made_of_words_of_their_sentences():
    """Every word of every form stands in the sentence, but for an implied "is"."""
    sentences = read_fact_sentences(str(DATA / "openie.jsonl"))
    assert len(sentences) >= 100
    for sentence in sentences:
        known = set(tokenize(sentence.text)) | {"[", "]"}
        for fact in sentence.facts:
            for form in fact.forms:
                parts = (form[0], form[2]) if fact.implied else form
                assert all(set(tokenize(part)) <= known for part in parts), form


def test_halves_share_no_document():
    """Rules are tuned and tested on different documents."""
    dev, test = ({row["id"] for row in OPEN if row["half"] == half} for half in ("dev", "test"))
    assert dev
    assert test
    assert not dev & test


def test_open_relations_of_news_keep_their_quality(as_text):
    """On trees made by hand, open relations agree with those that a reader expects."""
    stage = Relations(Relations.read_options({"kinds": ["open"], "threshold": 0.65}))
    precision = recall = found_count = expected_count = 0
    for row in ROWS:
        if "words" not in row:
            continue
        tokens = [
            Token(start, start + len(form), form, 0, lemma, upos, xpos, feats, head, rel)
            for form, lemma, upos, xpos, feats, head, rel, start in row["words"]
        ]
        doc = Document.from_text(row["text"]).with_layers(
            sentences=[Sentence(0, len(row["text"]))], tokens=tokens
        )
        (done,) = stage.process([doc])
        relations = [
            [tokenize(predicate.strip("()")), tokenize(subject), tokenize(object)]
            for _, subject, predicate, object in as_text(done)
        ]
        expected = [
            [tokenize(predicate), tokenize(subject), tokenize(object)]
            for subject, predicate, object in row["open"]
        ]
        table = [[tuple_overlap(wanted, relation) for relation in relations] for wanted in expected]
        matched, recalled = total_overlap(table, range(len(relations)))
        precision, recall = precision + matched, recall + recalled
        found_count, expected_count = found_count + len(relations), expected_count + len(expected)
    assert precision / found_count >= 0.7
    assert recall / expected_count >= 0.88
