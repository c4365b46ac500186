"""Who killed whom, in the forms that news and courts have for it."""

import pytest

VERDICT = "Ann/PROPN/3/nsubj:pass was/AUX/3/aux:pass {verb}/VERB:VBN/0/root {rest}"


def killed(rows):
    return [(row[0], row[1], row[3]) for row in rows]


def test_verdict_makes_a_killing_a_fact(typed):
    """Whoever is convicted of murdering somebody killed them, though the lemma is a participle."""
    sentence = VERDICT.format(
        verb="convicted=convict",
        rest="of/SCONJ/5/mark murdering=murdering/VERB:VBG/3/advcl Bob/PROPN/5/obj",
    )
    assert killed(typed(sentence, PERSON="Ann|Bob")) == [("kills", "Ann", "Bob")]


def test_acquittal_makes_no_killing(typed):
    """Whoever is not convicted of it did not kill."""
    sentence = (
        "Ann/PROPN/4/nsubj:pass was/AUX/4/aux:pass not/PART/4/advmod convicted=convict/VERB:VBN/0/root "
        "of/SCONJ/6/mark murdering=murder/VERB:VBG/4/advcl Bob/PROPN/6/obj"
    )
    assert typed(sentence, PERSON="Ann|Bob") == []


def test_guilty_of_murder(typed):
    """Whoever is found guilty of a murder killed."""
    sentence = VERDICT.format(
        verb="found=find",
        rest="guilty/ADJ/3/xcomp of/ADP/7/case the/DET/7/det murder/NOUN/4/obl of/ADP/9/case "
        "Bob/PROPN/7/nmod",
    )
    assert killed(typed(sentence, PERSON="Ann|Bob")) == [("kills", "Ann", "Bob")]


def test_guilty_plea_makes_a_killing_a_fact(typed):
    """A plea of guilty says that the killing happened."""
    sentence = (
        "Ann/PROPN/2/nsubj pleaded=plead/VERB:VBD/0/root guilty/ADJ/2/xcomp to/SCONJ/5/mark "
        "killing=kill/VERB:VBG/2/advcl Bob/PROPN/5/obj"
    )
    assert killed(typed(sentence, PERSON="Ann|Bob")) == [("kills", "Ann", "Bob")]


@pytest.mark.parametrize(
    ("rest", "type"),
    [
        ("fatally/ADV/3/advmod shot=shoot/VERB:VBD/0/root Bob/PROPN/3/obj", "kills"),
        ("also/ADV/3/advmod shot=shoot/VERB:VBD/0/root Bob/PROPN/3/obj", "attacks"),
        ("then/ADV/3/advmod drowned=drown/VERB:VBD/0/root Bob/PROPN/3/obj", "kills"),
    ],
)
def test_manner_says_whether_somebody_died(typed, rest, type):
    """Shots that were fatal killed; others only wounded."""
    rows = typed(f"Ann/PROPN/3/nsubj {rest}", PERSON="Ann|Bob")
    assert killed(rows) == [(type, "Ann", "Bob")]


def test_beaten_to_death_is_no_defeat(typed):
    """Whoever is beaten to death is killed, not defeated."""
    sentence = VERDICT.format(
        verb="beaten=beaten",
        rest="to/ADP/5/case death/NOUN/3/obl by/ADP/7/case Bob/PROPN/3/obl:agent",
    )
    assert killed(typed(sentence, PERSON="Ann|Bob")) == [("kills", "Bob", "Ann")]


def test_every_name_behind_a_plural_counts(typed):
    """Of "the brothers Bob and Cy" both were killed."""
    sentence = (
        "Ann/PROPN/2/nsubj killed=kill/VERB:VBD/0/root the/DET/4/det brothers=brother/NOUN:NNS/2/obj "
        "Bob/PROPN/4/appos and/CCONJ/7/cc Cy/PROPN/5/conj"
    )
    rows = killed(typed(sentence, PERSON="Ann|Bob|Cy"))
    assert rows == [("kills", "Ann", "Bob"), ("kills", "Ann", "Cy")]
