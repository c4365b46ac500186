"""Measure a classifier on labelled pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from hookline_boilerplate.classifier.line_classifier import LineClassifier
from hookline_boilerplate.training.training_pages import TrainingPage

__all__ = ["LineCounts", "count_lines"]


@dataclass(slots=True)
class LineCounts:
    """
    Counts of lines, and of words in lines of content.

    Boilerplate lines are removed (`true_removals`) or `missed`; content lines that are removed are
    `false_removals`. `words` counts the words of content lines, `lost_words` those of the removed ones.
    """

    true_removals: int = 0
    false_removals: int = 0
    missed: int = 0
    words: int = 0
    lost_words: int = 0

    def __add__(self, other: LineCounts) -> LineCounts:
        return LineCounts(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    def __str__(self) -> str:
        right, wrong, missed = self.true_removals, self.false_removals, self.missed
        precision = right / max(1, right + wrong)
        recall = right / max(1, right + missed)
        f1 = 2 * right / max(1, 2 * right + wrong + missed)
        lost = 100 * self.lost_words / max(1, self.words)
        return f"F1 {f1:.4f}  P {precision:.4f}  R {recall:.4f}  words lost {lost:.2f} %"


def count_lines(
    pages: Iterable[TrainingPage], classifier: LineClassifier, mended: bool = False
) -> tuple[dict[str, LineCounts], dict[str, LineCounts]]:
    """
    Return the counts for each kind of page and for each family of removed lines.

    The labels are those of the data, or the `mended` ones. Lines whose label is unknown are not
    counted. Those of a family have no `missed` ones and no `words`: lines are labelled as boilerplate,
    not as a family of it.
    """
    counts_by_kind: dict[str, LineCounts] = {}
    counts_by_family: dict[str, LineCounts] = {}
    for page in pages:
        counts = counts_by_kind.setdefault(page.kind, LineCounts())
        text = "\n".join(line.text for line in page.lines)
        [families] = classifier.classify([(text, page.lines)])
        labels = page.mended_labels if mended else page.labels
        for family, label, words in zip(families, labels, page.word_counts, strict=True):
            if family and label >= 0:
                of_family = counts_by_family.setdefault(family, LineCounts())
                of_family.true_removals += int(label == 1)
                of_family.false_removals += int(label == 0)
                of_family.lost_words += int(words) if label == 0 else 0
            if label == 0:
                counts.words += int(words)
                if family:
                    counts.false_removals += 1
                    counts.lost_words += int(words)
            elif label == 1:
                counts.true_removals += family is not None
                counts.missed += family is None
    return counts_by_kind, counts_by_family
