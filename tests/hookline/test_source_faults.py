"""Faults of sources stop the run cleanly, and it goes on once they are mended."""

import asyncio
from pathlib import Path

import pytest
from own_components import plan_of

import hookline
from hookline import Document, Place, Source, SourceError


def test_a_source_that_fails_stops_the_run_cleanly(project):
    """What a source raises is said in one line, and the run goes on once it is mended."""
    project.write(
        "c.yaml",
        "source: {use: numbers}\nstages: [{use: shout}]\nsink: {use: jsonl, path: out.jsonl}\n",
    )
    result = project.call("run", "c.yaml", "--report", "r.json")
    assert result.code == 2
    assert "the source numbers failed: RuntimeError: the database went away" in result.err
    assert "Traceback" not in result.err
    assert not (project.folder / "out.jsonl").exists()
    project.write("mended", "")
    result = project.call("run", "c.yaml")
    assert result.code == 0
    assert [record["id"] for record in project.records()] == [str(n) for n in range(300)]


@pytest.mark.parametrize("kind", [SystemExit, KeyboardInterrupt, asyncio.CancelledError])
def test_a_source_that_leaves_has_not_ended(project, kind):
    """What ends a thread in silence is an error of the source: the items behind it were not read."""

    class Leaves(Source):
        name = "leaves"

        def read(self, start=0):
            for number in range(start, 100):
                if number == 30 and not Path("mended").exists():
                    raise kind("gone")
                yield Document.from_text("text", f"d{number}")

    plan = plan_of(Leaves)
    with pytest.raises(SourceError, match=f"the source leaves failed: {kind.__name__}: gone"):
        hookline.run(plan)
    assert not Path("o.jsonl").exists()
    project.write("mended", "")
    assert hookline.run(plan).written == 100


@pytest.mark.parametrize("item", [None, "a text"])
def test_a_source_that_gives_no_document_is_told_what_is_expected(project, item):
    """Anything but a document or an unreadable item names the source and what it gave."""

    class Odd(Source):
        name = "odd"

        def read(self, start=0):
            yield item

    with pytest.raises(
        SourceError, match=f"source odd failed: .* gave a {type(item).__name__}, exp"
    ):
        hookline.run(plan_of(Odd))


def test_a_source_that_cannot_be_closed_loses_nothing(project):
    """The output is published by then, so the error is a warning."""

    class Stays(Source):
        name = "stays"

        def read(self, start=0):
            yield Document.from_text("text", "d0")

        def close(self):
            raise OSError("busy")

    with pytest.warns(RuntimeWarning, match="the source `stays` failed to close: OSError: busy"):
        assert hookline.run(plan_of(Stays)).finished


def test_a_stream_that_leaves_while_it_is_compared_is_an_error(project):
    """A finished run reads a stream again to compare it; what ends that reading is told."""

    class Again(Source):
        name = "again"

        def read(self, start=0):
            yield Document.from_text("text", "d0")
            if Path("o.jsonl").exists():
                raise SystemExit("gone")

    plan = plan_of(Again)
    assert hookline.run(plan).finished
    with pytest.raises(SourceError, match="the source again failed: SystemExit: gone"):
        hookline.run(plan)


@pytest.mark.parametrize("doc_id", [7, None, ["a"]])
def test_an_id_of_a_source_that_is_no_string_is_an_error_of_the_source(project, doc_id):
    """The run stops with the place of the document, and goes on once the source is mended."""

    class Rows(Source):
        name = "rows"

        def read(self, start=0):
            for number in range(start, 40):
                mended = number != 7 or Path("mended").exists()
                place = Place("rows", number)
                yield Document.from_text("text", f"d{number}" if mended else doc_id, {}, place)

    plan = plan_of(Rows)
    with pytest.raises(SourceError, match=r"the source rows failed: .*the id .*\(rows:7\)"):
        hookline.run(plan)
    project.write("mended", "")
    assert hookline.run(plan).written == 40
