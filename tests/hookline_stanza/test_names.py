"""Names end with their brackets, nicknames are part of them, and addresses are none."""

import pytest

from hookline import Entity, Token
from hookline_stanza.conversion.names import correct_names


def persons(corrected, text, *names):
    """Return the texts of the entities that persons of these names become."""
    found = corrected(correct_names, text, *((name, "PERSON") for name in names))
    return [name for name, _ in found]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        (
            "Jimmy Julius (|Joe|) Karow",
            ["Jimmy Julius", "Joe) Karow"],
            ["Jimmy Julius (Joe) Karow"],
        ),
        ("said [|Carlos|] Melconian", ["Carlos] Melconian"], ["[Carlos] Melconian"]),
        ("Bank (|Africa|) Ltd", ["Bank (Africa) Ltd"], ["Bank (Africa) Ltd"]),
        ("see (|a|) Bank", ["Bank"], ["Bank"]),
        (
            'Dwayne "|The Rock|" Johnson',
            ['Dwayne "The Rock', "Johnson"],
            ['Dwayne "The Rock" Johnson'],
        ),
        ("Dwayne “|Rock|” Johnson", ["Dwayne “Rock", "Johnson"], ["Dwayne “Rock” Johnson"]),
        ("Narendra Modi", ["Narendra", "Modi"], ["Narendra Modi"]),
        ("Noah A. Smith", ["Noah A.", "Smith"], ["Noah A. Smith"]),
        ("George H.W. Bush", ["George H.W.", "Bush"], ["George H.W. Bush"]),
    ],
)
def test_a_name_is_whole(corrected, text, names, expected):
    """Brackets come in pairs, and the parts of a person's name are one name."""
    assert persons(corrected, text, *names) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Anna|, Tom", ["Anna", "Tom"]),
        ("Anna Berg Tom Novak", ["Anna Berg", "Tom Novak"]),
        ("ANNA TOM", ["ANNA", "TOM"]),
        ('"|Anna|" Tom', ["Anna", "Tom"]),
    ],
)
def test_two_names_stay_two(corrected, text, names):
    """Lists, rows of full names and words in capitals stay as they are."""
    assert persons(corrected, text, *names) == names


def test_the_lands_of_a_body_are_part_of_its_name(corrected):
    """ "Islamic State of Iraq and the Levant" is one, the Bank of Iraq and the Levant are two."""
    parts = [("Islamic State of Iraq", "ORG"), ("Levant", "LOC")]
    text = "Islamic State of Iraq and the Levant"
    assert corrected(correct_names, text, *parts) == [(text, "ORG")]
    parts = [("Bank of Iraq", "ORG"), ("Levant", "LOC")]
    assert corrected(correct_names, "Bank of Iraq and the Levant", *parts) == parts


def test_a_body_in_brackets_ends_with_them(corrected):
    """What is behind the brackets of an abbreviation is no part of it."""
    text, name = "Energy Week (|AEW|) 2022", ("AEW) 2022", "MISC")
    assert corrected(correct_names, text, name) == [("AEW", "MISC")]


@pytest.mark.parametrize("address", ["www.flag.govt.nz", "https://x.org/a", "jane.doe@bbc.co.uk"])
def test_an_address_is_no_name(corrected, address):
    """Web and mail addresses are no entities; a company called like its site is one."""
    assert persons(corrected, f"see {address}", address) == []
    assert persons(corrected, "Booking.com grew", "Booking.com") == ["Booking.com"]


def test_a_function_word_is_no_name():
    """“Who” in small letters is no body, but “WHO” is one."""
    text = "the WHO asked who left"
    tags = ["DET", "PROPN", "VERB", "PRON", "VERB"]
    tokens, start = [], 0
    for word, tag in zip(text.split(), tags, strict=True):
        tokens.append(Token(start, start + len(word), word, 0, None, tag))
        start += len(word) + 1
    bodies = [Entity(4, 7, "ORG"), Entity(14, 17, "ORG")]
    assert [*correct_names(tokens, bodies)] == bodies[:1]
