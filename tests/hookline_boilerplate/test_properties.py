"""Properties of any text: exact offsets, every removal recorded, linear time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hookline import Document
from hookline_boilerplate import Boilerplate

LINES = [
    "Share this:",
    "Advertisement",
    "Related articles",
    "Leave a comment",
    "© 2024 Someone",
    "By Ann Other",
    "12 comments",
    "",
    "  ",
    "It rained for two days, and the people of the valley stayed in their houses until it ended.",
    "The bridge held, although the water had reached the road that leads to it from the east.",
    "\x00",
    "\ud800",
    "e\u0301\u202e\u200d",
    "漢字",
    "x" * 2500,
    "The water fell again on the third day, and people went back to work. Read more: A dry year",
]
TEXTS = st.one_of(
    st.text(st.characters()), st.lists(st.sampled_from(LINES), max_size=30).map("\n".join)
)


@pytest.fixture(scope="module")
def stage():
    return Boilerplate(Boilerplate.read_options({}))


@settings(deadline=None, max_examples=60)
@given(text=TEXTS)
def test_every_removal_is_recorded(stage, text):
    """Every letter and digit is either copied into the text or part of one removal."""
    [doc] = stage.process([Document.from_text(text)])
    copied = [segment for segment in doc.alignment.segments if segment.copied]
    assert len(copied) == len(doc.alignment.segments)
    spans = [(segment.raw_start, segment.raw_end) for segment in copied]
    spans += [(removal.raw_start, removal.raw_end) for removal in doc.removed]
    spans.sort()
    previous_end = 0
    for start, end in [*spans, (len(text), len(text))]:
        assert start >= previous_end
        assert not any(map(str.isalnum, text[previous_end:start]))
        previous_end = end
    for start, end, raw_start, raw_end, _ in copied:
        assert doc.text[start:end] == text[raw_start:raw_end]


@settings(deadline=None, max_examples=30)
@given(texts=st.lists(TEXTS, max_size=5))
def test_the_result_does_not_depend_on_the_batch(stage, texts):
    """The outcome of a document is the same alone and in a batch."""
    docs = [Document.from_text(text) for text in texts]
    alone = [outcome for doc in docs for outcome in stage.process([doc])]
    assert list(stage.process(docs)) == alone


HOSTILE = {
    "a line of 5 MB": "word " * 1_000_000,
    "combining marks": "a" + "\u0301" * 100_000,
    "directions and joiners": "\u202e\u200d\u202c" * 100_000,
    "surrogates": "\ud800\n" * 10_000,
    "nul": "\x00\n" * 10_000,
    "line ends": "\r\n\x85\u2028\x0b" * 20_000,
    "many lines": "one two\n" * 20_000,
    "at signs": "@" * 2000,
    "an endless address": "a@" * 900 + ".",
    "hash signs": "#a " * 600 + "!",
    "dashes": "1/1/2020" + "-" * 1900 + "x",
    "spaces": "a" + " " * 1900 + "b",
    "digits": "1 " * 900 + "x",
    "arrows": " > " * 600 + "x.",
    "bylines": "By A" + " and B" * 300 + "!",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_are_handled(stage, text):
    """Large and contrived texts are processed in time, and every removal is recorded."""
    [doc] = stage.process([Document.from_text(text)])
    kept = sum(map(str.isalnum, doc.text))
    removed = sum(sum(map(str.isalnum, text[start:end])) for start, end, *_ in doc.removed)
    assert kept + removed == sum(map(str.isalnum, text))
