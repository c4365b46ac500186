"""Storms are no persons."""

from hookline_stanza.conversion.storms import correct_storms


def test_a_storm_is_named_with_its_kind(corrected):
    """A name behind the kind of a storm is MISC, here and elsewhere in the document."""
    text = "Hurricane Maria hit Tropical Storm Debby ; Maria and Ann Lopez left"
    names = ["Maria", "Debby", "Maria", "Ann Lopez"]
    assert corrected(correct_storms, text, *((name, "PERSON") for name in names)) == [
        ("Hurricane Maria", "MISC"),
        ("Tropical Storm Debby", "MISC"),
        ("Maria", "MISC"),
        ("Ann Lopez", "PERSON"),
    ]


def test_a_person_with_the_name_of_a_storm_stays_one(corrected):
    """A name alone may be that of somebody whose full name the document has."""
    names = [(name, "PERSON") for name in ("Maria Lopez", "Maria", "Maria")]
    found = corrected(correct_storms, "Maria Lopez fled Hurricane Maria . Maria left", *names)
    assert found == [
        ("Maria Lopez", "PERSON"),
        ("Hurricane Maria", "MISC"),
        ("Maria", "PERSON"),
    ]


def test_other_names_stay_as_they_are(corrected):
    """Whoever takes cover from a storm is none."""
    names = [("Storm Reid", "PERSON"), ("Tom", "PERSON")]
    assert corrected(correct_storms, "Storm Reid met Tom", *names) == names


def test_a_kind_that_is_part_of_another_name_stays_there(corrected):
    """Entities do not overlap."""
    names = [("Atlantic Hurricane", "ORG"), ("Maria", "PERSON")]
    assert corrected(correct_storms, "Atlantic Hurricane Maria", *names) == names
