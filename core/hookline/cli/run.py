"""`hookline run`."""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

import click

from hookline.cli.options import plan_options, run_options
from hookline.cli.progress import Watcher, show_summary
from hookline.components.report import Report
from hookline.errors import ConfigError, LimitReached, Problem
from hookline.plan import Plan, read_plan
from hookline.runner.attempt import run

__all__ = ["Stop", "command", "execute"]

INTERRUPT_AFTER = {1: 8.0, 2: 2.0}  # seconds after which a busy main thread is interrupted
MESSAGES = {
    1: "\nstopping: finishing current batches, for 5 s at most (repeat to stop now)",
    2: "stopping now: finished work is kept",
}


@click.command(
    "run",
    short_help="Run a config over its input, or over INPUT.",
    epilog="""\b
Examples:
  hookline run configs/news.yaml
  hookline run configs/news.yaml articles -o out/articles.jsonl
  cat a.jsonl | hookline run configs/clean.yaml - -o - --set source.use=jsonl
  hookline run configs/news.yaml --set stages.boilerplate.keep=[caption]

\b
Exit codes: 0 done; 1 done, some documents failed; 2 invalid config or call;
3 stopped at failures.limit; 130 interrupted, the same command resumes.""",
)
@click.argument("config")
@plan_options()
@run_options()
@click.option("--quiet", is_flag=True, help="Print only errors.")
def command(
    config: str, quiet: bool, plan_options: dict[str, Any], run_options: dict[str, Any]
) -> int:
    """
    Run CONFIG: read its source (or INPUT), apply its stages to every document, write its sink.

    After an interruption, the same command resumes the run.
    """
    return execute(config, plan_options, run_options, quiet)


def execute(
    config: str,
    plan_options: dict[str, Any],
    run_options: dict[str, Any],
    quiet: bool,
    change: Callable[[Plan], Plan] = lambda plan: plan,
) -> int:
    """Run a config, show its progress and its counts, and return the exit code."""
    report_path = run_options["report"]
    if report_path == "-":
        hint = "give a file name; standard output is for records"
        raise ConfigError(Problem("expected the path of a file, found `-`", "--report", hint=hint))
    watcher = Watcher(quiet)
    plugins = (*plan_options["plugins"], watcher)
    plan = change(read_plan(config, **{**plan_options, "plugins": plugins}))
    code = 0
    try:
        report = run(plan, stop=Stop(), **run_options)
    except LimitReached as error:
        watcher.close()
        click.echo(f"hookline: {error}", err=True)
        report = watcher.report or Report(plan.name, plan.digest())
        code = error.exit_code
    except KeyboardInterrupt:
        if watcher.report is None:
            raise
        report = watcher.report
    finally:
        watcher.close()
    if not code:
        code = 130 if not report.finished else 1 if report.failed else 0
    if not quiet:
        show_summary(report, resumed=watcher.resumed, again=not watcher.started)
    elif report.failed:
        counts = f"{report.failed:,} of {report.read:,} documents failed"
        click.echo(f"hookline: {counts}; dead letters: {report.letters}", err=True)
    return code


class Stop:
    """
    Handle Ctrl-C and SIGTERM; when called, return the number of requests to stop (at most 2).

    The first request lets current batches finish, the second abandons them. Handlers only record the
    signal: the run, which polls ten times a second, shows the message. If a plugin blocks the main
    thread, so that the run cannot poll, the thread is interrupted with `KeyboardInterrupt`.
    """

    def __init__(self) -> None:
        self._asked = 0
        self._shown = 0
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._note)
        signal.signal(signal.SIGALRM, self._interrupt)

    def __call__(self) -> int:
        if self._shown < self._asked:
            self._shown = self._asked
            with suppress(OSError):
                click.echo(MESSAGES[self._asked], err=True)
        return self._asked

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._asked = min(self._asked + 1, 2)
        signal.setitimer(signal.ITIMER_REAL, INTERRUPT_AFTER[self._asked])

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt
