"""Open relations whose tree the shape of the sentence makes doubtful score less."""

import gzip
import re

import pytest

from hookline import Document, Sentence, Token
from hookline_relations.open.reliability import (
    ReliabilityModel,
    builtin_reliability,
    statement_properties,
)
from hookline_relations.open.statements import Statement
from hookline_relations.open.whole_words import has_open_bracket, whole_words
from hookline_relations.syntax.sentences import sentence_trees
from hookline_relations.training.reliability import Example, read_treebank, train

PLAIN = (
    "Ann/PROPN:NNP/2/nsubj leads=lead/VERB:VBZ/0/root Acme/PROPN:NNP/2/obj in/ADP:IN/5/case "
    "Oslo/PROPN:NNP/2/obl ./PUNCT:./2/punct"
)
STATEMENT = Statement((0,), (1,), (2,), "open:object", 0.9, trigger=1)


@pytest.fixture
def tree(document):
    """Return the tree of "Ann leads Acme in Oslo."."""
    return next(sentence_trees(document(PLAIN)))


def test_short_plain_statements_are_not_doubtful(tree):
    """What a verb says of its neighbours is written."""
    assert not builtin_reliability().is_doubtful(tree, STATEMENT)


@pytest.mark.parametrize(("limit", "doubtful"), [(0.4, True), (0.5, False)])
def test_weights_of_properties_are_added_up(tree, limit, doubtful):
    """A statement is doubtful if its weights exceed the limit; unknown properties weigh nothing."""
    model = ReliabilityModel({("rule", "open:object"): 0.75, ("order", "spo"): -0.25}, limit)
    assert model.doubt(tree, STATEMENT) == 0.5
    assert model.is_doubtful(tree, STATEMENT) is doubtful


def test_every_weight_is_of_a_property_that_statements_have(tree):
    """The names in the shipped model are those that the code gives."""
    names = {name for name, _ in statement_properties(tree, STATEMENT)}
    known = {name for name, _ in builtin_reliability().weights}
    assert {name for name in names if " in " not in name or name.endswith("ject")} <= known
    assert len(known) > len(names)


def test_doubtful_relations_are_left_out_on_request(annotate, relate, as_text):
    """A verb far behind a list is written by default, and left out with `doubtful: false`."""
    text = (
        "In wartime, the army has generators for key sites, such as command centres, hospitals and "
        "depots, which also make enough power for trucks, it said."
    )
    ((_, doc),) = annotate([{"id": "a", "text": text}])
    by_default = set(as_text(relate(doc, kinds=["open"])))
    sure = set(as_text(relate(doc, kinds=["open"], doubtful=False)))
    assert sure < by_default
    assert {row[2] for row in by_default - sure} >= {"make"}
    assert ("open", "the army", "has", "generators for key sites") in sure


def test_ends_are_not_cut_within_a_word():
    """A hyphen without spaces joins words, whatever the tree says."""
    text = "the 69-year-old left - today"
    spans = [match.span() for match in re.finditer(r"\w+|-", text)]
    tokens = [Token(start, end, text[start:end], 0) for start, end in spans]
    doc = Document.from_text(text).with_layers(sentences=[Sentence(0, len(text))], tokens=tokens)
    tree = next(sentence_trees(doc))
    assert whole_words(tree, (0, 5)) == (0, 1, 2, 3, 4, 5)
    assert whole_words(tree, (6,)) == (6,)


@pytest.mark.parametrize(
    ("words", "cut"), [((0, 1, 2), True), ((0, 1, 2, 3), False), ((0,), False)]
)
def test_ends_with_one_bracket_of_a_pair_are_cut(document, words, cut):
    """Half of a bracket says nothing."""
    sentence = "They/PRON/5/nsubj (/PUNCT/3/punct plans/NOUN/1/dep )/PUNCT/3/punct fail/VERB/0/root"
    assert has_open_bracket(next(sentence_trees(document(sentence))), words) is cut


def test_adverbs_join_their_preposition(annotate, relate, as_text):
    """ "Shortly" and "ahead" are part of the preposition, not of the noun or of nothing."""
    texts = ["He sold the firm shortly before her death.", "She put profits ahead of safety."]
    rows = annotate([{"id": text, "text": text} for text in texts])
    stated = [row for _, doc in rows for row in as_text(relate(doc, kinds=["open"]))]
    assert ("open", "He", "sold the firm shortly before", "her death") in stated
    assert ("open", "She", "put profits ahead of", "safety") in stated


def test_infinitive_behind_a_nearer_one_is_not_of_the_verb(opened):
    """What "to" introduces after "and" goes on the nearer infinitive, whatever the tree says."""
    rows = opened(
        "They/PRON:PRP/3/nsubj will/AUX:MD/3/aux focus/VERB:VB/0/root on/ADP:IN/5/case "
        "plans/NOUN:NNS/3/obl to/PART:TO/7/mark help/VERB:VB/3/advcl towns/NOUN:NNS/7/obj "
        "and/CCONJ:CC/11/cc to/PART:TO/11/mark train/VERB:VB/3/conj staff/NOUN:NN/11/obj"
    )
    assert ("They", "will focus on", "plans") in rows
    assert not any(object == "staff" for _, _, object in rows)


def test_past_of_a_punishing_verb_behind_a_passive_is_passive(opened):
    """Who "was jailed and fined $9" fined nobody."""
    rows = opened(
        "Ann/PROPN:NNP/3/nsubj:pass was=be/AUX:VBD/3/aux:pass jailed=jail/VERB:VBN/0/root "
        "in/ADP:IN/5/case Oslo/PROPN:NNP/3/obl and/CCONJ:CC/7/cc fined=fine/VERB:VBD/3/conj "
        "dollars/NOUN:NNS/7/obj"
    )
    assert ("Ann", "was jailed in", "Oslo") in rows
    assert not any(object == "dollars" for _, _, object in rows)


@pytest.mark.parametrize(
    ("text", "stated", "not_stated"),
    [
        (
            "Madiba is not only my uncle but a father to me.",
            ("Madiba", "is", "my uncle"),
            ("Madiba", "is", "only my uncle"),
        ),
        (
            "As far as the union is concerned, the plan is dead.",
            ("the plan", "is", "dead"),
            ("the union", "is", "concerned"),
        ),
        (
            "He went to the grave with his hands dripping blood and could not bring himself to speak.",
            ("He", "went to", "the grave"),
            ("his hands", "could not bring", "himself"),
        ),
        (
            "The corridor will enable it to skirt the sanctions.",
            ("The corridor", "will enable it to skirt", "the sanctions"),
            ("The corridor", "will enable", "it"),
        ),
        (
            "The judge sat metres away on a chair.",
            ("The judge", "sat on", "a chair"),
            ("The judge", "sat", "metres"),
        ),
    ],
)
def test_incomplete_and_misread_clauses(annotate, relate, as_text, text, stated, not_stated):
    """What is left beside a misread or incomplete clause is stated, the clause itself is not."""
    ((_, doc),) = annotate([{"id": "a", "text": text}])
    rows = [row[1:] for row in as_text(relate(doc, kinds=["open"]))]
    assert stated in rows
    assert not_stated not in rows


def test_participle_between_a_noun_and_the_subject_tells_of_the_noun(opened):
    """In "during talks, held in Oslo, Ann spoke" nobody held Ann."""
    rows = opened(
        "During/ADP:IN/2/case talks/NOUN:NNS/8/obl ,/PUNCT:,/4/punct held=hold/VERB:VBN/8/advcl "
        "in/ADP:IN/6/case Oslo/PROPN:NNP/4/obl ,/PUNCT:,/8/punct spoke=speak/VERB:VBD/0/root "
        "Ann/PROPN:NNP/8/nsubj of/ADP:IN/11/case peace/NOUN:NN/8/obl ./PUNCT:./8/punct"
    )
    assert ("Ann", "spoke of", "peace") in rows
    assert not any("held" in predicate for _, predicate, _ in rows)


def test_training_reads_sentences_whose_words_lie_in_their_text(tmp_path):
    """A sentence of a treebank is a document with its tree; one with fused words is left out."""
    rows = (
        "# text = Ann left.\n1\tAnn\tAnn\tPROPN\tNNP\t_\t2\tnsubj\t_\t_\n"
        "2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n"
        "3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n"
        "# text = al norte\n1\ta\ta\tADP\t_\t_\t3\tcase\t_\t_\n"
        "2\tel\tel\tDET\t_\t_\t3\tdet\t_\t_\n3\tnorte\tnorte\tNOUN\t_\t_\t0\troot\t_\t_\n\n"
    )
    path = tmp_path / "trees.conllu.gz"
    path.write_bytes(gzip.compress(rows.encode()))
    (doc,) = read_treebank(str(path))
    assert [(token.text, token.head) for token in doc.tokens] == [
        ("Ann", 1),
        ("left", None),
        (".", 1),
    ]


def test_training_weighs_what_goes_with_wrong_statements(capsys):
    """A property of wrong statements weighs more than one of right ones; figures are printed."""
    examples = [
        Example(n, frozenset({("commas", n % 2), ("rule", "x")}), wrong=n % 2 == 1 and n % 7 > 0)
        for n in range(400)
    ]
    model = train(examples)
    weights = {(name, value): weight for name, value, weight in model["weights"]}
    assert weights["commas", 1] > 0 > weights["commas", 0]
    assert "held back" in capsys.readouterr().out
