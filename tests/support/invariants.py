"""Everything that must hold for every record, whatever the text."""

import itertools
from functools import cache

import jsonschema

from hookline import record_schema

SYMMETRIC = {"spouse_of", "meets", "talks_to", "agrees_with", "allied_with", "same_as"}
RELATIONS = SYMMETRIC | {
    "leads",
    "holds_office",
    "member_of",
    "works_for",
    "based_in",
    "located_in",
    "part_of",
    "lives_in",
    "born_in",
    "born_on",
    "died_on",
    "nationality",
    "founded_by",
    "founded_on",
    "child_of",
    "educated_at",
    "visits",
    "supports",
    "opposes",
    "accuses",
    "threatens",
    "fights",
    "attacks",
    "kills",
    "sanctions",
    "supplies",
    "acquires",
    "arrests",
    "charges",
    "convicts",
    "sues",
    "appoints",
    "dismisses",
    "defeats",
    "open",
}
LABELS = {"PERSON", "LOC", "ORG", "NORP", "DATE", "MONEY", "FAC", "PRODUCT", "MISC"}
KEYS = [
    "id",
    "text",
    "meta",
    "removed",
    "sentences",
    "entities",
    "clusters",
    "events",
    "relations",
    "raw",
    "tokens",
]


@cache
def _validator():
    return jsonschema.Draft202012Validator(record_schema())


def check_record(record: dict, raw: str) -> None:
    """Assert every invariant of the record contract against the raw text."""
    _validator().validate(record)
    assert list(record) == [key for key in KEYS if key in record]
    text = record["text"]
    _check_removed(record["removed"], raw)
    sentences = record.get("sentences", [])
    for start, end in sentences:
        assert 0 <= start < end <= len(text)
    for (_, one), (other, _) in itertools.pairwise(sentences):
        assert one <= other
    for entity in record.get("entities", []):
        _check_span(entity, text, raw)
        assert entity["label"] in LABELS
    for event in record.get("events", []):
        _check_event(event, record, raw)
    seen = set()
    for relation in record.get("relations", []):
        _check_relation(relation, record, raw)
        ends = _key(relation["subject"]), _key(relation["object"])
        if relation["type"] in SYMMETRIC:
            assert ends[0] <= ends[1], relation
        key = (relation["type"], *ends, str(relation["predicate"]))
        assert key not in seen, relation
        seen.add(key)
    _check_tokens(record.get("tokens", []), text, len(sentences))


def _check_removed(removed: list[dict], raw: str) -> None:
    last = 0
    for item in removed:
        start, end = item["raw_start"], item["raw_end"]
        assert last <= start < end <= len(raw)
        last = end
        assert raw[start:end] == item["text"] == item["text"].strip()
        assert any(map(str.isalnum, item["text"]))


def _check_span(span: dict, text: str, raw: str) -> None:
    start, end = span["start"], span["end"]
    assert 0 <= start < end <= len(text)
    if "pieces" in span:
        pieces = span["pieces"]
        assert [start, end] == [pieces[0][0], pieces[-1][1]]
        assert all(a < b for a, b in pieces)
        assert all(b < c for (_, b), (c, _) in itertools.pairwise(pieces))
        assert span["text"] == " ".join(text[a:b] for a, b in pieces)
    else:
        assert text[start:end] == span["text"]
        assert span["text"] == span["text"].strip()
    assert 0 <= span["raw_start"] <= span["raw_end"] <= len(raw)


def _check_relation(relation: dict, record: dict, raw: str) -> None:
    assert relation["type"] in RELATIONS
    assert 0 <= relation["sentence"] < len(record["sentences"])
    start, end = record["sentences"][relation["sentence"]]
    for name in ("subject", "predicate", "object"):
        span = relation[name]
        if span.get("implied"):
            assert name == "predicate"
            continue
        _check_span(span, record["text"], raw)
        assert start <= span["start"] < span["end"] <= end
        assert span["entity"] is None or span["entity"] < len(record["entities"])

    event = relation["event"]
    if event is not None and relation["type"] != "open":
        stated = record["events"][event]
        assert (stated["polarity"], stated["modality"]) == ("positive", "actual"), relation


def _check_event(event: dict, record: dict, raw: str) -> None:
    _check_span(event, record["text"], raw)
    assert -3 <= event["factuality"] <= 3
    start, end = record["sentences"][event["sentence"]]
    assert start <= event["start"] < event["end"] <= end
    for span in (event["time"], event["place"], (event["claim"] or {}).get("source")):
        if span is not None:
            _check_span(span, record["text"], raw)


def _check_tokens(tokens: list[dict], text: str, sentences: int) -> None:
    for index, token in enumerate(tokens):
        assert 0 <= token["start"] <= token["end"] <= len(text)
        assert 0 <= token["sentence"] < sentences
        if token["head"] is not None:
            assert token["head"] != index
            assert tokens[token["head"]]["sentence"] == token["sentence"]


def _key(span: dict) -> tuple[int, int]:
    return span["start"], span["end"]
