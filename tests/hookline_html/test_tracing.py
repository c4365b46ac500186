"""The main text of a page is traced to offsets in its HTML."""

import re
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hookline import Document, Edit
from hookline_html.tracing import reduce_to_text


def origin(doc, word):
    """Return the HTML that a word of the text comes from."""
    start = doc.text.index(word)
    left, right = doc.alignment.to_raw(start, start + len(word))
    return doc.raw[left:right]


def check_offsets(doc):
    """Check that segments tile the text, that copied ones are equal, and that removals do not overlap."""
    end = 0
    for segment in doc.alignment.segments:
        assert segment.start == end
        end = segment.end
        if segment.copied:
            original = doc.raw[segment.raw_start : segment.raw_end]
            assert doc.text[segment.start : segment.end] == original
    assert end == len(doc.text)
    last = 0
    for item in doc.removed:
        assert last <= item.raw_start < item.raw_end
        last = item.raw_end


@pytest.mark.parametrize(
    ("html", "text", "word", "piece"),
    [
        ("<p>one <b>tw</b>o three</p>", "one two three", "two", "tw</b>o"),
        ("<p>rock &amp; roll</p>", "rock & roll", "&", "&amp;"),
        ("<p>it&#8217;s</p>", "it’s", "it’s", "it&#8217;s"),
        ("<p>it&#x2019;s</p>", "it’s", "’", "&#x2019;"),
        ("<p>a  \n  b</p>", "a b", "b", "b"),
        ("<p>AT&ampT</p>", "AT&T", "T", "T"),
        ("<p>cafe\u0301 noir</p>", "café noir", "café", "cafe\u0301"),
        ("<p title='a > b'>after</p>", "after", "after", "after"),
        ("<p>1 < 2 and 3</p>", "1 < 2 and 3", "< 2", "< 2"),
        ("<!-- x > y --><p>seen</p>", "seen", "seen", "seen"),
        ("<p>soft\u00adware</p>", "software", "ware", "ware"),
        ("<td>12</td><td>34</td>", "12 | 34", "34", "34"),
    ],
)
def test_words_have_their_offsets(html, text, word, piece):
    """References, tags inside words, white space and unusual markup do not shift offsets."""
    doc = reduce_to_text(Document.from_text(html), text)
    check_offsets(doc)
    assert doc.text == text
    assert origin(doc, word) == piece


def test_a_repeated_headline_is_traced_to_the_article():
    """A headline that the navigation repeats is traced to the one before the text."""
    html = (
        "<title>Rain</title><nav><a>Rain</a></nav><h1 id=x>Rain</h1><p>It rained all day long.</p>"
        "<aside>Rain</aside>"
    )
    doc = reduce_to_text(Document.from_text(html), "Rain\nIt rained all day long.")
    assert doc.alignment.to_raw(0, 4)[0] == html.index("Rain</h1>")
    assert [item.raw_start for item in doc.removed] == [
        html.index("Rain</a>"),
        html.index("Rain</aside>"),
    ]


def test_a_heading_is_traced_to_its_paragraph():
    """A heading that a list of contents repeats is traced to the one before its paragraph."""
    html = (
        "<p>An introduction to the whole.</p><h2>Contents</h2><ul><li>Use</li><li>Licence</li></ul>"
        "<h2 id=u>Use</h2><p>Call it by its name.</p>"
    )
    doc = reduce_to_text(
        Document.from_text(html),
        "An introduction to the whole.\nContents\nUse\nCall it by its name.",
    )
    check_offsets(doc)
    assert doc.alignment.to_raw(39, 42)[0] == html.index("Use</h2>")
    assert origin(doc, "Contents") == "Contents"


def test_furniture_is_recorded_and_markup_is_not():
    """Each removed line that a reader sees is recorded; tags, scripts, styles and comments are not."""
    html = (
        "<script>a = 1</script><nav><a href='/'>Home</a> <a>World</a></nav><p>The text.</p>"
        "<!-- note --><style>p {}</style><div>Share <b>this</b></div><p>... </p>"
    )
    doc = reduce_to_text(Document.from_text(html), "The text.")
    check_offsets(doc)
    removed = [doc.raw[item.raw_start : item.raw_end] for item in doc.removed]
    assert removed == ["Home</a> <a>World", "Share <b>this"]
    assert {item.reason for item in doc.removed} == {"page furniture"}


def test_removals_of_a_later_stage_contain_no_markup():
    """A line that a later stage removes is recorded with its words and without the tags between them."""
    html = "<p>The text.</p><ul><li>Share <i>this</i> page</li><li>Next</li></ul>"
    doc = reduce_to_text(Document.from_text(html), "The text.\n- Share this page\n- Next")
    done = doc.edit([Edit(9, 27, "", "share")])
    assert done.text == "The text.\n- Next"
    removed = [html[item.raw_start : item.raw_end] for item in done.removed]
    assert removed == ["Share", "this", "page"]


def test_unmatched_text_maps_to_a_gap():
    """Text that is not on the page maps to the gap between its neighbours."""
    doc = reduce_to_text(
        Document.from_text("<p>first words</p><p>last words</p>"), "first words\nXYZ\nlast words"
    )
    check_offsets(doc)
    assert origin(doc, "XYZ") == "</p><p>"
    assert origin(doc, "last") == "last"


def test_earlier_edits_and_removals_are_kept():
    """A page that another stage has edited is traced through those edits to the raw text."""
    raw = "JUNK7<p>one\ttwo</p><i>furniture</i>"
    doc = Document.from_text(raw).edit([Edit(0, 5, "", "markup"), Edit(11, 12, " ")])
    done = reduce_to_text(doc, "one two")
    assert [(raw[item.raw_start : item.raw_end], item.reason) for item in done.removed] == [
        ("JUNK7", "markup"),
        ("furniture", "page furniture"),
    ]
    assert done.alignment.to_raw(4, 7) == (raw.index("two"), raw.index("two") + 3)


words = st.lists(
    st.sampled_from(["alpha", "beta", "x&y", "naïve", "10", "—", "a<b", "it’s"]), min_size=1
)
blocks = st.lists(
    st.tuples(st.booleans(), words, st.sampled_from(["p", "div", "h2", "td"])), max_size=8
)


@settings(deadline=None)
@given(
    blocks, st.sampled_from([" ", "\n ", "<wbr> ", "&nbsp;"]), st.sampled_from(["i", "a href='>'"])
)
def test_every_word_is_traced_or_recorded(blocks, space, tag):
    """Every visible word of a page is either in the text or in a removal."""
    html = "".join(
        f"<{name}>{space.join(map(escape, words))}<{tag}>.</{tag[0]}></{name}>"
        for _, words, name in blocks
    )
    text = "\n".join(f"{' '.join(words)}." for main, words, _ in blocks if main)
    doc = reduce_to_text(Document.from_text(html), text)
    check_offsets(doc)
    assert doc.text == text
    spans = [(s.raw_start, s.raw_end) for s in doc.alignment.segments]
    spans += [(item.raw_start, item.raw_end) for item in doc.removed]
    for match in re.finditer(r"alpha|beta|naïve|10", html):
        assert sum(a <= match.start() and match.end() <= b for a, b in spans) == 1, match


@settings(deadline=None)
@given(st.text("<>/!-?\"'=&#;ab p\n", max_size=60), st.text("ab&p \n", max_size=20))
def test_broken_markup_is_handled(html, text):
    """Unclosed tags, stray quotation marks and partial references never raise or lose text."""
    doc = reduce_to_text(Document.from_text(html), text)
    check_offsets(doc)
    assert doc.text == text


HEAVY = {
    "open tags": ("<a " * 200_000, ""),
    "open comments": ("<!--" * 100_000, "--"),
    "less-than signs": ("<" * 100_000, "<" * 50_000),
    "quotation marks": ('<a =">"' * 50_000, "text"),
    "references": ("&" * 300_000, "&" * 300_000),
    "scripts": ("<script>" * 50_000, "text"),
    "text areas": ("<textarea>" * 50_000, "text"),
    "attributes": ("<p " + "a=b " * 100_000 + ">x</p>", "x"),
    "tags on one line": ("<b>w</b>" * 30_000, "w" * 30_000),
    "one long line": (
        "word and other words in it. " * 40_000,
        "word and other words in it. " * 40_000,
    ),
    "another text": ("abc" * 100_000, "xyz\n" * 20_000),
}


@pytest.mark.parametrize(("html", "text"), HEAVY.values(), ids=HEAVY)
def test_hostile_pages_are_handled(html, text):
    """Large and contrived pages are traced in linear time."""
    doc = reduce_to_text(Document.from_text(html), text)
    check_offsets(doc)
    assert doc.text == text
