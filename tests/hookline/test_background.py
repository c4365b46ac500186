"""`start`: a run in a thread that is watched, awaited and cancelled."""

import asyncio
import inspect
import signal
import subprocess
import sys
import time

import pytest
from tests_support import environment

from hookline import Config, HooklineError, read_plan, run, start

TEXTS = [f"Text {number}" for number in range(600)]


@pytest.fixture
def plan(project):
    """A plan of 6 seconds in one process, more than the 5 that a cancelled run has for its units."""
    project.documents("in.jsonl", TEXTS)
    slow = {"use": "slow", "seconds": 0.01, "batch_size": 1}
    return read_plan(
        Config(
            source={"use": "jsonl", "path": "in.jsonl"},
            stages=["shout", slow],
            sink={"use": "jsonl", "path": "out.jsonl"},
        )
    )


def wait_for_documents(running):
    """Wait until a run has written documents."""
    end = time.monotonic() + 60
    while not running.report.written:
        assert not running.done
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_run_is_watched_while_it_goes_on(plan, project):
    """`report` has balanced counts that grow up to those of the result."""
    running = start(plan, workers=1, limit=150, report="report.json")
    reports = [running.report]
    while not running.done:
        reports.append(running.report)
        time.sleep(0.01)
    result = running.result()
    counts = [report.written for report in reports]
    assert counts == sorted(counts)
    assert counts[0] == 0
    assert any(0 < count < 150 for count in counts)
    assert all(report.read == report.settled + report.pending for report in reports)
    assert all(report.written == 150 for report in reports if report.finished)
    assert (result.written, result.finished) == (150, True)
    assert running.report == result
    records = project.records()
    assert [record["text"] for record in records] == [text.upper() for text in TEXTS[:150]]
    assert (project.folder / "report.json").exists()


def test_a_cancelled_run_is_resumed(plan, project):
    """`cancel` keeps what is done and publishes nothing; the same plan goes on to the same bytes."""
    running = start(plan, workers=1)
    with pytest.raises(TimeoutError):
        running.result(timeout=0)
    wait_for_documents(running)
    running.cancel()
    report = running.result()
    assert not report.finished
    assert 0 < report.written < len(TEXTS)
    assert not (project.folder / "out.jsonl").exists()
    resumed = start(plan, workers=4)
    assert (resumed.result().written, resumed.report.finished) == (len(TEXTS), True)
    content = (project.folder / "out.jsonl").read_bytes()
    assert run(plan, workers=4, fresh=True).finished
    assert (project.folder / "out.jsonl").read_bytes() == content


def test_a_run_is_awaited(plan):
    """`await` returns the report to each task that waits, and the event loop goes on meanwhile."""

    async def main():
        ticks = 0

        async def tick():
            nonlocal ticks
            while True:
                ticks += 1
                await asyncio.sleep(0.001)

        async def wait():
            return await running

        clock = asyncio.create_task(tick())
        running = start(plan, limit=20)
        reports = await asyncio.gather(wait(), wait())
        clock.cancel()
        return ticks, reports, await running

    ticks, reports, again = asyncio.run(main())
    assert ticks > 5
    assert [report.written for report in reports] == [20, 20]
    assert again == reports[0]


def test_cancelling_the_task_cancels_the_run(plan, project):
    """The task ends when the run has ended, so that the next one can begin at once."""

    async def main():
        running = start(plan, workers=1)
        await asyncio.to_thread(wait_for_documents, running)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(running, 0.01)
        assert running.done
        assert not running.report.finished
        return await start(plan, workers=4)

    assert asyncio.run(main()).written == len(TEXTS)
    assert len(project.records()) == len(TEXTS)


def test_the_error_of_a_run_is_raised_where_it_is_waited_for(plan, project):
    """`result` and `await` raise what `run` raises; the report is that of the end."""
    project.write("out.jsonl", "foreign")

    async def wait(running):
        return await running

    running = start(plan)
    with pytest.raises(HooklineError, match="was not written by hookline"):
        running.result()
    with pytest.raises(HooklineError, match="was not written by hookline"):
        asyncio.run(wait(running))
    assert running.done
    project.documents("bad.jsonl", ["fine", "RAISE"])
    config = Config(
        source={"use": "jsonl", "path": "bad.jsonl"},
        stages=["poison"],
        sink={"use": "jsonl", "path": "good.jsonl"},
        failures={"limit": 0},
    )
    running = start(read_plan(config))
    with pytest.raises(HooklineError, match=r"failures\.limit is 0"):
        running.result()
    assert (running.report.failed, running.report.finished) == (1, False)


def test_ctrl_c_in_the_block_of_a_run_cancels_it(plan, project):
    """The block ends when the run has ended, within seconds, and what is done is kept."""
    code = """
import signal, time
from hookline import read_plan, start

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
try:
    with start(read_plan("c.yaml"), workers=1) as run:
        while not run.report.written:
            time.sleep(0.01)
        print("begun", flush=True)
        run.result()
except KeyboardInterrupt:
    print("done:", run.done, "finished:", run.result().finished)
"""
    project.config("[shout, {use: slow, seconds: 0.01, batch_size: 1}]")
    with subprocess.Popen(
        [sys.executable, "-c", code], env=environment(), stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout.readline() == "begun\n"
        program.send_signal(signal.SIGINT)
        assert program.stdout.read() == "done: True finished: False\n"
        assert program.wait(20) == 0
    assert not (project.folder / "out.jsonl").exists()
    report = run(read_plan("c.yaml"), workers=4)
    assert (report.written, report.finished) == (len(TEXTS), True)


def test_the_block_of_a_run_waits_for_its_end(plan, project):
    """After the block the output is there; an error in the block cancels the run and is raised."""
    with start(plan, workers=1, limit=20) as running:
        assert not running.done
    assert len(project.records()) == running.report.written == 20
    runs = []

    def fail():
        with start(plan, workers=1, fresh=True) as running:
            runs.append(running)
            wait_for_documents(running)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    (running,) = runs
    assert running.done
    assert not running.result().finished


def test_start_takes_what_run_takes():
    """It has the arguments of `run` with their defaults, but `stop`."""
    expected = dict(inspect.signature(run).parameters)
    del expected["stop"]
    assert dict(inspect.signature(start).parameters) == expected
