"""`hookline eval factuality`: how certain events are, against judgements from -3 to 3."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import sqrt
from typing import NamedTuple

import click
import orjson

from hookline import Document, Event
from hookline_eval.evaluation.options import EvalOptions, common_options
from hookline_eval.evaluation.run import EvalRun
from hookline_eval.gold.factuality import read_event_sentences


class Judged(NamedTuple):
    """The factuality of an event as it was judged and as it was estimated."""

    wanted: float
    estimated: float


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
    that is by what was read of them (denied, claimed, possible …).
    """
    run = EvalRun(options, "events", ("stanza", "relations"))
    sentences = read_event_sentences(file)
    cases = ((item, Document.from_text(item.text, id=item.id)) for item in sentences)
    by_construction: dict[str, list[Judged]] = defaultdict(list)
    count = 0
    for sentence, doc in run.process(cases):
        count += len(sentence.events)
        events = {} if doc is None else _by_raw_start(doc)
        for judged in sentence.events:
            event = events.get(judged.start)
            if event is not None:
                pair = Judged(judged.factuality, event.factuality)
                for name in ("all", *_constructions(event)):
                    by_construction[name].append(pair)
    matched = len(by_construction["all"])
    rows = [_row(name, pairs) for name, pairs in sorted(by_construction.items(), key=_by_size)]
    if options.json:
        values = {
            "task": "factuality",
            "file": file,
            "events": count,
            "found": matched,
            "rows": rows,
        }
        click.echo(orjson.dumps(values, option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo(f"factuality of {file}: {matched:,} of {count:,} events found\n")
        click.echo(f"{'construction':16} {'events':>7} {'r':>6} {'error':>6}")
        for row in rows:
            correlation = "-" if row["r"] is None else f"{row['r']:.3f}"
            click.echo(f"{row['name']:16} {row['events']:7,} {correlation:>6} {row['error']:6.2f}")
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


def _by_size(item: tuple[str, Sequence[Judged]]) -> int:
    return -len(item[1])


def _row(name: str, pairs: Sequence[Judged]) -> dict[str, object]:
    error = sum(abs(pair.wanted - pair.estimated) for pair in pairs) / max(len(pairs), 1)
    return {"name": name, "events": len(pairs), "r": pearson(pairs), "error": error}


def pearson(pairs: Sequence[Judged]) -> float | None:
    """Return Pearson's correlation, None where there are fewer than two events or no variation."""
    if len(pairs) < 2:
        return None
    wanted = sum(pair.wanted for pair in pairs) / len(pairs)
    estimated = sum(pair.estimated for pair in pairs) / len(pairs)
    covariance = sum((pair.wanted - wanted) * (pair.estimated - estimated) for pair in pairs)
    variation = sqrt(
        sum((pair.wanted - wanted) ** 2 for pair in pairs)
        * sum((pair.estimated - estimated) ** 2 for pair in pairs)
    )
    return covariance / variation if variation else None
