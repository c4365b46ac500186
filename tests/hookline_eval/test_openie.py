"""`hookline eval openie`: reading facts and tuples, matching and counting."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookline import SourceError
from hookline_eval.gold.facts import FactSynset, read_fact_sentences
from hookline_eval.matching.open_relations import (
    Extraction,
    FactMatcher,
    TupleOverlap,
    total_overlap,
    tuple_overlap,
)

CLUSTERS = """sent_id:7\tThe Oslo team won the cup in May .
7--> Cluster 1:
[The] [Oslo] team --> won --> [the] cup
7--> Cluster 2:
[The] [Oslo] team --> won [the] cup in --> May
[The] [Oslo] team --> won [the] cup --> in May

sent_id:8\tAnn , a nurse , left .
8--> Cluster 1:
Ann --> "is" --> [a] nurse
"""

PARSED = """# newdoc id = 7
1\tThe\tthe\tDET\tDT\t_\t3\tdet\t_\t_
2\tOslo\tOslo\tPROPN\tNNP\t_\t3\tcompound\t_\t_
3\tteam\tteam\tNOUN\tNN\t_\t4\tnsubj\t_\t_
4\twon\twin\tVERB\tVBD\t_\t0\troot\t_\t_
5\tthe\tthe\tDET\tDT\t_\t6\tdet\t_\t_
6\tcup\tcup\tNOUN\tNN\t_\t4\tobj\t_\t_
7\tin\tin\tADP\tIN\t_\t8\tcase\t_\t_
8\tMay\tMay\tPROPN\tNNP\t_\t4\tobl\t_\t_
9\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# newdoc id = 8
1\tAnn\tAnn\tPROPN\tNNP\t_\t6\tnsubj\t_\t_
2\t,\t,\tPUNCT\t,\t_\t4\tpunct\t_\t_
3\ta\ta\tDET\tDT\t_\t4\tdet\t_\t_
4\tnurse\tnurse\tNOUN\tNN\t_\t1\tappos\t_\t_
5\t,\t,\tPUNCT\t,\t_\t4\tpunct\t_\t_
6\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\t_
7\t.\t.\tPUNCT\t.\t_\t6\tpunct\t_\t_

"""


def test_clusters_are_read(tmp_path):
    """The text of BenchIE has a sentence, its facts, and the forms of each."""
    path = tmp_path / "gold.txt"
    path.write_text(CLUSTERS, encoding="utf-8")
    team, nurse = read_fact_sentences(str(path))
    assert (team.id, team.text) == ("7", "The Oslo team won the cup in May .")
    assert [len(fact.forms) for fact in team.facts] == [1, 2]
    assert nurse.facts == (FactSynset((("Ann", '"is"', "[a] nurse"),), implied=True),)


def test_table_is_read(tmp_path):
    """The table of CaRB has a line for every tuple; those of a sentence are grouped."""
    path = tmp_path / "gold.tsv"
    path.write_text(
        "A b c .\tb\tA\tc\nD e .\te\tD\tx\nA b c .\tb\tA\tc\tin May\n", encoding="utf-8"
    )
    first, second = read_fact_sentences(str(path))
    assert first.tuples == (("b", "A", "c"), ("b", "A", "c", "in May"))
    assert (second.text, first.facts) == ("D e .", None)


def test_json_lines_are_read(tmp_path):
    """JSON lines have forms as text, and `half` as the group."""
    path = tmp_path / "gold.jsonl"
    row = {"id": "x", "text": "A sees B.", "facts": [["A --> sees --> B"]], "half": "dev"}
    path.write_text(json.dumps(row), encoding="utf-8")
    (sentence,) = read_fact_sentences(str(path))
    assert (sentence.id, sentence.group, sentence.facts) == (
        "x",
        "dev",
        (FactSynset((("A", "sees", "B"),)),),
    )
    assert sentence.split_words("B.") == ["B", "."]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("g.txt", "sent_id:1 no tab\n", "g.txt:1: expected `sent_id:`, a name, a tab"),
        ("g.txt", "A --> b --> c\n", "g.txt:1: expected `sent_id:` before any fact"),
        ("g.txt", "sent_id:1\tA b c\nA --> b --> c\n", "g.txt:2: expected a line like"),
        ("g.txt", "sent_id:1\tA\n1--> Cluster 1:\nA --> b\n", "g.txt:3: expected `subject -->"),
        (
            "g.txt",
            "sent_id:1\tA\n1--> Cluster 1:\n[A --> b --> c\n",
            "g.txt:3: expected balanced brackets",
        ),
        ("g.tsv", "A b c .\tb\n", "g.tsv:1: expected sentence, predicate and arguments"),
        ("g.txt", "", "g.txt: holds no sentence"),
        ("g.tsv", "\n", "g.tsv: holds no sentence"),
        ("g.jsonl", "", "g.jsonl: holds no sentence"),
        (
            "g.txt",
            "sent_id:1\tA\n1--> Cluster 1:\n]A[ --> b --> c\n",
            "g.txt:3: expected balanced brackets",
        ),
        ("g.jsonl", '{"text": 1, "facts": []}', "g.jsonl:1: expected `text`, a string, found 1"),
        ("g.jsonl", '{"text": "a"}', "g.jsonl:1: expected `facts`, a list, found none"),
        ("g.jsonl", '{"text": "a", "facts": [[5]]}', "g.jsonl:1: expected strings in `facts`"),
        (
            "g.jsonl",
            '{"text": "a", "facts": [], "tuples": [["won"]]}',
            'g.jsonl:1: expected predicate and arguments in `tuples`, found ["won"]',
        ),
        (
            "g.jsonl",
            '{"text": "a", "facts": [], "tuples": ["won"]}',
            "g.jsonl:1: expected lists in `tuples`",
        ),
        ("g.jsonl", '{"text": "a", "facts": [], "half": 1}', "g.jsonl:1: expected `half`"),
        ("g.jsonl", '{"text": "a", "facts": [[]]}', "g.jsonl:1: expected every fact as a list"),
    ],
)
def test_errors_say_where(tmp_path, name, content, expected):
    """An error names the file and the line, and says what was expected."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError) as error:
        read_fact_sentences(str(path))
    assert expected in str(error.value)


def test_optional_words_may_be_missing():
    """Words in brackets, also nested ones, are optional; all others must match."""
    matcher = FactMatcher([FactSynset((("[The] team", "won", "the cup [of [old] Oslo]"),))])
    for object in ("the cup", "the cup of Oslo", "the cup of old Oslo"):
        assert matcher.match(Extraction("team", "won", object)) == 0
    for object in ("cup", "the cup of", "the cup old Oslo", "the cup of old Oslo town"):
        assert matcher.match(Extraction("The team", "won", object)) is None


def test_parts_are_compared_one_by_one():
    """A word in another part does not match; spaces around punctuation are ignored."""
    matcher = FactMatcher([FactSynset((("Ann 's cat", "sat on", "the mat ."),))])
    assert matcher.match(Extraction("Ann's cat", "sat on", "the mat.")) == 0
    assert matcher.match(Extraction("Ann's cat", "sat", "on the mat.")) is None


def test_words_are_shared_within_their_part():
    """Precision and recall are shares of words; without a common predicate both are 0."""
    expected = [["met"], ["Ann"], ["Bob", "in", "Oslo"]]
    assert tuple_overlap(expected, [["met"], ["Ann"], ["Bob"]]) == TupleOverlap(1, 3 / 5)
    assert tuple_overlap(expected, [["saw"], ["Ann"], ["Bob"]]) == TupleOverlap(0, 0)


def test_arguments_of_a_reporting_verb_may_be_exchanged():
    """The speaker may be the second argument in the gold table."""
    expected = [["said"], ["it", "rains"], ["Ann"]]
    assert tuple_overlap(expected, [["said"], ["Ann"], ["it", "rains"]]) == TupleOverlap(1, 1)


def test_precision_is_one_to_one_and_recall_is_not():
    """Two extractions cannot both be paired with one tuple; one extraction can cover two tuples."""
    table = [[TupleOverlap(1, 0.5), TupleOverlap(0.8, 1)]]
    assert total_overlap(table, [0, 1]) == (1, 1)
    assert total_overlap([[TupleOverlap(1, 0.5)], [TupleOverlap(0.5, 0.5)]], [0]) == (1, 1)
    assert total_overlap(table, []) == (0, 0)


WORDS = st.lists(st.sampled_from("abcd"), min_size=1, max_size=5)


@given(st.tuples(WORDS, WORDS, WORDS), st.tuples(WORDS, WORDS, WORDS))
def test_overlap_is_a_share(first, second):
    """Overlap is between 0 and 1, mirrored with exchanged tuples, and 1 for equal ones."""
    forward, backward = tuple_overlap(first, second), tuple_overlap(second, first)
    assert 0 <= forward.precision <= 1
    assert forward == TupleOverlap(backward.recall, backward.precision)
    assert tuple_overlap(first, first) == TupleOverlap(1, 1)


def test_command_counts_facts_and_tuples(project):
    """Facts are reported with and without implied ones, tuples only where the file has some."""
    project.write("gold.txt", CLUSTERS)
    project.write("gold.conllu", PARSED)
    config = project.config("[{use: recital, path: gold.conllu}, {use: relations, kinds: [open]}]")
    result = project.call("eval", "openie", "gold.txt", "--config", str(config), "--json")
    assert result.code == 0, result.err
    measures = json.loads(result.out)["measures"]
    assert (measures["facts"]["right"], measures["facts"]["wanted"]) == (2, 2)
    assert (measures["facts, implied too"]["right"], measures["facts, implied too"]["f1"]) == (3, 1)
    assert "tuples" not in measures


def test_tuples_are_counted_at_the_best_score(project):
    """Extractions below the score with the best F1 do not count against it."""
    project.write("gold.tsv", "The Oslo team won the cup in May .\twon\tThe Oslo team\tthe cup\n")
    project.write("gold.conllu", PARSED.split("# newdoc id = 8")[0].replace("id = 7", "id = 1"))
    config = project.config("[{use: recital, path: gold.conllu}, {use: relations, kinds: [open]}]")
    result = project.call("eval", "openie", "gold.tsv", "--config", str(config), "--json")
    report = json.loads(result.out)
    assert report["measures"]["tuples"]["f1"] == 1
    assert report["measures"]["tuples"]["found"] == 1
    assert report["settings"]["tuples from score"] > 0.5
