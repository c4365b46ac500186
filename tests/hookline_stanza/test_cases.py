"""Letter case: what the encoder is told of how a word is written."""

import pytest

from hookline_stanza.encoder.casing import SHIFT, case_of, with_case, with_cases


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
    """Small letters, a capital first, capitals alone, anything else."""
    assert case_of(word) == case
    assert with_case(word, [7, 8]) == [7 | case << SHIFT, 8 | case << SHIFT]


def test_pieces_that_are_of_no_word_have_no_case():
    """What begins, ends and fills up a sentence stays as it is."""
    found = with_cases(["Rome", "is"], [101, 5, 6, 7, 102, 0], [None, 0, 0, 1, None, None])
    assert found == [101, 5 | 1 << SHIFT, 6 | 1 << SHIFT, 7, 102, 0]
