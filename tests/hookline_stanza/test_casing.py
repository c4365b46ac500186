"""Letter case of words, as the encoder receives it."""

import pytest

from hookline_stanza.encoder.casing import CASE_SHIFT, case_of, with_case, with_cases


@pytest.mark.parametrize(
    ("word", "case"),
    [
        *((word, 0) for word in ("rain", "3.5", "–", "東京", "")),
        *((word, 1) for word in ("Rome", "I", "Élan", "F16")),
        *((word, 2) for word in ("U.S.", "NATO")),
        *((word, 3) for word in ("McDonald", "iPhone")),
    ],
)
def test_case_of_a_word(word, case):
    """Lower case, capitalized, upper case, mixed."""
    assert case_of(word) == case
    assert with_case(word, [7, 8]) == [7 | case << CASE_SHIFT, 8 | case << CASE_SHIFT]


def test_special_tokens_have_no_case():
    """Special tokens and padding are unchanged."""
    combined = with_cases(["Rome", "is"], [101, 5, 6, 7, 102, 0], [None, 0, 0, 1, None, None])
    assert combined == [101, 5 | 1 << CASE_SHIFT, 6 | 1 << CASE_SHIFT, 7, 102, 0]
