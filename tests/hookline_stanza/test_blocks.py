"""Blocks: where a text is split before sentence segmentation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookline_stanza.tokenization.blocks import MAX_BLOCK_SIZE, split_blocks


def texts(text):
    return [text[block.start : block.end] for block in split_blocks(text)]


def test_blank_line_ends_a_block():
    """A blank line separates blocks, with white space in it or without."""
    assert texts("One\n\nTwo\n \t\nThree") == ["One", "Two", "Three"]


def test_single_line_break_separates_paragraphs():
    """Lines of different lengths are separate blocks."""
    text = "Ministers meet\nThe ministers met in Rome on Friday, as planned.\nThey left at noon."
    assert texts(text) == text.split("\n")


def test_wrapped_lines_are_one_block():
    """A line break is a space where each line was full before the next word."""
    text = "The committee of the city met on\nMonday to talk about the new road\nand left."
    assert texts(text) == [text]


def test_two_lines_are_joined_only_before_a_small_letter():
    """Two full lines are one block if the second starts in lower case."""
    assert texts("The talks about the road were\nlong.") == ["The talks about the road were\nlong."]
    assert texts("The talks about the road\nRome") == ["The talks about the road", "Rome"]


def test_windows_line_ends_are_line_ends():
    """Carriage returns are part of the line end and belong to no block."""
    assert texts("One.\r\n\r\nTwo is longer.\r\nThree") == ["One.", "Two is longer.", "Three"]


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\r\n", "\u2028 \u00a0"])
def test_blank_text_has_no_blocks(text):
    """Text without a visible character has no blocks."""
    assert split_blocks(text) == []


def test_long_block_is_split_after_a_sentence():
    """A block over the limit is split after a full stop near its end."""
    sentence = "The road to the north is closed until further notice. "
    parts = texts(sentence * 200)
    assert all(len(part) <= MAX_BLOCK_SIZE and part.endswith(".") for part in parts)
    assert " ".join(parts) == (sentence * 200).strip()


def test_text_without_spaces_is_split_anyway():
    """A hundred thousand letters in a row are split into parts of bounded size."""
    parts = texts("x" * 100_000)
    assert max(map(len, parts)) <= MAX_BLOCK_SIZE
    assert "".join(parts) == "x" * 100_000


@given(st.text(alphabet="ab. \n\r\t\u2028é🙂", max_size=300))
def test_blocks_hold_every_visible_character(text):
    """Blocks are in order, do not overlap, and leave out white space only."""
    position = 0
    for start, end in split_blocks(text):
        assert position <= start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()
