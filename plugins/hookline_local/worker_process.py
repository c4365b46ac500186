"""The worker process: open the stages, compute units, report each call of a stage."""

from __future__ import annotations

import ctypes
import os
import pickle
import re
import resource
import sys
import warnings
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from threading import RLock, Thread
from time import sleep
from typing import NamedTuple, NoReturn

from hookline import HooklineError, Job, PluginError

OOM_SCORE = "500"  # of 1000: where memory runs out, a worker is killed before anything else

SWEEP = 20.0  # seconds; what was given back and is needed again costs a twentieth of one


class WorkerLimits(NamedTuple):
    """What a worker may use: threads of a numeric library, and bytes of memory beyond its models."""

    threads: int
    memory: int


def serve(job: Job, pipe: Connection, limits: WorkerLimits) -> None:
    """
    Answer units with results until the pipe closes.

    Messages to the parent are pairs: ("open", None) once, ("call", (stage, timeout, first, last))
    before each call of a stage, ("result", result) for each unit, ("warning", text) for each warning,
    ("broken", error) when the stages cannot be opened.
    """
    sending = RLock()  # a stage may warn in a thread of its own
    pid = os.getpid()

    def send(kind: str, value: object) -> None:
        if os.getpid() != pid:
            _end_fork()
        with sending:
            pipe.send((kind, value))

    def send_warning(message: Warning | str, *_: object, **__: object) -> None:
        if os.getpid() != pid:  # a process that a stage has forked
            return
        try:
            send("warning", str(message))
        except OSError:  # the parent does not listen any more: the worker is closing its stages
            _say(f"warning: {message}")

    warnings.showwarning = send_warning
    os.environ["OMP_NUM_THREADS"] = str(limits.threads)  # read by torch when a stage imports it
    # Numpy's products are small here, and its idle threads would keep the cores busy.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(OOM_SCORE)
    try:
        worker = job.open(lambda *call: send("call", call))
    except (HooklineError, OSError) as error:
        send("broken", _sendable(error))
        return
    Thread(target=_sweep, daemon=True).start()
    _limit_memory(limits.memory)
    send("open", None)
    try:
        while True:
            send("result", worker.compute(pipe.recv()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass
    except HooklineError as error:  # a stage that is opened when it is first needed
        send("broken", _sendable(error))
    finally:
        if os.getpid() == pid:
            worker.close()


def _sendable(error: HooklineError | OSError) -> HooklineError:
    """Return an error as the parent can read it; the class of a plugin may not be pickled."""
    with suppress(Exception):
        pickle.loads(pickle.dumps(error))  # noqa: S301  # its own bytes
        if isinstance(error, HooklineError):
            return error
    try:
        return PluginError(f"{type(error).__name__}: {error}")
    except Exception:
        return PluginError(f"{type(error).__name__} (its message cannot be shown)")


def _end_fork() -> NoReturn:
    """End a process that a stage has forked and that came back: the worker goes on by itself."""
    _say(
        "hookline: a process that was forked in a stage came back from it and was ended; "
        "end it with `os._exit` in the stage"
    )
    os._exit(1)


def _say(text: str) -> None:
    """Write a line to standard error, which a stage may have closed."""
    with suppress(OSError, ValueError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def _sweep() -> None:
    """Return freed memory to the system now and then: with a model, the C library keeps 100 MB."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it, others keep less
    while trim:
        sleep(SWEEP)
        trim(0)


def _limit_memory(allowance: int) -> None:
    """Make allocations fail that exceed what the open stages hold by more than `allowance` bytes."""
    if not allowance or sys.platform != "linux":
        return
    status = Path("/proc/self/status").read_text()
    held = re.search(r"^VmData:\s+(\d+) kB", status, re.MULTILINE)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = allowance + (int(held[1]) * 1024 if held else 0)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
