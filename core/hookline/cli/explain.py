"""`hookline explain`."""

from __future__ import annotations

from itertools import islice
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from hookline.cli.run import read_config
from hookline.components.registry import Registry
from hookline.components.source import Unreadable
from hookline.components.work import Dropped, Failure, Parts
from hookline.config import override
from hookline.document.alignment import Segment
from hookline.document.document import Document
from hookline.document.layers import Mention, Relation
from hookline.document.record import to_record
from hookline.errors import SourceError
from hookline.plan import build
from hookline.plan.inputs import replace_input
from hookline.runner.worker import Worker

__all__ = ["command"]

CONTEXT = 30  # characters around an edit


@click.command(
    "explain",
    short_help="Show what each stage does to one document.",
    epilog="""\b
Examples:
  hookline explain configs/clean.yaml page.txt
  hookline explain configs/news.yaml corpus.jsonl --number 12""",
)
@click.argument("config")
@click.argument("input_", metavar="INPUT")
@click.option("--set", "changes", multiple=True, metavar="KEY=VALUE", help="Override a key.")
@click.option("--number", type=click.IntRange(0), default=0, help="Which document, from 0.")
def command(config: str, input_: str, changes: tuple[str, ...], number: int) -> int:
    """
    Show what each stage of CONFIG does to the first document of INPUT.

    Removed text is struck through, with the reason; entities and relations come with the rule or model
    that made them and with their place in the raw text.
    """
    registry = Registry.discover()
    tree = read_config(config, registry)
    override(tree, changes)
    replace_input(tree, registry, (input_,))
    plan = build(tree, registry)
    with plan.secrets.kept():
        source = plan.open_sources()[0]
        item = next(islice(source.read(), number, None), None)
    if item is None:
        raise SourceError(f"{input_} has no document number {number}")
    console = Console(highlight=False, soft_wrap=True)
    if isinstance(item, Unreadable):
        console.print(Text(f"cannot be read: {plan.secrets.hide(str(item.error))}", "red"))
        return 1
    console.print(
        Text(f"{plan.secrets.hide(str(item.place))}: {len(item.raw):,} characters", "bold")
    )
    worker = Worker(plan)
    try:
        doc = item
        for step, outcome in enumerate(worker.steps(item)):
            console.print(Text(f"\n{plan.stages[step].name}", "bold cyan"))
            if not isinstance(outcome, Document):
                console.print(_end(outcome))
                return 1 if isinstance(outcome, Failure) else 0
            for line in _changes(doc, outcome):
                console.print(line)
            doc = outcome
    finally:
        worker.close()
    return 0


def _end(outcome: Dropped | Failure | Parts) -> Text:
    if isinstance(outcome, Parts):
        lengths = ", ".join(f"{len(part.text):,}" for part in outcome.outcomes)
        return Text(f"split into {len(outcome.outcomes)} parts of {lengths} characters", "yellow")
    if isinstance(outcome, Dropped):
        return Text(f"dropped: {outcome.reason}", "yellow")
    return Text(f"failed: {outcome.error}: {outcome.message}", "red")


def _changes(before: Document, after: Document) -> list[Text]:
    """Return what a stage changed, line by line."""
    lines = _edits(before, after)
    record = to_record(after)
    for layer in ("sentences", "tokens"):
        if getattr(before, layer) is None and (items := getattr(after, layer)) is not None:
            lines.append(Text(f"{len(items):,} {layer}"))
    if before.entities != after.entities:
        for entity in record["entities"]:
            line = Text(f"{entity['label']:8} ", "magenta")
            line.append(entity["text"], "bold")
            line.append(f"  raw {entity['raw_start']}:{entity['raw_end']}", "dim")
            lines.append(line)
    if before.relations != after.relations:
        lines += [_relation(after, relation) for relation in after.relations or ()]
    return lines or [Text("no change", "dim")]


def _relation(doc: Document, relation: Relation) -> Text:
    line = Text(f"{relation.type:12} ", "magenta")
    parts = (relation.subject, relation.predicate, relation.object)
    words = [
        " ".join(doc.text[a:b] for a, b in part.pieces or ((part.start, part.end),))
        if isinstance(part, Mention)
        else f"({part.text})"
        for part in parts
    ]
    line.append(" | ".join(words))
    start, end = doc.alignment.to_raw(relation.subject.start, relation.subject.end)
    line.append(f"  {relation.rule} {relation.score:.2f}, subject raw {start}:{end}", "dim")
    return line


def _edits(before: Document, after: Document) -> list[Text]:
    """Return the removals and the other edits of a stage, in raw order."""
    lines: list[Text] = []
    for removal in after.removed:
        if removal not in before.removed:
            line = Text()
            line.append(after.raw[removal.raw_start : removal.raw_end], "strike red")
            place = f"{removal.raw_start}:{removal.raw_end}"
            line.append(f"  {removal.reason}, raw {place}", "dim")
            lines.append(line)
    known = {segment[2:] for segment in before.alignment.segments if not segment.copied}
    segments = after.alignment.segments
    fresh = [item for item in segments if not item.copied and item[2:] not in known]
    gone = [
        Segment(at, at, start, end, False)
        for at, start, end in _gaps(after)
        if not any(left <= start and end <= right for _, left, right in _gaps(before))
        and not any(item.raw_start < end and start < item.raw_end for item in after.removed)
    ]
    edits = sorted([*fresh, *gone], key=lambda item: item.raw_start)
    return lines + [_edit(after, segment) for segment in edits]


def _gaps(doc: Document) -> list[tuple[int, int, int]]:
    """Return the raw stretches that nothing in the text stands for, each with its place there."""
    gaps: list[tuple[int, int, int]] = []
    at = 0
    for segment in doc.alignment.segments:
        if segment.raw_start > at:
            gaps.append((segment.start, at, segment.raw_start))
        at = max(at, segment.raw_end)
    if at < len(doc.raw):
        gaps.append((len(doc.text), at, len(doc.raw)))
    return gaps


def _edit(doc: Document, segment: Any) -> Text:
    start, end, raw_start, raw_end, _ = segment
    line = Text(doc.raw[max(raw_start - CONTEXT, 0) : raw_start].split("\n")[-1], "dim")
    line.append(repr(doc.raw[raw_start:raw_end])[1:-1], "strike red")
    line.append(repr(doc.text[start:end])[1:-1], "green")
    line.append(doc.raw[raw_end : raw_end + CONTEXT].split("\n")[0], "dim")
    line.append(f"  raw {raw_start}:{raw_end}", "dim")
    return line
