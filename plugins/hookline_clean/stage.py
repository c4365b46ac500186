"""The stage `clean`: steps that run until the text no longer changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, repeat
from typing import Literal

from pydantic import Field

from hookline import Document, Stage
from hookline_clean import characters, layout, marks, typography
from hookline_clean.hyphenation import join_hyphenated_words
from hookline_clean.mojibake import MojibakeRepair
from hookline_clean.normalization import normalize_unicode
from hookline_clean.pages import remove_page_furniture
from hookline_clean.step import Step, special_characters

__all__ = ["Clean"]

# A step can produce work for an earlier one (an entity for a zero-width space), so after a change the
# steps run again until none finds anything. Real texts need two or three rounds; the limit keeps
# deeply nested escapes from taking quadratic time.
_MAX_ROUNDS = 10


class Clean(Stage):
    """
    Repair encodings and tidy characters and white space.

    No letter or digit of a text is deleted, except by `footnote_marks` and `pages`, which record it.
    """

    name = "clean"
    edits_text = True
    cost = "light"

    class Options(Stage.Options):
        """What to clean; changes to words and typography that an author chose are off by default."""

        encoding: bool = Field(
            True, description="Repair text decoded in a wrong encoding (mojibake)."
        )
        entities: bool = Field(True, description="Decode HTML entities: `&amp;`, `&#8217;`.")
        unicode: Literal["NFC", "NFKC", "none"] = Field(
            "NFC",
            description="Unicode normalization form; NFKC also folds ligatures and wide letters.",
        )
        controls: bool = Field(
            True,
            description="Delete control characters, byte-order marks and the escapes of terminals.",
        )
        zero_width: bool = Field(
            True,
            description="Delete zero-width characters, except where a script or an emoji needs them.",
        )
        bidi: bool = Field(False, description="Delete marks of the direction of writing.")
        soft_hyphens: bool = Field(True, description="Delete soft hyphens.")
        line_ends: bool = Field(True, description="Turn every kind of line end into a line feed.")
        spaces: bool = Field(True, description="Turn tabs, no-break and other spaces into spaces.")
        quotes: bool = Field(False, description="Turn curly quotation marks into straight ones.")
        dashes: bool = Field(False, description="Turn dashes and typographic hyphens into `-`.")
        hyphenation: bool = Field(
            False,
            description="Join words that are hyphenated at a line end; `non-EU` keeps its hyphen.",
        )
        footnote_marks: bool = Field(
            False,
            description="Remove marks of footnotes and trade marks behind words: ¹ * † ™ [3].",
        )
        pages: bool = Field(
            False,
            description="Remove page numbers and running heads; for texts of PDF files, with form "
            "feeds between pages.",
        )
        join_lines: bool = Field(
            False,
            description="Join the lines of a paragraph; for texts wrapped at a fixed width.",
        )
        whitespace: bool = Field(
            True,
            description="Trim the text and its lines, keep one space of a run and one empty line.",
        )

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._steps = tuple(_steps(options))

    def process(self, docs: Sequence[Document]) -> Iterable[Document]:
        """Return every document, cleaned."""
        return map(self._clean, docs)

    def _clean(self, doc: Document) -> Document:
        special = special_characters(doc.text)
        idle_steps = 0  # steps in a row without an edit
        for step in chain.from_iterable(repeat(self._steps, _MAX_ROUNDS)):
            if edits := list(step(doc.text, special)):
                doc = doc.edit(edits)
                special = special_characters(doc.text)
                idle_steps = 0
            else:
                idle_steps += 1
            if idle_steps == len(self._steps):
                break
        return doc


def _steps(options: Clean.Options) -> Iterator[Step]:
    """Yield the steps that are switched on, in order."""
    table: tuple[tuple[bool, Step], ...] = (
        (options.zero_width, characters.delete_zero_width),
        (options.entities, characters.decode_entities),
        (options.line_ends, layout.normalize_line_ends),
        (options.controls, characters.delete_controls),
        (options.bidi, characters.delete_bidi_marks),
        (options.hyphenation, join_hyphenated_words),
        (options.footnote_marks, marks.remove_footnote_marks),
        (options.soft_hyphens, characters.delete_soft_hyphens),
        (True, partial(normalize_unicode, options.unicode)),
        (options.quotes, typography.straighten_quotes),
        (options.dashes, typography.straighten_dashes),
        (options.spaces, layout.normalize_spaces),
        (options.whitespace, layout.tidy_white_space),
        (options.join_lines, layout.join_lines),
    )
    if options.controls:
        yield marks.delete_terminal_escapes
    if options.pages:
        yield remove_page_furniture  # while there are form feeds
    if options.line_ends:
        # Repairs stay within a line, so the usual line ends can come first, and need no second round.
        yield layout.delete_carriage_returns
    if options.encoding:
        # First: the bytes of a wrongly decoded character look like control characters and spaces.
        yield MojibakeRepair()
    for is_on, step in table:
        if is_on:
            yield step
