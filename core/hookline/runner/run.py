"""Run a plan up to the published output."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace

from hookline.components.engine import Engine
from hookline.components.report import Report
from hookline.components.retry import with_retries
from hookline.components.source import Source
from hookline.config.settings import CacheSettings
from hookline.errors import (
    PLUGIN_FAULTS,
    ConfigError,
    Problem,
    SinkError,
    described,
    refused_by_system,
)
from hookline.files.storage import state_folder
from hookline.plan import Plan, without_unread_layers
from hookline.runner.attempt import Attempt, RunSettings, never
from hookline.runner.cache import compact
from hookline.runner.report_file import save_report

__all__ = ["checked_plan", "execute", "run"]


def run(
    plan: Plan,
    *,
    workers: int | None = None,
    limit: int | None = None,
    fresh: bool = False,
    update: bool = False,
    report: str | os.PathLike[str] | None = None,
    stop: Callable[[], int] = never,
    linger: float = 0.2,
) -> Report:
    """
    Run a plan to the end of its input, or resume an interrupted run.

    Args:
        plan: What to run, from `read_plan`.
        workers: Number of worker processes; by default the engine chooses.
        limit: Largest number of documents to read.
        fresh: Start again and replace existing output.
        update: Make the output anew if the input or the config has changed, with outcomes of unchanged
            documents from the cache, which is beside the output unless the config has one.
        report: A file to write the report to, also if the run fails once it has started: JSON, or
            Prometheus' text format if the name ends in `.prom`.
        stop: Called ten times a second to end the run early; it can be resumed. If it returns True or
            1, the run waits for current units, 5 seconds at most; if it returns 2, it does not.
        linger: Longest wait in seconds for a unit to fill while a worker is idle.

    Returns:
        The report; `finished` is False if `stop` ended the run early.

    Raises:
        HooklineError: The run cannot start or continue; finished work is kept.
        LimitReached: More documents have failed than the config allows.
    """
    path = None if report is None else os.fspath(report)
    return execute(plan, RunSettings(workers, limit, fresh, update, path, stop, linger))


def execute(plan: Plan, settings: RunSettings) -> Report:
    """
    Run a plan as `run` does.

    Raises:
        HooklineError: As for `run`.
    """
    plan = without_unread_layers(checked_plan(plan))
    path = settings.report
    if plan.shard is not None:
        if settings.limit is not None:
            what = "--limit counts documents of the whole input, and a shard reads a part of it"
            raise ConfigError(Problem(what, "--shard", hint="leave out one of the two"))
        path = path and plan.shard.path(path)
    if settings.update:
        if settings.fresh:
            raise ConfigError(Problem("--fresh and --update exclude each other", "--update"))
        plan = _cached(plan)
    settings = replace(settings, report=path)
    with ExitStack() as stack, plan.secrets.kept():
        sources = with_retries(plan.open_sources)
        attempt: Attempt | None = None

        def close_sources() -> None:
            if attempt is None or attempt.reader.close():
                for source in sources:
                    _close(source)

        stack.callback(close_sources)
        engine = plan.open_engine()
        stack.callback(_close, engine)
        attempt = Attempt(plan, engine, settings, sources)
        try:
            result = attempt.execute()
        except BaseException as error:
            if path is not None and attempt.started:
                with suppress(SinkError):  # the original error is more important
                    save_report(attempt.report, path)
            if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
                raise refused_by_system(error) from error
            raise
        if path is not None:
            save_report(result, path)
        if plan.cache and result.finished and attempt.started:
            compact(plan.cache, plan.layers)
        return result


def checked_plan(plan: Plan) -> Plan:
    """
    Return a plan.

    Raises:
        TypeError: It is something else, such as the path of a config.
    """
    if not isinstance(plan, Plan):
        raise TypeError(f"expected a plan, as `read_plan` returns it, found {plan!r}")
    return plan


def _close(component: Source | Engine) -> None:
    """Close a source or an engine; all documents are finished, so an error of it loses nothing."""
    try:
        component.close()
    except PLUGIN_FAULTS as error:
        text = f"the {component.kind} `{component.name}` failed to close: {described(error)}"
        warnings.warn(text, RuntimeWarning, stacklevel=2)


def _cached(plan: Plan) -> Plan:
    """
    Return a plan with a cache for updates.

    Raises:
        ConfigError: The output is standard output, or in parts.
    """
    target = plan.open_sink().target
    if target == "-":
        what = "standard output cannot be updated"
        raise ConfigError(Problem(what, "--update", hint="choose a file with -o"))
    if any(sink.parts for sink in plan.sinks):
        what = "an output in parts cannot be updated: its parts may have been taken away"
        raise ConfigError(Problem(what, "--update", hint="remove `parts` from the config"))
    cache = plan.cache or CacheSettings.model_validate(
        {"path": str(state_folder(target) / "cache")}
    )
    return replace(plan, cache=cache, recalls=True)
