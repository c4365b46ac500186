"""The process that workers are forked from: it has one thread, imported plugins and nothing open."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import socket
import struct
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from time import monotonic, sleep
from traceback import extract_tb
from typing import NoReturn

from hookline import Job
from hookline_local.worker_process import WorkerLimits, serve

REQUEST = struct.Struct("=cqq")  # the command and its numbers
ANSWER = struct.Struct("=q")
FORK, END = b"f", b"e"
PR_SET_PDEATHSIG = 1


def main(control: int, job: Job | None = None) -> NoReturn:
    """
    Fork and end worker processes as the parent asks on a socket, until it closes.

    A process that was started anew, rather than forked, is sent the job first.
    """
    die_with_parent()
    _redirect_stdio()
    code = 0
    try:
        if job is None:
            job = _receive_job(control)
        with socket.socket(fileno=control) as connection:
            _serve(connection, job)
    except (EOFError, OSError):
        pass  # the parent has gone
    except BaseException:  # a forked process must never go on in its parent's code
        sys.excepthook(*sys.exc_info())
        code = 1
    finally:
        os._exit(code)


def die_with_parent() -> None:
    """Ask the kernel to end this process when its parent ends, however that comes about."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _redirect_stdio() -> None:
    """Leave standard input and output to the run: what a stage prints goes to standard error."""
    with suppress(OSError):  # one of them may be closed
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)


def _receive_job(control: int) -> Job:
    pipe = Connection(os.dup(control))
    try:
        job: Job = pipe.recv()
        pipe.send("")
        return job
    except (EOFError, OSError):
        raise
    except Exception as error:
        pipe.send(f"{type(error).__name__}: {error}")
        raise EOFError from error


def _serve(control: socket.socket, job: Job) -> None:
    gc.freeze()  # a collection in a worker would copy all pages that it shares with this process
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, REQUEST.size, 1)
        if len(message) < REQUEST.size:
            return
        command, *numbers = REQUEST.unpack(message)
        if command == END:
            answer = _end(*numbers)
        else:
            answer = os.fork()
            if not answer:
                control.close()
                die_with_parent()
                _work(job, descriptors[0], WorkerLimits(*numbers))
            os.close(descriptors[0])
        control.sendall(ANSWER.pack(answer))


def _work(job: Job, pipe: int, limits: WorkerLimits) -> NoReturn:
    code = 1
    try:
        serve(job, Connection(pipe), limits)
        code = 0
    except BaseException as error:  # the parent sees the closed pipe and knows what was in hand
        with suppress(OSError, ValueError, AttributeError):
            sys.stderr.write(f"hookline: {_ended_by(error)}\n")
    finally:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)


def _ended_by(error: BaseException) -> str:
    """Say what ended a worker, without the words of the error, which may hold secrets or documents."""
    frames = extract_tb(error.__traceback__)
    place = f" in {frames[-1].filename}, line {frames[-1].lineno}" if frames else ""
    return f"a worker process ended by {type(error).__name__}{place}"


def _end(pid: int, milliseconds: int) -> int:
    """Wait so long for a process to end, then kill it; return its exit code."""
    deadline = monotonic() + milliseconds / 1000
    try:
        while not (status := os.waitpid(pid, os.WNOHANG))[0]:
            if monotonic() >= deadline:
                os.kill(pid, signal.SIGKILL)
                status = os.waitpid(pid, 0)
                break
            sleep(0.005)
    except ChildProcessError:  # it was forked by a server that this one has replaced
        return -signal.SIGKILL
    return os.waitstatus_to_exitcode(status[1])
