"""
The stage `dedup`: drop documents that are like an earlier one.

Whether a document is the first of its kind depends on all documents before it, and a stage sees only
some of them: stages run in several processes, in batches of any size, and a killed run goes on in the
middle. State in a stage would make the output depend on all three. So there are two passes. `hookline
dedup` runs the config up to this stage, reduces every document to a row of fixed size in all workers,
and decides in input order which ones stay; the verdicts go into an index on disk. The run then only
looks them up, each document by itself. The price is that the stages before this one run twice, and that
standard input, which can be read but once, cannot be deduplicated. What is gained is that a run with
this stage keeps every promise that one without it does, and that no later stage works on what goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from pydantic import Field

from hookline import Document, DocumentError, Drop, Outcome, Stage
from hookline_dedup.options import Likeness

__all__ = ["Dedup"]


class Dedup(Stage):
    """Drop documents that equal or resemble an earlier one, as the index of `hookline dedup` says."""

    name = "dedup"
    optional: ClassVar[Mapping[str, str]] = {"rensa": "hookline[dedup]"}

    class Options(Likeness, Stage.Options):
        """Where the index is, and what makes two documents alike."""

        index: str = Field(description="the file that `hookline dedup` writes and a run reads")

    def __init__(self, options: Options) -> None:
        from hookline_dedup.index import KEPT, VERDICTS, Index
        from hookline_dedup.signature import identity

        super().__init__(options)
        self._index = Index(options.index, options)
        self._identity = identity
        self._kept, self._verdicts = KEPT, VERDICTS

    def process(self, docs: Sequence[Document]) -> Iterable[Outcome]:
        """Return the first of documents that are alike, and drop the others."""
        return map(self._judged, docs)

    def _judged(self, doc: Document) -> Outcome:
        verdict = self._index.verdict(self._identity(doc))
        if verdict is None:
            raise DocumentError(
                f"{doc.place} is not in the index {self._index.path}: the input, or a stage before "
                "this one, has changed since it was made; run `hookline dedup` again"
            )
        return doc if verdict == self._kept else Drop(self._verdicts[verdict])

    def close(self) -> None:
        """Close the index."""
        self._index.close()
