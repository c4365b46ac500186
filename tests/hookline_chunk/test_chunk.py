"""The stage `chunk`."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookline import Document, Drop, Edit, Entity, Sentence, Token
from hookline.testing import check_stage
from hookline_chunk import Chunk


def chunks(doc, **options):
    """Return the chunks of a document."""
    [outcome] = Chunk(Chunk.read_options(options)).process([doc])
    return outcome.documents


def texts(text, **options):
    """Return the texts of the chunks of a text."""
    return [chunk.text for chunk in chunks(Document.from_text(text), **options)]


@pytest.mark.parametrize("unit", ["sentences", "tokens", "characters"])
def test_it_keeps_the_contract(unit):
    """Any text has one outcome, in batches of any size."""
    assert check_stage(Chunk, {"unit": unit, "size": 3, "overlap": 1})


def test_units_without_layers():
    """Sentences end at end marks and lines, tokens are words and marks, characters are any."""
    text = "Ana met Bo. They talked (a lot!) today.\n\nA heading\nIt went well"
    assert texts(text, unit="sentences", size=1) == [
        "Ana met Bo.", "They talked (a lot!)", "today.", "A heading", "It went well",
    ]  # fmt: skip
    assert texts("Ana, Bo and Cy left.", size=3) == ["Ana, Bo", "and Cy left", "."]
    assert texts("  abcdefg ", unit="characters", size=3) == ["abc", "def", "g"]


def test_units_of_layers():
    """Sentences and tokens are those of the layers if there are any."""
    doc = Document.from_text("One two. Three")
    doc = doc.with_layers(
        sentences=[Sentence(0, 14)], tokens=[Token(0, 7, "One two", 0), Token(7, 14, ". Three", 0)]
    )
    assert [chunk.text for chunk in chunks(doc, unit="sentences", size=1)] == ["One two. Three"]
    assert [chunk.text for chunk in chunks(doc, size=1)] == ["One two", ". Three"]


def test_overlap():
    """A chunk begins with the last units of the one before."""
    assert texts("a b c d e f g", size=3, overlap=1) == ["a b c", "c d e", "e f g"]
    assert texts("a b c d e f", size=4, overlap=2) == ["a b c d", "c d e f"]


def test_an_entity_is_not_cut():
    """A chunk ends before an entity that it would cut; one longer than a chunk is whole."""
    text = "so the New York Times said"
    doc = Document.from_text(text).with_layers(entities=[Entity(7, 21, "ORG")])
    assert [chunk.text for chunk in chunks(doc, size=3)] == ["so the", "New York Times", "said"]
    assert [chunk.text for chunk in chunks(doc, size=2)] == ["so the", "New York Times", "said"]
    overlapping = [chunk.text for chunk in chunks(doc, size=5, overlap=1)]
    assert overlapping == ["so the New York Times", "New York Times said"]


def test_place_in_the_parent():
    """Offsets are those of the parent's text and of its raw text, through an edit."""
    raw = "<b>Ana met Bo. Cy left."
    doc = Document.from_text(raw, "d", {"site": "x"}).edit([Edit(0, 3, "", "markup")])
    first, second = chunks(doc, unit="sentences", size=1)
    assert first.meta == {
        "site": "x",
        "chunk": {"parent": "d", "index": 0, "start": 0, "end": 11, "raw_start": 3, "raw_end": 14},
    }
    place = second.meta["chunk"]
    assert (place["index"], doc.text[place["start"] : place["end"]]) == (1, "Cy left.")
    assert raw[place["raw_start"] : place["raw_end"]] == second.text


def test_a_text_without_units_is_dropped():
    """There is nothing to chunk in a blank text."""
    [outcome] = Chunk(Chunk.read_options({})).process([Document.from_text(" \n ")])
    assert outcome == Drop("no text to chunk")


@given(
    st.text("ab .\n", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)), max_size=4),
    st.sampled_from(["sentences", "tokens", "characters"]),
    st.integers(1, 6),
    st.integers(0, 5),
)
def test_chunks_cover_the_text_and_cut_nothing(text, spans, unit, size, overlap):
    """Every character but white space is in a chunk, and no border is inside an entity."""
    entities = [
        Entity(start, min(start + length, len(text)), "X")
        for start, length in sorted(spans)
        if start < len(text)
    ]
    doc = Document.from_text(text).with_layers(entities=entities)
    options = Chunk.read_options({"unit": unit, "size": size, "overlap": min(overlap, size - 1)})
    [outcome] = Chunk(options).process([doc])
    parts = [] if isinstance(outcome, Drop) else [doc.meta["chunk"] for doc in outcome.documents]
    covered = {n for part in parts for n in range(part["start"], part["end"])}
    assert {n for n, letter in enumerate(text) if not letter.isspace()} <= covered
    for before, after in pairwise(parts):
        assert before["start"] < after["start"]
        assert before["end"] < after["end"]
    words = [text[part["start"] : part["end"]] for part in parts]
    assert all(word == word.strip() for word in words) or unit == "characters"


@given(st.lists(st.integers(0, 40), min_size=2, max_size=2), st.integers(1, 4), st.integers(0, 3))
def test_no_border_is_inside_an_entity(bounds, size, overlap):
    """Chunks of words begin and end outside an entity, wherever it is."""
    text = "aa bb cc dd ee ff gg hh ii jj kk ll mm nn"
    start, end = sorted(bounds)
    doc = Document.from_text(text).with_layers(entities=[Entity(start, end + 1, "X")])
    for chunk in chunks(doc, size=size, overlap=min(overlap, size - 1)):
        place = chunk.meta["chunk"]
        blank = text[start : end + 1].isspace()
        assert blank or not start < place["start"] < end + 1
        assert blank or not start < place["end"] < len(text[: end + 1].rstrip())


def test_an_overlap_of_a_whole_chunk_is_refused(project):
    """`hookline check` says so before the run."""
    project.config("[{use: chunk, size: 4, overlap: 4}]")
    assert "`overlap` should be smaller than `size`" in project.call("check", "c.yaml").out


def test_a_run_names_and_counts_the_chunks(project):
    """Records have ids of chunks, and the report counts what the split added."""
    project.documents("in.jsonl", ["a b c d e", "f"])
    project.config("[{use: chunk, size: 2}]")
    assert project.call("run", "c.yaml").code == 0
    assert [(row["id"], row["text"], row["meta"]["chunk"]["index"]) for row in project.records()] == [
        ("d0#1", "a b", 0), ("d0#2", "c d", 1), ("d0#3", "e", 2), ("d1#1", "f", 0),
    ]  # fmt: skip
