"""Start the process that workers are forked from, and workers through it."""

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

from hookline import Job, PluginError
from hookline_local.forkserver import ANSWER, END, FORK, REQUEST, main
from hookline_local.worker_process import WorkerLimits

START = """
import sys
sys.path[:] = {path!r}
from hookline_local.forkserver import main
main(int(sys.argv[1]))
"""
INTERRUPTIONS = {signal.SIGINT, signal.SIGTERM}


class ForkServer:
    """
    The parent's end of a fork server: starts worker processes and ends them.

    A process with a single thread is forked, which takes a few milliseconds; from any other, where a
    fork may copy a held lock, a fresh interpreter is started, unless a component is defined where
    another interpreter would not find it. A server that has died is replaced.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._started: subprocess.Popen[bytes] | None = None
        self._forked = 0
        self._control = self._start()

    def fork(self, limits: WorkerLimits) -> tuple[int, Connection]:
        """Return the process id of a new worker and the pipe to it."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                pid = self._request_fork(theirs, limits)
            except OSError:  # somebody has ended it, and its workers with it
                self.close()
                self._control = self._start()
                pid = self._request_fork(theirs, limits)
        return pid, Connection(ours.detach())

    def end(self, pid: int, patience: int = 0) -> int | None:
        """Wait `patience` milliseconds for a worker to end, then kill it; return its exit code."""
        try:
            self._control.sendall(REQUEST.pack(END, pid, patience))
            return self._answer()
        except OSError:
            return None

    def _request_fork(self, pipe: socket.socket, limits: WorkerLimits) -> int:
        socket.send_fds(self._control, [REQUEST.pack(FORK, *limits)], [pipe.fileno()])
        return self._answer()

    def close(self) -> None:
        """End the server, and with it any worker that is left."""
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
        ours, theirs = socket.socketpair()
        # Ctrl-C and SIGTERM go to all processes: blocked here, they stay blocked in those that are
        # started, and the parent alone decides when they end.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, INTERRUPTIONS)
        try:
            with theirs:
                if _single_threaded() or not self._job.importable:
                    self._fork(ours, theirs)
                else:
                    self._spawn(ours, theirs)
        except BaseException:
            ours.close()
            raise
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return ours

    def _fork(self, ours: socket.socket, theirs: socket.socket) -> None:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            with suppress(OSError, ValueError):
                stream.flush()
        self._forked = os.fork()
        if not self._forked:
            ours.close()
            main(theirs.detach(), self._job)

    def _spawn(self, ours: socket.socket, theirs: socket.socket) -> None:
        try:
            job = pickle.dumps(self._job)
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
        pipe = Connection(os.dup(ours.fileno()))
        try:
            pipe.send_bytes(job)
            problem = pipe.recv()
        except (EOFError, OSError) as error:
            problem = f"it ended at once ({error or 'no answer'})"
        finally:
            pipe.close()
        if problem:
            raise PluginError(f"a worker process cannot be started: {problem}")


def _single_threaded() -> bool:
    """Tell whether this process has a single thread, native ones included."""
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return sys.platform != "darwin" and threading.active_count() == 1
