"""
Score sets of notices by language and family: `python -m hookline_boilerplate.training.notices FILE...`.

A FILE is named NAME.LANGUAGE.tsv. Each row is a label, a tab and a line; `article` labels the
paragraphs of an article, `content` a line that must stay, a family of boilerplate a notice. A notice
behind one more tab is glued to the line before it. Each line is put between the paragraphs by itself.
The first, third, fifth … line of a label is the development half of a set, the others are held back.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from hookline import Document
from hookline_boilerplate.stage import Boilerplate

__all__ = ["CONTENT", "Notice", "read_notices", "removed_for"]

CONTENT, _ARTICLE = "content", "article"
_HALVES = ("development", "held back")


class Notice(NamedTuple):
    """A line of a set in its article: `text[start:end]` is to be removed unless it is `content`."""

    label: str
    half: str
    text: str
    start: int
    end: int


def read_notices(path: Path) -> Iterator[Notice]:
    """Yield the lines of a set, each between the paragraphs of its article."""
    rows = [row.split("\t") for row in path.read_text("utf-8").splitlines()]
    first, *others = (row[1] for row in rows if row[0] == _ARTICLE)
    counts: Counter[str] = Counter()
    for label, *parts in rows:
        if label == _ARTICLE:
            continue
        text = "\n".join([first, "".join(parts), *others])
        end = len(first) + 1 + sum(map(len, parts))
        yield Notice(label, _HALVES[counts[label] % 2], text, end - len(parts[-1]), end)
        counts[label] += 1


def removed_for(stage: Boilerplate, notice: Notice) -> str | None:
    """Return the reason that the first part of a notice, or of a line of content, is removed for."""
    [doc] = stage.process([Document.from_text(notice.text)])
    assert isinstance(doc, Document)
    for removal in doc.removed:
        if removal.raw_start < notice.end and removal.raw_end > notice.start:
            return removal.reason
    return None


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m hookline_boilerplate.training.notices")
    parser.add_argument("sets", type=Path, nargs="+", metavar="FILE", help="a set of notices")
    parser.add_argument("--rules", action="store_true", help="without the model")
    arguments = parser.parse_args()
    stage = Boilerplate(Boilerplate.Options.model_validate({"learned": not arguments.rules}))
    counts: dict[tuple[str, str], Counter[str]] = {}
    for path in arguments.sets:
        for notice in read_notices(path):
            reason = removed_for(stage, notice)
            keys = [(notice.half, path.stem.rpartition(".")[2]), (notice.half, notice.label)]
            for key in [*keys, (notice.half, "all")]:
                counted = counts.setdefault(key, Counter())
                kind = "content" if notice.label == CONTENT else "notices"
                counted[kind] += 1
                counted[f"{kind} removed"] += reason is not None
                counted["for their reason"] += kind == "notices" and reason == notice.label
    for (half, name), counted in sorted(counts.items()):
        sys.stdout.write(
            f"{half}  {name}  notices {counted['notices removed']}/{counted['notices']}, "
            f"for their reason {counted['for their reason']}, "
            f"content {counted['content removed']}/{counted['content']}\n"
        )


if __name__ == "__main__":
    main()
