"""SIGINT and SIGTERM: a run ends within seconds, keeps what is done, and never publishes."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from tests_support import environment

PRODUCER = """
import json, sys, time
for number in range(10_000):
    print(json.dumps({"id": f"d{number}", "text": f"Text {number}"}), flush=True)
    time.sleep(0.005)
"""


def seconds_to_end(run, number):
    """Send a signal and return how long the run took to end."""
    started = time.monotonic()
    run.send_signal(number)
    run.wait(20)
    return time.monotonic() - started


def started(run):
    """Wait until a run has started."""
    assert "run started" in run.stderr.readline()


def handles(pid, number):
    """Tell whether a process has a handler for a signal."""
    with open(f"/proc/{pid}/status") as file:
        mask = next(line.split()[1] for line in file if line.startswith("SigCgt"))
    return bool(int(mask, 16) >> (number - 1) & 1)


def test_ctrl_c_at_a_terminal_ends_a_pipe_and_publishes_nothing(project):
    """The producer dies of the same Ctrl-C; its end is no end of the input, and the run goes on later."""
    project.write("producer.py", PRODUCER)
    project.config("[{use: shout}]")
    hookline = f"{sys.executable} -m hookline run c.yaml - --workers 1"
    command = f"{sys.executable} producer.py 2>/dev/null | {hookline}; echo code=${{PIPESTATUS[1]}}"
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(project.folder)
        os.environ.update(environment())
        os.execvp("bash", ["bash", "-c", f"trap : INT; {command}"])
    text = b""
    part = project.folder / ".out.jsonl.hookline" / "part"

    def read(seconds, until):
        nonlocal text
        end = time.monotonic() + seconds
        while time.monotonic() < end and b"code=" not in text and not until():
            if select.select([terminal], [], [], 0.1)[0]:
                with suppress(OSError):
                    text += os.read(terminal, 65536)

    read(60, until=lambda: part.exists() and part.stat().st_size)  # something is done
    os.write(terminal, b"\x03")
    read(12, until=lambda: False)
    os.close(terminal)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    assert b"code=130" in text, text
    assert not (project.folder / "out.jsonl").exists()
    documents = "".join(
        json.dumps({"id": f"d{n}", "text": f"Text {n}"}) + "\n" for n in range(10_000)
    )
    project.write("all", documents)
    with open(project.folder / "all") as stdin:
        run = project.start("run", "c.yaml", "-", "--workers", "1", stdin=stdin)
        _, err = run.communicate(timeout=60)
    assert run.returncode == 0, err
    assert '"resumed_at": 0' not in err
    assert [record["id"] for record in project.records()] == [f"d{n}" for n in range(10_000)]


def test_a_fifo_is_read_like_standard_input(project):
    """Its times change as it is read, but its documents say whether it is the same input."""
    os.mkfifo(project.folder / "pipe.jsonl")
    project.config("[{use: shout}]")
    for text, code, message in (
        ("a", 0, "run finished"),
        ("a", 0, "finished already"),
        ("b", 2, "the input differs from what out.jsonl was made from"),
    ):
        with project.start("run", "c.yaml", "pipe.jsonl") as run:
            with open(project.folder / "pipe.jsonl", "w") as fifo:
                fifo.write(json.dumps({"id": "d", "text": text}) + "\n")
            _, err = run.communicate(timeout=60)
        assert run.returncode == code, err
        assert message in err
        assert [record["text"] for record in project.records()] == ["A"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_idle_fifo_is_left_at_once(project, number):
    """A run that waits for somebody to open or to fill its input ends when it is told to."""
    os.mkfifo(project.folder / "in.jsonl")
    project.config("[{use: shout}]")
    with project.start("run", "c.yaml") as run:
        started(run)
        assert seconds_to_end(run, number) < 2
        assert run.returncode == 130
    with project.start("run", "c.yaml") as run:
        started(run)
        with open(project.folder / "in.jsonl", "w") as fifo:
            fifo.write('{"id": "a", "text": "a"}\n')
            fifo.flush()
            time.sleep(1)
            assert seconds_to_end(run, number) < 2
        assert run.returncode == 130
    assert not (project.folder / "out.jsonl").exists()


def test_a_comparison_with_an_idle_pipe_is_left_at_once(project):
    """A finished run that reads its stream again, to see whether it is the same, can be stopped."""
    project.config("[{use: shout}]")
    project.write("data", '{"id": "a", "text": "a"}\n')
    with (
        open(project.folder / "data") as stdin,
        project.start("run", "c.yaml", "-", stdin=stdin) as run,
    ):
        assert run.wait(20) == 0
    with project.start("run", "c.yaml", "-", stdin=subprocess.PIPE) as run:
        while not handles(run.pid, signal.SIGTERM):
            time.sleep(0.05)
        time.sleep(0.5)
        assert seconds_to_end(run, signal.SIGTERM) < 2
        assert run.returncode == 130
    assert (project.folder / "out.jsonl").exists()


def test_sigterm_in_a_slow_stage_keeps_what_is_done(project):
    """A batch that takes minutes is given up; the others are not computed again."""
    project.documents("in.jsonl", ["fine"] * 40 + ["HANG"])
    project.config("[{use: poison}]")
    with project.start("run", "c.yaml", "--workers", "1") as run:
        started(run)
        time.sleep(1)
        assert seconds_to_end(run, signal.SIGTERM) < 9
        assert run.returncode == 130
        assert "not finished: run the same command again" in run.stderr.read()
    assert not (project.folder / "out.jsonl").exists()
    with project.start("run", "c.yaml", "--workers", "1") as run:
        assert '"resumed_at": 16' in run.stderr.readline()  # the first unit
        run.send_signal(signal.SIGINT)
        run.wait(10)


def test_a_second_signal_keeps_what_is_done(project):
    """Who cannot wait presses Ctrl-C again: the batch in hand is given up, the others are not."""
    project.documents("in.jsonl", ["fine"] * 40 + ["HANG"])
    project.config("[{use: poison}]")
    with project.start("run", "c.yaml", "--workers", "1") as run:
        started(run)
        time.sleep(1)
        run.send_signal(signal.SIGINT)
        while "stopping" not in run.stderr.readline():
            pass
        assert seconds_to_end(run, signal.SIGINT) < 2
        assert run.returncode == 130
    with project.start("run", "c.yaml", "--workers", "1") as run:
        assert '"resumed_at": 16' in run.stderr.readline()
        run.kill()


def test_a_plugin_that_keeps_the_main_thread_is_interrupted(project):
    """A sink that hangs in `write` does not hold the process for ever; what is durable stays."""
    code = """
import sys, time, hookline
from hookline import FileSink
from hookline.cli import main

class Stuck(FileSink):
    name = "stuck"
    class Options(FileSink.Options):
        path: str
    def encode(self, docs):
        return [doc.id.encode() for doc in docs]
    def write(self, chunks):
        print("writing", flush=True)
        time.sleep(60)

main(["run", "c.yaml", "-o", "out.txt", "--set", "sink.use=__main__:Stuck"])
"""
    project.documents("in.jsonl", ["a"])
    project.config()
    run = subprocess.Popen(
        [sys.executable, "-c", code], cwd=project.folder, env=environment(), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    with run:
        assert run.stdout.readline() == "writing\n"
        assert seconds_to_end(run, signal.SIGTERM) < 10
        assert run.returncode == 130, run.stderr.read()
    assert not (project.folder / "out.txt").exists()


def test_an_interrupted_run_to_standard_output_does_not_promise_to_go_on(project):
    """Nothing is kept of it: the same command writes the same records again."""
    project.config("[{use: shout}]")
    command = ("run", "c.yaml", "-", "-o", "-", "--log-format", "text")
    with project.start(*command, stdin=subprocess.PIPE) as run:
        run.stdin.write('{"text": "a"}\n')
        run.stdin.flush()
        assert json.loads(run.stdout.readline())["text"] == "A"
        run.send_signal(signal.SIGINT)
        run.wait(10)
        assert (
            "standard output keeps no state, so the same command begins again" in run.stderr.read()
        )


def test_the_first_result_of_a_slow_source_is_out_within_a_second(project):
    """A document is not kept until its unit is full, nor until the next one comes."""
    project.config("[{use: shout}]")
    command = ("run", "c.yaml", "-", "-o", "-", "--quiet", "--workers", "2")
    with project.start(*command, stdin=subprocess.PIPE) as run:
        run.stdin.write('{"id": "warm", "text": "up"}\n')  # until the processes have started
        run.stdin.flush()
        assert json.loads(run.stdout.readline())["id"] == "warm"
        for number in range(3):
            sent = time.monotonic()
            run.stdin.write(json.dumps({"id": str(number), "text": "a"}) + "\n")
            run.stdin.flush()
            assert json.loads(run.stdout.readline())["id"] == str(number)
            assert time.monotonic() - sent < 1
        run.stdin.close()
        assert run.wait(10) == 0
