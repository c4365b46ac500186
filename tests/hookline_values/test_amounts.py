"""Amounts of money: what they say, and which entities they are."""

import sys
from pathlib import Path

import pytest

from hookline import Cluster, Mention, Money
from hookline_values import Values

sys.path.insert(0, str(Path(__file__).parent))
from dated import document, values


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("nine trillion yen", 9_000_000_000_000, "JPY"),
        ("$1.2bn", 1_200_000_000, "USD"),
        ("€3,5 Mio", 3_500_000, "EUR"),
        ("1.200,50 €", 1200.5, "EUR"),
        ("NZ $ 26 million", 26_000_000, "NZD"),
        ("Rs1,23,45,678", 12_345_678, "INR"),
        ("two million five hundred thousand dollars", 2_500_000, "USD"),
        ("half a million dollars", 500_000, "USD"),
        ("200 million Swiss francs", 200_000_000, "CHF"),
        ("12 pence", 0.12, "GBP"),
        ("100 pesos", 100, None),
        ("Dh500 million", 500_000_000, "AED"),
        ("Ksh. 500", 500, "KES"),
        ("N1.2 billion", 1_200_000_000, "NGN"),
        ("RM3.5 million", 3_500_000, "MYR"),
        ("VND2 trillion", 2_000_000_000_000, "VND"),
        ("GH¢20", 20, "GHS"),
        ("TT$40m", 40_000_000, "TTD"),
        ("XY$40m", 40_000_000, None),
    ],
)
def test_amounts_of_money(text, amount, currency):
    """An amount in words or digits has a number and a currency, where one is said."""
    assert values(text, (text, "MONEY")) == [(text, Money(amount, currency))]


@pytest.mark.parametrize("text", ["millions of dollars", "$5 to $10 million", "a few euros", "$"])
def test_amounts_that_are_not_exact(text):
    """Money without one exact amount has no value."""
    assert values(text, (text, "MONEY")) == [(text, None)]


def test_conventions_of_money():
    """The sign before decimals and the currency of "dollars" can be set."""
    assert values("€1.500", ("€1.500", "MONEY"), decimal="comma")[0][1] == Money(1500, "EUR")
    assert values("$5", ("$5", "MONEY"), dollar="AUD")[0][1] == Money(5, "AUD")
    assert values("$5", ("$5", "MONEY"), dollar=None)[0][1] == Money(5, None)


@pytest.mark.parametrize(
    ("text", "entities", "found"),
    [
        ("It sold for €3,5 Mio.", [], [("€3,5 Mio", Money(3500000, "EUR"))]),
        ("It cost 5 million euros.", [], [("5 million euros", Money(5000000, "EUR"))]),
        (
            "EUR 5,000 or 300 CHF",
            [],
            [("EUR 5,000", Money(5000, "EUR")), ("300 CHF", Money(300, "CHF"))],
        ),
        ("1.5 Mrd. Euro", [("Mrd. Euro", "MONEY")], [("1.5 Mrd. Euro", Money(1500000000, "EUR"))]),
        (
            "about $2 billion",
            [("about $2", "MONEY")],
            [("about $2 billion", Money(2000000000, "USD"))],
        ),
        ("cost 2000 euros", [("2000", "DATE")], [("2000 euros", Money(2000, "EUR"))]),
        ("US$5 of $5m", [("US$5", "MISC")], [("US$5", None), ("$5m", Money(5000000, "USD"))]),
        ("50 pounds, 5 won games, TOP 10, 30%, the 20s", [], []),
    ],
)
def test_amounts_that_no_entity_covers(text, entities, found):
    """Digits with a currency are entities, and all of an amount is in the entity of a part of it."""
    assert values(text, *entities) == found


def test_no_amounts_are_added_where_none_are_wanted():
    """With `add: false` the entities stay as many as they are, and whole."""
    text = "It paid €5 and $2 billion."
    assert values(text, ("$2", "MONEY"), add=False) == [("$2 billion", Money(2000000000, "USD"))]


def test_what_points_at_an_entity_behind_an_added_amount_points_at_it_still():
    """Clusters point at the same entities when amounts are added before them."""
    cluster = Cluster("Acme", "ORG", (Mention(11, 15, 0),))
    doc = document("€5 went to Acme", ("Acme", "ORG"), clusters=[cluster])
    [doc] = Values(Values.read_options({})).process([doc])
    [cluster] = doc.clusters
    assert doc.entities[cluster.mentions[0].entity].start == 11
