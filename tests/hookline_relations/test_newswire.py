"""Typed relations in the forms of newswire and of texts on politics, and the set that measures them."""

import json
from pathlib import Path

import pytest

COARSE = {"role", "place", "part", "affiliation", "win", "conflict"}
HALVES = {
    half: [
        json.loads(line)
        for line in Path(__file__)
        .with_name("data")
        .joinpath(f"coarse.{half}.jsonl")
        .read_text("utf-8")
        .splitlines()
    ]
    for half in ("dev", "test")
}


def chain(sentence, root=0):
    """Return a tree for words with tags in which each hangs on the one at `root`."""
    rows = []
    for index, word in enumerate(sentence.split()):
        form, _, tag = word.rpartition("/")
        head, rel = (0, "root") if index == root else (root + 1, "dep")
        rows.append(f"{form}/{tag}/{head}/{'punct' if tag == 'PUNCT' and rel == 'dep' else rel}")
    return " ".join(rows)


def ends(relations):
    """Return type, subject and object of relations."""
    return {(type, subject, object) for type, subject, _, object in relations}


@pytest.mark.parametrize("half", HALVES)
def test_coarse_facts_are_between_words(half):
    """Types are the six coarse ones, and ends are words of the sentence."""
    assert len(HALVES[half]) == 180
    for row in HALVES[half]:
        for fact in row["typed"]:
            assert fact["type"] in COARSE
            for start, end in (fact["subject"], fact["object"]):
                assert row["text"][start:end].strip() == row["text"][start:end] != ""


def test_halves_of_the_coarse_set_share_no_sentence():
    """What is held back is in no other half."""
    texts = [{row["text"] for row in rows} for rows in HALVES.values()]
    assert texts[0].isdisjoint(texts[1])


RESULT = (
    "Karlsruhe/PROPN 3/NUM (/PUNCT Reich/PROPN 29/NUM ,/PUNCT Carl/PROPN 44/NUM )/PUNCT "
    "Freiburg/PROPN 0/NUM ./PUNCT"
)


def test_row_of_a_match_says_who_won_and_who_scored(typed):
    """Of two sides with a score each the names in brackets play for the one before them."""
    assert ends(typed(chain(RESULT), LOC="Karlsruhe|Freiburg")) == {
        ("defeats", "Karlsruhe", "Freiburg"),
        ("works_for", "Reich", "Karlsruhe"),
        ("works_for", "Carl", "Karlsruhe"),
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "Hamburg/PROPN 2/NUM Bremen/PROPN 2/NUM",
        "Essex/PROPN 374/NUM Kent/PROPN 268/NUM",
        "Hamburg/PROPN 12/NUM",
        "Hamburg/PROPN 21/NUM Bremen/PROPN 24/NUM",
        "Paris/PROPN 2/NUM May/PROPN 3/NUM",
    ],
)
def test_row_without_a_winner(typed, sentence):
    """A draw, innings of cricket, one side alone, a date and degrees say nothing of a winner."""
    names = {"LOC": "Hamburg|Bremen|Essex|Kent|Paris", "DATE": "May"}
    text = sentence.split()
    present = {
        label: "|".join(name for name in listed.split("|") if f"{name}/PROPN" in text)
        for label, listed in names.items()
    }
    assert typed(chain(sentence), **{label: name for label, name in present.items() if name}) == []


def test_capitals_for_the_team_at_home(typed):
    """Of two places with many points one in capitals plays at home."""
    sentence = "BREMEN/PROPN 112/NUM Hamburg/PROPN 98/NUM"
    relations = typed(chain(sentence), LOC="BREMEN|Hamburg")
    assert ends(relations) == {("defeats", "BREMEN", "Hamburg")}


def test_national_side_has_members(typed):
    """Who scores for a nation is a member of its team, not an employee."""
    sentence = "Nigeria/PROPN 2/NUM (/PUNCT Okoro/PROPN 15/NUM )/PUNCT"
    assert ends(typed(chain(sentence), LOC="Nigeria")) == {("member_of", "Okoro", "Nigeria")}


def test_line_up(typed):
    """Names after a side and a dash play for it, up to the next side."""
    sentence = (
        "Teams/NOUN :/PUNCT Wales/PROPN -/SYM Harris/PROPN ;/PUNCT Morgan/PROPN ,/PUNCT "
        "Price/PROPN ;/PUNCT England/PROPN -/SYM Carling/PROPN ./PUNCT"
    )
    relations = typed(chain(sentence), LOC="Wales|England", PERSON="Harris|Morgan|Price|Carling")
    assert ends(relations) == {
        *(("member_of", name, "Wales") for name in ("Harris", "Morgan", "Price")),
        ("member_of", "Carling", "England"),
    }


def test_brackets_in_a_list(typed):
    """A list under a label states nothing but what brackets say."""
    sentence = (
        "Goals/NOUN :/PUNCT Litman/PROPN (/PUNCT Ajax/PROPN )/PUNCT ,/PUNCT Klein/PROPN (/PUNCT "
        "France/PROPN )/PUNCT"
    )
    relations = typed(chain(sentence), PERSON="Litman|Klein", ORG="Ajax", LOC="France")
    assert ends(relations) == {("works_for", "Litman", "Ajax"), ("nationality", "Klein", "France")}


@pytest.mark.parametrize(("body", "type"), [("ANC", "member_of"), ("Fiorentina", "works_for")])
def test_body_in_brackets(typed, body, type):
    """Initials after a name are its party, another name its club or employer."""
    sentence = (
        f"Ferrero/PROPN/5/nsubj (/PUNCT/3/punct {body}/PROPN/1/appos )/PUNCT/3/punct "
        "asked=ask/VERB/0/root ./PUNCT/5/punct"
    )
    assert ends(typed(sentence, PERSON="Ferrero", ORG=body)) == {(type, "Ferrero", body)}


@pytest.mark.parametrize(
    ("noun", "expected"),
    [("forward/NOUN", {("nationality", "Violi", "Italian")}), ("army/NOUN", set())],
)
def test_nation_before_a_name(typed, noun, expected):
    """A nation before a name is the person's, unless a body between has it."""
    sentence = f"Italian/ADJ/3/amod {noun}/3/nmod:desc Violi/PROPN/4/nsubj left=leave/VERB/0/root ./PUNCT/4/punct"
    assert ends(typed(sentence, NORP="Italian", PERSON="Violi")) == expected


def test_demonym_that_is_labelled_as_part_of_a_name(typed):
    """A tagger that takes "Briton" for a first name does not hide the nation."""
    sentence = "Briton/PROPN/4/nsubj Lee/PROPN/1/flat Marsh/PROPN/1/flat led=lead/VERB/0/root ./PUNCT/4/punct"
    relations = typed(sentence, PERSON="Briton Lee Marsh")
    assert ends(relations) == {("nationality", "Lee Marsh", "Briton")}


def test_party_after_the_comma(typed):
    """ "a Republican" after a name is a party, and no nation."""
    sentence = (
        "Lowe/PROPN/6/nsubj ,/PUNCT/4/punct a/DET/4/det Republican/NOUN:NN/1/appos ,/PUNCT/4/punct "
        "objected=object/VERB/0/root ./PUNCT/6/punct"
    )
    relations = typed(sentence, PERSON="Lowe", NORP="Republican")
    assert ends(relations) == {("member_of", "Lowe", "Republican")}


@pytest.mark.parametrize(
    ("party", "expected"),
    [
        ("moderate/ADJ Republican/NOUN:NN", {("member_of", "Lowe", "Republican")}),
        ("former/ADJ Republican/NOUN:NN", set()),
        ("one/NUM -/PUNCT time/ADJ Republican/NOUN:NN", set()),
    ],
)
def test_party_that_somebody_has_left(typed, party, expected):
    """A former Republican is a member of no party."""
    sentence = f"Lowe/PROPN ,/PUNCT a/DET {party} ,/PUNCT objected/VERB ./PUNCT"
    root = sentence.split().index("objected/VERB")
    assert ends(typed(chain(sentence, root), PERSON="Lowe", NORP="Republican")) == expected


def test_birthplace_before_a_name(typed):
    """A town before "-born" is where the person was born."""
    sentence = (
        "Dublin/PROPN/3/compound -/PUNCT/3/punct born/ADJ/4/amod pianist/NOUN/5/nmod:desc "
        "Rennie/PROPN/6/nsubj played=play/VERB/0/root ./PUNCT/6/punct"
    )
    relations = typed(sentence, LOC="Dublin", PERSON="Rennie")
    assert ("born_in", "Rennie", "Dublin") in ends(relations)


def test_scorer_plays_for_the_side_that_wins_as_he_scores(typed):
    """A report says whom a player plays for by the side that wins meanwhile."""
    sentence = (
        "Kelso/PROPN/2/nsubj threw=throw/VERB/0/root as/SCONJ/5/mark Packers/PROPN/5/nsubj "
        "routed=rout/VERB/2/advcl Bears/PROPN/5/obj ./PUNCT/2/punct"
    )
    assert ends(typed(sentence, PERSON="Kelso", ORG="Packers|Bears")) == {
        ("defeats", "Packers", "Bears"),
        ("works_for", "Kelso", "Packers"),
    }


def test_relative_clause_is_of_the_name_before_its_comma(typed):
    """A relative clause after a name and a comma is about it, whatever noun a parser gives it to."""
    sentence = (
        "Jarvis/PROPN/2/nsubj had=have/VERB/0/root points=point/NOUN/2/obj for/ADP/5/case "
        "Lakers/PROPN/2/obl ,/PUNCT/8/punct who/PRON/8/nsubj beat/VERB/3/acl:relcl Nuggets/PROPN/8/obj"
    )
    relations = typed(sentence, PERSON="Jarvis", ORG="Lakers|Nuggets")
    assert ("defeats", "Lakers", "Nuggets") in ends(relations)


def test_nation_of_a_body_is_not_led_by_its_leader(typed):
    """Of "Peru's Shining Path leader" the person leads the body."""
    sentence = (
        "Peru/PROPN/5/nmod:poss 's/PART/1/case Shining/PROPN/4/compound Path/PROPN/5/compound "
        "leader/NOUN/6/nmod:desc Quispe/PROPN/7/nsubj fled=flee/VERB/0/root"
    )
    relations = typed(sentence, LOC="Peru", ORG="Shining Path", PERSON="Quispe")
    assert [(type, object) for type, subject, object in ends(relations) if subject == "Quispe"] == [
        ("leads", "Shining Path")
    ]


def test_building_and_the_place_in_its_name(typed):
    """A building that a tagger labels together with its town is in that town."""
    sentence = (
        "Mecca/PROPN/4/nmod:poss 's/PART/1/case Grand/PROPN/4/compound Mosque/PROPN/5/nsubj "
        "reopened=reopen/VERB/0/root ./PUNCT/5/punct"
    )
    relations = typed(sentence, FAC="Mecca's Grand Mosque")
    assert ends(relations) == {("located_in", "Grand Mosque", "Mecca")}
