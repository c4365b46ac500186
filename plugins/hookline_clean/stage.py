"""The stage `clean`: a table of steps, run until the text no longer changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, repeat
from typing import Literal

from pydantic import Field

from hookline import Document, Stage
from hookline_clean import characters, layout, typography
from hookline_clean.mojibake import Repair
from hookline_clean.normalization import normalized
from hookline_clean.step import Step, odd

__all__ = ["Clean"]

# One step can lay bare work for an earlier one (an entity that stands for a zero-width space), so
# after a change the steps run on until each has found the text in order. Two or three rounds settle
# all but contrived texts; the bound keeps escapes nested a thousand deep from costing quadratic time.
ROUNDS = 10


class Clean(Stage):
    """Repair encodings and tidy characters and white space; no letter or digit is ever deleted."""

    name = "clean"
    edits_text = True
    cost = "light"

    class Options(Stage.Options):
        """What to clean; what changes words or typography that an author chose is off by default."""

        encoding: bool = Field(
            True, description="Repair text decoded in a wrong encoding (mojibake)."
        )
        entities: bool = Field(True, description="Decode HTML entities: `&amp;`, `&#8217;`.")
        unicode: Literal["NFC", "NFKC", "none"] = Field(
            "NFC",
            description="Unicode normalization form; NFKC also folds ligatures and wide letters.",
        )
        controls: bool = Field(True, description="Delete control characters and byte-order marks.")
        zero_width: bool = Field(
            True,
            description="Delete zero-width characters, except where a script or an emoji needs them.",
        )
        bidi: bool = Field(False, description="Delete marks that set the direction of writing.")
        soft_hyphens: bool = Field(True, description="Delete soft hyphens.")
        line_ends: bool = Field(True, description="Turn every kind of line end into a line feed.")
        spaces: bool = Field(True, description="Turn tabs, no-break and other spaces into spaces.")
        quotes: bool = Field(False, description="Turn curly quotation marks into straight ones.")
        dashes: bool = Field(False, description="Turn dashes and typographic hyphens into `-`.")
        hyphenation: bool = Field(
            False, description="Join a word that a line end splits at a hyphen."
        )
        join_lines: bool = Field(
            False, description="Join the lines between two empty lines; for texts of a fixed width."
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
        characters = odd(doc.text)
        quiet = 0  # how many steps in a row have found nothing to do
        for step in chain.from_iterable(repeat(self._steps, ROUNDS)):
            if edits := list(step(doc.text, characters)):
                doc = doc.edit(edits)
                characters = odd(doc.text)
                quiet = 0
            else:
                quiet += 1
            if quiet == len(self._steps):
                break
        return doc


def _steps(options: Clean.Options) -> Iterator[Step]:
    """Yield the steps that are switched on, in the order in which they run."""
    table: tuple[tuple[bool, Step], ...] = (
        (options.zero_width, characters.zero_width),
        (options.entities, characters.entities),
        (options.line_ends, layout.line_ends),
        (options.controls, characters.controls),
        (options.bidi, characters.bidi),
        (options.hyphenation, layout.hyphenation),
        (options.soft_hyphens, characters.soft_hyphens),
        (True, partial(normalized, options.unicode)),
        (options.quotes, typography.quotes),
        (options.dashes, typography.dashes),
        (options.spaces, layout.spaces),
        (options.whitespace, layout.white_space),
        (options.join_lines, layout.joined_lines),
    )
    if options.line_ends:
        # No repair looks beyond a line: the usual case comes first and costs no second round.
        yield layout.returns
    if options.encoding:
        # Before all else: the bytes of a wrongly decoded character look like controls and spaces.
        yield Repair()
    for wanted, step in table:
        if wanted:
            yield step
