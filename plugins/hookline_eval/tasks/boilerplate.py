"""`hookline eval boilerplate`: boilerplate lines removed, and words of content lost."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import click

from hookline import Document, Removal
from hookline_eval.evaluation.options import EvalOptions, common_options
from hookline_eval.evaluation.run import EvalRun
from hookline_eval.gold.pages import BOILERPLATE, CONTENT, UNKNOWN, LabelledPage, read_pages
from hookline_eval.output.printing import print_report
from hookline_eval.output.report import EvalReport
from hookline_eval.scoring.scores import Scores

_WORD = re.compile(r"\w+")
_LISTED_CHARACTERS = 100  # of a line in a listing


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
@click.option("--folds", type=click.IntRange(2), help="A table by fold; a site is in one fold.")
@click.option(
    "--lost",
    type=click.IntRange(0),
    default=20,
    show_default=True,
    help="How many lines of content that were removed to list.",
)
@click.option(
    "--missed",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="How many lines of boilerplate that were left to list.",
)
@common_options
def command(file: str, folds: int | None, lost: int, missed: int, options: EvalOptions) -> int:
    """
    Compare the lines that a config removes with the labels in FILE.

    FILE has a JSON object a line: `text`, `labels` (for each line of the text 1 for boilerplate, 0 for
    content, -1 for unknown, which is not scored), and where known `id`, `page`, `kind`, `url`. A line
    is removed if most of its letters and digits are. `words kept` is the share of the words of content
    that is left, `removed, by reason` the share of the lines removed for a reason that are boilerplate.

    `--folds` groups pages by site. It does not train: the figures of a fold that the model was trained
    on say nothing about other pages (`python -m hookline_boilerplate.training --folds` does).
    """
    run = EvalRun(options, None, ("clean", "boilerplate"))
    scores = Scores()
    listings: dict[str, list[str]] = {"lost": [], "missed": []}
    pages = read_pages(file)
    for page, doc in run.process((page, Document.from_text(page.text, page.id)) for page in pages):
        scores.open(page.id, f"fold {page.fold(folds)}" if folds else None)
        _score_page(scores, listings, page, doc)
    listings = {"lost": listings["lost"][:lost], "missed": listings["missed"][:missed]}
    task_options = {"folds": folds} if folds else {}
    report = EvalReport("boilerplate", file, scores, run.summary, task_options, listings=listings)
    return print_report(report, options)


class _Removals:
    """The removals of one page, sorted by their start."""

    def __init__(self, removals: Sequence[Removal]) -> None:
        self._removals = removals
        self._starts = [removal.raw_start for removal in removals]

    def overlapping(self, start: int, end: int) -> Iterator[Removal]:
        """Yield the removals that overlap a span."""
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self._removals) and self._removals[index].raw_start < end:
            if self._removals[index].raw_end > start:
                yield self._removals[index]
            index += 1

    def reason(self, text: str, start: int, end: int) -> str | None:
        """Return why most letters and digits of a line were removed, None if most were kept."""
        overlaps = [
            (removal.reason, max(start, removal.raw_start), min(end, removal.raw_end))
            for removal in self.overlapping(start, end)
        ]
        removed = sum(_count_alphanumeric(text[first:last]) for _, first, last in overlaps)
        if 2 * removed <= _count_alphanumeric(text[start:end]):
            return None
        return max(overlaps, key=lambda overlap: overlap[2] - overlap[1])[0]


def _count_alphanumeric(text: str) -> int:
    return sum(map(str.isalnum, text))


def _score_page(
    scores: Scores, listings: dict[str, list[str]], page: LabelledPage, doc: Document | None
) -> None:
    """Add the labelled lines of a page to the counts and the listings."""
    removals = _Removals(doc.removed if doc else ())
    for number, (start, end, label) in enumerate(page.lines(), 1):
        words = list(_WORD.finditer(page.text, start, end))
        if label == UNKNOWN or not words:
            continue
        reason = removals.reason(page.text, start, end)
        lost = [
            removal for word in words if (removal := next(removals.overlapping(*word.span()), None))
        ]
        _count_line(scores, page.kind, label == BOILERPLATE, reason, len(words), len(lost))
        shown_line = page.text[start:end].strip()[:_LISTED_CHARACTERS]
        if label == CONTENT and lost:
            listings["lost"].append(f"{page.id}:{number} [{lost[0].reason}] {shown_line}")
        elif label == BOILERPLATE and not reason:
            listings["missed"].append(f"{page.id}:{number} {shown_line}")


def _count_line(
    scores: Scores, kind: str, is_boilerplate: bool, reason: str | None, words: int, lost: int
) -> None:
    right = int(is_boilerplate and reason is not None)
    suffixes = ("", f", {kind}") if kind else ("",)
    for suffix in suffixes:
        found = int(reason is not None)
        scores.add(f"lines{suffix}", right=right, found=found, wanted=int(is_boilerplate))
    if not is_boilerplate:
        for suffix in suffixes:
            scores.add(f"words kept{suffix}", right=words - lost, found=words, wanted=words)
    if reason:
        scores.add("removed, by reason", reason, right=right, found=1, wanted=1)
