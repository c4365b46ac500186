"""`hookline eval factuality`: how certain events are, against judgements from -3 to 3."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import click
import orjson

from hookline import Document, Event
from hookline_eval.evaluation.options import EvalOptions, common_options
from hookline_eval.evaluation.run import EvalRun
from hookline_eval.gold.factuality import read_event_sentences
from hookline_eval.output.json_format import documents_value
from hookline_eval.output.tables import loss_lines
from hookline_eval.scoring.bootstrap import CONFIDENCE
from hookline_eval.scoring.correlation import Pair, correlation


@click.command(
    "factuality",
    short_help="The factuality of events, against judgements from -3 to 3.",
    epilog="""\b
Examples:
  hookline eval factuality uds_ih2.dev.jsonl.gz
  hookline eval factuality own.jsonl --config configs/news.yaml --json""",
)
@click.argument("file")
@common_options
def command(file: str, options: EvalOptions) -> int:
    """
    Compare the factuality of the events that a config finds with judgements.

    FILE is JSON lines with `events`, each with its `factuality` from -3 to 3, and `text` with the
    offset `start` of each trigger, or `tokens` with the index `token`. The table has the events of the
    file whose trigger was found: Pearson's r and the mean absolute error, in all and by construction,
    that is by what was read of them (denied, claimed, possible …), and by the `group` of the events if
    they have one. The intervals are of r, over resamples of the lines.
    """
    run = EvalRun(options, "events", ("stanza", "relations"))
    sentences = read_event_sentences(file)
    cases = ((item, Document.from_text(item.text, id=item.id)) for item in sentences)
    by_construction: dict[str, list[list[Pair]]] = defaultdict(list)
    count = 0
    for sentence, doc in run.process(cases):
        count += len(sentence.events)
        events = {} if doc is None else _by_raw_start(doc)
        of_line: dict[str, list[Pair]] = defaultdict(list)
        for judged in sentence.events:
            event = events.get(judged.start)
            if event is not None:
                pair = Pair(judged.factuality, event.factuality)
                groups = () if judged.group is None else (f"group {judged.group}",)
                for name in ("all", *_constructions(event), *groups):
                    of_line[name].append(pair)
        for name, pairs in of_line.items():
            by_construction[name].append(pairs)
    rows = [_row(name, lines, options) for name, lines in by_construction.items()]
    rows.sort(key=lambda row: -row["events"])
    matched = rows[0]["events"] if rows else 0
    if options.json:
        values = {
            "task": "factuality",
            "file": file,
            "documents": documents_value(run.summary),
            "events": count,
            "found": matched,
            "rows": rows,
        }
        click.echo(orjson.dumps(values, option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo(f"factuality of {file}: {matched:,} of {count:,} events found\n")
        interval = f"{CONFIDENCE:.0%} interval"
        click.echo(f"{'construction':16} {'events':>7} {'r':>6} {interval:>15} {'error':>6}")
        for row in rows:
            r = "-" if row["r"] is None else f"{row['r']:.3f}"
            ends = row["interval"]
            interval = "-" if ends is None else f"{ends[0]:.3f} to {ends[1]:.3f}"
            click.echo(
                f"{row['name']:16} {row['events']:7,} {r:>6} {interval:>15} {row['error']:6.2f}"
            )
        for line in loss_lines(run.summary):
            click.echo(line)
    return 1 if run.summary.failed else 0


def _by_raw_start(doc: Document) -> dict[int, Event]:
    return {doc.alignment.to_raw(event.start, event.end)[0]: event for event in doc.events or ()}


def _constructions(event: Event) -> Iterable[str]:
    """Yield the rows of the table that an event belongs to."""
    if event.polarity == "negative":
        yield "denied"
    if event.claim is not None:
        yield "claimed"
    if event.modality != "actual":
        yield event.modality
    elif event.polarity == "positive" and event.claim is None:
        yield "plain"


def _row(name: str, lines: Sequence[Sequence[Pair]], options: EvalOptions) -> dict[str, Any]:
    pairs = [pair for line in lines for pair in line]
    error = sum(abs(pair.wanted - pair.estimated) for pair in pairs) / len(pairs)
    r, low, high = correlation(lines, options.resamples, options.seed)
    interval = None if low is None else [low, high]
    return {"name": name, "events": len(pairs), "r": r, "interval": interval, "error": error}
