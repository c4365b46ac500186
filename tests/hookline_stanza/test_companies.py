"""Names of companies have their legal forms."""

import pytest

from hookline_stanza.conversion.companies import correct_companies


@pytest.mark.parametrize(
    ("text", "entities", "expected"),
    [
        ("Johnson & Johnson", [("Johnson", "PERSON"), ("Johnson", "PERSON")], "Johnson & Johnson"),
        ("Adam Roberts & Co.", [("Adam Roberts", "PERSON")], "Adam Roberts & Co."),
        ("Eli Lilly and Co.", [("Eli Lilly", "PERSON"), ("Co.", "ORG")], "Eli Lilly and Co."),
        ("for Meagher & Flom LLP", [("Flom LLP", "PERSON")], "Flom LLP"),
        ("at Waterhouse Coopers LLP", [("LLP", "ORG")], "Waterhouse Coopers LLP"),
    ],
)
def test_a_company_has_its_legal_form(corrected, text, entities, expected):
    """With "& Co." or "LLP" behind it, and as one word twice, a name is that of a company."""
    assert corrected(correct_companies, text, *entities) == [(expected, "ORG")]


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("Anna & Tom", [("Anna", "PERSON"), ("Tom", "PERSON")]),
        ("Trump and company", [("Trump", "PERSON")]),
        ("Kim and Kim", [("Kim", "PERSON"), ("Kim", "PERSON")]),
        ("a Smith & Sons of Leeds", [("Leeds", "LOC")]),
        ("Mercy Corps", [("Mercy Corps", "ORG")]),
        ("Lee and Company B", [("Lee", "PERSON"), ("Company B", "ORG")]),
    ],
)
def test_other_names_stay_as_they_are(corrected, text, entities):
    """Two persons are two, and a word that is no legal form changes nothing."""
    assert corrected(correct_companies, text, *entities) == entities


def test_a_form_without_a_name_is_none(corrected):
    """A legal form behind an entity or a comma is no name by itself."""
    assert corrected(correct_companies, "Acme LLP", ("Acme", "ORG"), ("LLP", "ORG")) == [
        ("Acme", "ORG")
    ]
