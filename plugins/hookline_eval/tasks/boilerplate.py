"""`hookline eval boilerplate`: lines that are boilerplate, and the words of articles that get lost."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import click

from hookline import Document, Removal

from ..labelled import BOILERPLATE, CONTENT, LabelledPage, read_pages
from ..options import Call, common
from ..pipeline import Trial
from ..score import Scores
from ..show import Report, finish

_WORD = re.compile(r"\w+")
SHOWN = 100  # characters of a line in a listing


@click.command(
    "boilerplate",
    short_help="Boilerplate lines, against pages whose lines are labelled.",
    epilog="""\b
Examples:
  hookline eval boilerplate pages.jsonl
  hookline eval boilerplate pages.jsonl --folds 5 --lost 50
  hookline eval boilerplate pages.jsonl --set stages.boilerplate.learned=false --json""",
)
@click.argument("file")
@click.option("--folds", type=click.IntRange(2), help="A table by fold; a site lies in one fold.")
@click.option(
    "--lost",
    type=click.IntRange(0),
    default=20,
    show_default=True,
    help="Lines of content that were removed, to list.",
)
@click.option(
    "--missed",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Lines of boilerplate that were left, to list.",
)
@common
def command(file: str, folds: int | None, lost: int, missed: int, call: Call) -> int:
    """
    Compare the lines that a config removes with the labels in FILE.

    FILE has a JSON object a line: `text`, `labels` (for each line of the text 1 for boilerplate, 0 for
    content, -1 for unknown, which is not scored), and where known `id`, `page`, `kind`, `url`. A line
    is removed if most of its letters and digits are. `words kept` is the share of the words of content
    that is left, `removed, by reason` the share of the lines removed for a reason that are boilerplate.

    `--folds` groups by site. It does not train: the figures of a fold that the model has been trained
    on say nothing about other pages (`python -m hookline_boilerplate.training --folds` does).
    """
    trial = Trial(call, None, ("clean", "boilerplate"))
    scores = Scores()
    listings: dict[str, list[str]] = {"lost": [], "missed": []}
    pages = read_pages(file)
    for page, doc in trial.over((page, Document.from_text(page.text, page.id)) for page in pages):
        scores.open(page.id, f"fold {page.fold(folds)}" if folds else None)
        for number, (start, end, label, gone) in enumerate(_judged(page, doc), 1):
            words = list(_WORD.finditer(page.text, start, end))
            away = [found for word in words if (found := gone.over(*word.span()))]
            size = sum(map(str.isalnum, page.text[start:end]))
            reason = (
                gone.reason(start, end) if 2 * gone.size(page.text, start, end) > size else None
            )
            _count(scores, page.kind, label, reason, len(words), len(away))
            line = page.text[start:end].strip()[:SHOWN]
            if label == CONTENT and away:
                listings["lost"].append(f"{page.id}:{number} [{away[0].reason}] {line}")
            elif label == BOILERPLATE and not reason and words:
                listings["missed"].append(f"{page.id}:{number} {line}")
    for name, most in (("lost", lost), ("missed", missed)):
        listings[name] = listings[name][:most]
    settings = {"folds": folds} if folds else {}
    report = Report("boilerplate", file, scores, trial.account, settings, listings=listings)
    return finish(report, call)


class _Gone:
    """What was removed from one page."""

    def __init__(self, removed: Sequence[Removal]) -> None:
        self._removed = removed
        self._starts = [removal.raw_start for removal in removed]

    def over(self, start: int, end: int) -> Removal | None:
        """Return the removal that took a word away, if any of it."""
        return next(self._within(start, end), None)

    def size(self, text: str, start: int, end: int) -> int:
        """Return how many letters and digits of a stretch are gone."""
        return sum(
            sum(map(str.isalnum, text[max(start, gone.raw_start) : min(end, gone.raw_end)]))
            for gone in self._within(start, end)
        )

    def reason(self, start: int, end: int) -> str:
        """Return the reason for which most of a stretch was removed."""
        return max(
            self._within(start, end),
            key=lambda gone: min(end, gone.raw_end) - max(start, gone.raw_start),
        ).reason

    def _within(self, start: int, end: int) -> Iterator[Removal]:
        at = max(0, bisect_right(self._starts, start) - 1)
        while at < len(self._removed) and self._removed[at].raw_start < end:
            if self._removed[at].raw_end > start:
                yield self._removed[at]
            at += 1


def _judged(page: LabelledPage, doc: Document | None) -> Iterator[tuple[int, int, int, _Gone]]:
    """Yield the lines of a page with their labels and what was removed; nothing where it failed."""
    gone = _Gone(doc.removed if doc else ())
    for start, end, label in page.lines():
        if label in (BOILERPLATE, CONTENT):
            yield start, end, label, gone
        else:
            yield start, end, label, _Gone(())


def _count(
    scores: Scores, kind: str, label: int, reason: str | None, words: int, away: int
) -> None:
    """Add one line to the counts."""
    if label not in (BOILERPLATE, CONTENT) or not words:
        return
    right = int(label == BOILERPLATE and reason is not None)
    found = int(reason is not None)
    for measure in ("lines", *([f"lines, {kind}"] if kind else [])):
        scores.add(measure, right=right, found=found, wanted=int(label == BOILERPLATE))
    if label == CONTENT:
        for measure in ("words kept", *([f"words kept, {kind}"] if kind else [])):
            scores.add(measure, right=words - away, found=words, wanted=words)
    if reason:
        scores.add("removed, by reason", reason, right=right, found=1, wanted=1)
