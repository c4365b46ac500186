"""Transient errors of stages: tried again, never bisected, with few calls of a server."""

import http.server
import threading
import time
import urllib.error
import urllib.request

import pytest
from own_components import plugin_of, run

import hookline
from hookline import (
    Document,
    Retry,
    Stage,
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


class RemotePlugin:
    @hookline.hookimpl
    def hookline_register(self, registry):
        registry.stage(Remote)


STYLES = ["raise", "retry", "list", "raise-in-list"]


@pytest.mark.parametrize("workers", [1, 2, 4])
@pytest.mark.parametrize("style", STYLES)
def test_a_server_that_limits_its_rate_is_asked_a_few_times_more(project, server, style, workers):
    """
    64 documents, every fifth call answered with 429: at most 90 calls, and nothing fails.

    With several workers it is 130 for a stage that makes a list: an exception loses the outcomes
    before it in each of them.
    """
    project.documents("in.jsonl", ["a"] * 64)
    url = f"http://127.0.0.1:{server.server_port}"
    stages = f"[{{use: remote, url: '{url}', style: {style}}}]"
    report = run(project, stages, RemotePlugin(), workers=workers)
    assert (report.written, report.failed) == (64, 0)
    assert server.calls <= (130 if style == "raise-in-list" and workers > 1 else 90)


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
    assert ATTEMPTS <= asked.count("bad") <= 20
    assert asked.count("a") <= (63 if style != "raise-in-list" else 110)


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


@pytest.mark.parametrize(
    ("after", "pause"),
    [(2.5, 2.5), (-1.0, 0.0), (1e12, 3600.0), (float("inf"), 3600.0), (float("nan"), 0.0)],
)
def test_a_pause_is_an_hour_at_most(after, pause):
    """What a service asks for is waited for, within bounds that a clock can hold."""
    assert asked_pause(TransientError("busy", after=after)) == pause
