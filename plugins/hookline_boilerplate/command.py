"""The command `repeats`: list the lines that sites repeat, for the option of the same name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from hookline import Document, Plan

__all__ = ["command"]


@click.command("repeats", short_help="List the lines that a site repeats in several documents.")
@click.argument("config")
@click.option("-o", "--output", type=click.File("w", "utf-8"), help="The list.")
@click.option(
    "--least",
    type=click.IntRange(2),
    default=3,
    show_default=True,
    help="Minimum number of documents of a site that have a line.",
)
@click.option("--set", "changes", multiple=True, metavar="KEY=VALUE", help="Override a key.")
def command(config: str, output: TextIO | None, least: int, changes: tuple[str, ...]) -> int:
    """
    List the lines that several documents of one site have in common, as JSON lines.

    The documents are those of CONFIG's source, after the stages before `boilerplate`. A site is the
    host in a document's `meta.url`; documents without one count as one site. Give the list to the
    stage with `repeats: LIST`.
    """
    import json

    from hookline import read_plan
    from hookline_boilerplate.repeats import count_repeated_lines

    plan = read_plan(config, overrides=changes)
    with plan.secrets.kept():
        for repeated in count_repeated_lines(_documents(plan), least):
            click.echo(json.dumps(repeated._asdict(), ensure_ascii=True), output)
    return 0


def _documents(plan: Plan) -> Iterator[Document]:
    """Yield the documents of a plan's sources after its stages before `boilerplate`."""
    from hookline import Document, Pipeline

    names = [stage.component.name for stage in plan.stages]
    stop = names.index("boilerplate") if "boilerplate" in names else len(names)
    with Pipeline(replace(plan, stages=plan.stages[:stop])) as pipeline:
        for source in plan.open_sources():
            documents = (item for item in source.read() if isinstance(item, Document))
            for outcome in pipeline.stream(documents):
                if isinstance(outcome, Document):
                    yield outcome
