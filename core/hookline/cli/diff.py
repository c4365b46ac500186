"""`hookline diff`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import click
import orjson
from rich.console import Console
from rich.text import Text

from hookline.cli.options import plan_options
from hookline.cli.records import read_records
from hookline.cli.visible_text import visible
from hookline.components.registry import Registry
from hookline.document.record_diff import Change, changes
from hookline.errors import ConfigError, HooklineError, Problem, number_of

__all__ = ["command"]

Record = dict[str, Any]
Pair = tuple[str, Record | None, Record | None]
"""The id of a document, and its record on each side."""


@click.command(
    "diff",
    short_help="Show the differences between two outputs or two configs.",
    epilog="""\b
Examples:
  hookline diff before.jsonl after.jsonl
  hookline diff configs/news.yaml mine.yaml seeds/ln247-japan-us.txt
  hookline diff before.jsonl after.jsonl --layer entities --json

\b
Exit codes: 0 no differences; 1 differences; 2 invalid call.""",
)
@click.argument("before")
@click.argument("after")
@plan_options("inputs", "overrides", "plugins")
@click.option("--layer", "layers", multiple=True, help="Compare this layer only; may be repeated.")
@click.option("--limit", type=click.IntRange(0), default=20, help="Documents to show in full.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each document.")
def command(
    before: str,
    after: str,
    layers: tuple[str, ...],
    limit: int,
    as_json: bool,
    plan_options: dict[str, Any],
) -> int:
    """
    Compare the outputs BEFORE and AFTER, or the records that two configs make of INPUT.

    Entities, relations and removals are matched by their offsets in the raw text, so that a change
    in cleaning does not affect the comparison.
    """
    if plan_options["inputs"]:
        from hookline.cli.paired_runs import both_sides

        pairs: Iterator[Pair] = both_sides(before, after, plan_options)
    else:
        for path in (before, after):
            if path.endswith((".yaml", ".yml")):
                hint = "name the documents that both configs should read after them"
                raise ConfigError(Problem("two configs need an INPUT", path, hint=hint))
        pairs = _paired(before, after)
    differences = _differences(pairs, layers, (before, after))
    if as_json:
        return _print_json(differences)
    return _print(differences, limit)


def _differences(
    pairs: Iterable[Pair], layers: tuple[str, ...], sides: tuple[str, str]
) -> Iterator[tuple[str, list[Change]]]:
    """Yield each document with its changes, which may be empty; `sides` names what is compared."""
    known = Registry.discover().layers
    seen = {*known, *PARTS}
    for doc_id, old, new in pairs:
        if old is None or new is None:
            only_before, only_after = (f"only in {side}" for side in sides)
            yield (
                doc_id,
                [
                    Change("document", only_before, "")
                    if old
                    else Change("document", "", only_after)
                ],
            )
            continue
        seen |= old.keys() | new.keys()
        every = changes(old, new, known)
        yield doc_id, [change for change in every if not layers or change.layer in layers]
    for name in layers:
        if name not in seen:
            hint = f"it can be: {', '.join(sorted(seen))}"
            raise ConfigError(Problem(f"there is no layer `{name}`", "--layer", hint=hint))


def _print(differences: Iterable[tuple[str, list[Change]]], limit: int) -> int:
    console = Console(highlight=False, soft_wrap=True)
    counts: Counter[tuple[str, str]] = Counter()
    documents = shown = 0
    for doc_id, listed in differences:
        documents += 1
        counts.update((change.layer, _kind(change)) for change in listed)
        if not listed:
            continue
        shown += 1
        if shown > limit:
            continue
        console.print(Text(visible(doc_id), "bold"))
        for change in listed:
            console.print(Text(f"  {change.layer}", "cyan"))
            for sign, words, colour in (("-", change.before, "red"), ("+", change.after, "green")):
                for line in words.splitlines():
                    console.print(Text(f"    {sign} {visible(line)}", colour))
    if shown > limit:
        console.print(Text(f"… and {number_of(shown - limit, 'document')} more (--limit)", "dim"))
    for layer in sorted({layer for layer, _ in counts}):
        parts = [f"{counts[layer, kind]:,} {kind}" for kind in KINDS if counts[layer, kind]]
        console.print(f"{layer}: {', '.join(parts)}", markup=False)
    verb = "differs" if shown == 1 else "differ"
    console.print(f"{shown:,} of {number_of(documents, 'document')} {verb}", markup=False)
    return 1 if shown else 0


PARTS = ("document", "meta", "removed", "text")
KINDS = ("gone", "new", "changed")


def _kind(change: Change) -> str:
    return "new" if not change.before else "gone" if not change.after else "changed"


def _print_json(differences: Iterable[tuple[str, list[Change]]]) -> int:
    code = 0
    for doc_id, listed in differences:
        if listed:
            code = 1
            row = {"id": doc_id, "changes": [change._asdict() for change in listed]}
            click.echo(orjson.dumps(row).decode())
    return code


def _paired(before: str, after: str) -> Iterator[Pair]:
    """
    Yield the records of two files side by side, in constant memory.

    Raises:
        HooklineError: The shared documents are in another order.
    """
    names = [list(_names(path)) for path in (before, after)]
    shared = set(names[0]) & set(names[1])
    order = [[name for name in side if name in shared] for side in names]
    if order[0] != order[1]:
        index = next(i for i, (a, b) in enumerate(zip(*order, strict=True)) if a != b)
        raise HooklineError(
            f"expected outputs of the same input, in its order; document {order[0][index][0]!r} of "
            f"{before} is elsewhere in {after}"
        )
    ahead = zip(names[1], read_records(after), strict=True)
    for name, old in zip(names[0], read_records(before), strict=True):
        if name not in shared:
            yield name[0], old, None
            continue
        for other, new in ahead:
            if other == name:
                yield name[0], old, new
                break
            yield other[0], None, new
    yield from ((name[0], None, new) for name, new in ahead)


def _names(path: str) -> Iterator[tuple[str, int]]:
    """Yield the id of every record, numbered if it is repeated."""
    seen: Counter[str] = Counter()
    for record in read_records(path):
        yield record["id"], seen[record["id"]]
        seen[record["id"]] += 1
