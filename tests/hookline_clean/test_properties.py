"""Properties of any text: exact offsets, no letter lost, linear time, idempotence."""

import time
import unicodedata

import ftfy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hookline import Document
from hookline_clean import Clean

TRICKY = [
    *"aé1 -&;#",
    *"\r\n\t\x00\x0b\x0c\x1b\x85\x92\u00a0\u00ad\u2028\u200b\u200c\u200d\u200e\ufeff\u3000",
    *"Ãâ€™œ©Ð\u0301\u0323\u1100\u1161\u11a8\u0d4d\u212bﬁ",
    *"\ud800\udc00👩🚀\ufe0f",
    "&amp;",
    "&nbsp;",
    "&#8203;",
    "Ã©",
    "â€™",
    "\x1b[1m",
    "a-\nb",
    "\f",
    "7\n",
    "*",
    "¹",
    "  ",
    "\n\n\n",
]
TEXTS = st.one_of(
    st.text(st.characters()), st.lists(st.sampled_from(TRICKY), max_size=40).map("".join)
)
SWITCHES = [name for name, field in Clean.Options.model_fields.items() if field.annotation is bool]
OPTIONS = st.fixed_dictionaries(
    {"unicode": st.sampled_from(["NFC", "NFKC", "none"])},
    optional=dict.fromkeys(SWITCHES, st.booleans()),
)


def cleaned(text, options):
    [doc] = Clean(Clean.read_options(options)).process([Document.from_text(text)])
    return doc


def letters_and_digits(text):
    return [char for char in unicodedata.normalize("NFKD", text) if char.isalnum()]


@settings(deadline=None)
@given(TEXTS, OPTIONS)
def test_copied_text_is_the_raw_text(raw, options):
    """A segment that is marked as copied equals the raw text at its offsets."""
    doc = cleaned(raw, options)
    end = 0
    for segment in doc.alignment.segments:
        assert segment.start == end
        end = segment.end
        if segment.copied:
            original = raw[segment.raw_start : segment.raw_end]
            assert doc.text[segment.start : segment.end] == original
    assert end == len(doc.text)


@settings(deadline=None)
@given(TEXTS, OPTIONS)
def test_no_letter_or_digit_is_lost(raw, options):
    """Without decoding and removal, every letter and digit stays, in order."""
    off = ("encoding", "entities", "footnote_marks", "pages")
    options = {**options, **dict.fromkeys(off, False)}
    raw = raw.replace("\x1b", "")  # what follows it may be an escape
    doc = cleaned(raw, options)
    assert letters_and_digits(raw) == letters_and_digits(doc.text)
    assert doc.removed == ()


@settings(deadline=None)
@given(TEXTS, OPTIONS)
def test_cleaning_again_changes_nothing(raw, options):
    """Cleaning is idempotent."""
    once = cleaned(raw, options).text
    assert cleaned(once, options).text == once


@settings(deadline=None, max_examples=30)
@given(st.lists(TEXTS, max_size=5))
def test_the_result_does_not_depend_on_the_batch(texts):
    """The outcome of a document is the same alone and in a batch."""
    stage = Clean(Clean.read_options({}))
    together = list(stage.process([Document.from_text(text) for text in texts]))
    assert together == [cleaned(text, {}) for text in texts]


HEAVY = {
    "one long line": ("word " * 1_000_000, "word " * 999_999 + "word"),
    "marks": ("e" + "\u0301\u0323" * 50_000, "e" + "\u0301\u0323" * 50_000),
    "joiners": ("a" + "\u200d" * 50_000 + "b", "ab"),
    "directions": ("\u202e\u202c" * 50_000, "\u202e\u202c" * 50_000),
    "nul": ("\x00" * 100_000, ""),
    "entities": ("&amp;" * 20_000, "&" * 20_000),
    "nested entities": ("&" + "amp;" * 50_000 + "x", None),
    "wrong encoding": ("Ã©" * 20_000, "é" * 20_000),
    "line ends": ("a" + "\r\n\x85\u2028" * 10_000 + "b", "a\n\nb"),
    "hangul": ("\u1112\u1161\u11ab" * 10_000, "한" * 10_000),
    "surrogates": ("\ud800" * 100_000, "\ud800" * 100_000),
}
HEAVY_OPTIONS = {
    "hyphens": ("ab-\n" * 100_000, {"hyphenation": True}),
    "hyphens of one word": ("a-" * 100_000 + "\nb", {"hyphenation": True}),
    "marks": ("word* " * 100_000, {"footnote_marks": True}),
    "stars": ("*" * 200_000, {"footnote_marks": True}),
    "superscripts": ("a" + "\u00b9" * 200_000, {"footnote_marks": True}),
    "form feeds": ("\f" * 200_000, {"pages": True}),
    "pages": ("head\n\ntext\n12\n\f" * 20_000, {"pages": True}),
    "blank lines": ((" " * 50_000 + "\n\f") * 4, {"pages": True}),
    "numbers": (("1" * 50_000 + "\n\f") * 4, {"pages": True}),
    "escapes": ("\x1b[" * 100_000, {}),
    "strings of terminals": ("\x1b]" * 100_000, {}),
}


@pytest.mark.parametrize(("raw", "options"), HEAVY_OPTIONS.values(), ids=HEAVY_OPTIONS)
def test_hostile_texts_are_handled_by_every_step(raw, options):
    """The steps for marks, hyphens and pages take linear time as well."""
    start = time.perf_counter()
    cleaned(raw, {**options, "whitespace": False})
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(("raw", "expected"), HEAVY.values(), ids=HEAVY)
def test_hostile_texts_are_handled(raw, expected):
    """Large and contrived texts are cleaned in linear time."""
    doc = cleaned(raw, {})
    assert expected is None or doc.text == expected


@given(st.lists(st.sampled_from([*"aZ5 .,\"'-‘’“”–—…\u00a0", "\u2019s "]), max_size=40))
def test_ftfy_repairs_nothing_in_common_punctuation(parts):
    """Text of ASCII, curly quotes, dashes and no-break spaces need not be passed to ftfy."""
    text = "".join(parts)
    assert ftfy.fix_encoding(text) == text


@given(
    st.lists(st.sampled_from(["Ã©", "é", "’", " ", "\r\n", "\u200b", "&amp;", "b"]), max_size=30)
)
def test_crlf_text_is_cleaned_like_lf_text(parts):
    """A text with CR LF line ends gives the same result as one with LF."""
    text = "".join(parts)
    assert cleaned(text, {}).text == cleaned(text.replace("\r\n", "\n"), {}).text
