"""The command `dedup`: make the index that the stage `dedup` reads."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # listing commands must not import the runner
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
@click.option("--workers", type=click.IntRange(1), default=1, help="Number of worker processes.")
@click.option(
    "--memory",
    type=click.IntRange(1),
    default=256,
    show_default=True,
    help="Mebibytes for the tables of seen documents; the rest is on disk.",
)
@click.option("--fresh", is_flag=True, help="Start again after an interruption.")
@click.option("--quiet", is_flag=True, help="Print only warnings and errors.")
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
    Run the stages before `dedup` on the input of CONFIG (or INPUT), and write the index of `dedup`.

    Call it before `hookline run`, with the same config, input and `--set`. Of duplicates the first in
    the input is kept. To continue after an interruption, call it again.
    """
    from hookline import ConfigError, read_plan
    from hookline_dedup.stage import Dedup

    plan = read_plan(config, inputs=inputs, overrides=changes, engine="local")
    numbers = [number for number, stage in enumerate(plan.stages) if stage.component is Dedup]
    if not numbers:
        raise ConfigError(
            f"{config} has no stage `dedup`, so there is no index to make: add the stage"
        )
    _refuse_streams(plan)
    for number in numbers:
        counts = _make_index(plan, number, workers, fresh, memory)
        if not quiet:
            index, total = plan.stages[number].options.index, counts.total()
            by_verdict = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
            noun = "document" if total == 1 else "documents"
            click.echo(f"{index}: {total:,} {noun}, {by_verdict}", err=True)
    return 0


def _refuse_streams(plan: Plan) -> None:
    """Raise SourceError for a source that can be read only once."""
    from hookline import SourceError

    for source in plan.open_sources():
        try:
            with plan.secrets.kept():
                if not source.inputs() or source.is_stream():
                    raise SourceError(
                        "finding duplicates takes two passes, and this input can be read only once: "
                        "save it to a file first"
                    )
        finally:
            source.close()


def _make_index(plan: Plan, number: int, workers: int, fresh: bool, memory: int) -> Counter[str]:
    """Make the index of one stage; return the number of documents by verdict."""
    from hookline import run
    from hookline_dedup.duplicates import find_duplicates
    from hookline_dedup.index import VERDICTS, write_index
    from hookline_dedup.signature_sink import SignatureSink

    stage = plan.stages[number]
    options = stage.options
    folder = Path(f"{options.index}.work")
    rows = folder / "rows"
    values = {"path": str(rows), "near": options.near, "run": options.run}
    sink = replace(
        plan.sink,
        component=SignatureSink,
        options=SignatureSink.read_options(values),
        name="dedup",
        written=values,
    )
    # Documents that fail here fail again in the run, which reports them.
    failures = plan.failures.model_copy(update={"path": str(folder / "failures.jsonl")})
    first = replace(plan, stages=plan.stages[:number], sink=sink, failures=failures)
    run(first, workers=workers, fresh=fresh)
    counts = Counter(dict.fromkeys(VERDICTS, 0))

    def counted() -> Iterator[tuple[int, int]]:
        for key, verdict in find_duplicates(rows, options, memory):
            counts[VERDICTS[verdict]] += 1
            yield key, verdict

    write_index(options.index, options, counted())
    shutil.rmtree(folder)
    return counts
