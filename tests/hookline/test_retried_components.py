"""Transient errors of a source, a stage that opens, and a sink: tried again, and named if they last."""

import pytest
from own_components import plugin_of, run

from hookline import (
    Document,
    FileSink,
    HooklineError,
    Place,
    Source,
    SourceError,
    SpooledSink,
    Stage,
    StreamSource,
    TransientError,
)
from hookline.components.retry import ATTEMPTS


class Once:
    """Raises a TransientError on the first calls with each key, `times` of them."""

    def __init__(self, times=2):
        self.times, self.seen = times, {}

    def __call__(self, key):
        self.seen[key] = self.seen.get(key, 0) + 1
        if self.seen[key] <= self.times:
            raise TransientError(f"{key} is not there yet", after=0.001)


@pytest.mark.parametrize("several", [False, True])
def test_a_source_is_opened_and_read_again(project, several):
    """Opening it, and reading it at any item, are tried again; no document is lost or doubled."""
    fail = Once()

    class Remote(Source):
        name = "remote-source"

        def __init__(self, options):
            super().__init__(options)
            fail("open")

        def read(self, start=0):
            for number in range(start, 100):
                if number in (0, 17, 99):
                    fail(number)
                yield Document.from_text(f"text {number}", str(number), place=Place(str(number)))

    project.documents("in.jsonl", ["a"])
    source = "{use: remote-source}"
    if several:
        source = f"[{{use: jsonl, path: in.jsonl}}, {source}]"
    report = run(project, plugin=plugin_of(source=Remote), source=source)
    ids = [record["id"] for record in project.records()]
    assert ids == ["d0"] * several + [str(number) for number in range(100)]
    assert report.finished
    assert fail.seen == {"open": 3, 0: 3, 17: 3, 99: 3}


def test_a_source_that_stays_away_stops_the_run(project):
    """Seven tries without a new document are enough; what came before is kept."""
    fail = Once(99)

    class Gone(Source):
        name = "gone"

        def read(self, start=0):
            for number in range(start, 50):
                if number == 40:
                    fail(number)
                yield Document.from_text("text", str(number))

    expected = "the source gone failed: 40 is not there yet"
    with pytest.raises(HooklineError, match=expected) as stopped:
        run(project, plugin=plugin_of(source=Gone), source="{use: gone}")
    assert fail.seen == {40: ATTEMPTS}
    assert stopped.value.report.written == 40


@pytest.mark.parametrize("kind", ["source", "stage", "sink", "stream"])
def test_what_stays_away_is_named(project, kind):
    """An error that lasts says which source, stage or sink it is of, wherever it is raised."""

    def gone(self, options):
        raise TransientError("no answer", after=0.001)

    base = {"source": Source, "stage": Stage, "sink": FileSink, "stream": StreamSource}[kind]
    members = {"name": "remote-thing", "__init__": gone}
    if kind == "stream":
        members = {"name": "remote-thing", "begin": lambda self: gone(self, None)}
    for method in base.__abstractmethods__:
        members.setdefault(method, lambda self, *arguments: gone(self, None))
    part = type("Part", (base,), {**members, "__qualname__": "<locals>.Part"})  # not importable
    project.documents("in.jsonl", ["a"])
    use = {"stream": "source"}.get(kind, kind)
    options = {
        "source": {"source": "[{use: remote-thing}, {use: jsonl, path: in.jsonl}]"},
        "stage": {"stages": "[{use: remote-thing}]"},
        "sink": {"sink": "{use: remote-thing}"},
        "stream": {"source": "{use: remote-thing}"},
    }[kind]
    with pytest.raises(HooklineError, match=rf"the {use} `?remote-thing`? .*: no answer"):
        run(project, plugin=plugin_of(**{use: part}), **options)


def test_a_stage_is_opened_again(project):
    """A stage that cannot be opened at first is, a moment later."""
    fail = Once()

    class Late(Stage):
        name = "late"

        def __init__(self, options):
            super().__init__(options)
            fail("open")

        def process(self, docs):
            return docs

    project.documents("in.jsonl", ["a"])
    assert run(project, "[{use: late}]", plugin_of(stage=Late)).written == 1


@pytest.mark.parametrize("tee", [False, True])
def test_every_method_of_a_sink_is_tried_again(project, tee):
    """Opening, writing, flushing and publishing; with two sinks, only the one that failed is."""
    fail = Once()

    class Shaky(FileSink):
        name = "shaky"

        class Options(FileSink.Options):
            path: str

        def encode(self, docs):
            return [f"{doc.id}\n".encode() for doc in docs]

        def open(self, position=None):
            fail("open")
            super().open(position)

        def write(self, chunks):
            fail("write")
            super().write(chunks)

        def flush(self):
            fail("flush")
            return super().flush()

        def publish(self):
            fail("publish")
            return super().publish()

    project.documents("in.jsonl", ["a"] * 30)
    sink = "{use: shaky, path: out.txt}"
    if tee:
        sink = f"[{{use: jsonl, path: out.jsonl}}, {sink}, {{use: jsonl, path: out2.jsonl}}]"
    assert run(project, plugin=plugin_of(sink=Shaky), sink=sink).finished
    expected = [f"d{n}" for n in range(30)]
    assert (project.folder / "out.txt").read_text().split() == expected
    assert {fail.seen[key] > 2 for key in ("open", "write", "flush", "publish")} == {True}
    if tee:
        assert [r["id"] for r in project.records()] == expected
        assert [r["id"] for r in project.records("out2.jsonl")] == expected


def test_the_last_step_of_a_spooled_sink_is_tried_again(project):
    """`SpooledSink.finish` gets another chance, and says its own words when that does not help."""
    fail = Once()

    class Bulk(SpooledSink):
        name = "bulk"

        class Options(SpooledSink.Options):
            path: str

        def encode(self, docs):
            return [f"{doc.id}\n".encode() for doc in docs]

        def finish(self, spool, final):
            fail("finish")
            final.write_bytes(spool.read())

    project.documents("in.jsonl", ["a"] * 3)
    sink, plugin = "{use: bulk, path: out.txt}", plugin_of(sink=Bulk)
    assert run(project, plugin=plugin, sink=sink).finished
    assert (project.folder / "out.txt").read_text().split() == ["d0", "d1", "d2"]
    (project.folder / "out.txt").unlink()
    fail.times = 99
    with pytest.raises(HooklineError, match="the sink `bulk` failed: finish is not there yet"):
        run(project, plugin=plugin, sink=sink)
    assert not (project.folder / "out.txt").exists()
    fail.times = 0
    assert run(project, plugin=plugin, sink=sink).finished


def test_a_stream_is_not_read_again(project):
    """What has been read of standard input is gone: a transient error there ends the run."""

    class Pipe(Source):
        name = "pipe"

        def is_stream(self):
            return True

        def read(self, start=0):
            assert start == 0
            yield Document.from_text("a")
            raise TransientError("hiccup")

    with pytest.raises(SourceError, match="the source pipe failed: hiccup"):
        run(project, plugin=plugin_of(source=Pipe), source="{use: pipe}")
