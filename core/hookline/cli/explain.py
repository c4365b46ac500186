"""`hookline explain`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import chain, islice
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from hookline.cli.options import plan_options
from hookline.cli.visible_text import visible_line
from hookline.components.outcomes import Dropped, Failure, Parts
from hookline.components.source import Unreadable
from hookline.document.alignment import Segment
from hookline.document.document import Document
from hookline.document.layers import Layer, LayerTable
from hookline.document.summary import raw_spans, summarize
from hookline.errors import SourceError, message_of, number_of
from hookline.plan import read_plan
from hookline.runner.worker import Worker

__all__ = ["command"]

CONTEXT = 30  # characters around an edit
MANY = 3  # equal edits of white space that share a line


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
@plan_options("overrides", "plugins")
@click.option("--number", type=click.IntRange(0), default=0, help="Which document, from 0.")
def command(config: str, input_: str, number: int, plan_options: dict[str, Any]) -> int:
    """
    Show what each stage of CONFIG does to the first document of INPUT.

    Removed text is struck through, with the reason; entities and relations come with the rule or model
    that made them and with their place in the raw text.
    """
    plan = read_plan(config, inputs=(input_,), **plan_options)
    with plan.secrets.kept():
        source = plan.open_sources()[0]
        item = next(islice(source.read(0), number, None), None)
    if item is None:
        raise SourceError(f"{input_} has no document number {number}")
    console = Console(highlight=False, soft_wrap=True)
    if isinstance(item, Unreadable):
        problem = f"cannot be read: {plan.secrets.hide(message_of(item.error))}"
        console.print(visible_line(Text(problem, "red")))
        return 1
    size = number_of(len(item.raw), "character")
    place = plan.secrets.hide(str(item.place))
    console.print(visible_line(Text(f"{place}: {size}", "bold")))
    worker = Worker(plan)
    try:
        doc = item
        for step, outcome in enumerate(worker.steps(item)):
            console.print(Text(f"\n{plan.stages[step].name}", "bold cyan"))
            if not isinstance(outcome, Document):
                console.print(visible_line(_end(outcome)))
                return 1 if isinstance(outcome, Failure) else 0
            for line in _changes(doc, outcome, plan.layers):
                console.print(visible_line(line))
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


def _changes(before: Document, after: Document, layers: LayerTable) -> list[Text]:
    """Return what a stage changed, line by line."""
    lines = _edits(before, after)
    for name, value in after.layers.items():
        layer = layers[name]
        if value is before.layers.get(name) or layer.written == "never":
            continue
        items = layer.items(value)
        if layer.shape.interval or layer.written == "asked":
            lines += [Text(f"{len(items):,} {name}")] if items else []
        else:
            notes = _notes(layer, before, after, layers)
            old = before.layers.get(name)
            known = [] if old is None else layer.items(old)
            shown = {_plain(_item(layer, item, before)) for item in known}
            for number, item in enumerate(items):
                first, *parts = _item(layer, item, after)
                if _plain([first, *parts]) not in shown:
                    lines += [first.append(notes.get(number, ""), "yellow"), *parts]
    return lines or [Text("no change", "dim")]


def _notes(
    layer: Layer[Any], before: Document, after: Document, layers: LayerTable
) -> dict[int, str]:
    """Return the words of items written only when asked for, by the item here that each points at."""
    notes: dict[int, str] = {}
    for name, value in after.layers.items():
        other = layers[name]
        if other.written != "asked" or value is before.layers.get(name):
            continue
        pointers = [key for key, field in other.shape.fields.items() if layer.name in field.layers]
        for item in other.items(value) if pointers else ():
            summary = summarize(other.write(item, after), after.text, other)
            index = getattr(item, pointers[0])
            notes[index] = f"{notes.get(index, '')}  {summary.kind}: {summary.words}"
    return notes


def _plain(lines: list[Text]) -> str:
    return "\n".join(line.plain for line in lines)


def _item(layer: Layer[Any], item: Any, doc: Document) -> list[Text]:
    """
    Return the lines of an item: its kind, its words, its other fields and its raw offsets.

    Lists of spans in it, such as the mentions of a cluster, follow in lines of their own.
    """
    written = layer.write(item, doc, ("scores",))
    summary = summarize(written, doc.text, layer)
    line = Text(f"{summary.kind or layer.name:12} ", "magenta")
    line.append(summary.words, "bold")
    lists = {name: spans for name, spans in _lists(written).items() if len(spans) > 1}
    details = summary.fields()
    if lists:
        details += [f"{len(spans):,} {name}" for name, spans in lists.items()]
    else:
        spans = [written, *chain.from_iterable(_lists(written).values())]
        raw = chain.from_iterable(map(raw_spans, spans))
        details += [f"raw {start}:{end}" for start, end in islice(raw, 1)]
    line.append(f"  {', '.join(details)}", "dim")
    return [line, *(part for spans in lists.values() for part in _spans(spans))]


def _lists(written: Any) -> dict[str, list[Any]]:
    """Return the fields of an item that are lists of spans."""
    fields = written.items() if isinstance(written, Mapping) else ()
    return {
        name: value
        for name, value in fields
        if isinstance(value, list) and any(isinstance(part, Mapping) for part in value)
    }


def _spans(spans: list[Any]) -> list[Text]:
    """Return a line for each kind and text of spans, with the places of all of them."""
    places: dict[tuple[str, str], list[str]] = {}
    for span in spans:
        kinds = (value for key, value in span.items() if isinstance(value, str) and key != "text")
        raw = [f"{start}:{end}" for start, end in islice(raw_spans(span), 1)]
        places.setdefault((next(kinds, ""), span.get("text", "")), []).extend(raw)
    lines: list[Text] = []
    for (kind, words), raw in places.items():
        line = Text(f"  {kind:10} ", "magenta")
        line.append(words)
        line.append(f"  raw {', '.join(raw)}", "dim")
        lines.append(line)
    return lines


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
    old_gaps = _gaps(before)
    gone = [
        Segment(position, position, start, end, False)
        for position, start, end in _gaps(after)
        if not any(left <= start and end <= right for _, left, right in old_gaps)
        and not any(item.raw_start < end and start < item.raw_end for item in after.removed)
    ]
    edits = sorted([*fresh, *gone], key=lambda item: item.raw_start)
    return lines + _edit_lines(after, edits)


def _edit_lines(doc: Document, edits: list[Segment]) -> list[Text]:
    """Return a line for each edit; many equal ones of characters that cannot be seen share one."""
    kinds = [_kind(doc, edit) for edit in edits]
    counts = Counter(kinds)
    lines: list[Text] = []
    shown: set[tuple[str, str]] = set()
    for kind, edit in zip(kinds, edits, strict=True):
        if kind is None or counts[kind] < MANY:
            lines.append(_edit(doc, edit))
        elif kind not in shown:
            shown.add(kind)
            line = Text(f"{counts[kind]:,} ", "bold")
            line.append(kind[0], "red")
            line.append(" → ", "dim")
            line.append(kind[1], "green")
            line.append(f"  from raw {edit.raw_start}:{edit.raw_end} on", "dim")
            lines.append(line)
    return lines


def _kind(doc: Document, edit: Segment) -> tuple[str, str] | None:
    """Return what an edit replaces and by what, or None if a reader can see what it replaces."""
    start, end, raw_start, raw_end, _ = edit
    raw = doc.raw[raw_start:raw_end]
    if any(char.isprintable() and not char.isspace() for char in raw):
        return None
    if raw == "\r" and start == end and doc.raw[raw_end : raw_end + 1] == "\n":
        return "CRLF", "LF"
    return repr(raw)[1:-1], repr(doc.text[start:end])[1:-1] or "nothing"


def _gaps(doc: Document) -> list[tuple[int, int, int]]:
    """Return the raw stretches that nothing in the text stands for, each with its place there."""
    gaps: list[tuple[int, int, int]] = []
    raw_end = 0
    for segment in doc.alignment.segments:
        if segment.raw_start > raw_end:
            gaps.append((segment.start, raw_end, segment.raw_start))
        raw_end = max(raw_end, segment.raw_end)
    if raw_end < len(doc.raw):
        gaps.append((len(doc.text), raw_end, len(doc.raw)))
    return gaps


def _edit(doc: Document, segment: Any) -> Text:
    start, end, raw_start, raw_end, _ = segment
    line = Text(doc.raw[max(raw_start - CONTEXT, 0) : raw_start].split("\n")[-1], "dim")
    line.append(repr(doc.raw[raw_start:raw_end])[1:-1], "strike red")
    line.append(repr(doc.text[start:end])[1:-1], "green")
    line.append(doc.raw[raw_end : raw_end + CONTEXT].split("\n")[0], "dim")
    line.append(f"  raw {raw_start}:{raw_end}", "dim")
    return line
