"""Sources with positions: a stream is read on from the checkpoint, and acknowledged after it."""

import threading
import time
from pathlib import Path
from typing import ClassVar

import pytest
from log_source import noted

import hookline
from hookline import Document, Place, Source, StreamSource
from hookline.runner.checkpoint import Checkpoint
from hookline.testing import check_source

CONFIG = """
source: {use: log}
stages: []
sink: {use: jsonl, path: out.jsonl}
"""


@pytest.fixture
def log(project):
    """A project with a log of 400 lines, one of them bad, and a source that reads it."""
    project.write(
        "log.txt", "".join(f"line {n}\n" for n in range(400)).replace("line 7\n", "bad\n")
    )
    project.write("c.yaml", CONFIG)
    return project


def texts(project):
    return [record["text"] for record in project.records()]


WHOLE = [f"line {n}" for n in range(400) if n != 7]
CALL = ("run", "c.yaml", "--plugins", "log_source", "--engine", "local", "--workers", "1")


def test_a_stream_is_read_once_and_committed_to_its_end(log):
    """Without an interruption, the last position is committed, after the output is complete."""
    result = log.call(*CALL)
    assert result.code == 1, result.err
    assert texts(log) == WHOLE
    assert noted("read") == ["0"]
    assert noted("commit")[-1] == str(Path("log.txt").stat().st_size)


def test_the_same_command_leaves_a_finished_stream_alone(log):
    """A finished run neither reads nor commits again."""
    assert log.call(*CALL).code == 1
    before = Path("notes.txt").read_text()
    assert log.call(*CALL).code == 1
    assert Path("notes.txt").read_text() == before


def test_a_limited_run_goes_on_at_its_position(log):
    """A larger limit reads on after the last item, which may have been a failed one."""
    assert log.call(*CALL, "--limit", "8").code == 1
    position = Path("log.txt").read_bytes().index(b"line 8")
    assert noted("commit") == [str(position)]
    assert log.call(*CALL).code == 1
    assert texts(log) == WHOLE
    assert noted("read") == ["0", str(position)]


@pytest.mark.parametrize("death", [1, 2])
def test_a_kill_between_checkpoint_and_commit_loses_and_repeats_nothing(log, monkeypatch, death):
    """The commits follow the checkpoint: a killed run reads on from what the checkpoint holds."""
    monkeypatch.setenv("LOG_DIE", str(death))
    for limit in ("8", "400"):
        process = log.start(*CALL, "--limit", limit)
        process.communicate(timeout=60)
        if process.returncode == 9:
            break
    assert process.returncode == 9
    state = read_state()
    assert all(int(position) < state["position"] for position in noted("commit"))
    monkeypatch.delenv("LOG_DIE")
    assert log.call(*CALL).code == 1
    assert texts(log) == WHOLE
    assert noted("read")[-1] == str(state["position"])
    assert noted("commit")[-1] == str(Path("log.txt").stat().st_size)


def read_state():
    checkpoint = Checkpoint("out.jsonl")
    try:
        return checkpoint.read()
    finally:
        checkpoint.close()


def test_a_commit_that_fails_for_a_while_is_repeated(log, monkeypatch):
    """A commit that is refused does not disturb the run; the last one is tried again."""
    monkeypatch.setenv("LOG_REFUSE", "4")
    result = log.call(*CALL)
    assert result.code == 1, result.err
    assert texts(log) == WHOLE
    assert noted("commit")[-1] == str(Path("log.txt").stat().st_size)


def test_a_run_whose_last_commit_fails_is_finished_by_the_same_command(log, monkeypatch):
    """Nothing is published before the source knows: the message says what to do, and it works."""
    monkeypatch.setenv("LOG_REFUSE", "99")
    result = log.call(*CALL)
    assert result.code == 2
    assert "the source log cannot commit its position: the log is closed" in result.err
    assert "run the same command again" in result.err
    assert not Path("out.jsonl").exists()
    monkeypatch.delenv("LOG_REFUSE")
    assert log.call(*CALL).code == 1
    assert texts(log) == WHOLE


def test_reading_goes_on_after_a_transient_error(log, monkeypatch):
    """The source is asked for the items after the last one that it gave."""
    monkeypatch.setenv("LOG_STUMBLE", "2000")
    assert log.call(*CALL).code == 1
    assert texts(log) == WHOLE
    first, second = noted("read")
    assert (first, int(second)) == ("0", Path("log.txt").read_bytes().rindex(b"\n", 0, 2000) + 1)


def test_a_stream_that_never_ends_is_stopped_and_goes_on(log):
    """A run that waits for items is stopped at once, and finds later what came in between."""
    log.write("c.yaml", CONFIG.replace("log}", "log, ends: false}"))
    plan = hookline.read_plan("c.yaml", plugins=["log_source"])
    report = stopped_run(plan, 399)
    assert (report.finished, report.written, report.failed) == (False, 399, 1)
    with open("log.txt", "a") as file:
        file.write("line 400\n")
    report = stopped_run(plan, 400)
    assert (report.finished, report.written) == (False, 400)
    first, second = noted("read")
    assert (first, int(second)) == ("0", Path("log.txt").read_bytes().index(b"line 400"))
    assert "hookline-reader" not in {thread.name for thread in threading.enumerate()}


def stopped_run(plan, written):
    """Run until a number of documents is written, in the state that is stored."""
    notified = []

    def stop():
        notified.append(time.monotonic())
        settled = noted("commit")
        return bool(settled) and int(settled[-1]) == Path("log.txt").stat().st_size

    report = hookline.run(plan, stop=stop, workers=1)
    assert report.written == written
    return report


def test_where_a_stream_begins_is_kept_though_nothing_has_been_read(log):
    """What comes after a first attempt without items belongs to the run."""
    log.write("c.yaml", CONFIG.replace("log}", "log, start: null}"))
    plan = hookline.read_plan("c.yaml", plugins=["log_source"])
    assert hookline.run(plan, limit=1, stop=lambda: 1).read == 0
    with open("log.txt", "a") as file:
        file.write("line 400\n")
    assert hookline.run(plan, limit=1).written == 1
    assert texts(log) == ["line 400"]


def test_a_stream_is_the_only_source_of_a_config(log):
    """A stream never hands over to the next source: the check says so, with the place."""
    log.write("c.yaml", CONFIG.replace("{use: log}", "[{use: log}, {use: jsonl, path: in.jsonl}]"))
    result = log.call("check", "c.yaml", "--plugins", "log_source")
    assert result.code == 2
    assert "c.yaml:2:16" in result.err + result.out
    assert (
        "the source `log` reads a stream, so it must be the only source" in result.err + result.out
    )


class Counter(Source):
    """Give twenty documents and keep what is committed."""

    name = "counter"
    committed: ClassVar[list[int]] = []

    def read(self, start=0):
        for number in range(start, 20):
            yield Document.from_text("text", str(number), place=Place("counter", number))

    def commit(self, position):
        self.committed.append(position)


class Plugin:
    """Registers the source `counter`."""

    @hookline.hookimpl
    def hookline_register(self, registry):
        registry.source(Counter)


@pytest.mark.parametrize(("sources", "last"), [(1, [20]), (2, [20, 20])])
def test_other_sources_commit_a_number_of_items(project, monkeypatch, sources, last):
    """A source without positions of its own is told how many of its items are done."""
    monkeypatch.setattr(Counter, "committed", [])
    config = {
        "source": [{"use": "counter", "name": f"c{number}"} for number in range(sources)],
        "stages": [],
        "sink": {"use": "jsonl", "path": "out.jsonl"},
    }
    plan = hookline.read_plan(config, plugins=[Plugin()])
    hookline.run(plan, limit=5)
    assert set(Counter.committed) == {5}
    hookline.run(plan)
    assert [position for position in Counter.committed if position == 20] == last
    assert min(Counter.committed) == 5


class Kept(StreamSource):
    """Give three documents, with positions that count them."""

    name = "kept"

    def read_after(self, position):
        for number in range(position or 0, 3):
            yield None
            yield Document.from_text("text", str(number), place=Place("kept", number))

    def advance(self, position, item):
        return (position or 0) + 1


class Stuck(Kept):
    """Forget to advance."""

    name = "stuck"

    def advance(self, position, item):
        return 1


class Deaf(Kept):
    """Begin at the start, wherever it is to read on."""

    name = "deaf"

    def read_after(self, position):
        return super().read_after(None)


def test_the_contract_kit_checks_positions():
    """A stream passes that reads on after each of its positions, and others are named."""
    assert len(check_source(Kept, {})) == 3
    with pytest.raises(AssertionError, match="has the position of the item before it"):
        check_source(Stuck, {})
    with pytest.raises(AssertionError, match="reading after the position of kept:0 gives other"):
        check_source(Deaf, {})
