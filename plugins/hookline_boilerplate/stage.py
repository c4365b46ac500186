"""The stage `boilerplate`: take the lines away that do not belong to the article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from pydantic import Field, field_validator

from hookline import Document, Edit, Stage
from hookline_boilerplate.lines import Line, split

__all__ = ["Boilerplate"]

Family = Literal[
    "newsletter",
    "subscription",
    "share",
    "related",
    "advertisement",
    "navigation",
    "comments",
    "byline",
    "caption",
    "legal",
    "cookies",
    "tags",
    "author",
    "contact",
    "other",
]


# Lines that are judged together: enough to spread the cost of a call, few enough to stay in cache.
_LINES = 1024


class Boilerplate(Stage):
    """Remove what a page puts around its article: newsletters, share buttons, links, notices."""

    name = "boilerplate"
    edits_text = True
    cost = "cpu"

    class Options(Stage.Options):
        """Which lines to remove; what a user lists is removed whatever the families say."""

        remove: tuple[Family, ...] | None = Field(
            None, description="Families of lines to remove; all of them where not given."
        )
        keep: tuple[Family, ...] = Field((), description="Families of lines to keep.")
        lines: tuple[str, ...] = Field(
            (), description="More lines to remove: whole lines, letter for letter, reason `listed`."
        )
        patterns: dict[str, str] = Field(
            {},
            description="More lines to remove: regular expressions to find in a line, with a reason.",
        )
        glued: bool = Field(
            True,
            description="Remove what is glued to the end of a line: “… he said. Read more: …”.",
        )
        repeats: str | None = Field(
            None,
            description="A list of lines that sites repeat, made by `hookline repeats`, to remove with "
            "the reason `repeated`.",
        )
        learned: bool = Field(
            True,
            description="Let the learned model decide; else phrases and shapes do, cautiously.",
        )
        threshold: float = Field(
            0.5,
            ge=0.0,
            le=1.0,
            description="Score over which the model's judgement counts; higher removes less.",
        )

        @field_validator("patterns")
        @classmethod
        def _compiled(cls, patterns: dict[str, str]) -> dict[str, str]:
            for pattern, reason in patterns.items():
                try:
                    re.compile(pattern)
                except re.error as error:
                    raise ValueError(f"{pattern!r} is not a regular expression: {error}") from None
                if not reason:
                    raise ValueError(f"{pattern!r} needs a reason: it goes into the record")
            return patterns

    def __init__(self, options: Options) -> None:
        from hookline_boilerplate.classifier.line_classifier import Judge
        from hookline_boilerplate.repeats import Repeats

        super().__init__(options)
        self._judge = Judge(options.threshold, options.learned)
        self._patterns = [(re.compile(key), reason) for key, reason in options.patterns.items()]
        self._listed = frozenset(line.strip() for line in options.lines)
        self._repeats = Repeats(options.repeats) if options.repeats else None
        self._glued = options.glued
        self._kept = frozenset(options.keep)
        self._removed = None if options.remove is None else frozenset(options.remove)

    def process(self, docs: Sequence[Document]) -> Iterable[Document]:
        """Yield every document without its boilerplate."""
        for batch in _batches(docs):
            verdicts = self._judge.verdicts([(doc.text, lines) for doc, lines in batch])
            for (doc, lines), families in zip(batch, verdicts, strict=True):
                yield self._without(doc, lines, families)

    def _without(
        self, doc: Document, lines: Sequence[Line], verdicts: Sequence[str | None]
    ) -> Document:
        """Return a document without the lines that are to go."""
        repeated = self._repeats.of(doc.meta) if self._repeats else frozenset()
        reasons = [self._wanted(family) if family else None for family in verdicts]
        if repeated or self._listed or self._patterns:
            reasons = [
                self._asked_for(line) or ("repeated" if line.text in repeated else reason)
                for line, reason in zip(lines, reasons, strict=True)
            ]
        edits = _edits(doc.text, lines, reasons) if any(reasons) else []
        if self._glued:
            for line, reason in zip(lines, reasons, strict=True):
                if reason is None and (stretches := self._judge.glued(line)):
                    edits += self._ends(doc.text, line, stretches)
            edits.sort()
        return doc.edit(edits)

    def _ends(
        self, text: str, line: Line, stretches: Iterable[tuple[int, int, str]]
    ) -> Iterator[Edit]:
        """Yield the edits that take away what is glued to the end of a line."""
        for start, end, family in stretches:
            if reason := self._wanted(family):
                shift = text.index(line.text, line.start)
                before = len(line.text[:start].rstrip())
                yield Edit(shift + before, shift + end, "", reason)

    def _wanted(self, family: str | None) -> str | None:
        """Return the family if lines of it are to go."""
        if family in self._kept or (self._removed is not None and family not in self._removed):
            return None
        return family

    def _asked_for(self, line: Line) -> str | None:
        """Return the reason for which the user wants the line gone, if so."""
        if line.text in self._listed and line.text:
            return "listed"
        return next((reason for regex, reason in self._patterns if regex.search(line.text)), None)


def _batches(docs: Iterable[Document]) -> Iterator[list[tuple[Document, Sequence[Line]]]]:
    """Yield documents and their lines, as many together as have about `_LINES` lines."""
    batch: list[tuple[Document, Sequence[Line]]] = []
    count = 0
    for doc in docs:
        lines = list(split(doc.text))
        batch.append((doc, lines))
        count += len(lines)
        if count >= _LINES:
            yield batch
            batch, count = [], 0
    if batch:
        yield batch


def _edits(text: str, lines: Sequence[Line], reasons: Sequence[str | None]) -> list[Edit]:
    """Return the edits that remove the lines with a reason, and the space they leave behind."""
    edits: list[Edit] = []
    last = max((at for at, reason in enumerate(reasons) if not reason), default=-1)
    for at, (line, reason) in enumerate(zip(lines, reasons, strict=True)):
        if not reason:
            continue
        if at < last:
            edits.append(Edit(line.start, lines[at + 1].start, "", reason))
        else:
            # Past the last line that stays the line feed goes that stood before, so that what ends
            # the text goes on ending it.
            start = lines[at - 1].end if at else 0
            end = len(text) if last < 0 and line is lines[-1] else line.end
            edits.append(Edit(start, end, "", reason))
    return edits
