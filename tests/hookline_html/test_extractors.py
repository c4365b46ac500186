"""The option `extractor`: resiliparse instead of trafilatura, in the stage and both sources."""

import pytest
from pydantic import ValidationError

from hookline import Document
from hookline.testing import check_stage
from hookline_html import Html, HtmlSource, WarcSource

OPTIONS = {"extractor": "resiliparse"}
SENTENCE = "The keeper of the lighthouse said on Sunday that the lamp would be lit again. "


def extract_text(html, **options):
    stage = Html(Html.read_options({**OPTIONS, **options}))
    [doc] = stage.process([Document.from_text(html, "page")])
    return doc


def article(content):
    return (
        f"<html><body><article><p>{SENTENCE}</p>{content}<p>{SENTENCE}</p></article></body></html>"
    )


def test_the_stage_satisfies_the_contract(page):
    """With the fast extractor as well, each document has one outcome, in batches of any size."""
    check_stage(Html, OPTIONS, documents=[Document.from_text(page, "page")])


def test_the_text_is_that_of_resiliparse_with_offsets_in_the_page(page):
    """The main text has the words that the library returns, and they map to the HTML."""
    from resiliparse.extract.html2text import extract_plain_text

    doc = extract_text(page)
    expected = extract_plain_text(page, main_content=True, alt_texts=False)
    assert doc.text.split() == expected.split()
    start = doc.text.index("harbour")
    raw_start, raw_end = doc.alignment.to_raw(start, start + len("harbour"))
    assert page[raw_start:raw_end] == "harb</b>our"
    assert "World" in [page[item.raw_start : item.raw_end] for item in doc.removed]


def test_meta_data_is_what_the_head_states(page):
    """Title, author, day and address come from the head; a date in another form is left out."""
    assert dict(extract_text(page).meta) == {
        "title": "Harbour opens | Example News",
        "author": "Ada Smith",
        "date": "2024-03-01",
        "url": "https://example.org/2024/harbour",
    }
    assert "date" not in extract_text(page.replace("2024-03-01T08:00:00Z", "1 March 2024")).meta


def test_rows_and_items_have_the_form_that_trafilatura_gives_them():
    """A row of a table is a line between bars, an item a line after a dash."""
    table = (
        "<table><tr><td>Monday</td><td>Oslo</td></tr><tr><td>Friday</td><td>Turku</td></tr></table>"
    )
    lines = extract_text(article(table)).text.split("\n")
    assert "| Monday | Oslo |" in lines
    assert "| Friday | Turku |" in lines
    items = (
        f"<div><div><div><ul><li>{SENTENCE}</li><li>Bread, {SENTENCE}</li></ul></div></div></div>"
    )
    assert f"- Bread, {SENTENCE}".strip() in extract_text(article(items)).text.split("\n")
    assert "Oslo" not in extract_text(article(table), tables=False).text


@pytest.mark.parametrize("html", ["<b>x</b>", "<div>" * 20_000 + "x", "<p>a\x00b\ud800c</p>", "<p"])
def test_malformed_pages_are_handled(html):
    """Fragments, deep nesting, unusual characters and truncated pages give a document."""
    assert extract_text(html).raw == html


def test_a_config_that_needs_the_library_says_how_to_install_it(project, monkeypatch):
    """Without resiliparse a config with it is refused, with the command that installs it."""
    monkeypatch.setattr("hookline_html.options.find_spec", lambda name: None)
    project.config("[{use: html, extractor: resiliparse}]")
    result = project.call("check", "c.yaml")
    assert result.code != 0
    assert "pip install 'hookline[resiliparse]'" in result.err + result.out
    for source in (HtmlSource, WarcSource):
        with pytest.raises(ValidationError, match="resiliparse is not installed"):
            source.read_options({"path": "a", **OPTIONS})
    assert Html.read_options({}).extractor == "trafilatura"


def test_favor_is_refused_where_it_has_no_meaning():
    """`favor` is a setting of trafilatura, and not passed over in silence with resiliparse."""
    with pytest.raises(ValidationError, match="is a setting of trafilatura"):
        Html.read_options({**OPTIONS, "favor": "recall"})
