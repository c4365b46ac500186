"""Who is paid is no part of an amount."""

import pytest

from hookline import Entity, Token
from hookline_stanza.conversion.payees import without_payees


def corrected(words, *entities):
    """Return text and label of the entities of some words after the correction."""
    tokens, position = [], 0
    for word in words.split():
        tokens.append(Token(position, position + len(word), word, 0))
        position += len(word) + 1
    spans = [(words.index(text), text, label) for text, label in entities]
    before = [Entity(start, start + len(text), label) for start, text, label in spans]
    return [(words[e.start : e.end], e.label) for e in without_payees(tokens, before)]


def test_a_payee_that_the_text_names_elsewhere_is_an_entity():
    """The family name before an amount has the label of the person's full name."""
    text = "Ada Okonkwo sued Shell . It paid Okonkwo € 2 million"
    entities = [("Ada Okonkwo", "PERSON"), ("Okonkwo € 2 million", "MONEY")]
    assert corrected(text, *entities) == [
        ("Ada Okonkwo", "PERSON"),
        ("Okonkwo", "PERSON"),
        ("€ 2 million", "MONEY"),
    ]
    text = "Meta lost . Apple paid Meta 20 million dollars"
    found = corrected(text, ("Meta", "ORG"), ("Meta 20 million dollars", "MONEY"))
    assert found[-2:] == [("Meta", "ORG"), ("20 million dollars", "MONEY")]


def test_an_unknown_payee_is_no_entity_and_no_part_of_the_amount():
    """Nothing says what the name is, so it has no label."""
    assert corrected("They paid Okonkwo €2 million", ("Okonkwo €2 million", "MONEY")) == [
        ("€2 million", "MONEY")
    ]


@pytest.mark.parametrize(
    "amount", ["Singapore $ 5 million", "KSh 3 billion", "Naira 500", "$ 5", "Rs 40 crore", "US$ 3"]
)
def test_the_name_of_a_currency_stays_in_the_amount(amount):
    """What may be a currency before digits or a dollar sign is part of the amount."""
    assert corrected(f"They paid {amount} yesterday", (amount, "MONEY")) == [(amount, "MONEY")]
