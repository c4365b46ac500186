"""The stage `boilerplate`: remove the lines that do not belong to the article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pydantic import Field, field_validator

from hookline import Document, Edit, Stage
from hookline_boilerplate.families import Family
from hookline_boilerplate.lines import MIN_TRAILING_WORDS, Line, split_lines
from hookline_boilerplate.page_head import dateline_edits, main_headings, read_head

__all__ = ["Boilerplate"]

# Lines that are classified together: enough to spread the cost of a call, few enough for the
# processor's cache.
_CHUNK_LINES = 1024


class Boilerplate(Stage):
    """Remove what a page puts around its article: newsletters, share buttons, links, notices."""

    name = "boilerplate"
    edits_text = True
    cost = "cpu"

    class Options(Stage.Options):
        """Which lines to remove; `lines`, `patterns` and `repeats` do not depend on the families."""

        remove: tuple[Family, ...] | None = Field(
            None, description="Families of lines to remove; by default all of them."
        )
        keep: tuple[Family, ...] = Field((), description="Families of lines to keep.")
        lines: tuple[str, ...] = Field(
            (), description="More lines to remove: whole lines, exactly, with the reason `listed`."
        )
        patterns: dict[str, str] = Field(
            {},
            description="More lines to remove: regular expressions to find in a line, with a reason.",
        )
        glued: bool = Field(
            True,
            description="Remove boilerplate at the end of a content line: “… he said. Read more: …”.",
        )
        repeats: str | None = Field(
            None,
            description="A list of lines that sites repeat, made by `hookline repeats`, to remove with "
            "the reason `repeated`.",
        )
        metadata: bool = Field(
            True,
            description="Keep the headline, and copy it, the author and the date above the text to "
            "`title`, `author` and `date` of `meta` where these are empty.",
        )
        datelines: bool = Field(
            True,
            description="Set a dateline (“SEOUL — ”) apart on a line before its sentence, and remove a "
            "byline that is glued to one.",
        )
        learned: bool = Field(
            True,
            description="Let the trained model decide; else phrases and shapes decide, cautiously.",
        )
        threshold: float = Field(
            0.5,
            ge=0.0,
            le=1.0,
            description="Score above which the model may remove a line; higher removes less.",
        )

        @field_validator("patterns")
        @classmethod
        def _check_patterns(cls, patterns: dict[str, str]) -> dict[str, str]:
            for pattern, reason in patterns.items():
                try:
                    re.compile(pattern)
                except re.error as error:
                    raise ValueError(f"{pattern!r} is not a regular expression: {error}") from None
                if not reason:
                    raise ValueError(f"{pattern!r} needs a reason: it is written to the record")
            return patterns

    def __init__(self, options: Options) -> None:
        from hookline_boilerplate.classifier.line_classifier import LineClassifier
        from hookline_boilerplate.repeats import RepeatedLines

        super().__init__(options)
        self._classifier = LineClassifier(options.threshold, options.learned)
        self._patterns = [(re.compile(key), reason) for key, reason in options.patterns.items()]
        self._listed = frozenset(line.strip() for line in options.lines) - {""}
        self._repeats = RepeatedLines(options.repeats) if options.repeats else None
        self._kept = frozenset(options.keep)
        self._removed = None if options.remove is None else frozenset(options.remove)

    def process(self, docs: Sequence[Document]) -> Iterable[Document]:
        """Yield every document without its boilerplate."""
        for chunk in _chunks(docs):
            classes = self._classifier.classify([(doc.text, lines) for doc, lines in chunk])
            for (doc, lines), families in zip(chunk, classes, strict=True):
                yield self._without_boilerplate(doc, lines, families)

    def _without_boilerplate(
        self, doc: Document, lines: Sequence[Line], families: Sequence[str | None]
    ) -> Document:
        values: dict[str, str] = {}
        if any(families) and (headings := set(main_headings(doc, lines))):
            families = [
                None if number in headings else family for number, family in enumerate(families)
            ]
        if self.options.metadata:
            headline, values = read_head(lines, families)
            if headline is not None:
                families = [*families[:headline], None, *families[headline + 1 :]]
        reasons = [self._reason_by_family(family) if family else None for family in families]
        repeated = self._repeats.for_document(doc.meta) if self._repeats else frozenset()
        if repeated or self._listed or self._patterns:
            reasons = [
                self._reason_by_user(line) or ("repeated" if line.text in repeated else reason)
                for line, reason in zip(lines, reasons, strict=True)
            ]
        edits = _line_edits(doc.text, lines, reasons) if any(reasons) else []
        if self.options.glued:
            for line, reason in zip(lines, reasons, strict=True):
                if reason is None and line.word_count >= MIN_TRAILING_WORDS:
                    edits += self._trailing_edits(doc.text, line)
        if self.options.datelines:
            line_end = "\n\n" if "\n\n" in doc.text else "\n"
            edits += dateline_edits(lines, reasons, line_end)
        edits.sort()
        doc = doc.edit(edits)
        values = {key: value for key, value in values.items() if not doc.meta.get(key)}
        return doc.with_meta(**values) if values else doc

    def _trailing_edits(self, text: str, line: Line) -> Iterator[Edit]:
        """Yield the edits that remove boilerplate at the end of a line of content."""
        for start, end, family in self._classifier.find_trailing(line):
            if reason := self._reason_by_family(family):
                offset = text.index(line.text, line.start)
                content_end = len(line.text[:start].rstrip())
                yield Edit(offset + content_end, offset + end, "", reason)

    def _reason_by_family(self, family: str) -> str | None:
        """Return the family if its lines are to be removed, or None."""
        if family in self._kept or (self._removed is not None and family not in self._removed):
            return None
        return family

    def _reason_by_user(self, line: Line) -> str | None:
        """Return the reason for which the options `lines` and `patterns` remove a line, or None."""
        if line.text in self._listed:
            return "listed"
        return next((reason for regex, reason in self._patterns if regex.search(line.text)), None)


def _chunks(docs: Iterable[Document]) -> Iterator[list[tuple[Document, Sequence[Line]]]]:
    """Yield documents with their lines, in groups of about `_CHUNK_LINES` lines."""
    chunk: list[tuple[Document, Sequence[Line]]] = []
    count = 0
    for doc in docs:
        lines = list(split_lines(doc.text))
        chunk.append((doc, lines))
        count += len(lines)
        if count >= _CHUNK_LINES:
            yield chunk
            chunk, count = [], 0
    if chunk:
        yield chunk


def _line_edits(text: str, lines: Sequence[Line], reasons: Sequence[str | None]) -> list[Edit]:
    """Return the edits that remove the lines with a reason, and the white space next to them."""
    edits: list[Edit] = []
    last_kept = max((number for number, reason in enumerate(reasons) if not reason), default=-1)
    for number, (line, reason) in enumerate(zip(lines, reasons, strict=True)):
        if not reason:
            continue
        if number < last_kept:
            edits.append(Edit(line.start, lines[number + 1].start, "", reason))
        else:
            # After the last line that stays, remove the line feed before a line and not the one after
            # it, so that the text keeps the end that it has.
            start = lines[number - 1].end if number else 0
            end = len(text) if last_kept < 0 and line is lines[-1] else line.end
            edits.append(Edit(start, end, "", reason))
    return edits
