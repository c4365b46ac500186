"""How the stage does on news sentences with the relations that a reader expects."""

import json
from pathlib import Path

from hookline import Document, Sentence, Token
from hookline_relations import Relations
from hookline_relations.evaluation import OpenScore, open_score
from hookline_relations.rules import TYPES

NEWS = Path(__file__).with_name("data") / "news.jsonl"
ROWS = [json.loads(line) for line in NEWS.read_text(encoding="utf-8").splitlines()]


def test_sentences_have_a_source_and_a_licence():
    """Every sentence says where it is from and under which licence it may be passed on."""
    assert all(row["source"] and row["licence"] and row["url"] for row in ROWS)


def test_expected_relations_lie_in_their_sentences():
    """Types are of the schema, and ends are words of the sentence."""
    for row in ROWS:
        for relation in row["typed"]:
            assert relation["type"] in TYPES
            for start, end in (relation["subject"], relation["object"]):
                assert row["text"][start:end].strip() == row["text"][start:end] != ""


def test_open_relations_of_news_keep_their_quality(as_text):
    """On trees made by hand, what is found agrees with what a reader expects."""
    stage = Relations(Relations.read_options({"kinds": ["open"]}))
    total = OpenScore()
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
        found = [(one, two.strip("()"), three) for _, one, two, three in as_text(done)]
        total += open_score([tuple(parts) for parts in row["open"]], found)
    assert total.precision >= 0.7
    assert total.recall >= 0.88
