"""`hookline verify`."""

from __future__ import annotations

from dataclasses import replace

import click

from hookline.components.registry import Registry
from hookline.config import override, read_file
from hookline.errors import ConfigError, Problem
from hookline.plan import Plan, build
from hookline.plan.inputs import replace_engine, replace_input
from hookline.runner.verification import Trial

__all__ = ["command"]

SAMPLE = 100  # documents


@click.command(
    "verify",
    short_help="Prove that a config gives the same bytes however it is run.",
    epilog="""\b
Exit codes: 0 all bytes agree; 1 they do not, or the counts differ; 2 the config
or the call is wrong.""",
)
@click.argument("config")
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@click.option("--set", "changes", multiple=True, metavar="KEY=VALUE", help="Override a key.")
@click.option("--engine", help="Compare with this engine, too.")
@click.option(
    "--limit", type=click.IntRange(1), default=SAMPLE, show_default=True, help="Documents to take."
)
def command(
    config: str, inputs: tuple[str, ...], changes: tuple[str, ...], engine: str | None, limit: int
) -> int:
    """
    Run a sample of CONFIG's input with other batch sizes, other numbers of workers and an
    interruption, and compare the output byte by byte.

    Works in a temporary folder: the config's own output is neither read nor written.
    """
    registry = Registry.discover()

    def plan(on: str | None = None) -> Plan:
        tree = read_file(config)
        override(tree, changes)
        replace_input(tree, registry, inputs)
        replace_engine(tree, on)
        return build(tree, registry)

    first = plan()
    _check_repeatable(first)
    more = 2 * first.largest_batch + 1
    trials = [
        Trial("one worker", first, workers=1),
        Trial("a batch for each document", _in_batches(first, 1), workers=1),
        Trial(f"batches of {more}", _in_batches(first, more), workers=1),
        Trial("two workers", first, workers=2),
        Trial("interrupted and resumed", first, workers=2, interruptions=2),
    ]
    if engine:
        trials.append(Trial(f"the engine {engine}", plan(engine), workers=None))
    expected, failed = None, 0
    for trial in trials:
        found = trial.run(registry, limit)
        expected = expected or found
        problem = expected.difference(found)
        failed += bool(problem)
        mark = "differs" if problem else "agrees" if found is not expected else "is the reference"
        click.echo(f"{trial.name}: {mark}{f': {problem}' if problem else ''}")
    assert expected is not None
    click.echo(
        f"{expected.read:,} documents, {expected.written:,} written, {expected.failed:,} failed; "
        f"{f'{failed} of {len(trials) - 1} ways differ' if failed else 'the same bytes every time'}"
    )
    return 1 if failed else 0


def _in_batches(plan: Plan, size: int) -> Plan:
    return replace(plan, stages=tuple(replace(stage, batch_size=size) for stage in plan.stages))


def _check_repeatable(plan: Plan) -> None:
    sources = plan.open_sources()
    try:
        with plan.secrets.kept():
            inputs = [name for source in sources for name in source.inputs()]
        if "-" in inputs:
            raise ConfigError(Problem("standard input can be read only once: name a file", "INPUT"))
    finally:
        for source in sources:
            source.close()
