"""A date in digits is one token."""

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "The meeting is on 2024-05-17 and not before.",
        "From 2019-01-01 to 2019-12-31 it rained.",
        "It closed (2019-01-01), and opened on 2021-11-30.",
    ],
)
def test_a_date_of_iso_8601_is_a_token_and_an_entity(annotate, text):
    """Hyphens inside it are no tokens, and marks beside it are."""
    (doc,) = annotate(text)
    dates = [word.strip("(),.") for word in text.split() if word.strip("(").startswith("20")]
    assert [token.text for token in doc.tokens if "-" in token.text] == dates
    assert [doc.text[e.start : e.end] for e in doc.entities if e.label == "DATE"] == dates
    assert len(doc.sentences) == 1


@pytest.mark.parametrize(
    "text", ["Call 555-0142-77 now.", "It is 2024-13-45.", "See A2024-05-17-B."]
)
def test_other_numbers_with_hyphens_are_left_to_the_model(annotate, text):
    """What is no date keeps the tokens that the model finds."""
    (doc,) = annotate(text)
    assert "2024-05-17" not in {token.text for token in doc.tokens}
    assert "".join(token.text for token in doc.tokens) == text.replace(" ", "")
