"""Run a config in a new interpreter whose hash seed is given."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from hookline.components.report import Report
from hookline.errors import HooklineError, PluginError
from hookline.plan import read_plan
from hookline.runner.sample_run import run_sample, with_output

__all__ = ["Call", "call_with_seed", "other_seeds"]

START = """
import pickle, sys
sys.path[:] = pickle.load(sys.stdin.buffer)
from hookline.runner.new_interpreter import main
main()
"""


class Call(NamedTuple):
    """An attempt to run a config: the arguments of `read_plan`, and those of `run_sample`."""

    config: str
    plan_options: Mapping[str, Any]
    folder: str
    workers: int | None
    limit: int
    stopped: bool


def other_seeds(count: int) -> list[str]:
    """Return values for PYTHONHASHSEED, without that of this process."""
    seeds = (str(number) for number in range(1, count + 2))
    return [seed for seed in seeds if seed != os.environ.get("PYTHONHASHSEED")][:count]


def call_with_seed(call: Call, seed: str) -> Report:
    """
    Make an attempt in a new interpreter and return its report.

    Raises:
        HooklineError: The run cannot start or continue.
    """
    answer = Path(call.folder, "answer")
    done = subprocess.run(  # noqa: S603  # this interpreter, our own text
        [sys.executable, "-W", "ignore", "-c", START],
        input=pickle.dumps(sys.path) + pickle.dumps((call, str(answer))),
        env={**os.environ, "PYTHONHASHSEED": seed},
        check=False,
    )
    if done.returncode:
        raise PluginError(f"a new interpreter for the config ended with code {done.returncode}")
    result = pickle.loads(answer.read_bytes())  # noqa: S301  # written by the function below
    if isinstance(result, Report):
        return result
    raise HooklineError(result)


def main() -> None:
    """Make the attempt that standard input describes, and write its report or its error."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends this process without a traceback
    call, answer = pickle.load(sys.stdin.buffer)  # noqa: S301  # written by the function above
    result: Report | str
    try:
        plan = with_output(read_plan(call.config, **call.plan_options), call.folder)
        result = run_sample(plan, call.workers, call.limit, call.stopped)
    except HooklineError as error:
        result = str(error)
    Path(answer).write_bytes(pickle.dumps(result))
