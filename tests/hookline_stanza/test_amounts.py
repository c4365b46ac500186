"""Amounts have their whole currency and no dash in front."""

import pytest

from hookline_stanza.conversion.amounts import correct_amounts


@pytest.mark.parametrize(
    ("text", "entities", "expected"),
    [
        ("of US|$|723bn", [("US", "LOC"), ("$723bn", "MONEY")], [("US$723bn", "MONEY")]),
        ("of HK|$|5", [("$5", "MONEY")], [("HK$5", "MONEY")]),
        ("$|5|-|$|10", [("$5", "MONEY"), ("-$10", "MONEY")], [("$5", "MONEY"), ("$10", "MONEY")]),
        ("₹|21 crore", [("₹21", "MONEY"), ("crore", "MONEY")], [("₹21 crore", "MONEY")]),
    ],
)
def test_an_amount_is_whole(corrected, text, entities, expected):
    """The country of a dollar and the scale are part of an amount, the dash of a range is not."""
    assert corrected(correct_amounts, text, *entities) == expected


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("the US $|5", [("US", "LOC"), ("$5", "MONEY")]),
        ("$|5 Tom", [("$5", "MONEY"), ("Tom", "PERSON")]),
        ("$|5|, $|10", [("$5", "MONEY"), ("$10", "MONEY")]),
        ("lost -|$|5", [("$5", "MONEY")]),
        ("the US|$|5", [("the US", "LOC"), ("$5", "MONEY")]),
    ],
)
def test_what_is_apart_stays_apart(corrected, text, entities):
    """A country before an amount is a country, and two amounts are two."""
    assert corrected(correct_amounts, text, *entities) == entities
