"""Words, dates and addresses that are certainly one token."""

import pytest


def tokens(doc):
    return [token.text for token in doc.tokens]


@pytest.mark.parametrize(
    "text",
    [
        "Its head left .",
        "“ Its presence is felt , ” he said .",
        "The largest iPhone factory closed .",
        "Goanna frontman Shane Howard sang of Wybalenna .",
        "GANs are sets of coconut trees .",
    ],
)
def test_no_word_is_taken_apart(annotate, text):
    """A word that no contraction is spelled like is a token, however web text spells."""
    (doc,) = annotate(
        text.replace(" .", ".").replace(" ,", ",").replace("“ ", "“").replace(" ”", "”")
    )
    assert tokens(doc) == text.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They cannot go.", ["They", "can", "not", "go", "."]),
        ("Its a great day.", ["It", "s", "a", "great", "day", "."]),
        ("He's gonna leave.", ["He", "'s", "gon", "na", "leave", "."]),
    ],
)
def test_contractions_are_still_two_tokens(annotate, text, expected):
    """With or without an apostrophe, as in the treebank."""
    (doc,) = annotate(text)
    assert tokens(doc) == expected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("He sent an 'e-mail' to her.", "e-mail"),
        ("It foresees free multi-party elections.", "multi-party"),
    ],
)
def test_no_token_ends_in_a_hyphen(annotate, text, word):
    """Two words with a hyphen are one token or three."""
    (doc,) = annotate(text)
    assert word in tokens(doc)
    (doc,) = annotate("The land of so-called heroes lies behind a man-made cliff.")
    assert not [token for token in tokens(doc) if len(token) > 1 and token[0] == "-"]


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
    assert [token for token in tokens(doc) if "-" in token] == dates
    assert [doc.text[e.start : e.end] for e in doc.entities if e.label == "DATE"] == dates
    assert len(doc.sentences) == 1


@pytest.mark.parametrize(
    "text", ["Call 555-0142-77 now.", "It is 2024-13-45.", "See A2024-05-17-B."]
)
def test_other_numbers_with_hyphens_are_left_to_the_model(annotate, text):
    """What is no date keeps the tokens that the model finds."""
    (doc,) = annotate(text)
    assert "2024-05-17" not in tokens(doc)
    assert "".join(tokens(doc)) == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Visit www.example.com. Then call us.", "www.example.com"),
        ("See it (http://x.org/q?a=1). Then call us.", "http://x.org/q?a=1"),
        ("Read https://example.com/a_(b), or call us.", "https://example.com/a_(b)"),
        ("Mail press@example.org; then call us.", "press@example.org"),
        ("They have it (see www.mocd.gov.ae) and call us.", "www.mocd.gov.ae"),
    ],
)
def test_marks_behind_an_address_are_tokens(annotate, text, address):
    """A bracket that the address opens is its own."""
    (doc,) = annotate(text)
    assert address in tokens(doc)


def test_dots_behind_an_address_are_one_token(annotate):
    """The ellipsis of an address that goes on."""
    (doc,) = annotate("See www.example.org/terms... for details.")
    assert tokens(doc) == ["See", "www.example.org/terms", "...", "for", "details", "."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from 2015–2017.", ["from", "2015", "–", "2017", "."]),
        ("the 2000s–2010s", ["the", "2000s", "–", "2010s"]),
        ("Divya Pawar* sang.", ["Divya", "Pawar", "*", "sang", "."]),
        ("« Las Pupusas»", ["«", "Las", "Pupusas", "»"]),
        (
            "Joe Manchin (D-W.Va.) left.",
            ["Joe", "Manchin", "(", "D", "-", "W.Va.", ")", "left", "."],
        ),
        ("Matt Gaetz (R–Fla.) left.", ["Matt", "Gaetz", "(", "R", "–", "Fla.", ")", "left", "."]),
    ],
)
def test_a_dash_of_a_range_and_a_mark_behind_a_word_are_tokens(annotate, text, expected):
    """They are no part of the number or the name beside them."""
    (doc,) = annotate(text)
    assert tokens(doc) == expected
