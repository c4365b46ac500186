"""The alignment: exact offsets through any chain of edits."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookline import Alignment, Document, Edit, EditError

TEXT = st.text(st.sampled_from("ab c.\né\u0301🙂ßñ1"), max_size=40)


@st.composite
def edits_of(draw, text):
    """Draw edits that fit a text: in order, apart, inside it."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    cuts = cuts[: len(cuts) // 2 * 2]
    return [
        Edit(start, end, draw(st.text("xyZ9", max_size=3)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=True)
    ]


@st.composite
def chains(draw):
    """Draw a document after one to four rounds of edits."""
    doc = Document.from_text(draw(TEXT))
    for _ in range(draw(st.integers(1, 4))):
        doc = doc.edit(draw(edits_of(doc.text)))
    return doc


def applied(text, edits):
    """Apply edits from the last to the first: the plain way."""
    for start, end, replacement, *_ in reversed(edits):
        text = text[:start] + replacement + text[end:]
    return text


@st.composite
def redacted(draw):
    """Draw a raw text, and its document after rounds of edits, some of them private."""
    raw = draw(TEXT)
    doc = Document.from_text(raw)
    for _ in range(draw(st.integers(1, 4))):
        edits = draw(edits_of(doc.text))
        doc = doc.edit(edit._replace(private=draw(st.booleans())) for edit in edits)
    return raw, doc


@given(st.data(), TEXT)
def test_edits_make_the_text_that_they_describe(data, text):
    """Editing a document gives the text that replacing slice by slice gives."""
    edits = data.draw(edits_of(text))
    assert Document.from_text(text).edit(edits).text == applied(text, edits)


@given(chains())
def test_copied_segments_are_equal_on_both_sides(doc):
    """What the alignment calls copied is the same characters in the text and in the raw text."""
    for start, end, raw_start, raw_end, copied in doc.alignment.segments:
        if copied:
            assert doc.text[start:end] == doc.raw[raw_start:raw_end]


@given(chains())
def test_segments_tile_the_text_in_raw_order(doc):
    """Segments cover the text without gaps, and their raw offsets never go back."""
    segments = doc.alignment.segments
    assert [segment.start for segment in segments] == [0, *(s.end for s in segments)][
        : len(segments)
    ]
    assert (segments[-1].end if segments else 0) == len(doc.text)
    for one, other in pairwise(segments):
        assert one.raw_start <= other.raw_start
        assert one.raw_end <= other.raw_end
    assert all(0 <= s.raw_start <= s.raw_end <= len(doc.raw) for s in segments)


@given(redacted())
def test_blocks_stand_exactly_where_words_were_taken_away(drawn):
    """Private edits over earlier ones keep the raw text as long as it was, and show no word again."""
    raw, doc = drawn
    private = {
        at for item in doc.removed if item.private for at in range(item.raw_start, item.raw_end)
    }
    assert doc.raw == "".join("█" if at in private else char for at, char in enumerate(raw))


def test_a_private_edit_may_cover_another():
    """The words around the earlier replacement are removals of their own."""
    doc = Document.from_text("Ask ann@x.org now.").edit([Edit(4, 13, "[mail]", private=True)])
    doc = doc.edit([Edit(0, 14, "[line]", "line", private=True)])
    assert doc.raw == "███ █████████ ███."
    assert [(item.raw_start, item.raw_end) for item in doc.removed] == [(0, 3), (4, 13), (14, 17)]


def test_edits_that_share_a_replacement_are_recorded_apart():
    """What the second edit deletes beside the shared part is not forgotten."""
    doc = Document.from_text("word").edit([Edit(2, 3, "XY")])
    doc = doc.edit([Edit(1, 3, ""), Edit(3, 5, "")])
    assert [(item.raw_start, item.raw_end) for item in doc.removed] == [(1, 3), (3, 4)]


@given(st.data(), chains())
def test_raw_offsets_are_monotone_and_inside(data, doc):
    """A span maps into the raw text, and a span inside another maps inside its raw span."""
    points = sorted(data.draw(st.lists(st.integers(0, len(doc.text)), min_size=4, max_size=4)))
    outer = doc.alignment.to_raw(points[0], points[3])
    inner = doc.alignment.to_raw(points[1], points[2])
    assert 0 <= outer[0] <= outer[1] <= len(doc.raw)
    if points[1] < points[2]:
        assert outer[0] <= inner[0] <= inner[1] <= outer[1]


@given(chains())
def test_every_letter_is_kept_replaced_or_on_record(doc):
    """A raw letter or digit is copied, lies in a replaced stretch, or lies in a removal."""
    seen = set()
    for segment in doc.alignment.segments:
        seen.update(range(segment.raw_start, segment.raw_end))
    for removal in doc.removed:
        seen.update(range(removal.raw_start, removal.raw_end))
    assert [at for at, char in enumerate(doc.raw) if char.isalnum() and at not in seen] == []


@given(redacted())
def test_removals_are_in_order_apart_and_trimmed(drawn):
    """Removals do not overlap, start and end on no white space, and hold a letter or digit."""
    raw, doc = drawn
    last = 0
    for start, end, _, reason, _ in doc.removed:
        assert last <= start < end
        last = end
        stretch = raw[start:end]
        assert stretch == stretch.strip()
        assert any(map(str.isalnum, stretch))
        assert reason


@given(TEXT, TEXT)
def test_a_new_string_becomes_edits(old, new):
    """`with_text` finds edits that make exactly the new text."""
    assert Document.from_text(old).with_text(new).text == new


def test_a_plain_string_change_keeps_offsets_exact():
    """Words that a plugin did not touch keep their exact place in the raw text."""
    doc = Document.from_text("one two three").with_text("ONE two 3")
    assert doc.alignment.to_raw(4, 7) == (4, 7)
    assert doc.alignment.to_raw(8, 9) == (8, 13)


def test_an_insertion_maps_to_the_gap_it_fills():
    """Inserted text stands for the empty raw stretch at its place."""
    doc = Document.from_text("ab").edit([Edit(1, 1, "--")])
    assert doc.text == "a--b"
    assert doc.alignment.to_raw(1, 3) == (1, 1)
    assert doc.alignment.to_raw(0, 4) == (0, 2)


def test_a_removed_stretch_is_not_part_of_its_neighbours():
    """Spans beside a removal do not reach into it; a span across it takes it in."""
    doc = Document.from_text("good BAD good").edit([Edit(5, 9, "", "bad")])
    assert doc.alignment.to_raw(0, 5) == (0, 5)
    assert doc.alignment.to_raw(5, 9) == (9, 13)
    assert doc.alignment.to_raw(0, 9) == (0, 13)
    assert [doc.raw[r.raw_start : r.raw_end] for r in doc.removed] == ["BAD"]


@pytest.mark.parametrize("edits", [[Edit(3, 2)], [Edit(0, 9, "x")], [Edit(2, 3, "x"), Edit(1, 2)]])
def test_an_edit_that_does_not_fit_is_refused(edits):
    """Edits outside the text, backwards or out of order raise."""
    with pytest.raises(EditError):
        Alignment.identity(5).edited(edits)


def test_a_span_outside_the_text_is_refused():
    """Asking for the raw place of a span that does not lie in the text raises."""
    with pytest.raises(ValueError, match="does not lie"):
        Alignment.identity(3).to_raw(2, 4)
