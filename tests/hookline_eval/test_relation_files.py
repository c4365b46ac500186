"""`hookline eval relations`: files that are refused, renamings, folds and limits."""

import json

import pytest

from .test_relations import TEXT, gold_relation, knowledgenet, measure, span


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"text": "x"}', "gold.jsonl:1: expected `annotated_types` (KnowledgeNet)"),
        (
            '{"text": "x", "typed": [{"type": "a"}]}',
            "gold.jsonl:1: expected `subject`, a list, found none",
        ),
        ('[{"title": "t", "sents": 5}]', "gold.jsonl: document 1: expected `sents`, a list"),
        ('[{"title": "t"},', "gold.jsonl: expected the JSON of Re-DocRED: unexpected end of data"),
        ("[1]", "expected the JSON of Re-DocRED"),
        ("", "holds no text"),
    ],
)
def test_a_file_in_another_format_is_refused(evaluation, content, message):
    """An error names the place and the formats that are expected."""
    evaluation.project.write("gold.jsonl", content)
    evaluation.project.config("[{use: teller, told: []}]")
    assert message in evaluation.refused("relations", "gold.jsonl", "--config", "c.yaml")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"subject": [3, 0]}, "start and end of `subject` within 57 characters, found [3,0]"),
        ({"subject": [0, 0]}, "start and end of `subject` within"),
        ({"object": [0, 58]}, "start and end of `object` within"),
        ({"object": [-3, 5]}, "start and end of `object` within"),
        ({"object": [0]}, "start and end of `object` within"),
        ({"object": [0, "3"]}, "start and end of `object` within"),
        ({"object": "03"}, "expected `object`, a list"),
        ({"type": 5}, "expected `type`, a string, found 5"),
        ({"type": ""}, "expected a name as `type`"),
        ({"also": "place"}, "expected `also`, a list"),
        ({"optional": "no"}, "expected `optional`, true or false"),
    ],
)
def test_a_relation_that_does_not_fit_its_text_is_refused(evaluation, change, message):
    """The fields of a relation have their types, and its spans lie in the text."""
    relation = {"type": "runs", "subject": span("Ann Lee"), "object": span("Acme"), **change}
    evaluation.project.write("gold.jsonl", json.dumps({"text": TEXT, "typed": [relation]}))
    error = evaluation.refused("relations", "gold.jsonl")
    assert error.startswith("hookline: gold.jsonl:1: expected ")
    assert message in error


def test_spans_of_a_corpus_lie_in_its_text(evaluation):
    """The entities of KnowledgeNet are checked, and those of types that are not scored, too."""
    relation = gold_relation("OTHER", "Acme", "Ann Lee")
    relation["object"]["end"] = 99
    evaluation.project.write("gold.jsonl", knowledgenet([relation], ["CEO"]))
    assert "expected start and end of `object`" in evaluation.refused("relations", "gold.jsonl")


@pytest.mark.parametrize(
    ("mention", "label", "message"),
    [
        ({"sent_id": -1}, {}, "expected sent_id within 1 sentences, counted from 0, found -1"),
        ({"pos": [1, 1]}, {}, "expected start and end of `pos` within 2 words, found [1,1]"),
        ({"pos": [0, 3]}, {}, "expected start and end of `pos` within 2 words"),
        ({}, {"h": -1}, "expected h within 2 entities, counted from 0, found -1"),
        ({}, {"t": 2}, "expected t within 2 entities"),
    ],
)
def test_indices_of_redocred_are_in_range(evaluation, mention, label, message):
    """A negative index is not counted from the end."""
    mentions = [[{"sent_id": 0, "pos": [0, 1], **mention}], [{"sent_id": 0, "pos": [1, 2]}]]
    labels = [{"h": 0, "t": 1, "r": "P159", **label}]
    row = {"title": "t", "sents": [["Acme", "Oslo"]], "vertexSet": mentions, "labels": labels}
    evaluation.project.write("gold.json", json.dumps([row]))
    assert f"gold.json: document 1: {message}" in evaluation.refused("relations", "gold.json")


def test_a_type_gets_one_new_name(evaluation):
    """Two new names of one type are refused, the same name twice is not."""
    gold = json.dumps({"text": TEXT, "typed": [{"type": "a", "subject": [0, 3], "object": [4, 7]}]})
    assert measure(evaluation, gold, [], options=["--map", "a=b", "--map", "a=b"])
    error = evaluation.refused("relations", "gold.jsonl", "--map", "a=b", "--map", "a=c")
    assert "--map: error: expected one new name of 'a', found 'b' and 'c'" in error


@pytest.mark.parametrize(
    ("typed", "options", "cause"),
    [
        ([{"type": "a"}], ["--map", "a="], "--map leaves out every relation"),
        ([], [], "holds no relation that has to be found"),
        ([{"type": "a", "optional": True}], [], "holds no relation that has to be found"),
    ],
)
def test_a_file_without_relations_is_told(evaluation, typed, options, cause):
    """What is found is wrong then, which may be what is measured: a warning."""
    ends = {"subject": span("Ann Lee"), "object": span("Acme")}
    row = {"text": TEXT, "typed": [{**ends, **relation} for relation in typed]}
    evaluation.project.write("gold.jsonl", json.dumps(row))
    evaluation.project.config("[{use: teller, told: [[hires, Acme, Bob]]}]")
    call = ("eval", "relations", "gold.jsonl", "--config", "c.yaml", *options)
    result = evaluation.project.call(*call)
    assert result.code == 0
    assert f"warning: gold.jsonl: {cause}, so that recall has no value" in result.err
    assert "exact       0.0000" in result.out


def test_folds_have_options_of_their_own(evaluation):
    """Without {fold} every fold would have the same models: the call is refused."""
    evaluation.project.write("gold.jsonl", knowledgenet([], ["CEO"]))
    options = ("--config", "c.yaml", "--set", "stages.teller.told=[]")
    error = evaluation.refused("relations", "gold.jsonl", "--folds", "2", *options)
    assert "--folds: error: every fold would run the same models" in error
    assert "{fold}" in error


def test_a_limit_is_for_all_folds(evaluation):
    """The first N documents are cut into the folds."""
    gold = "".join(
        knowledgenet([gold_relation("CEO", "Acme", "Ann Lee")], ["CEO"], doc=doc)
        for doc in range(1, 9)
    )
    evaluation.project.write("gold.jsonl", gold)
    evaluation.project.config("[{use: teller, told: []}]", "c-1.yaml")
    evaluation.project.config("[{use: teller, told: []}]", "c-2.yaml")
    options = ("--config", "c-{fold}.yaml", "--folds", "2", "--limit", "3", "--json")
    result = evaluation.project.call("eval", "relations", "gold.jsonl", *options)
    report = json.loads(result.out)
    assert report["documents"]["read"] == 3
    assert report["measures"]["exact"]["wanted"] == 3


def test_folds_are_run_with_options_of_their_own(evaluation):
    """Each fold is run with its number in place of {fold}; the counts are those of all of them."""
    gold = "".join(
        knowledgenet([gold_relation("CEO", "Acme", "Ann Lee")], ["CEO"], doc=doc)
        for doc in range(1, 9)
    )
    evaluation.project.write("gold.jsonl", gold.encode())
    for fold, subject in ((1, "Ann Lee"), (2, "Bob")):
        told = json.dumps([("leads", subject, "Acme")])
        evaluation.project.write(
            f"fold-{fold}.yaml",
            f"source: {{use: text, path: x.txt}}\nstages: [{{use: teller, told: {told}}}]\n"
            "sink: {use: jsonl, path: x.jsonl}\n".encode(),
        )
    call = ("eval", "relations", "gold.jsonl", "--folds", "2", "--json", "--resamples", "0")
    result = evaluation.project.call(*call, "--config", "fold-{fold}.yaml")
    assert result.code == 0, result.err
    report = json.loads(result.out)
    row = report["measures"]["exact"]["labels"]["CEO"]
    assert (row["found"], row["wanted"]) == (8, 8)
    assert 0 < row["right"] < 8
    assert report["documents"]["read"] == 8
