"""The documents of a unit on their way through the stages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hookline.components.outcomes import Dropped, Parts
from hookline.components.stage import Drop, Split
from hookline.components.tally import Tally
from hookline.document.document import Document

__all__ = ["Flow"]


class _Branch:
    """A document that was split; its parts are other nodes."""

    def __init__(self, step: int, parts: range) -> None:
        self.step = step
        self.parts = parts


class Flow:
    """
    Documents between stages, with the parts of split documents.

    `nodes` has each document or its outcome, input documents first, then parts. `alive` has the indexes
    of nodes without an outcome, in order; `places` has the index in the unit of each node's item.
    """

    def __init__(self, docs: Sequence[Document], places: Sequence[int], counts_words: bool) -> None:
        self.nodes: list[Any] = list(docs)
        self.places = list(places)
        self.alive = list(range(len(docs)))
        self._words = [len(doc.raw.split()) for doc in docs] if counts_words else []

    def words(self, indexes: Sequence[int]) -> int:
        """Return the number of words of documents by index."""
        return sum(self._words[index] for index in indexes)

    def settle(self, index: int, result: Any, stage: str, step: int, tally: Tally) -> None:
        """Record and count a document that was dropped, split or failed."""
        if isinstance(result, Drop):
            result = Dropped(stage, result.reason, step)
            tally.dropped += 1
        elif isinstance(result, Split):
            parts = range(len(self.nodes), len(self.nodes) + len(result.documents))
            for part in result.documents:
                self.nodes.append(part)
                self.places.append(self.places[index])
                self._words.append(len(part.text.split()))
            self.alive.extend(parts)
            tally.split += len(parts) - 1
            result = _Branch(step, parts)
        else:
            tally.failed += 1
        self.nodes[index] = result

    def is_document(self, index: int) -> bool:
        """Return whether a document has no outcome yet."""
        return isinstance(self.nodes[index], Document)

    def outcome(self, index: int) -> Any:
        """Return the outcome of a document with those of its parts."""
        node = self.nodes[index]
        if isinstance(node, _Branch):
            return Parts(node.step, tuple(map(self.outcome, node.parts)))
        return node
