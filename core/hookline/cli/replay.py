"""`hookline replay`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from hookline.cli.exits import exit_code
from hookline.cli.log import Log
from hookline.cli.options import log_options, plan_options, run_options
from hookline.cli.run import execute
from hookline.components.report import Report
from hookline.errors import ConfigError, HooklineError, Problem, SourceError, number_of
from hookline.files.storage import state_folder
from hookline.plan import read_plan
from hookline.runner.checkpoint import Checkpoint
from hookline.runner.dead_letters import default_path
from hookline.runner.merging import Merge, merge_folder
from hookline.runner.replay import config_of, inputs_of, own_inputs, replay_plan, with_only

__all__ = ["command"]


@click.command(
    "replay",
    short_help="Run the documents of a dead-letter file again.",
    epilog="""\b
Examples:
  hookline replay out/news.failures.jsonl -o out/again.jsonl
  hookline replay out/news.failures.jsonl --merge""",
)
@click.argument("failures")
@click.option("-o", "--output", help="Write the records here; - is standard output.")
@click.option(
    "--merge",
    is_flag=True,
    help="Put the records into the output of the run: -o, or the one that FAILURES is named after, or "
    "that of the config.",
)
@click.option("--config", help="The config to run; by default the one named in the dead letters.")
@plan_options("overrides", "engine", "plugins")
@run_options("workers", "fresh", "report")
@log_options()
def command(
    failures: str,
    output: str | None,
    merge: bool,
    config: str | None,
    plan_options: dict[str, Any],
    run_options: dict[str, Any],
    log_options: dict[str, Any],
) -> int:
    """
    Run the documents of the dead-letter file FAILURES again, with the current config.

    Documents that fail again go to a dead-letter file beside OUTPUT. With --merge, the output of the
    run is replaced by one with the documents in their places, and FAILURES keeps those that fail again.
    If they were mended in the input, --merge reads them from there.
    """
    config = config or _config(failures)
    if merge:
        output = output or _output(failures)
        return _merge(config, failures, output, plan_options, run_options, log_options)
    if output is None:
        hint = "name a file for the records, or add --merge to put them into the output of the run"
        raise ConfigError(Problem("expected -o OUTPUT or --merge", "hookline replay", hint=hint))
    plan = read_plan(config, **plan_options)
    if output in plan.open_sink().targets and os.path.exists(output):
        what = f"{output} is an output of the config, which the replayed documents would replace"
        hint = "choose another file, or add --merge to put them into it"
        raise ConfigError(Problem(what, "hookline replay", hint=hint))
    if inputs := inputs_of(failures, plan):
        plan_options |= {"inputs": inputs}
    plan_options |= {"output": output}
    return execute(
        config,
        plan_options,
        run_options,
        log_options,
        lambda plan: replay_plan(with_only(plan, output), failures),
    )


def _config(failures: str) -> str:
    """Return the config that dead letters name."""
    config = config_of(failures)
    if not os.path.exists(config):
        raise SourceError(
            f"the dead letters name the config {config}, which no longer exists: use --config"
        )
    return config


def _output(failures: str) -> str | None:
    """Return the output beside dead letters that are named after it, if there is one of a run."""
    folder = Path(failures).absolute().parent
    outputs = [
        str(path)
        for path in (folder.iterdir() if folder.is_dir() else ())
        if os.path.abspath(default_path(str(path))) == os.path.abspath(failures)
        and state_folder(str(path)).is_dir()
    ]
    if len(outputs) > 1:  # such as a table beside the records
        outputs = [target for target in outputs if _has_letters(target, failures)]
    return os.path.relpath(outputs[0]) if len(outputs) == 1 else None


def _has_letters(target: str, failures: str) -> bool:
    """Return whether the state of an output, which nothing else uses now, names these dead letters."""
    try:
        checkpoint = Checkpoint(target)
    except HooklineError:
        return False
    state = checkpoint.read() or {"letters": None}
    checkpoint.close()
    mark = state["letters"]
    return mark is not None and os.path.abspath(mark["path"]) == os.path.abspath(failures)


def _merge(
    config: str,
    failures: str,
    output: str | None,
    plan_options: dict[str, Any],
    run_options: dict[str, Any],
    log_options: dict[str, Any],
) -> int:
    """Replay into a folder beside the output of the run, then merge."""
    original = read_plan(config, output=output, **plan_options)
    merging = Merge(original, failures)
    merging.check()
    log = Log(**log_options)
    if merging.is_pending:
        return _finish(merging, None, log, failures)
    inputs = merging.inputs
    if inputs != own_inputs(original):
        plan_options |= {"inputs": inputs}
        original = read_plan(config, output=output, **plan_options)
        merging = Merge(original, failures)
        merging.check()
    if merging.is_mended:
        log.begin()
        text = "the input has changed since the run: reading the failed documents from it again"
        log.info(text)
    target = original.open_sink().target
    replay = {**plan_options, "output": str(merge_folder(target) / "records.jsonl")}
    reports: list[Report] = []
    code = execute(
        config,
        replay,
        run_options,
        log_options,
        merging.replay,
        done=reports.append,
        summary=False,
    )
    return _finish(merging, reports[0], log, failures) if code in (0, 1) else code


def _finish(merging: Merge, replayed: Report | None, log: Log, letters: str) -> int:
    """Merge what was replayed, say what was merged, and return the exit code."""
    log.begin()
    try:
        report = merging.merge(replayed)
    except HooklineError as error:
        log.show(error)
        return exit_code(error)
    merged = number_of(replayed.written, "document") if replayed else "the documents"
    text = f"{merged} merged into {report.output}, {report.failed:,} failed again"
    log.info(text, failed=report.failed)
    if report.failed and not log.is_json:
        log.info(f"dead letters: {letters}")
    return 1 if report.failed else 0
