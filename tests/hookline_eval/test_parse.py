"""`hookline eval parse`: words, tags and trees, scored as in the CoNLL 2018 shared task."""

import io
import json
import random
from itertools import pairwise

import pytest
from udtools import udeval

TREE = """\
# newdoc id = a
# text = They don't run. It's over.
1\tThey\tthey\tPRON\tPRP\tCase=Nom|Foo=Bar\t4\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\trun\trun\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
4.1\tgone\tgo\tVERB\t_\t_\t_\t_\t_\t_
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

1-2\tIt's\t_\t_\t_\t_\t_\t_\t_\t_
1\tIt\tit\tPRON\tPRP\t_\t3\tnsubj:outer\t_\t_
2\t's\tbe\tAUX\tVBZ\t_\t3\tcop\t_\t_
3\tover\tover\tADV\tRB\t_\t0\troot\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_
"""


def measure(evaluation, gold, predicted, *options, code=0):
    """Return the measures for a stage that annotates each document as in `predicted`."""
    evaluation.project.write("gold.conllu", gold)
    evaluation.project.write("predicted.conllu", predicted)
    evaluation.project.config("[{use: recital, path: predicted.conllu}]")
    arguments = ("--config", "c.yaml", "--tokens", "raw", "--resamples", "0", "--json", *options)
    result = evaluation.project.call("eval", "parse", "gold.conllu", *arguments)
    assert result.code == code, result.err
    return json.loads(result.out)["measures"]


def counts(measures):
    """Return the right, found and wanted counts of each measure."""
    return {name: (row["right"], row["found"], row["wanted"]) for name, row in measures.items()}


def test_a_file_agrees_with_itself(evaluation):
    """Everything is right in a file against itself; fused words count, empty nodes do not."""
    by_measure = counts(measure(evaluation, TREE, TREE))
    assert by_measure.pop("Sentences") == (2, 2, 2)
    assert by_measure.pop("CLAS") == (5, 5, 5)
    assert set(by_measure.values()) == {(9, 9, 9)}
    assert {*by_measure} == {
        "Tokens",
        "Words",
        "UPOS",
        "XPOS",
        "UFeats",
        "Lemmas",
        "UAS",
        "LAS",
        "LAS+sub",
    }


def test_each_measure_counts_its_own_errors(evaluation):
    """A wrong tag, lemma, head or relation lowers the measures that depend on it, and no other."""
    predicted = (
        TREE.replace("run\trun\tVERB\tVB", "run\trunning\tNOUN\tNN")
        .replace("Foo=Bar", "Foo=Baz")
        .replace("nsubj:outer", "nsubj")
        .replace("4\tadvmod", "2\tadvmod")
        .replace("3\tcop", "3\taux")
    )
    by_measure = counts(measure(evaluation, TREE, predicted))
    right = {name: row[0] for name, row in by_measure.items()}
    assert right == {
        "Tokens": 9,
        "Sentences": 2,
        "Words": 9,
        "UPOS": 8,
        "XPOS": 8,
        "UFeats": 9,
        "Lemmas": 8,
        "UAS": 8,
        "LAS": 7,
        "LAS+sub": 6,
        "CLAS": 4,
    }


def test_each_relation_has_a_row(evaluation):
    """Relations are counted by name, without subtypes, and add up to LAS."""
    las = measure(evaluation, TREE, TREE.replace("3\tcop", "3\taux"))["LAS"]
    assert las["labels"]["nsubj"]["right"] == 2
    assert (las["labels"]["cop"]["wanted"], las["labels"]["cop"]["found"]) == (1, 0)
    assert (las["labels"]["aux"]["wanted"], las["labels"]["aux"]["found"]) == (1, 2)
    for field in ("right", "found", "wanted"):
        assert sum(row[field] for row in las["labels"].values()) == las[field]


RELATIONS = ["nsubj", "obj", "det", "case", "punct", "nmod:of", "conj", "aux", "acl:relcl"]


def random_analysis(rng, paragraphs):
    """Return random words, sentences and trees of given lines, in CoNLL-U."""
    blocks = []
    for number, line in enumerate(paragraphs):
        words, glued = [], []
        for chunk in line.split(" "):
            many = rng.choice([0, 0, 1]) if len(chunk) > 1 else 0
            cuts = rng.sample(range(1, len(chunk)), many)
            parts = [chunk[a:b] for a, b in zip([0, *cuts], [*cuts, len(chunk)], strict=True)]
            words += parts
            glued += [True] * (len(parts) - 1) + [False]
        ends = [at for at in range(1, len(words)) if not glued[at - 1] and rng.random() < 0.2]
        edges = [0, *ends, len(words)]
        for block, (first, last) in enumerate(pairwise(edges)):
            size = last - first
            root = rng.randint(1, size)
            rows = [f"# newdoc id = {number}"] if not block else []
            for at in range(1, size + 1):
                head = (
                    0 if at == root else rng.choice([root, *range(1, at)] if at > root else [root])
                )
                head = root if head == at else head
                relation = "root" if at == root else rng.choice(RELATIONS)
                feats = rng.choice(["_", "Number=Sing", "Number=Sing|Typo=Yes", "Number=Plur"])
                tags = (rng.choice(["a", "b", "_"]), rng.choice("NV"), rng.choice("xy"), feats)
                misc = "SpaceAfter=No" if glued[first + at - 1] else "_"
                cells = (str(at), words[first + at - 1], *tags, str(head), relation, "_", misc)
                rows.append("\t".join(cells))
            blocks.append("\n".join(rows) + "\n\n")
    return "".join(blocks)


@pytest.mark.parametrize("seed", range(5))
def test_counts_agree_with_the_official_evaluation(evaluation, seed):
    """On random analyses of one text, every count is that of the official script."""
    rng = random.Random(seed)
    lines = [" ".join("abcdefgh"[: rng.randint(1, 4)] for _ in range(12)) for _ in range(20)]
    gold, predicted = random_analysis(rng, lines), random_analysis(rng, lines)
    measures = measure(evaluation, gold, predicted)
    read = [udeval.load_conllu(io.StringIO(text), "x", _TREEBANK) for text in (gold, predicted)]
    official = udeval.evaluate(*read)
    for name in (
        "Tokens",
        "Sentences",
        "Words",
        "UPOS",
        "XPOS",
        "UFeats",
        "Lemmas",
        "UAS",
        "LAS",
        "CLAS",
    ):
        score = official[name]
        expected = (score.correct, score.system_total, score.gold_total)
        assert counts(measures)[name] == expected, name
    assert 0 < measures["LAS"]["right"] < measures["LAS"]["wanted"]


_TREEBANK = {
    "no_gapping": 0,
    "no_shared_parents_in_coordination": 0,
    "no_shared_dependents_in_coordination": 0,
    "no_control": 0,
    "no_external_arguments_of_relative_clauses": 0,
    "no_case_info": 0,
    "no_empty_nodes": False,
    "multiple_roots_okay": False,
}


FUSED = """\
# newdoc id = a
1-2\tzum\t_\t_\t_\t_\t_\t_\t_\t_
1\tzu\tzu\tADP\t_\t_\t3\tcase\t_\t_
2\tdem\tder\tDET\t_\t_\t3\tdet\t_\t_
3\tHaus\tHaus\tNOUN\t_\t_\t0\troot\t_\t_
"""


def test_words_that_a_fused_token_does_not_spell_are_aligned_by_form(evaluation):
    """The words of "zum" share its span; they are matched by their forms."""
    assert counts(measure(evaluation, FUSED, FUSED))["Words"] == (3, 3, 3)
    plain = "# newdoc id = a\n1\tzum\tzu\tADP\t_\t_\t2\tcase\t_\t_\n2\tHaus\tHaus\tNOUN\t_\t_\t0\troot\t_\t_\n"
    assert counts(measure(evaluation, FUSED, plain))["Words"] == (1, 2, 3)
    swapped = FUSED.replace("dem\tder", "der\tder")
    assert counts(measure(evaluation, FUSED, swapped))["Words"] == (2, 3, 3)


def test_paragraphs_and_spaces_are_in_the_text(evaluation):
    """SpacesAfter and newpar separate words, which a stage that splits the text shows."""
    text = (
        "# newdoc id = a\n1\tOne\t_\tX\t_\t_\t0\troot\t_\tSpacesAfter=\\n\n\n"
        "1\ttwo\t_\tX\t_\t_\t0\troot\t_\t_\n\n# newpar\n1\tthree\t_\tX\t_\t_\t0\troot\t_\t_\n\n"
    )
    evaluation.project.write("gold", text)
    arguments = ("--config", evaluation.config(), "--tokens", "raw", "--json")
    measures = json.loads(evaluation.project.call("eval", "parse", "gold", *arguments).out)[
        "measures"
    ]
    assert counts(measures)["Sentences"] == (3, 3, 3)
    assert counts(measures)["UAS"] == (3, 3, 3)
    assert counts(measures)["UPOS"] == (0, 3, 3)


def test_gold_tokens_are_not_scored(evaluation):
    """With the tokens of the file only their annotation is scored; all words agree."""
    evaluation.project.write("gold", TREE)
    arguments = ("--config", evaluation.config(), "--json", "--groups", "groups.tsv")
    evaluation.project.write("groups.tsv", "a\tnews\n")
    measures = json.loads(evaluation.project.call("eval", "parse", "gold", *arguments).out)[
        "measures"
    ]
    assert "Tokens" not in measures
    assert counts(measures)["Words"] == (9, 9, 9)
    assert measures["Words"]["groups"]["news"]["right"] == 9


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "gold: holds no sentence; expected CoNLL-U"),
        ("Oslo\tB-LOC\n", "gold:1: expected CoNLL-U, ten columns separated by tabs, found 'Oslo"),
        (
            TREE.replace("\t_\t_\n2\tdo", "\n2\tdo"),
            "gold:4: expected ten columns separated by tabs, found 8",
        ),
        (TREE.replace("4\taux", "x\taux"), "gold:5: expected a number as head, found 'x'"),
        (TREE.replace("4\taux", "9\taux"), "gold:5: the head 9 is not in the sentence of 5 words"),
        (TREE.replace("4\trun", "7\trun"), "gold:7: expected word 4, found 7"),
        (TREE.replace("2-3", "3-2"), "gold:4: expected a fused token from word 2 on, found 3-2"),
        (TREE.replace("2-3", "1-3"), "gold:4: expected a fused token from word 2 on, found 1-3"),
        (TREE.replace("4\trun", "4\t"), "gold:7: expected a word in the second column"),
        (TREE.replace("4\taux", "9" * 5000 + "\taux"), "gold:5: expected a number as head"),
        (TREE.replace("2-3", "2-9"), "expected word 9 of a fused token"),
        (TREE.replace("4\trun", "four\trun"), "gold:7: expected a number such as 1 or 1-2"),
    ],
)
def test_an_invalid_file_is_refused_with_its_line(evaluation, content, message):
    """An error says what was expected, what was found, and in which line."""
    evaluation.project.write("gold", content)
    assert message in evaluation.refused("parse", "gold")
