"""What a worker process does: open the stages, compute units, say what it is at."""

from __future__ import annotations

import os
from multiprocessing.connection import Connection

from hookline import HooklineError, Plan, PluginError, Worker


def serve(plan: Plan, pipe: Connection, threads: int) -> None:
    """
    Answer units with results until the pipe closes.

    Messages to the parent are pairs: ("open", None) once, ("at", (stage, timeout)) before each batch,
    ("result", result) for each unit, ("broken", error) when the stages cannot be opened.
    """
    os.environ["OMP_NUM_THREADS"] = str(threads)  # read by torch when a stage imports it
    try:
        worker = Worker(plan, lambda stage, timeout: pipe.send(("at", (stage, timeout))))
    except HooklineError as error:
        pipe.send(("broken", error))
        return
    except Exception as error:
        pipe.send(("broken", PluginError(f"{type(error).__name__}: {error}")))
        return
    pipe.send(("open", None))
    try:
        while True:
            pipe.send(("result", worker.compute(pipe.recv())))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass
    finally:
        worker.close()
