"""Amounts have their whole currency and no dash in front."""

import pytest

from hookline import Entity, Token
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


def test_a_number_that_counts_is_no_amount():
    """ "35 lakh bikes" are no money, "35 lakh" may be some, and an index is what it is."""
    number = [Token(0, 2, "35", 0, None, "NUM", head=1), Token(3, 7, "lakh", 0, None, "NUM")]
    amount, bikes = Entity(0, 7, "MONEY"), Token(8, 13, "bikes", 0, None, "NOUN")
    assert [*correct_amounts([number[0], number[1]._replace(head=2), bikes], [amount])] == []
    assert [*correct_amounts(number, [amount])] == [amount]
    rand = [Token(0, 7, "R35 000", 0, None, "NUM", head=1), Token(8, 13, "fine", 0)]
    assert [*correct_amounts(rand, [amount])] == [amount]
    index = [Token(0, 3, "S&P", 0, None, "PROPN"), Token(4, 7, "500", 0, None, "NUM", head=0)]
    assert [*correct_amounts(index, [amount])] == [amount._replace(label="MISC")]
