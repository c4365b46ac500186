"""
The stage `dedup`: drop duplicates and near duplicates of earlier documents.

Whether a document is a duplicate depends on all documents before it, and a stage sees only some of
them: stages run in several processes, in batches of any size, and resumed runs start in the middle.
State in a stage would make the output depend on all three. So there are two passes. `hookline dedup`
runs the config up to this stage, reduces every document to a row of fixed size in all workers, decides
in input order which ones to keep, and writes the verdicts to an index. The run only looks them up,
document by document. The cost is that the stages before this one run twice, and that standard input,
which can be read only once, cannot be deduplicated. In return, output stays independent of batches,
workers and interruptions, and later stages do not process duplicates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from pydantic import Field

from hookline import Document, DocumentError, Drop, Outcome, Stage
from hookline_dedup.options import SimilarityOptions

__all__ = ["Dedup"]


class Dedup(Stage):
    """Drop documents that equal or resemble an earlier one, as the index of `hookline dedup` says."""

    name = "dedup"
    optional: ClassVar[Mapping[str, str]] = {"rensa": "hookline[dedup]"}

    class Options(SimilarityOptions, Stage.Options):
        """The index, and when two documents are duplicates."""

        index: str = Field(description="the file that `hookline dedup` writes and a run reads")

    def __init__(self, options: Options) -> None:
        from hookline_dedup.index import KEPT, VERDICTS, VerdictIndex
        from hookline_dedup.signature import document_key

        super().__init__(options)
        self._index = VerdictIndex(options.index, options)
        self._document_key = document_key
        self._kept, self._verdicts = KEPT, VERDICTS

    def process(self, docs: Sequence[Document]) -> Iterable[Outcome]:
        """Return the documents that are kept, and drop the duplicates."""
        return map(self._filter, docs)

    def _filter(self, doc: Document) -> Outcome:
        verdict = self._index.verdict(self._document_key(doc))
        if verdict is None:
            raise DocumentError(
                f"{doc.place} is not in the index {self._index.path}: the input, or a stage before "
                "this one, has changed since it was made; run `hookline dedup` again"
            )
        return doc if verdict == self._kept else Drop(self._verdicts[verdict])

    def close(self) -> None:
        """Close the index."""
        self._index.close()
