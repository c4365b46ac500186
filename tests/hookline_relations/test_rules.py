"""The language of rules, the options, and the built-in rules."""

import pytest
from pydantic import ValidationError

from hookline_relations import Relations
from hookline_relations.typed.schema import builtin_schema

HIRE = {"name": "hire", "type": "hires", "verbs": ["hire"]}
HIRED = "Acme/PROPN/2/nsubj hired=hire/VERB/0/root Ann/PROPN/2/obj"


def test_own_rule_writes_its_own_type(typed):
    """A rule in the config writes a type that is not built in."""
    rule = {**HIRE, "subject": "agent ORG", "object": "patient PERSON"}
    rows = typed(HIRED, rules={"rules": [rule]}, ORG="Acme", PERSON="Ann")
    assert rows == [("hires", "Acme", "hired", "Ann")]


def test_rule_of_a_taken_name_replaces_it(typed):
    """A rule with the name of a built-in takes its place; `skip` leaves it out."""
    rule = {
        "name": "join-body",
        "type": "member_of",
        "subject": "agent PERSON",
        "object": "patient ORG",
        "skip": True,
    }
    sentence = "Ann/PROPN/2/nsubj joined=join/VERB/0/root Acme/PROPN/2/obj"
    assert typed(sentence, ORG="Acme", PERSON="Ann") == [("member_of", "Ann", "joined", "Acme")]
    assert typed(sentence, rules={"rules": [rule]}, ORG="Acme", PERSON="Ann") == []


def test_own_words_extend_the_lists(typed):
    """Words of a config are added to the nouns that may fill an argument of a label."""
    sentence = "The/DET/2/det choir/NOUN/3/nsubj attacked=attack/VERB/0/root Oslo/PROPN/3/obj"
    assert typed(sentence, LOC="Oslo") == []
    assert typed(sentence, rules={"words": {"ORG": ["choir"]}}, LOC="Oslo") == [
        ("attacks", "The choir", "attacked", "Oslo")
    ]


def test_own_symmetric_type_is_written_once(typed):
    """A type of one's own can be symmetric."""
    rule = {
        "name": "dance",
        "type": "dances_with",
        "verbs": ["dance"],
        "subject": "agent PERSON",
        "object": "agent with PERSON",
    }
    types = {"dances_with": {"symmetric": True}}
    sentence = (
        "Ann/PROPN/4/nsubj and/CCONJ/3/cc Bob/PROPN/1/conj danced=dance/VERB/0/root ./PUNCT/4/punct"
    )
    assert typed(sentence, rules={"types": types, "rules": [rule]}, PERSON="Ann|Bob") == [
        ("dances_with", "Ann", "danced", "Bob")
    ]


def test_types_restrict_what_is_written(document, relate, as_text):
    """Only the types that `types` names are written."""
    doc = document(
        "Ann/PROPN/2/nsubj founded=found/VERB/0/root Acme/PROPN/2/obj\n"
        "Ann/PROPN/2/nsubj met=meet/VERB/0/root Bob/PROPN/2/obj",
        PERSON="Ann|Bob",
        ORG="Acme",
    )
    rows = relate(doc, kinds=["typed"], types=["meets"])
    assert [row[0] for row in as_text(rows)] == ["meets"]


def test_threshold_drops_lower_scores(document, relate):
    """A relation with a score below the threshold is not written."""
    doc = document(HIRED.replace("hire", "acquire"), ORG="Acme|Ann")
    assert len(relate(doc, kinds=["typed"], threshold=0.9).relations) == 1
    assert relate(doc, kinds=["typed"], threshold=0.95).relations == ()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"types": ["lead"]}, "did you mean 'leads'"),
        ({"kinds": []}, "at least 1 item"),
        (
            {"rules": {"rules": [{**HIRE, "subject": "ORG", "object": "patient X"}]}},
            "roles in lower",
        ),
        (
            {"rules": {"rules": [{**HIRE, "subject": "agent", "object": "patient X"}]}},
            "found 'agent'",
        ),
        ({"rules": {"rules": [{**HIRE, "subject": "agent Org", "object": "x X"}]}}, "'agent Org'"),
        (
            {
                "rules": {
                    "rules": [{**HIRE, "nouns": ["job"], "subject": "agent X", "object": "of X"}]
                }
            },
            "verbs or nouns, found both",
        ),
        ({"rules": {"rule": []}}, "Extra inputs"),
    ],
)
def test_mistakes_in_the_options_are_explained(values, message):
    """A mistake in the options is refused with what was expected."""
    with pytest.raises(ValidationError, match=message):
        Relations.read_options(values)


def test_schema_shows_arguments_as_text():
    """The JSON Schema for editors takes the arguments of a rule as text."""
    schema = Relations.Options.model_json_schema()
    assert schema["$defs"]["Rule"]["properties"]["subject"]["type"] == "string"


def test_builtin_rules_write_the_declared_types():
    """The built-in rules write every declared type and no other."""
    schema = builtin_schema()
    assert {rule.type for rule in schema.rules} == set(schema.types)


def test_types_refer_to_declared_types():
    """Types that subsume another or are compatible with it are declared."""
    types = builtin_schema().types
    for properties in types.values():
        assert {*properties.subsumed_by, *properties.compatible_with} <= set(types)


def test_declared_labels_are_those_of_the_rules():
    """The stage declares the labels of its rules."""
    declaration = Relations.declare(Relations.read_options({}))
    assert declaration.uses_labels == {
        *("PERSON", "LOC", "ORG", "NORP", "FAC", "DATE", "PRODUCT", "MISC")
    }


def test_word_lists_that_rules_name_exist():
    """Every `@LIST` in a rule is a list of words."""
    schema = builtin_schema()
    named = {noun[1:] for rule in schema.rules for noun in rule.nouns if noun.startswith("@")}
    assert named <= set(schema.words)


def test_open_relations_do_without_entities():
    """Open relations alone require no entities, unless an argument must contain one."""
    alone = Relations.declare(Relations.read_options({"kinds": ["open"]}))
    ends = Relations.declare(Relations.read_options({"kinds": ["open"], "open_ends": "entities"}))
    both = Relations.declare(Relations.read_options({}))
    assert "entities" not in alone.requires
    assert alone.uses_labels == frozenset()
    assert "entities" in ends.requires
    assert "entities" in both.requires
    assert both.uses_labels >= {"PERSON", "LOC", "ORG"}


def test_labels_of_own_rules_are_declared():
    """The labels of a user's rules are among those that the stage declares."""
    rule = {**HIRE, "subject": "agent SHIP", "object": "patient PERSON"}
    options = Relations.read_options({"rules": {"rules": [rule]}})
    assert "SHIP" in Relations.declare(options).uses_labels
