"""The stage `html`: the text of trafilatura with offsets in the HTML, and meta data."""

import json

import pytest

from hookline import Document
from hookline.testing import check_stage
from hookline_html import Html


def extract_text(html, meta=None, **options):
    [doc] = Html(Html.read_options(options)).process([Document.from_text(html, "page", meta)])
    return doc


def test_the_stage_satisfies_the_contract(page):
    """The stage yields one outcome per document, in order, in batches of any size."""
    check_stage(Html, documents=[Document.from_text(page, "page")])


@pytest.mark.parametrize("favor", ["balanced", "precision", "recall"])
def test_the_text_is_that_of_trafilatura(page, favor):
    """The text is what the library returns with the same options."""
    from trafilatura import extract

    options = {} if favor == "balanced" else {f"favor_{favor}": True}
    expected = extract(page, include_comments=False, **options)
    doc = extract_text(page, favor=favor)
    assert doc.text.split() == expected.split()
    assert len(doc.text) > 300


def test_offsets_point_into_the_html(page):
    """Words map to their characters in the HTML, through references and tags."""
    doc = extract_text(page)
    for word, piece in (
        ("harbour", "harb</b>our"),
        ("&", "&amp;"),
        ("mayor’s", "mayor&#8217;s"),
        ("3 000", "3&nbsp;000"),
        ("containers", "containers"),
    ):
        start = doc.text.index(word)
        raw_start, raw_end = doc.alignment.to_raw(start, start + len(word))
        assert page[raw_start:raw_end] == piece
    removed = [page[item.raw_start : item.raw_end] for item in doc.removed]
    assert {"Home", "World", "Copyright 2024 Example News. All rights reserved."} <= set(removed)
    assert not any("track" in text or "color" in text for text in removed)


def test_meta_data_is_added_and_not_overwritten(page):
    """Title, author, date and address are added to the meta data, unless they are already there."""
    assert dict(extract_text(page).meta) == {
        "title": "Harbour opens",
        "author": "Ada Smith",
        "date": "2024-03-01",
        "url": "https://example.org/2024/harbour",
    }
    meta = extract_text(page, {"title": "Mine", "n": 1}).meta
    assert (meta["title"], meta["n"], meta["author"]) == ("Mine", 1, "Ada Smith")


def test_a_date_is_not_guessed_from_the_text():
    """A date that the text mentions is not the date of the page, whatever the current date."""
    text = (
        "By 2035 and on 3 May 2031 the harbour will handle many more containers than before. " * 4
    )
    assert "date" not in extract_text(f"<html><body><p>{text}</p></body></html>").meta


def test_a_page_without_main_text_gives_an_empty_document():
    """A page without main text gives an empty text, and its words are recorded as removed."""
    doc = extract_text("<b>no text</b>")
    assert doc.text == ""
    assert [(item.raw_start, item.raw_end) for item in doc.removed] == [(3, 10)]


ARTICLE = "<p>" + "The quick brown fox jumps over the lazy dog by the river. " * 6 + "</p>"


@pytest.mark.parametrize(
    "html",
    [
        f"<html><body>{'<div>' * 10_000}{ARTICLE}{'</div>' * 10_000}</body></html>",
        f"<html><body>{'<b>' * 10_000}{ARTICLE}",
        f"<html><body>{ARTICLE.replace(' ', chr(0) + ' ')}</body></html>",
        f"<html><body>{ARTICLE.replace('fox', 'f' + chr(0xD800) + 'x')}</body></html>",
        f"<?xml version='1.0' encoding='utf-16'?><html><body>{ARTICLE * 3}</body></html>",
        f"<html><body>{ARTICLE}<p class='cut",
        f"<html><body>{'<b>w</b>' * 3000}</body></html>",
    ],
    ids=["deep blocks", "deep inline", "nul", "surrogates", "declared", "cut", "tags on one line"],
)
def test_malformed_pages_are_handled(html):
    """Deep nesting, unusual characters, wrong declarations and truncated pages give a document."""
    doc = extract_text(html)
    assert doc.raw == html
    traced = "".join(
        doc.raw[item.raw_start : item.raw_end] for item in (*doc.alignment.segments, *doc.removed)
    )
    assert ("fox" in html) <= ("dog" in traced)


def test_the_libraries_log_nothing(project, page):
    """Messages of the libraries are neither printed nor counted as failures."""
    project.documents("in.jsonl", ["", "<i>no text</i>", page])
    project.config("[{use: html}]")
    result = project.call("run", "c.yaml", "--quiet")
    assert (result.code, result.out, result.err) == (0, "", "")
    assert [bool(record["text"]) for record in project.records()] == [False, False, True]


SENTENCE = (
    "The keeper of the lighthouse said on Sunday that the lamp would be lit again before winter. "
)
PARAGRAPH = f"<p>{SENTENCE * 3}</p>"


def article(content):
    """Return a page with content between two paragraphs of an article."""
    return (
        f"<html><body><article><h1>Lamp</h1>{PARAGRAPH}{content}{PARAGRAPH}</article></body></html>"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Plain news.\n\nTwo  paragraphs, and 3 < 4 > 2.",
        "Write <div> or <span class=x> where a block begins, says <Ann Lee> of A&B &amp; Co.",
        "Mail <ann@example.org> or see <https://example.org/>; <3",
        "",
    ],
)
def test_a_text_without_markup_stays_as_it_is(text):
    """Plain text that comes among pages is not taken for an empty page."""
    doc = extract_text(text)
    assert (doc.text, doc.removed) == (text, ())


def test_rows_of_a_table_are_lines():
    """Each row is one line, `| a | b |`, short cells too; a rule follows the row of headings."""
    rows = [("Day", "Port"), ("Monday", "Vardø"), ("Sunday", "Rørvik")]
    head, *body = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    table = "".join(f"<tr>{cells}</tr>" for cells in (head.replace("td>", "th>"), *body))
    doc = extract_text(article(f"<table>{table}</table>"))
    lines = doc.text.splitlines()
    assert lines[2:6] == [
        "| Day | Port |",
        "|---|---|",
        "| Monday | Vardø |",
        "| Sunday | Rørvik |",
    ]
    assert doc.removed == ()


def test_lists_in_cells_are_the_text_of_the_cell():
    """Opening hours stand in lists within tables; several items are apart."""
    doc = extract_text(
        article(
            "<table><tr><td>Sat</td><td><ul><li>9 to 12</li><li>14 to 18</li></ul></td></tr>"
            "<tr><td>Sun</td><td><ol><li>Closed</li></ol></td></tr></table>"
        )
    )
    assert "| Sat | 9 to 12 14 to 18 |\n| Sun | Closed |" in doc.text


def test_lists_among_paragraphs_without_a_container_are_kept():
    """A page may have nothing but paragraphs and lists under its body; menus around them go."""
    menu = '<div class="nav"><ul><li><a href="/">Home</a></li><li><a href="/x">Prices</a></li></ul></div>'
    items = (
        "<ul><li>The first reason is the price of oil.</li><li>The second is the rain.</li></ul>"
    )
    doc = extract_text(f"<html><body>{menu}{PARAGRAPH}{items}{PARAGRAPH}{menu}</body></html>")
    assert "- The first reason is the price of oil.\n- The second is the rain." in doc.text
    assert "Prices" not in doc.text


def test_templates_are_not_shown_and_preformatted_lines_are_kept():
    """The content of a `template` is neither text nor removed text; `pre` keeps its indentation."""
    code = "<pre>if lit:\n    return  1</pre>"
    doc = extract_text(article(f"<template><p>{SENTENCE}twice</p></template>{code}"))
    assert "twice" not in doc.text
    assert doc.removed == ()
    assert "\nif lit:\n    return  1\n" in doc.text


def test_a_run_of_empty_pages_is_warned_of(page):
    """Where most of ten pages and more have no main text, the report says of how many."""
    stage = Html(Html.read_options({}))
    list(stage.process([Document.from_text(text) for text in [page] * 4 + ["<i>x</i>"] * 5]))
    assert stage.take_warnings() == []
    list(stage.process([Document.from_text("<i>x</i>")] * 2))
    (warning,) = stage.take_warnings()
    assert (warning.code, warning.documents) == ("empty-pages", 7)
    list(stage.process([Document.from_text("<i>x</i>")]))
    assert [warning.documents for warning in stage.take_warnings()] == [1]


def test_empty_pages_are_in_the_summary_of_a_run(project):
    """The warning is in the report and in the summary, like those of other stages."""
    project.documents("in.jsonl", ["<i>x</i>"] * 12)
    project.config("[{use: html}]")
    result = project.call("run", "c.yaml", "--log-format", "text", "--report", "r.json")
    assert result.code == 0
    assert "html: 12 of 12 documents: without main text" in result.err
    (warning,) = json.loads((project.folder / "r.json").read_text())["warnings"]
    assert (warning["stage"], warning["code"], warning["documents"]) == ("html", "empty-pages", 12)


@pytest.mark.parametrize("use", ["html", "warc"])
def test_empty_pages_of_a_source_are_in_the_summary_of_a_run(project, use):
    """A source that extracts the main text warns like the stage, and of Python's warnings gives none."""
    path = f"pages.{use}" if use == "warc" else "pages"
    if use == "warc":
        page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<i>x</i>"
        record = (
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\n"
            b"Content-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
        )
        project.write(path, (record % (len(page), page)) * 12)
    else:
        for number in range(12):
            project.write(f"pages/{number:02}.html", "<i>x</i>")
    project.config(source=use, path=path)
    result = project.call("run", "c.yaml", "--log-format", "text", "--report", "r.json")
    assert result.code == 0
    assert result.err.count("without main text") == 1
    assert f"{use}: 12 of 12 documents: without main text" in result.err
    (warning,) = json.loads((project.folder / "r.json").read_text())["warnings"]
    assert (warning["stage"], warning["code"], warning["documents"]) == (use, "empty-pages", 12)
