"""Measure a judge on labelled pages: lines found, and words of articles lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hookline_boilerplate.classifier.line_classifier import Judge
from hookline_boilerplate.training.training_pages import LabelledPage

__all__ = ["Tally", "tally"]


@dataclass(slots=True)
class Tally:
    """Counts of lines, and of words in lines of content."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    words: int = 0
    lost: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.right + other.right,
            self.wrong + other.wrong,
            self.missed + other.missed,
            self.words + other.words,
            self.lost + other.lost,
        )

    def __str__(self) -> str:
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        f1 = 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)
        lost = 100 * self.lost / max(1, self.words)
        return f"F1 {f1:.4f}  P {precision:.4f}  R {recall:.4f}  words lost {lost:.2f} %"


def tally(pages: Iterable[LabelledPage], judge: Judge) -> dict[str, Tally]:
    """Return the counts for each kind of page; lines with an unknown label do not count."""
    tallies: dict[str, Tally] = {}
    for page in pages:
        counts = tallies.setdefault(page.kind, Tally())
        text = "\n".join(line.text for line in page.lines)
        verdicts = judge.verdicts([(text, page.lines)])[0]
        for verdict, label, words in zip(verdicts, page.labels, page.words, strict=True):
            if label == 0:
                counts.words += int(words)
                if verdict:
                    counts.wrong += 1
                    counts.lost += int(words)
            elif label == 1:
                counts.right += verdict is not None
                counts.missed += verdict is None
    return tallies
