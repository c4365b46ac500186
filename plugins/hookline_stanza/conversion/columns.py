"""The output of a model for one sentence, before it becomes layers of a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from hookline import Entity

from .spans import Offsets

if TYPE_CHECKING:  # the stage is declared without importing numpy
    from numpy.typing import NDArray


class SentenceColumns(NamedTuple):
    """
    What a model predicts for the words of a sentence: one value per word in each column.

    Columns that were not requested hold None, `ner` holds O.
    """

    lemma: Sequence[str | None]
    upos: Sequence[str | None]
    xpos: Sequence[str | None]
    feats: Sequence[str | None]
    head: Sequence[int | None]
    """Number of the head in the sentence, from 1; 0 for the root."""
    deprel: Sequence[str | None]
    ner: Sequence[str]
    """BIOES tags."""
    state: Sequence[bytes]
    """Quantized encoder state, one signed byte per dimension; empty without a shared encoder."""
    label_scores: Sequence[NDArray[Any] | None]
    """
    At the last word of each entity, its [labels] log probabilities of `NAME_LABELS`, or an empty
    array for an entity that is no name; None at all other words.
    """

    @classmethod
    def empty(cls, size: int) -> SentenceColumns:
        """Return the columns of a sentence of `size` words without any prediction."""
        nothing = [None] * size
        return cls(
            lemma=nothing,
            upos=nothing,
            xpos=nothing,
            feats=nothing,
            head=nothing,
            deprel=nothing,
            ner=["O"] * size,
            state=[b""] * size,
            label_scores=nothing,
        )

    def with_entities_of(self, other: SentenceColumns) -> SentenceColumns:
        """Return these columns with the entity tags and label scores of others."""
        if other is self:
            return self
        return self._replace(ner=other.ner, label_scores=other.label_scores)

    @classmethod
    def concatenate(cls, parts: Sequence[SentenceColumns]) -> SentenceColumns:
        """Join the parts of a sentence; later roots become `parataxis` of the first root."""
        heads: list[int | None] = []
        relations: list[str | None] = []
        root: int | None = None
        for part in parts:
            offset = len(heads)
            for index, (head, relation) in enumerate(zip(part.head, part.deprel, strict=True)):
                is_later_root = head == 0 and root is not None
                if head == 0 and root is None:
                    root = offset + index + 1
                heads.append(root if is_later_root else head and head + offset)
                relations.append("parataxis" if is_later_root else relation)
        columns = [
            [value for column in same for value in column] for same in zip(*parts, strict=True)
        ]
        return cls(*columns)._replace(head=heads, deprel=relations)


class SentenceAnalysis(NamedTuple):
    """The token spans of one sentence in the whole text, their columns, and its entities."""

    spans: Sequence[Offsets]
    columns: SentenceColumns
    entities: Sequence[Entity]


class Tasks(NamedTuple):
    """What to predict in addition to sentences and tokens."""

    syntax: bool = True
    """Tags, lemmas and dependency trees."""
    entities: bool = True
