"""Vary the pages that the model sees, so that it does not learn the one way they were cut."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np

from hookline_boilerplate.training.pages import LabelledPage

__all__ = ["Row", "view"]

Row = tuple[LabelledPage, int]


def view(page: LabelledPage, others: Sequence[LabelledPage], random: Random) -> list[Row]:
    """
    Return some lines of a page, as an extractor might have left them.

    Besides the page as it is: a window around the article; the article alone; the article with a
    few lines before and after it, its own or those of another page.
    """
    rows = [(page, at) for at in range(len(page.labels))]
    content = np.flatnonzero(page.labels == 0)
    choice = random.random()
    if not len(content) or choice < 0.45:
        return rows
    first, last = int(content[0]), int(content[-1])
    inside = rows[first : last + 1]
    if choice < 0.52:
        return [row for row in inside if page.labels[row[1]] == 0]
    if page.kind != "tail" and choice < 0.75:
        return rows[max(0, first - random.randrange(40)) : last + 1 + random.randrange(60)]
    if random.random() < 0.6:
        keep = random.choice((0.0, 0.3, 0.6))
        inside = [row for row in inside if page.labels[row[1]] != 1 or random.random() < keep]
    before, after = random.choice((0, 0, 1, 2, 4)), random.choice((0, 1, 1, 2, 3, 5, 8))
    donor = random.choice(others) if random.random() < 0.5 else page
    borders = np.flatnonzero(donor.labels == 0)
    if not len(borders):
        return inside
    top = [(donor, at) for at in range(max(0, int(borders[0]) - before), int(borders[0]))]
    end = int(borders[-1]) + 1
    bottom = [(donor, at) for at in range(end, min(len(donor.labels), end + after))]
    return top + inside + bottom
