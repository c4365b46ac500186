"""Headlines, bylines, dates and datelines: what stands above the prose is not lost."""

import pytest

from hookline import Document, Edit
from hookline_boilerplate import Boilerplate

PROSE = [
    "The council of Westport voted on Monday to close the old bridge, which will be repaired until the "
    "end of the summer.",
    "Residents of the island said that nobody had told them about the plan to close the bridge this year.",
    "The mayor promised that buses would run every ten minutes, and that the shops would be helped.",
]
NAVIGATION = ["Home", "News", "Sport", "Weather", "Sign in", "Subscribe"]
FOOTER = ["Share this:", "Related articles", "Leave a comment"]


def process(lines, meta=None, **options):
    stage = Boilerplate(Boilerplate.read_options(options))
    [doc] = stage.process([Document.from_text("\n".join(lines), meta=meta)])
    return doc


def test_a_headline_is_told_from_navigation():
    """The headline stays in the text and becomes the title; the links above it go."""
    doc = process([*NAVIGATION, "Westport council closes old bridge", *PROSE, *FOOTER])
    assert doc.text.split("\n") == ["Westport council closes old bridge", *PROSE]
    assert doc.meta["title"] == "Westport council closes old bridge"


@pytest.mark.parametrize(
    ("sign", "title"),
    [("# ", ""), ("### ", ""), ("#Bridge: ", "#Bridge: ")],
)
def test_signs_of_a_heading_are_no_part_of_the_title(sign, title):
    """What marks a heading in Markdown stays in the text only; a hashtag is a word."""
    doc = process([f"{sign}Westport council closes old bridge", *PROSE])
    assert doc.text.split("\n")[0] == f"{sign}Westport council closes old bridge"
    assert doc.meta["title"] == f"{title}Westport council closes old bridge"


def test_a_title_that_is_known_stays():
    """A title that came with the document is not replaced."""
    doc = process(["Westport council closes old bridge", *PROSE], {"title": "Bridge closed"})
    assert doc.meta["title"] == "Bridge closed"


def test_links_that_share_no_words_with_the_prose_are_no_headline():
    """A page without a headline gets no title."""
    doc = process([*NAVIGATION, "Ten recipes for winter soups", *PROSE, *FOOTER])
    assert "title" not in doc.meta


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("By Ann Lee", {"author": "Ann Lee"}),
        ("Written by Ann Lee and Bob Ray", {"author": "Ann Lee"}),
        ("Von Anna van der Berg", {"author": "Anna van der Berg"}),
        ("March 5, 2024", {"date": "2024-03-05"}),
        ("Published 5 March 2024 at 10:45", {"date": "2024-03-05"}),
        ("Stand: 05.03.2024", {"date": "2024-03-05"}),
        ("5 de março de 2024", {"date": "2024-03-05"}),
        ("2024-03-05", {"date": "2024-03-05"}),
        ("By Ann Lee | March 5, 2024", {"author": "Ann Lee", "date": "2024-03-05"}),
        ("March 35, 2024", {}),
    ],
)
def test_bylines_and_dates_become_meta_data(line, values):
    """The author and the date above the prose are copied to the meta data."""
    assert dict(process([line, *PROSE, *FOOTER]).meta) == values


def test_meta_data_can_be_left_alone():
    """The option `metadata` leaves the meta data as it came."""
    lines = [*NAVIGATION, "Westport council closes old bridge", "By Ann Lee", *PROSE, *FOOTER]
    assert dict(process(lines, metadata=False).meta) == {}


@pytest.mark.parametrize(
    ("dateline", "kept"),
    [
        ("SEOUL — ", "SEOUL"),
        ("SEOUL—", "SEOUL"),
        ("KYIV (Reuters) - ", "KYIV (Reuters)"),
        ("Westport (AP) — ", "Westport (AP)"),
        ("NEW YORK, Sept. 5 — ", "NEW YORK, Sept. 5"),
        ("TORVIK, 14 October 2026 - ", "TORVIK, 14 October 2026"),
        ("KYIV, March 3 (Reuters) - ", "KYIV, March 3 (Reuters)"),
        ("PARIS, France (AFP) – ", "PARIS, France (AFP)"),
    ],
)
def test_a_dateline_gets_a_line_of_its_own(dateline, kept):
    """A dateline keeps its words and is set apart from the sentence after it; offsets stay exact."""
    doc = process([dateline + PROSE[0]])
    assert doc.text == f"{kept}\n{PROSE[0]}"
    assert doc.removed == ()
    assert doc.to_raw(len(kept) + 1, len(doc.text)) == (len(dateline), len(doc.raw))


def test_a_dateline_gives_the_date():
    """The day of a dateline with a year fills `meta.date`."""
    assert dict(process(["TORVIK, 14 October 2026 - " + PROSE[0]]).meta) == {"date": "2026-10-14"}
    assert dict(process(["NEW YORK, Sept. 5 — " + PROSE[0]]).meta) == {}


@pytest.mark.parametrize(
    "text",
    ["The Anti-Fraud office of the state said on Monday that it had found nothing in the books at all.",
     "Asian Cuisine – The council of Westport voted on Monday to close the old bridge for the summer.",
     "WHO - the agency of the United Nations - said on Monday that it had sent doctors to the region."],
)  # fmt: skip
def test_hyphens_and_dashes_in_sentences_stay(text):
    """A dash after other words than a dateline changes nothing."""
    assert process([text]).text == text


def test_a_glued_byline_goes():
    """A byline without a space before the sentence is removed and names the author."""
    doc = process(["By Ann Lee" + PROSE[0]])
    assert doc.text == PROSE[0]
    assert [
        (removal.reason, doc.raw[removal.raw_start : removal.raw_end]) for removal in doc.removed
    ] == [("byline", "By Ann Lee")]
    assert doc.meta["author"] == "Ann Lee"


@pytest.mark.parametrize(
    ("heading", "is_kept"),
    [("<h1 class='title'><a href='/b'>Blog</a></h1>", True), ("<p>Blog</p>", False)],
)
def test_the_main_heading_of_a_page_stays(heading, is_kept):
    """A first-level heading that the extraction kept is no navigation, whatever its words."""
    html = f"<html><body>{heading}<p>{'</p><p>'.join([*PROSE, *FOOTER])}</p></body></html>"
    texts = ["Blog", *PROSE, *FOOTER]
    edits, position = [], 0
    for number, text in enumerate(texts):
        start = html.index(text, position)
        edits.append(Edit(position, start, "\n" if number else "", ""))
        position = start + len(text)
    edits.append(Edit(position, len(html), "", ""))
    page = Document.from_text(html).edit(edits)
    assert page.text.split("\n") == texts
    [doc] = Boilerplate(Boilerplate.read_options({})).process([page])
    assert doc.text.split("\n") == (["Blog", *PROSE] if is_kept else PROSE)
