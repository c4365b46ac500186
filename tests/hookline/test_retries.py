"""Transient errors: tried again wherever they are raised, never bisected, with few calls of a server."""

import http.server
import threading
import time
import urllib.error
import urllib.request

import pytest

import hookline
from hookline import (
    Document,
    FileSink,
    HooklineError,
    Place,
    Retry,
    Source,
    SourceError,
    SpooledSink,
    Stage,
    StreamSource,
    TransientError,
    stage,
)
from hookline.components.retry import ATTEMPTS, asked_pause
from hookline.errors import LimitReached


class Server(http.server.ThreadingHTTPServer):
    """Answers 200, but 429 to every fifth call, or 503 to all."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.calls, self.down = 0, False
        self.lock = threading.Lock()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with self.server.lock:
            self.server.calls += 1
            refuse = self.server.calls % 5 == 0
        self.send_response(503 if self.server.down else 429 if refuse else 200)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def ask(url):
    with urllib.request.urlopen(url):
        pass


class Remote(Stage):
    """Ask a server about each document; `style` says how a refusal is reported."""

    name = "remote"

    class Options(Stage.Options):
        url: str
        style: str

    def process(self, docs):
        if self.options.style in ("list", "raise-in-list"):
            return [self._ask(doc) for doc in docs]
        return map(self._ask, docs)

    def _ask(self, doc):
        try:
            ask(self.options.url)
        except urllib.error.HTTPError as error:
            if self.options.style.startswith("raise"):
                raise TransientError(str(error), after=0.01) from error
            return Retry(error, after=0.01)
        return doc


def run(
    project,
    stages="[]",
    plugin=None,
    more="",
    source="{use: jsonl, path: in.jsonl}",
    sink="",
    workers=None,
):
    path = project.write(
        "c.yaml",
        f"source: {source}\nstages: {stages}\nsink: {sink or '{use: jsonl, path: out.jsonl}'}\n{more}",
    )
    plan = hookline.read_plan(path, plugins=[plugin] if plugin else [])
    return hookline.run(plan, workers=workers)


class RemotePlugin:
    @hookline.hookimpl
    def hookline_register(self, registry):
        registry.stage(Remote)


MOST_CALLS = {"raise": 90, "retry": 90, "list": 90, "raise-in-list": 160}
STYLES = list(MOST_CALLS)


@pytest.mark.parametrize("workers", [1, 2, 4])
@pytest.mark.parametrize("style", STYLES)
def test_a_server_that_limits_its_rate_is_asked_a_few_times_more(project, server, style, workers):
    """
    64 documents, every fifth call answered with 429: at most 90 calls, and nothing fails.

    It is 160 for a stage that makes a list, as an exception loses the outcomes before it.
    """
    project.documents("in.jsonl", ["a"] * 64)
    url = f"http://127.0.0.1:{server.server_port}"
    stages = f"[{{use: remote, url: '{url}', style: {style}}}]"
    report = run(project, stages, RemotePlugin(), workers=workers)
    assert (report.written, report.failed) == (64, 0)
    assert server.calls <= MOST_CALLS[style]


@pytest.mark.parametrize("workers", [1, 2, 4])
@pytest.mark.parametrize("style", STYLES)
def test_a_server_that_is_down_is_left_alone(project, server, style, workers):
    """With `failures.limit: 5` at most 30 calls; the run stops, and goes on when the server is back."""
    server.down = True
    project.documents("in.jsonl", ["a"] * 64)
    url = f"http://127.0.0.1:{server.server_port}"
    stages = f"[{{use: remote, url: '{url}', style: {style}}}]"
    limit = "failures: {limit: 5}\n"
    with pytest.raises(LimitReached):
        run(project, stages, RemotePlugin(), limit, workers=workers)
    assert server.calls <= 30
    letter = project.records("out.failures.jsonl")[0]
    assert ATTEMPTS <= letter["attempts"] < ATTEMPTS + workers
    assert letter["error"]["type"] == (
        "HTTPError" if style in ("retry", "list") else "TransientError"
    )
    server.down = False
    assert run(project, stages, RemotePlugin(), limit.replace("5", "99")).finished


def test_a_pause_that_one_process_is_asked_for_is_made_by_all(project):
    """After `Retry(after=1)`, no process calls the stage for a second, and then one at a time."""
    calls = project.folder / "calls"

    class Shared(Stage):
        name = "shared"
        batch_size = 1

        def process(self, docs):
            with calls.open("a") as file:
                file.write(f"{time.monotonic()} {docs[0].id}\n")
                is_first = file.tell() < 40
            time.sleep(0.02)
            return [Retry(ValueError("busy"), after=1.0) if is_first else docs[0]]

    project.documents("in.jsonl", ["a"] * 64)
    report = run(project, "[{use: shared}]", plugin_of(stage=Shared), workers=2)
    assert (report.written, report.failed) == (64, 0)
    times = [float(line.split()[0]) for line in calls.read_text().splitlines()]
    refused, *others = sorted(times)
    begun = [moment for moment in others if moment < refused + 0.02 + 0.02]
    assert len(begun) <= 1  # what another process was in when the first was refused
    assert min(moment for moment in others if moment not in begun) >= refused + 1.0


@pytest.mark.parametrize("workers", [1, 2, 4])
@pytest.mark.parametrize("style", STYLES)
def test_a_document_that_is_always_refused_costs_only_itself(project, style, workers):
    """Other documents pass, with few more calls; it fails after ten refusals and those of lists."""
    calls = project.folder / "calls"

    class Picky(Stage):
        name = "picky"

        def process(self, docs):
            return [self._ask(doc) for doc in docs] if "list" in style else map(self._ask, docs)

        def _ask(self, doc):
            with calls.open("a") as file:
                file.write(f"{doc.text} ")
            if doc.text == "bad" and style.startswith("raise"):
                raise TransientError("not this one", after=0.001)
            return Retry(ValueError("no"), after=0.001) if doc.text == "bad" else doc

    project.documents("in.jsonl", ["a"] * 5 + ["bad"] + ["a"] * 58)
    report = run(project, "[{use: picky}]", plugin_of(stage=Picky), workers=workers)
    assert (report.written, report.failed) == (63, 1)
    asked = calls.read_text().split()
    assert ATTEMPTS <= asked.count("bad") <= 16
    assert asked.count("a") <= (63 if style != "raise-in-list" else 110)


class Once:
    """Raises a TransientError on the first calls with each key, `times` of them."""

    def __init__(self, times=2):
        self.times, self.seen = times, {}

    def __call__(self, key):
        self.seen[key] = self.seen.get(key, 0) + 1
        if self.seen[key] <= self.times:
            raise TransientError(f"{key} is not there yet", after=0.001)


def plugin_of(**components):
    class Plugin:
        @hookline.hookimpl
        def hookline_register(self, registry):
            for kind, component in components.items():
                getattr(registry, kind)(component)

    return Plugin()


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
    part = type("Part", (base,), members)
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


def test_errors_of_other_documents_are_not_counted_against_one(project):
    """A document that asks for a retry now and then is not failed by errors raised before it."""
    tries = {}

    class Shaky(Stage):
        name = "shaky"

        def process(self, docs):
            return map(self._process, docs)

        def _process(self, doc):
            tries[doc.id] = tries.get(doc.id, 0) + 1
            if tries[doc.id] < 3 and doc.id == "d62":
                return Retry(ValueError("later"), after=0.001)
            if tries[doc.id] < 2:
                raise TransientError("busy", after=0.001)
            return doc

    with hookline.Pipeline.from_config(
        {"stages": [{"use": "shaky"}]}, plugins=[plugin_of(stage=Shaky)]
    ) as pipeline:
        docs = [Document.from_text("a", f"d{n}") for n in range(64)]
        assert {type(outcome) for outcome in pipeline.stream(docs)} == {Document}


def test_the_pause_is_the_one_that_was_asked_for(project):
    """`TransientError(after=…)` decides how long the host waits."""
    tries = []

    @stage("patient")
    def patient(doc):
        tries.append(time.monotonic())
        if len(tries) == 1:
            raise TransientError("busy", after=0.5)
        return doc

    config = {"stages": [{"use": "patient"}]}
    with hookline.Pipeline.from_config(config, plugins=[plugin_of(stage=patient)]) as pipeline:
        pipeline.process("a")
    assert 0.5 <= tries[1] - tries[0] < 1.5


def test_the_time_limit_of_a_stage_does_not_run_while_it_pauses(project):
    """A stage with `timeout: 1` may be asked to wait for longer."""

    class Waits(Stage):
        name = "waits"

        def process(self, docs):
            if not hasattr(self, "asked"):
                self.asked = True
                raise TransientError("busy", after=1.6)
            return docs

    project.documents("in.jsonl", ["a"])
    report = run(project, "[{use: waits, timeout: 1}]", plugin_of(stage=Waits))
    assert (report.written, report.failed) == (1, 0)


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


@pytest.mark.parametrize(
    ("after", "pause"),
    [(2.5, 2.5), (-1.0, 0.0), (1e12, 3600.0), (float("inf"), 3600.0), (float("nan"), 0.0)],
)
def test_a_pause_is_an_hour_at_most(after, pause):
    """What a service asks for is waited for, within bounds that a clock can hold."""
    assert asked_pause(TransientError("busy", after=after)) == pause
