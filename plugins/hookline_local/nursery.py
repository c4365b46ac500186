"""The process that worker processes are forked from: one thread, the plugins imported, nothing open."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import struct
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from time import monotonic, sleep
from typing import NoReturn

from hookline import Plan
from hookline_local.child import Terms, serve

REQUEST = struct.Struct("=cqqq")  # what is asked, and its numbers
ANSWER = struct.Struct("=q")
FORK, END = b"f", b"e"
PR_SET_PDEATHSIG = 1


def main(control: int, plan: Plan | None = None) -> NoReturn:
    """
    Fork and end worker processes as the parent asks on a socket, until it closes.

    A process that was started anew, rather than forked, is sent the plan first.
    """
    die_with_parent()
    _stand_aside()
    code = 0
    try:
        if plan is None:
            plan = _receive_plan(control)
        _serve(socket.socket(fileno=control), plan)
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


def _stand_aside() -> None:
    """Leave standard input and output to the run: what a stage prints goes to standard error."""
    with suppress(OSError):  # one of them may be closed
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)


def _receive_plan(control: int) -> Plan:
    pipe = Connection(os.dup(control))
    try:
        plan: Plan = pipe.recv()
        pipe.send("")
        return plan
    except (EOFError, OSError):
        raise
    except Exception as error:
        pipe.send(f"{type(error).__name__}: {error}")
        raise EOFError from error


def _serve(control: socket.socket, plan: Plan) -> None:
    while True:
        message, given, _, _ = socket.recv_fds(control, REQUEST.size, 1)
        if len(message) < REQUEST.size:
            return
        asked, *numbers = REQUEST.unpack(message)
        if asked == END:
            answer = _end(*numbers)
        else:
            answer = os.fork()
            if not answer:
                control.close()
                die_with_parent()
                _work(plan, given[0], Terms(*numbers))
            os.close(given[0])
        control.sendall(ANSWER.pack(answer))


def _work(plan: Plan, pipe: int, terms: Terms) -> NoReturn:
    code = 1
    try:
        serve(plan, Connection(pipe), terms)
        code = 0
    except BaseException:  # the parent sees the closed pipe and knows what was in hand
        sys.excepthook(*sys.exc_info())
    finally:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)


def _end(pid: int, milliseconds: int, _: int) -> int:
    """Wait so long for a process to end, then kill it; return its exit code."""
    until = monotonic() + milliseconds / 1000
    try:
        while not (found := os.waitpid(pid, os.WNOHANG))[0]:
            if monotonic() >= until:
                os.kill(pid, signal.SIGKILL)
                found = os.waitpid(pid, 0)
                break
            sleep(0.005)
    except ChildProcessError:  # it belonged to a nursery that this one has replaced
        return -signal.SIGKILL
    return os.waitstatus_to_exitcode(found[1])
