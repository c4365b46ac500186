"""`hookline eval coref`: mentions and clusters against CoNLL-U with Entity= in MISC."""

import json

import pytest

GOLD = """\
# newdoc id = a
# global.Entity = eid-etype-head-other
1\tAnn\tAnn\tPROPN\t_\t_\t3\tnsubj\t_\tEntity=(e1-person-1-
2\tLee\tLee\tPROPN\t_\t_\t1\tflat\t_\tEntity=e1)
3\tmet\tmeet\tVERB\t_\t_\t0\troot\t_\t_
4\tMr\tMr\tPROPN\t_\t_\t3\tobj\t_\tEntity=(e2-person-1-
5\tRoe\tRoe\tPROPN\t_\t_\t4\tflat\t_\tEntity=e2)
6\tin\tin\tADP\t_\t_\t7\tcase\t_\t_
7\tPeru\tPeru\tPROPN\t_\t_\t3\tobl\t_\tEntity=(e3-place-1-)
8\t.\t.\tPUNCT\t_\t_\t3\tpunct\t_\t_

1\tShe\tshe\tPRON\t_\tNumber=Sing\t2\tnsubj\t_\tEntity=(e1-person-1-)
2\tleft\tleave\tVERB\t_\t_\t0\troot\t_\t_
3\tthe\tthe\tDET\t_\t_\t4\tdet\t_\tEntity=(e3-place-2-
4\tcountry\tcountry\tNOUN\t_\tNumber=Sing\t2\tobj\t_\tEntity=e3)
5\tit\tit\tPRON\t_\t_\t2\tobj\t_\tEntity=(e4-abstract-1-)
6\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_
"""
NAMES = {"Ann Lee": "PERSON", "Roe": "PERSON", "Peru": "LOC"}


def measure(evaluation, *options, stage="{use: coref}", gold=GOLD):
    """Return the report on GOLD, with its trees and the given names before the stage."""
    evaluation.project.write("gold.conllu", gold)
    stages = f"{{use: recital, path: gold.conllu}}, {{use: gazetteer, tokens: given, names: {json.dumps(NAMES)}}}"
    evaluation.project.config(f"[{stages}, {stage}]")
    arguments = ("--config", "c.yaml", "--tokens", "raw", "--resamples", "0", "--json", *options)
    result = evaluation.project.call("eval", "coref", "gold.conllu", *arguments)
    assert result.code == 0, result.err
    return json.loads(result.out)


def test_names_and_pronouns_in_one_cluster(evaluation):
    """A name and its pronoun are all of the clusters of two names and pronouns."""
    measures = measure(evaluation)["measures"]
    for name in ("MUC", "B³", "CEAFe", "mean"):
        assert measures[f"names and pronouns: {name}"]["f1"] == 1
    assert measures["resolved"]["labels"]["he, she"]["right"] == 1


def test_a_title_is_part_of_a_name_in_the_file(evaluation):
    """ "Roe" matches "Mr Roe", whose head is the title: mentions match by their names."""
    names = measure(evaluation)["measures"]["mentions"]["labels"]["name"]
    assert (names["found"], names["right"], names["recalled"], names["wanted"]) == (3, 3, 3, 3)


def test_names_alone_miss_pronouns(evaluation):
    """Without pronouns and nouns no cluster has two mentions; singletons count on request."""
    stage = "{use: coref, pronouns: false, nouns: false}"
    alone = measure(evaluation, stage=stage)["measures"]
    assert alone["names and pronouns: MUC"]["recall"] == 0
    with_singletons = measure(evaluation, "--singletons", stage=stage)["measures"]
    assert with_singletons["names and pronouns: B³"]["precision"] == 1
    assert with_singletons["names and pronouns: B³"]["recall"] == pytest.approx((1 / 2 + 1 + 1) / 4)


def test_clusters_without_a_name_count_on_request(evaluation):
    """The pronoun that stands for nothing named is wanted with `--clusters all` only."""
    named = measure(evaluation, "--singletons")["measures"]["all mentions: B³"]
    everything = measure(evaluation, "--singletons", "--clusters", "all")["measures"]
    assert everything["all mentions: B³"]["wanted"] == named["wanted"] + 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Entity=e1)", "_", "gold.conllu:3: expected the end of the mention `(e1`"),
        ("Entity=(e1-person-1-\n", "_\n", "gold.conllu:4: `e1)` closes a mention"),
        ("(e3-place-1-)", "e3", "gold.conllu:9: expected `(e3`, `e3)` or both in Entity"),
        ("(e3-place-1-)", "(e3[3/2]-place-1-)", "gold.conllu:9: expected a part from 1 to 2"),
        ("Entity=", "Other=", "expected mentions as `Entity="),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(evaluation, old, new, message):
    """A bracket without a counterpart, and a file without mentions, are errors of the file."""
    evaluation.project.write("gold.conllu", GOLD.replace(old, new))
    assert message in evaluation.refused("coref", "gold.conllu")
