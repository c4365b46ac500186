"""The command `ray`."""

from __future__ import annotations

from importlib.util import find_spec

import click
import orjson

from hookline import HooklineError, Report

__all__ = ["command"]


@click.command(
    "ray",
    short_help="Run the shards of a config on a Ray cluster.",
    epilog="""\b
Examples:
  hookline ray configs/news.yaml big/*.jsonl -o out/news.jsonl --shards 64 --address auto
  hookline join out/news.jsonl""",
)
@click.argument("config")
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@click.option("--shards", type=click.IntRange(1), required=True, help="Number of shards.")
@click.option(
    "--address", help="The cluster, such as auto; by default RAY_ADDRESS, or a local one."
)
@click.option(
    "--cpus",
    type=click.FloatRange(0, min_open=True),
    default=1.0,
    show_default=True,
    help="CPUs that a shard takes, and its worker processes.",
)
@click.option(
    "--gpus",
    type=click.FloatRange(0),
    default=0.0,
    show_default=True,
    help="GPUs that a shard takes, or a part of one.",
)
@click.option("-o", "--output", help="Name the outputs of the shards after this path.")
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Override a key.")
@click.option("--plugins", multiple=True, metavar="MODULE", help="Load a plugin.")
@click.option("--fresh", is_flag=True, help="Start again and replace existing outputs.")
@click.option("--report", metavar="FILE", help="Write the sum of the counts to a file as JSON.")
@click.option("--quiet", is_flag=True, help="Print only warnings and errors.")
def command(
    config: str,
    inputs: tuple[str, ...],
    shards: int,
    address: str | None,
    cpus: float,
    gpus: float,
    output: str | None,
    overrides: tuple[str, ...],
    plugins: tuple[str, ...],
    fresh: bool,
    report: str | None,
    quiet: bool,
) -> int:
    """
    Run CONFIG in shards on a Ray cluster; each writes its own output from its node.

    The outputs have the names of `hookline run --shard`. The same command resumes what is not finished.
    """
    if find_spec("ray") is None:
        raise HooklineError(
            "`hookline ray` needs Ray, which is not installed; run: pip install 'hookline[ray]'"
        )
    from hookline_ray.shards import run_shards

    def show(part: Report, node: str = "") -> None:
        counts = f"{part.read:,} read, {part.written:,} written, {part.failed:,} failed"
        noun = "shard" if shards == 1 else "shards"
        where = f"shard {part.shard} on node {node[:8]}" if node else f"{shards:,} {noun}"
        if not quiet:
            click.echo(
                f"{where}: {counts} in {part.seconds:.1f} s; output: {part.output}", err=True
            )

    total = run_shards(
        config,
        shards,
        inputs=inputs,
        output=output,
        overrides=overrides,
        plugins=plugins,
        address=address,
        cpus=cpus,
        gpus=gpus,
        fresh=fresh,
        done=show,
    )
    show(total)
    if report:
        _write(report, orjson.dumps(total.to_json(), option=orjson.OPT_INDENT_2))
    return 1 if total.failed else 0


def _write(path: str, data: bytes) -> None:
    try:
        with open(path, "wb") as file:
            file.write(data + b"\n")
    except OSError as error:
        raise HooklineError(f"cannot write {path}: {error.strerror}") from error
