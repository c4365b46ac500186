"""Blocks: where a text is cut before sentences are looked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookline_stanza.tokenization.blocks import PIECE, blocks


def texts(text):
    return [text[block.start : block.end] for block in blocks(text)]


def test_blank_line_ends_a_block():
    """A blank line separates blocks, with white space in it or without."""
    assert texts("One\n\nTwo\n \t\nThree") == ["One", "Two", "Three"]


def test_single_line_break_separates_paragraphs():
    """Lines of different lengths are blocks of their own."""
    text = "Ministers meet\nThe ministers met in Rome on Friday, as planned.\nThey left at noon."
    assert texts(text) == text.split("\n")


def test_wrapped_lines_are_one_block():
    """A line break is a space where each line was full before the next word."""
    text = "The committee of the city met on\nMonday to talk about the new road\nand left."
    assert texts(text) == [text]


def test_two_lines_are_joined_only_before_a_small_letter():
    """Two full lines are one block when the second goes on in lower case."""
    assert texts("The talks about the road were\nlong.") == ["The talks about the road were\nlong."]
    assert texts("The talks about the road\nRome") == ["The talks about the road", "Rome"]


def test_windows_line_ends_are_line_ends():
    """Carriage returns count as part of the line end and belong to no block."""
    assert texts("One.\r\n\r\nTwo is longer.\r\nThree") == ["One.", "Two is longer.", "Three"]


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\r\n", "\u2028 \u00a0"])
def test_nothing_gives_no_blocks(text):
    """Text without a visible character has no blocks."""
    assert blocks(text) == []


def test_long_block_is_cut_after_a_sentence():
    """A block over the limit is cut behind a full stop near its end."""
    sentence = "The road to the north is closed until further notice. "
    pieces = texts(sentence * 200)
    assert all(len(piece) <= PIECE and piece.endswith(".") for piece in pieces)
    assert " ".join(pieces) == (sentence * 200).strip()


def test_text_without_spaces_is_cut_anyway():
    """A hundred thousand letters in a row come in pieces of bounded size."""
    pieces = texts("x" * 100_000)
    assert max(map(len, pieces)) <= PIECE
    assert "".join(pieces) == "x" * 100_000


@given(st.text(alphabet="ab. \n\r\t\u2028é🙂", max_size=300))
def test_blocks_hold_every_visible_character(text):
    """Blocks are in order, do not overlap, and leave out white space only."""
    at = 0
    for start, end in blocks(text):
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()
