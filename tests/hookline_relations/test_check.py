"""What `hookline check` says of rules that can never fire."""

import pytest

from hookline_relations import Relations

ALL = frozenset({"PERSON", "LOC", "ORG", "NORP", "DATE", "FAC", "PRODUCT"})


def idle(emitted, **options):
    return "\n".join(Relations.without_labels(Relations.read_options(options), frozenset(emitted)))


def test_nothing_is_said_where_all_labels_are_there():
    """With every label of the rules emitted, no rule is idle."""
    assert idle(ALL) == ""


def test_rules_that_lack_a_label_are_named():
    """A rule that needs dates is named with its type and the label, others are not."""
    said = idle(ALL - {"DATE"})
    assert "cannot find `born_on` by its rules bear-on: no stage before it emits DATE" in said
    assert "died_on" in said
    assert "spouse_of" not in said


def test_pronouns_keep_a_rule_alive():
    """Without persons "he lives in Peru" can still be found, "Ann is Bob's wife" cannot."""
    said = idle(ALL - {"PERSON"})
    assert "`lives_in`" not in said
    assert "`spouse_of`" in said


def test_rules_of_the_user_are_checked():
    """A user's own rule for a label that nobody emits is named."""
    rule = {
        "name": "sail",
        "type": "sails",
        "verbs": ["sail"],
        "subject": "agent PERSON",
        "object": "patient SHIP",
    }
    assert "`sails` by its rules sail" in idle(ALL, rules={"rules": [rule]})


@pytest.mark.parametrize("types", [["leads"], ["meets"]])
def test_types_that_are_not_wanted_are_not_missed(types):
    """Rules of types that the options leave out are not spoken of."""
    assert idle(ALL - {"DATE"}, types=types) == ""
