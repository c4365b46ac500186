"""Start the process that workers are forked from, and worker processes through it."""

from __future__ import annotations

import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from multiprocessing.connection import Connection

from hookline import Plan, PluginError
from hookline_local.child import Terms
from hookline_local.nursery import ANSWER, END, FORK, REQUEST, main

START = """
import sys
sys.path[:] = {path!r}
from hookline_local.nursery import main
main(int(sys.argv[1]))
"""
QUIET = {signal.SIGINT, signal.SIGTERM}
LONG = 1 << 31  # milliseconds


class Lease:
    """
    A nursery, as its parent sees it: gives worker processes, takes them back.

    A process with a single thread is forked, which takes a few milliseconds; from any other, where a
    fork may copy a held lock, a fresh interpreter is started, unless a component is defined where
    another interpreter would not find it. A nursery that has died is replaced.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._started: subprocess.Popen[bytes] | None = None
        self._forked = 0
        self._control = self._start()

    def fork(self, terms: Terms) -> tuple[int, Connection]:
        """Return the number of a new worker process and the pipe to it."""
        mine, theirs = socket.socketpair()
        with theirs:
            try:
                request = REQUEST.pack(FORK, *terms)
                socket.send_fds(self._control, [request], [theirs.fileno()])
                pid = self._answer()
            except OSError:  # somebody has ended it, and its workers with it
                self.close()
                self._control = self._start()
                request = REQUEST.pack(FORK, *terms)
                socket.send_fds(self._control, [request], [theirs.fileno()])
                pid = self._answer()
        return pid, Connection(mine.detach())

    def end(self, pid: int, patience: int = 0) -> int | None:
        """Wait so many milliseconds for a worker to end, kill it then, and return its exit code."""
        try:
            self._control.sendall(REQUEST.pack(END, pid, patience, 0))
            return self._answer()
        except OSError:
            return None

    def close(self) -> None:
        """End the nursery, and with it any worker that is left."""
        self._control.close()
        if self._started:
            with suppress(subprocess.TimeoutExpired):
                self._started.wait(1)
            self._started.kill()
            self._started.wait()
            self._started = None
        elif self._forked:
            with suppress(ChildProcessError):
                os.waitpid(self._forked, 0)
            self._forked = 0

    def _answer(self) -> int:
        data = b""
        while len(data) < ANSWER.size:
            part = self._control.recv(ANSWER.size - len(data))
            if not part:
                raise ConnectionResetError
            data += part
        return int(ANSWER.unpack(data)[0])

    def _start(self) -> socket.socket:
        mine, theirs = socket.socketpair()
        # Ctrl-C and SIGTERM go to all processes: blocked here, they stay blocked in those that are
        # started, and the parent alone decides when they end.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, QUIET)
        try:
            with theirs:
                if _alone() or _homeless(self._plan):
                    self._fork(mine, theirs)
                else:
                    self._spawn(mine, theirs)
        except BaseException:
            mine.close()
            raise
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return mine

    def _fork(self, mine: socket.socket, theirs: socket.socket) -> None:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            with suppress(OSError, ValueError):
                stream.flush()
        self._forked = os.fork()
        if not self._forked:
            mine.close()
            main(theirs.detach(), self._plan)

    def _spawn(self, mine: socket.socket, theirs: socket.socket) -> None:
        try:
            plan = pickle.dumps(self._plan)
        except Exception as error:
            raise PluginError(
                f"the plan cannot be sent to another process: {error}; define its components in a "
                "module that can be imported"
            ) from error
        start = START.format(path=sys.path)
        command = [sys.executable, "-c", start, str(theirs.fileno())]
        self._started = subprocess.Popen(  # noqa: S603  # this interpreter, our own text
            command, pass_fds=[theirs.fileno()]
        )
        pipe = Connection(os.dup(mine.fileno()))
        try:
            pipe.send_bytes(plan)
            problem = pipe.recv()
        except (EOFError, OSError) as error:
            problem = f"it ended at once ({error or 'no answer'})"
        finally:
            pipe.close()
        if problem:
            raise PluginError(f"a worker process cannot be started: {problem}")


def _alone() -> bool:
    """Tell whether this process has a single thread, native ones included."""
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return sys.platform != "darwin" and threading.active_count() == 1


def _homeless(plan: Plan) -> bool:
    """Tell whether a component is defined in a script, a notebook or a function."""
    components = [bound.component for bound in (*plan.sources, *plan.stages, plan.sink)]
    return any(one.__module__ == "__main__" or "<" in one.__qualname__ for one in components)
