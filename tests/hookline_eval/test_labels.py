"""The labels that `hookline eval ner` scores: --labels and --map."""

import pytest

from .conftest import NEWS, bio


@pytest.mark.parametrize(
    ("options", "labels"),
    [
        (["--labels", "per"], {"PERSON"}),
        (["--labels", "Person,GPE"], {"PERSON", "LOC"}),
        (["--labels", "PER,person"], {"PERSON"}),
        (["--labels", "ORG"], {"ORG"}),
        (["--labels", "firm", "--map", "ORG=firm"], {"firm"}),
        (["--labels", "ORG", "--map", "ORG=firm"], {"firm"}),
        (["--labels", "person", "--map", "PER=person", "--map", "PERSON=person"], {"person"}),
        (["--labels", "all"], {"PERSON", "LOC", "ORG"}),
        (["--labels", "all,all"], {"PERSON", "LOC", "ORG"}),
    ],
)
def test_labels_to_score_are_renamed_as_those_of_the_file(evaluation, options, labels):
    """A label of --labels is the name of the file or the new one, in any of its known forms."""
    evaluation.project.write("gold", bio(*NEWS))
    entities = evaluation.ner("gold", *options)["measures"]["entities"]
    assert entities["labels"].keys() == labels
    assert all(row["f1"] == 1 for row in entities["labels"].values())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--labels", "all,PERSON"], "--labels: error: expected `all` alone, or labels without it"),
        (["--labels", "PER", "--map", "PER="], "--labels: error: --map PER= leaves 'PER' out"),
        (["--map", "PER=A", "--map", "PER=B"], "--map: error: expected one new name of 'PER'"),
        (["--map", "PER=", "--map", "PER=B"], "expected one new name of 'PER', found '' and 'B'"),
    ],
)
def test_contradictions_are_refused(evaluation, options, message):
    """Two new names of a label, and a label that is scored and left out, are errors."""
    evaluation.project.write("gold", bio(*NEWS))
    assert message in evaluation.refused("ner", "gold", *options)


def test_a_map_that_leaves_nothing_is_told(evaluation):
    """A file whose entities are all left out has none to score; the message names the cause."""
    evaluation.project.write("gold", bio(*NEWS))
    maps = [part for label in ("PER", "LOC", "ORG") for part in ("--map", f"{label}=")]
    assert "gold: --map leaves out every entity" in evaluation.refused("ner", "gold", *maps)
    assert evaluation.ner("gold", *maps, "--labels", "all")["measures"]["entities"]["wanted"] == 0


def test_a_document_has_one_group(evaluation):
    """A table that puts a document into two groups is refused, one that repeats a line is not."""
    evaluation.project.write("gold", bio(*NEWS))
    evaluation.project.write("groups.tsv", "sentences 1-3\tnorth\nsentences 1-3\tnorth\n")
    assert evaluation.ner("gold", "--groups", "groups.tsv")["measures"]["entities"]["groups"]
    evaluation.project.write("groups.tsv", "sentences 1-3\tnorth\nsentences 1-3\tsouth\n")
    message = "groups.tsv:2: expected one group of `sentences 1-3`, found north and south"
    assert message in evaluation.refused("ner", "gold", "--groups", "groups.tsv")


def test_a_word_may_be_white_space(evaluation):
    """A no-break space at the end of a document is a word of the file."""
    evaluation.project.write("gold", bio(*NEWS) + "\u00a0\tO\n")
    assert evaluation.ner("gold")["measures"]["entities"]["f1"] == 1
