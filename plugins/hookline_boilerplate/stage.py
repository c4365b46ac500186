"""The stage `boilerplate`: remove the lines that do not belong to the article."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pydantic import Field, field_validator

from hookline import Document, Edit, Stage
from hookline_boilerplate.families import Family
from hookline_boilerplate.lines import MIN_TRAILING_WORDS, Line, split_lines
from hookline_boilerplate.page_head import dateline_edits, main_headings, read_head
from hookline_boilerplate.verbatim import verbatim_lines

if TYPE_CHECKING:
    from hookline_boilerplate.classifier.trailing import Glued

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
                    regex = re.compile(pattern)
                except re.error as error:
                    raise ValueError(f"{pattern!r} is not a regular expression: {error}") from None
                if regex.search("") and regex.search("\0"):
                    raise ValueError(
                        f"{pattern!r} is found in every line; name what a line needs to have"
                    )
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
        for chunk in _chunks(map(self._page, docs)):
            classes = self._classifier.classify([(page.doc.text, page.lines) for page in chunk])
            for page, families in zip(chunk, classes, strict=True):
                for number, glued in page.glued.items():
                    families[number] = glued.family
                    if glued.is_sentence:
                        families[number - 1] = None
                yield self._without_boilerplate(page, families)

    def _page(self, doc: Document) -> _Page:
        """Return the lines of a document, and what is glued to sentences as lines of its own."""
        page = _Page(
            doc, [], {}, self._repeats.for_document(doc.meta) if self._repeats else frozenset()
        )
        for line in split_lines(doc.text):
            split = None
            if self.options.glued and not self._reason_by_user(line, page.repeated):
                split = self._classifier.split_glued(doc.text, line)
            if split:
                page.glued[len(page.lines) + 1] = split
                page.lines.extend((split.before, split.behind))
            else:
                page.lines.append(line)
        return page

    def _without_boilerplate(self, page: _Page, families: Sequence[str | None]) -> Document:
        doc, lines = page.doc, page.lines
        values: dict[str, str] = {}
        if any(families):
            kept = {*main_headings(doc, lines), *verbatim_lines(doc, lines)}
            families = [None if n in kept else family for n, family in enumerate(families)]
        if self.options.metadata:
            headline, values = read_head(lines, families)
            if headline is not None:
                families = [*families[:headline], None, *families[headline + 1 :]]
        reasons = [self._reason_by_family(family) if family else None for family in families]
        if page.repeated or self._listed or self._patterns:
            reasons = [
                self._reason_by_user(line, page.repeated) or reason
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

    def _reason_by_user(self, line: Line, repeated: Container[str]) -> str | None:
        """Return the reason for which `lines`, `patterns` or `repeats` remove a line, or None."""
        if line.text in self._listed:
            return "listed"
        found = (reason for regex, reason in self._patterns if regex.search(line.text))
        return next(found, None) or ("repeated" if line.text in repeated else None)


class _Page(NamedTuple):
    """A document, its lines, the glued ones by their numbers, and the lines that its site repeats."""

    doc: Document
    lines: list[Line]
    glued: dict[int, Glued]
    repeated: Container[str]


def _chunks(pages: Iterable[_Page]) -> Iterator[list[_Page]]:
    """Yield pages in groups of about `_CHUNK_LINES` lines."""
    chunk: list[_Page] = []
    count = 0
    for page in pages:
        chunk.append(page)
        count += len(page.lines)
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
        is_glued = number > 0 and lines[number - 1].end == line.start
        if number < last_kept and not (is_glued and not reasons[number - 1]):
            edits.append(Edit(line.start, lines[number + 1].start, "", reason))
        else:
            # After the last line that stays, remove the line feed before a line and not the one after
            # it, so that the text keeps the end that it has. What is glued to a line that stays
            # has none before it.
            start = lines[number - 1].end if number else 0
            end = len(text) if last_kept < 0 and line is lines[-1] else line.end
            edits.append(Edit(start, end, "", reason))
    return edits
