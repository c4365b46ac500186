"""`hookline eval relations`: types and arguments, in every format."""

import gzip
import json

TEXT = "Ann Lee runs Acme and her mother Eva married Bob in Oslo."


def span(name):
    """Return the offsets of a name in the text."""
    start = TEXT.index(name)
    return [start, start + len(name)]


def gold_relation(type, subject, object):
    """Return a relation in the form of KnowledgeNet and re3d."""
    relation = {"type": type}
    for role, name in (("subject", subject), ("object", object)):
        begin, end = span(name)
        relation[role] = {"begin": begin, "end": end, "text": name, "uri": None}
    return relation


def knowledgenet(relations, annotated, doc=1):
    """Return a line of KnowledgeNet."""
    row = {"id": f"{doc}:0", "doc": doc, "fold": 1, "text": TEXT, "relations": relations}
    return json.dumps({**row, "annotated_types": annotated}) + "\n"


def measure(evaluation, content, predicted, name="gold.jsonl", code=0, options=()):
    """Return the measures for a file, with a stage that predicts these relations."""
    data = content if isinstance(content, bytes) else content.encode()
    evaluation.project.write(name, data)
    evaluation.project.config(f"[{{use: teller, told: {json.dumps(predicted)}}}]")
    call = ("eval", "relations", name, "--config", "c.yaml", "--json", *options)
    result = evaluation.project.call(*call)
    assert result.code == code, result.err
    return json.loads(result.out)["measures"]


def counts(row):
    """Return the counts of a row of the JSON."""
    return row["right"], row["found"], row["recalled"], row["wanted"]


def test_inverted_types_and_types_that_are_not_annotated(evaluation):
    """CEO of KnowledgeNet has the firm as its subject; types that were not annotated are ignored."""
    gold = knowledgenet([gold_relation("CEO", "Acme", "Ann Lee")], ["CEO"])
    predicted = [
        ("leads", "Ann Lee", "Acme"),
        ("lives_in", "Bob", "Oslo"),
        ("leads", "Bob", "Acme"),
    ]
    measures = measure(evaluation, gold, predicted)
    assert counts(measures["exact"]["labels"]["CEO"]) == (1, 2, 1, 1)
    assert list(measures["exact"]["labels"]) == ["CEO"]


def test_arguments_overlap_or_are_exact(evaluation):
    """A part of a name matches in `overlap`, and not in `exact`."""
    gold = knowledgenet([gold_relation("CEO", "Acme", "Ann Lee")], ["CEO"])
    measures = measure(evaluation, gold, [("leads", "Lee", "Acme")])
    assert counts(measures["overlap"]) == (1, 1, 1, 1)
    assert counts(measures["exact"]) == (0, 1, 0, 1)


def test_a_fact_with_a_pronoun_counts_once_in_facts(evaluation):
    """ "Ann Lee … Acme" and "her … Acme" are one fact, which either recalls; that of Eva is another."""
    type = "EMPLOYEE_OR_MEMBER_OF"
    gold = knowledgenet(
        [gold_relation(type, name, "Acme") for name in ("Ann Lee", "her", "Eva")], [type]
    )
    measures = measure(evaluation, gold, [("member_of", "Ann Lee", "Acme")])
    assert counts(measures["overlap"]) == (1, 1, 1, 3)
    assert counts(measures["facts"]) == (1, 1, 1, 2)


def test_symmetric_relations_count_once(evaluation):
    """A marriage that the file has in both directions is one, matched in either direction."""
    both = [gold_relation("SPOUSE", "Eva", "Bob"), gold_relation("SPOUSE", "Bob", "Eva")]
    measures = measure(evaluation, knowledgenet(both, ["SPOUSE"]), [("spouse_of", "Bob", "Eva")])
    assert counts(measures["exact"]) == (1, 1, 1, 1)


def test_a_more_specific_type_is_never_wrong(evaluation):
    """`leads` matches a relation `member_of`; without one it does not count as wrong."""
    gold = knowledgenet(
        [gold_relation("EMPLOYEE_OR_MEMBER_OF", "Ann Lee", "Acme")], ["EMPLOYEE_OR_MEMBER_OF"]
    )
    predicted = [("leads", "Ann Lee", "Acme"), ("leads", "Bob", "Acme")]
    assert counts(measure(evaluation, gold, predicted)["exact"]) == (1, 1, 1, 1)


def test_a_type_of_re3d_matches_several_types(evaluation):
    """A type of re3d matches each type mapped to it; one without a mapping is ignored."""
    row = {
        "id": "a",
        "text": TEXT,
        "entities": [],
        "relations": [
            gold_relation("BelongsTo", "Ann Lee", "Acme"),
            gold_relation("Apart", "Bob", "Acme"),
        ],
    }
    predicted = [("part_of", "Ann Lee", "Acme"), ("meets", "Eva", "Bob")]
    measures = measure(
        evaluation, gzip.compress(json.dumps(row).encode()), predicted, "gold.jsonl.gz"
    )
    assert counts(measures["exact"]["labels"]["BelongsTo"]) == (1, 1, 1, 1)
    assert counts(measures["exact"]["labels"]["CommWith"]) == (0, 1, 0, 0)
    assert "Apart" not in measures["exact"]["labels"]


def test_redocred_matches_any_mention_of_an_argument(evaluation):
    """A triple counts once, by any mention, and not if no sentence mentions both arguments."""
    words = [["Ann", "runs", "Acme", "."], ["She", "is", "Ann", "of", "Acme", "."], ["Oslo", "."]]
    places = {"Ann": [(0, 0), (1, 2)], "Acme": [(0, 2), (1, 4)], "Oslo": [(2, 0)]}
    vertices = [
        [{"name": name, "sent_id": sent, "pos": [at, at + 1], "type": "X"} for sent, at in mentions]
        for name, mentions in places.items()
    ]
    labels = [{"h": 1, "t": 0, "r": "P169"}, {"h": 1, "t": 2, "r": "P159"}]
    row = {"title": "t", "sents": words, "vertexSet": vertices, "labels": labels}
    measures = measure(evaluation, json.dumps([row]), [("leads", "Ann", "Acme")], "gold.json")
    assert counts(measures["exact"]) == (1, 1, 1, 1)
    assert list(measures["exact"]["labels"]) == ["leads P169"]


def test_own_lines_have_optional_relations_and_any_type(evaluation):
    """In `typed` lines every type is scored, and optional relations are ignored."""
    typed = [
        {"type": "runs", "subject": span("Ann Lee"), "object": span("Acme")},
        {
            "type": "likes",
            "subject": span("Eva"),
            "object": span("Bob"),
            "optional": True,
        },
    ]
    predicted = [("runs", "Ann Lee", "Acme"), ("likes", "Eva", "Bob"), ("hires", "Acme", "Bob")]
    measures = measure(evaluation, json.dumps({"text": TEXT, "typed": typed}), predicted)
    assert counts(measures["exact"]) == (1, 2, 1, 1)
    assert counts(measures["exact"]["labels"]["hires"]) == (0, 1, 0, 0)


def test_types_are_renamed_on_both_sides(evaluation):
    """--map gives types of the file and of what is found one name, or leaves them out."""
    typed = [
        {"type": "role", "subject": span("Ann Lee"), "object": span("Acme")},
        {"type": "kin", "subject": span("Eva"), "object": span("Bob"), "symmetric": True},
        {"type": "place", "subject": span("Bob"), "object": span("Oslo"), "also": ["home"]},
    ]
    predicted = [
        ("lives_in", "Bob", "Oslo"),
        ("leads", "Ann Lee", "Acme"),
        ("works_for", "Ann Lee", "Acme"),
        ("spouse_of", "Bob", "Eva"),
        ("meets", "Eva", "Bob"),
    ]
    maps = ("leads=role", "works_for=role", "spouse_of=kin", "meets=", "lives_in=home")
    options = [part for renaming in maps for part in ("--map", renaming)]
    measures = measure(
        evaluation, json.dumps({"text": TEXT, "typed": typed}), predicted, options=options
    )
    assert counts(measures["exact"]) == (3, 3, 3, 3)
    assert set(measures["exact"]["labels"]) == {"role", "kin", "place"}


def test_types_that_nothing_has_are_named(evaluation):
    """A misspelt type of --map is a warning."""
    typed = [{"type": "role", "subject": span("Ann Lee"), "object": span("Acme")}]
    evaluation.project.write("gold.jsonl", json.dumps({"text": TEXT, "typed": typed}))
    evaluation.project.config("[{use: teller, told: []}]")
    options = ["--config", "c.yaml", "--map", "rloe=x", "--map", "role=y"]
    result = evaluation.project.call("eval", "relations", "gold.jsonl", *options)
    assert (
        "--map rloe=x: neither the file nor the results have 'rloe'; they have role" in result.err
    )
    assert "role=y:" not in result.err


def test_types_of_a_corpus_are_renamed(evaluation):
    """--map applies to the rows of a corpus and to the types that match them."""
    gold = knowledgenet([gold_relation("CEO", "Acme", "Ann Lee")], ["CEO"])
    options = ["--map", "leads=role", "--map", "CEO=role"]
    predicted = [("leads", "Ann Lee", "Acme"), ("leads", "Bob", "Acme")]
    measures = measure(evaluation, gold, predicted, options=options)
    assert counts(measures["exact"]["labels"]["role"]) == (1, 2, 1, 1)
