"""Warnings of `hookline check` about rules that can never match."""

import pytest

from hookline_relations import Relations

ALL = frozenset({"PERSON", "LOC", "ORG", "NORP", "DATE", "FAC", "PRODUCT"})


def idle(emitted, **options):
    return "\n".join(Relations.without_labels(Relations.read_options(options), frozenset(emitted)))


def test_no_warning_where_all_labels_are_emitted():
    """With every label of the rules emitted, no rule is idle."""
    assert idle(ALL) == ""


def test_rules_that_lack_a_label_are_named():
    """A rule that needs dates is named with its type and the label, others are not."""
    warnings = idle(ALL - {"DATE"})
    assert "cannot find `born_on` by its rules bear-on: no stage before it emits DATE" in warnings
    assert "died_on" in warnings
    assert "spouse_of" not in warnings


def test_pronouns_keep_a_rule_alive():
    """Without persons "he lives in Peru" can still be found, "Ann is Bob's wife" cannot."""
    warnings = idle(ALL - {"PERSON"})
    assert "`lives_in`" not in warnings
    assert "`spouse_of`" in warnings


def test_rules_of_the_user_are_checked():
    """A user's own rule for a label that no stage emits is named."""
    rule = {
        "name": "sail",
        "type": "sails",
        "verbs": ["sail"],
        "subject": "agent PERSON",
        "object": "patient SHIP",
    }
    assert "`sails` by its rules sail" in idle(ALL, rules={"rules": [rule]})


@pytest.mark.parametrize("types", [["leads"], ["meets"]])
def test_unwanted_types_cause_no_warning(types):
    """Rules of types that the options leave out are not named."""
    assert idle(ALL - {"DATE"}, types=types) == ""
