"""`hookline run`."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType
from typing import Any

import click

from hookline.cli.exits import exit_code
from hookline.cli.log import Log
from hookline.cli.options import default_config, log_options, plan_options, run_options
from hookline.cli.summary import show_summary
from hookline.cli.watcher import Watcher
from hookline.components.report import Report
from hookline.errors import ConfigError, HooklineError, LimitReached, Problem, number_of
from hookline.plan import Plan, read_plan
from hookline.runner.run import run

__all__ = ["Stop", "command", "execute"]

INTERRUPT_AFTER = {1: 8.0, 2: 2.0}  # seconds after which a busy main thread is interrupted
MESSAGES = {
    1: "stopping: finishing current batches, for 5 s at most (repeat to stop now)",
    2: "stopping now: finished work is kept",
}


@click.command(
    "run",
    short_help="Run a config over its input, or over INPUT.",
    epilog="""\b
Examples:
  hookline run                                 # hookline.yaml, as init wrote it
  hookline run configs/news.yaml
  hookline run configs/news.yaml articles -o out/articles.jsonl
  cat a.jsonl | hookline run configs/clean.yaml - -o - --set source.use=jsonl
  hookline run configs/news.yaml --set stages.boilerplate.keep=[caption]

\b
Exit codes: 0 done; 1 done, some documents failed; 2 invalid config or call;
3 stopped at failures.limit; 74 the disk is full or broken, 130 interrupted:
the same command resumes.""",
)
@click.argument("config", required=False)
@plan_options()
@run_options()
@log_options()
def command(
    config: str | None,
    plan_options: dict[str, Any],
    run_options: dict[str, Any],
    log_options: dict[str, Any],
) -> int:
    """
    Run CONFIG: read its source (or INPUT), apply its stages to every document, write its sink.

    Without CONFIG, run hookline.yaml. After an interruption, the same command resumes the run.
    """
    return execute(config or default_config(), plan_options, run_options, log_options)


def execute(
    config: str,
    plan_options: dict[str, Any],
    run_options: dict[str, Any],
    log_options: dict[str, Any],
    change: Callable[[Plan], Plan] = lambda plan: plan,
    done: Callable[[Report], object] = lambda report: None,
    summary: bool = True,
) -> int:
    """
    Run a config, show its progress and its counts, and return the exit code.

    `change` replaces the plan before it is run; `done` is called with the report of the run. Without
    `summary`, the counts of a run that has come to its end are left to the caller.
    """
    log = Log(**log_options)
    watcher = Watcher(log, run_options.get("limit"), names_letters=summary)
    try:
        with log.warnings_shown():
            return _execute(config, plan_options, run_options, watcher, change, done, summary)
    except HooklineError as error:
        watcher.close()
        (log.show if watcher.started else log.refuse)(error)
        return exit_code(error)
    finally:
        watcher.close()
        log.begin()


def _execute(
    config: str,
    plan_options: dict[str, Any],
    run_options: dict[str, Any],
    watcher: Watcher,
    change: Callable[[Plan], Plan],
    done: Callable[[Report], object],
    summary: bool,
) -> int:
    log = watcher.log
    _check_report(run_options["report"])
    plugins = (*plan_options["plugins"], watcher)
    plan = change(read_plan(config, **{**plan_options, "plugins": plugins}))
    log.hide = plan.secrets.hide
    for problem in plan.warnings:
        log.warning(str(problem), code=problem.code)
    code = 0
    try:
        report = run(plan, stop=Stop(log), **run_options)
    except LimitReached as error:
        watcher.close()
        log.show(error)
        report = watcher.report or Report(plan.name, plan.digest())
        code = error.exit_code
    except KeyboardInterrupt:
        if watcher.report is None:
            raise
        report = watcher.report
    watcher.close()
    done(report)
    if not code:
        code = 130 if not report.finished else 1 if report.failed else 0
    if report.finished and not summary:
        return code
    if report.finished and watcher.started and report.read and not report.written:
        log.warning("no document was written", "warning: no document was written")
    if not log.quiet:
        show_summary(log, report, resumed=watcher.resumed, again=not watcher.started)
    elif report.failed:
        counts = f"{report.failed:,} of {number_of(report.read, 'document')} failed"
        text = f"{counts}; dead letters: {report.letters}"
        log.error(text, f"hookline: {text}", dead_letters=report.letters)
    return code


def _check_report(path: str | None) -> None:
    """Refuse a report on standard output."""
    if path == "-":
        hint = "give a file name; standard output is for records"
        raise ConfigError(Problem("expected the path of a file, found `-`", "--report", hint=hint))


class Stop:
    """
    Handle Ctrl-C and SIGTERM; when called, return the number of requests to stop (at most 2).

    The first request lets current batches finish, the second abandons them. Handlers only record the
    signal: the run, which polls ten times a second, shows the message. If a plugin blocks the main
    thread, so that the run cannot poll, the thread is interrupted with `KeyboardInterrupt`.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._asked = 0
        self._shown = 0
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._note)
        signal.signal(signal.SIGALRM, self._interrupt)

    def __call__(self) -> int:
        if self._shown < self._asked:
            self._shown = self._asked
            self._log.warning(MESSAGES[self._asked])
        return self._asked

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._asked = min(self._asked + 1, 2)
        signal.setitimer(signal.ITIMER_REAL, INTERRUPT_AFTER[self._asked])

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt
