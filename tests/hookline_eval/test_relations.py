"""`hookline eval relations`: types and ends, in every format."""

import gzip
import json

import pytest

TEXT = "Ann Lee runs Acme and her mother Eva married Bob in Oslo."


def span(text, name, *keys):
    at = text.index(name)
    return dict(zip(keys, (at, at + len(name)), strict=True)) if keys else [at, at + len(name)]


def fact(type, subject, object, text=TEXT):
    ends = {
        "subject": {**span(text, subject, "begin", "end"), "text": subject, "uri": None},
        "object": {**span(text, object, "begin", "end"), "text": object, "uri": None},
    }
    return {"type": type, **ends}


def knowledgenet(relations, annotated, doc=1):
    row = {"id": f"{doc}:0", "doc": doc, "fold": 1, "text": TEXT, "relations": relations}
    return json.dumps({**row, "annotated_types": annotated}) + "\n"


def measured(bench, content, told, name="gold.jsonl", code=0):
    """Return the measures for a file, with a stage that tells these relations."""
    data = content if isinstance(content, bytes) else content.encode()
    bench.project.write(name, data)
    bench.project.config(f"[{{use: teller, told: {json.dumps(told)}}}]")
    result = bench.project.call("eval", "relations", name, "--config", "c.yaml", "--json")
    assert result.code == code, result.err
    return json.loads(result.out)["measures"]


def counts(row):
    return row["right"], row["found"], row["recalled"], row["wanted"]


def test_turned_types_and_what_is_not_asked_for(bench):
    """KnowledgeNet has the firm first in CEO; a type that a sentence was not searched for is left out."""
    gold = knowledgenet([fact("CEO", "Acme", "Ann Lee")], ["CEO"])
    told = [("leads", "Ann Lee", "Acme"), ("lives_in", "Bob", "Oslo"), ("leads", "Bob", "Acme")]
    found = measured(bench, gold, told)
    assert counts(found["exact"]["labels"]["CEO"]) == (1, 2, 1, 1)
    assert list(found["exact"]["labels"]) == ["CEO"]


def test_ends_may_overlap_or_must_be_the_same(bench):
    """Half a name overlaps, and is not exact."""
    gold = knowledgenet([fact("CEO", "Acme", "Ann Lee")], ["CEO"])
    found = measured(bench, gold, [("leads", "Lee", "Acme")])
    assert counts(found["overlap"]) == (1, 1, 1, 1)
    assert counts(found["exact"]) == (0, 1, 0, 1)


def test_mutual_facts_count_once(bench):
    """A marriage that the file has both ways is one fact, found whichever end is first."""
    both = [fact("SPOUSE", "Eva", "Bob"), fact("SPOUSE", "Bob", "Eva")]
    found = measured(bench, knowledgenet(both, ["SPOUSE"]), [("spouse_of", "Bob", "Eva")])
    assert counts(found["exact"]) == (1, 1, 1, 1)


def test_what_says_more_counts_where_it_is_right(bench):
    """A leader is a member where the file asks for members, and no wrong one otherwise."""
    gold = knowledgenet(
        [fact("EMPLOYEE_OR_MEMBER_OF", "Ann Lee", "Acme")], ["EMPLOYEE_OR_MEMBER_OF"]
    )
    told = [("leads", "Ann Lee", "Acme"), ("leads", "Bob", "Acme")]
    assert counts(measured(bench, gold, told)["exact"]) == (1, 1, 1, 1)


def test_re3d_spans_several_of_our_types(bench):
    """A type of re3d is found by any of ours that it covers; one without ours is left out."""
    row = {
        "id": "a",
        "text": TEXT,
        "entities": [],
        "relations": [fact("BelongsTo", "Ann Lee", "Acme"), fact("Apart", "Bob", "Acme")],
    }
    told = [("part_of", "Ann Lee", "Acme"), ("meets", "Eva", "Bob")]
    found = measured(bench, gzip.compress(json.dumps(row).encode()), told, "gold.jsonl.gz")
    assert counts(found["exact"]["labels"]["BelongsTo"]) == (1, 1, 1, 1)
    assert counts(found["exact"]["labels"]["CommWith"]) == (0, 1, 0, 0)
    assert "Apart" not in found["exact"]["labels"]


def test_redocred_takes_any_mention_of_an_end(bench):
    """A triple counts once, by any of its mentions, and not where no sentence has both ends."""
    words = [["Ann", "runs", "Acme", "."], ["She", "is", "Ann", "of", "Acme", "."], ["Oslo", "."]]
    places = {"Ann": [(0, 0), (1, 2)], "Acme": [(0, 2), (1, 4)], "Oslo": [(2, 0)]}
    vertices = [
        [{"name": name, "sent_id": sent, "pos": [at, at + 1], "type": "X"} for sent, at in mentions]
        for name, mentions in places.items()
    ]
    labels = [{"h": 1, "t": 0, "r": "P169"}, {"h": 1, "t": 2, "r": "P159"}]
    row = {"title": "t", "sents": words, "vertexSet": vertices, "labels": labels}
    found = measured(bench, json.dumps([row]), [("leads", "Ann", "Acme")], "gold.json")
    assert counts(found["exact"]) == (1, 1, 1, 1)
    assert list(found["exact"]["labels"]) == ["leads P169"]


def test_own_lines_have_optional_facts_and_any_type(bench):
    """In lines of one's own every type counts, and what is optional counts neither way."""
    typed = [
        {"type": "runs", "subject": span(TEXT, "Ann Lee"), "object": span(TEXT, "Acme")},
        {
            "type": "likes",
            "subject": span(TEXT, "Eva"),
            "object": span(TEXT, "Bob"),
            "optional": True,
        },
    ]
    told = [("runs", "Ann Lee", "Acme"), ("likes", "Eva", "Bob"), ("hires", "Acme", "Bob")]
    found = measured(bench, json.dumps({"text": TEXT, "typed": typed}), told)
    assert counts(found["exact"]) == (1, 2, 1, 1)
    assert counts(found["exact"]["labels"]["hires"]) == (0, 1, 0, 0)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"text": "x"}', "gold.jsonl:1: expected `annotated_types` (KnowledgeNet)"),
        ('{"text": "x", "typed": [{"type": "a"}]}', "gold.jsonl:1: no such row: KeyError"),
        ("[1]", "expected the JSON of Re-DocRED"),
        ("", "holds no text"),
    ],
)
def test_a_file_of_another_kind_is_refused(bench, content, message):
    """What the file should have been is said, with its place."""
    bench.project.write("gold.jsonl", content)
    bench.project.config("[{use: teller, told: []}]")
    assert message in bench.refused("relations", "gold.jsonl", "--config", "c.yaml")
