"""`hookline run`."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from types import FrameType

import click

from hookline.cli.progress import Watcher, show_summary
from hookline.components.registry import Registry
from hookline.components.report import Report
from hookline.config import Tree, override, read_file
from hookline.errors import ConfigError, HooklineError, LimitReached, Problem
from hookline.files.storage import ending
from hookline.plan import Plan, build
from hookline.plan.inputs import replace_engine, replace_input, replace_output
from hookline.runner.attempt import RunSettings, run
from hookline.runner.report_file import save_report

__all__ = ["Stop", "command", "execute", "read_config"]

PATIENCE = {1: 8.0, 2: 2.0}  # seconds after which a main thread that is kept is interrupted
MESSAGES = {
    1: "\nstopping: the batches in hand are finished first, for 5 s at most (again to give them up)",
    2: "stopping now: what is done is kept",
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
Exit codes: 0 done; 1 done, some documents failed; 2 the config or the call is
wrong; 3 stopped at failures.limit; 130 interrupted, the same command resumes.""",
)
@click.argument("config")
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@click.option(
    "-o", "--output", help="Write here in place of the sink's path; - is standard output."
)
@click.option("--set", "changes", multiple=True, metavar="KEY=VALUE", help="Override a key.")
@click.option(
    "--workers",
    type=click.IntRange(1),
    help="Processes to compute in; by default as many as the cores and the memory allow.",
)
@click.option("--engine", help="Where to compute, in place of the config's engine.")
@click.option("--limit", type=click.IntRange(0), help="Stop after this many documents.")
@click.option("--fresh", is_flag=True, help="Start again and replace what is there.")
@click.option(
    "--report", metavar="FILE", help="Write the account of the run: JSON, or .prom for Prometheus."
)
@click.option("--quiet", is_flag=True, help="Say nothing unless something is wrong.")
def command(
    config: str,
    inputs: tuple[str, ...],
    output: str | None,
    changes: tuple[str, ...],
    workers: int,
    engine: str | None,
    limit: int | None,
    fresh: bool,
    report: str | None,
    quiet: bool,
) -> int:
    """
    Run CONFIG: read its source (or INPUT), take every document through its stages, write its sink.

    The same command goes on where an interrupted run stopped.
    """
    registry = Registry.discover()
    tree = read_config(config, registry)
    override(tree, changes)
    replace_input(tree, registry, inputs)
    replace_output(tree, registry, output)
    replace_engine(tree, engine)
    plan = build(tree, registry)
    settings = RunSettings(workers, limit, fresh, report, Stop())
    return execute(plan, registry, settings, report, quiet)


def read_config(path: str, registry: Registry) -> Tree:
    """
    Return the tree of a config file.

    Raises:
        ConfigError: the file cannot be read, or is input that stands where the config goes.
    """
    is_input = os.path.isfile(path) and registry.by_ending("source", ending(path)) is not None
    hint = f"the config comes first, then what it reads: CONFIG {path}"
    mistaken = Problem("expected a config, found input for one", path, hint=hint)
    try:
        tree = read_file(path)
    except ConfigError:
        if is_input:
            raise ConfigError(mistaken) from None
        raise
    if is_input and not (isinstance(tree.values, dict) and "stages" in tree.values):
        raise ConfigError(mistaken)
    return tree


def execute(
    plan: Plan,
    registry: Registry,
    settings: RunSettings,
    report_path: str | None,
    quiet: bool,
) -> int:
    """Run a plan, show how it goes, save its report, and return the exit code."""
    if report_path == "-":
        hint = "name a file; standard output is for records"
        raise ConfigError(Problem("expected the path of a file, found `-`", "--report", hint=hint))
    watcher = Watcher(quiet)
    registry.manager.register(watcher)
    engine = plan.open_engine()
    code = 0
    try:
        done = run(plan, registry, engine, settings)
    except LimitReached as error:
        watcher.close()
        click.echo(f"hookline: {error}", err=True)
        done = watcher.report or Report(plan.name, plan.digest())
        code = error.exit_code
    except HooklineError as error:
        if report_path and error.report:
            save_report(error.report, report_path)
        raise
    except KeyboardInterrupt:
        if watcher.report is None:
            raise
        done = watcher.report
    finally:
        watcher.close()
        engine.close()
    if not code:
        code = 130 if not done.finished else 1 if done.failed else 0
    if report_path:
        save_report(done, report_path)
    if not quiet:
        show_summary(done, resumed=watcher.resumed, again=not watcher.started)
    elif done.failed:
        counts = f"{done.failed:,} of {done.read:,} documents failed"
        click.echo(f"hookline: {counts}; dead letters: {done.letters}", err=True)
    return code


class Stop:
    """
    Takes Ctrl-C and SIGTERM, and tells the run how often it has been asked to stop.

    The first asks it to finish the batches in hand, a second one to give them up. Handlers only note
    the signal: the run, which asks ten times a second, shows the message. Where it does not come to
    ask, because a plugin keeps the main thread, it is interrupted with `KeyboardInterrupt`.
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
        signal.setitimer(signal.ITIMER_REAL, PATIENCE[self._asked])

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt
