"""Run a plan into another folder, to the end or until its first unit is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hookline.components.hooks import hookimpl
from hookline.components.report import Report
from hookline.config.settings import FailureSettings
from hookline.errors import PluginError
from hookline.plan import BoundComponent, Plan
from hookline.runner.run import run

__all__ = ["run_sample", "with_output"]


def with_output(plan: Plan, folder: str) -> Plan:
    """
    Return the plan with its output, `out` with its endings, and `failures.jsonl` in a folder.

    Raises:
        PluginError: The sink has no path.
    """
    output, letters = Path(folder, "out"), Path(folder, "failures.jsonl")
    name = Path(str(getattr(plan.sink.options, "path", "out"))).name
    output = output.with_suffix("".join(Path(name).suffixes)) if name != "-" else output
    return replace(
        plan,
        sink=_with_path(plan.sink, str(output)),
        failures=FailureSettings(path=str(letters), limit=None),
    )


def run_sample(plan: Plan, workers: int | None, limit: int, stopped: bool) -> Report:
    """
    Run or go on with the first `limit` documents; if `stopped`, until a unit is written.

    Raises:
        HooklineError: The run cannot start or continue.
    """
    stop = _StopAfterUnit() if stopped else None
    if stop and plan.hooks:
        plan.hooks.register(stop)
    try:
        return run(plan, workers=workers, limit=limit, stop=stop or bool)
    finally:
        if stop and plan.hooks:
            plan.hooks.unregister(stop)


class _StopAfterUnit:
    """Stop a run after a unit has been written."""

    def __init__(self) -> None:
        self._written = False

    def __call__(self) -> bool:
        return self._written

    @hookimpl
    def hookline_batch_done(self, report: Report) -> None:
        self._written = True


def _with_path(sink: BoundComponent, path: str) -> BoundComponent:
    try:
        return replace(sink, options=sink.options.model_copy(update={"path": path}), parts=None)
    except AttributeError as error:
        raise PluginError(f"the sink `{sink.name}` has no `path`: it cannot be verified") from error
