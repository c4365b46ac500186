"""Read which labels of the model card's pages two readings found to be others."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

__all__ = ["read_mended_labels"]


def read_mended_labels() -> Mapping[str, Mapping[int, int]]:
    """
    Return the mended labels of lines, by the id of a record and the number of the line from 0.

    A label is 1, 0, or -1 where the readings left it open. Each row of the file has the id of a
    record, a label, and numbers and ranges of lines (`3 5-7`, both ends included).
    """
    text = (files(__package__) / "mended_labels.tsv").read_text("utf-8")
    labels: dict[str, dict[int, int]] = {}
    for row in text.splitlines():
        record, label, numbers = row.split("\t")
        for part in numbers.split():
            first, _, last = part.partition("-")
            for number in range(int(first), int(last or first) + 1):
                labels.setdefault(record, {})[number] = int(label)
    return labels
