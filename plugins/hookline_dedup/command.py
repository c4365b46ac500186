"""`hookline dedup`: make the index that the stage `dedup` reads."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # listing commands must not load the runner
    from hookline import Plan

__all__ = ["command"]


@click.command(
    "dedup",
    short_help="Find the duplicates that a stage `dedup` will drop.",
    epilog="""\b
Examples:
  hookline dedup configs/corpus.yaml && hookline run configs/corpus.yaml
  hookline dedup configs/corpus.yaml pages.jsonl --workers 4
  hookline dedup configs/corpus.yaml --set stages.dedup.near=0.9""",
)
@click.argument("config")
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@click.option("--set", "changes", multiple=True, metavar="KEY=VALUE", help="Override a key.")
@click.option("--workers", type=click.IntRange(1), default=1, help="Processes to compute in.")
@click.option(
    "--memory",
    type=click.IntRange(1),
    default=256,
    show_default=True,
    help="Mebibytes for the tables of what has been seen; more is kept on disk.",
)
@click.option("--fresh", is_flag=True, help="Start again after an interruption.")
@click.option("--quiet", is_flag=True, help="Say nothing unless something is wrong.")
def command(
    config: str,
    inputs: tuple[str, ...],
    changes: tuple[str, ...],
    workers: int,
    memory: int,
    fresh: bool,
    quiet: bool,
) -> int:
    """
    Take the input of CONFIG (or INPUT) through the stages before `dedup`, and write its index.

    Run it before `hookline run`, with the same config, input and `--set`. Of documents that are alike
    the first in the input stays. Interrupted, the same command goes on.
    """
    from hookline import ConfigError, read_plan
    from hookline_dedup.stage import Dedup

    plan = read_plan(config, inputs=inputs, overrides=changes, engine="local")
    numbers = [at for at, stage in enumerate(plan.stages) if stage.component is Dedup]
    if not numbers:
        raise ConfigError(f"{config} has no stage `dedup`, which would read the index")
    _refuse_streams(plan)
    for number in numbers:
        counts = _make_index(plan, number, workers, fresh, memory)
        if not quiet:
            index = plan.stages[number].options.index
            found = ", ".join(f"{count} {name}" for name, count in counts.items())
            click.echo(f"{index}: {sum(counts.values())} documents, {found}", err=True)
    return 0


def _refuse_streams(plan: Plan) -> None:
    from hookline import SourceError

    for source in plan.open_sources():
        try:
            with plan.secrets.kept():
                if not source.inputs() or source.is_stream():
                    raise SourceError(
                        "duplicates are found in two passes, and this input can be read only once: "
                        "save it to a file first"
                    )
        finally:
            source.close()


def _make_index(plan: Plan, number: int, workers: int, fresh: bool, memory: int) -> Counter[str]:
    """Make the index of one stage; return how many documents got which verdict."""
    from hookline import run
    from hookline_dedup.decide import verdicts
    from hookline_dedup.index import VERDICTS, write_index
    from hookline_dedup.rows import Rows

    stage = plan.stages[number]
    options = stage.options
    folder = Path(f"{options.index}.work")
    rows = folder / "rows"
    values = {"path": str(rows), "near": options.near, "run": options.run}
    sink = replace(
        plan.sink, component=Rows, options=Rows.read_options(values), name="dedup", written=values
    )
    # What fails here fails again in the run, and is a dead letter there.
    failures = plan.failures.model_copy(update={"path": str(folder / "failures.jsonl")})
    first = replace(plan, stages=plan.stages[:number], sink=sink, failures=failures)
    run(first, workers=workers, fresh=fresh)
    counts = Counter(dict.fromkeys(VERDICTS, 0))

    def counted() -> Iterator[tuple[int, int]]:
        for identity, verdict in verdicts(rows, options, memory):
            counts[VERDICTS[verdict]] += 1
            yield identity, verdict

    write_index(options.index, options, counted())
    shutil.rmtree(folder)
    return counts
