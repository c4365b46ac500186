"""The words of a document in columns."""

from __future__ import annotations

from collections.abc import Sequence

from hookline import Document, Entity

__all__ = ["DocumentWords"]

_NUMBERS = {"Number=Sing": 1, "Number=Plur": 2}


class DocumentWords:
    """
    The syntactic words of a document in columns, numbered from 0, with the entities over them.

    `heads` holds -1 for a root; `relations` are without subtypes. `entity_of` is the index of the
    entity over a word, -1 for none; `entity_words` the first and the last word of each entity,
    (-1, -1) if it has none. `paragraphs` and `sentences` number those of each word; `numbers` is 1 for
    a singular, 2 for a plural, 0 for neither.
    """

    def __init__(self, doc: Document) -> None:
        tokens = doc.tokens or ()
        self.text = doc.text
        self.entities: Sequence[Entity] = doc.entities or ()
        self.starts = [token.start for token in tokens]
        self.ends = [token.end for token in tokens]
        self.forms = [token.text for token in tokens]
        self.lower = [token.text.lower() for token in tokens]
        self.lemmas = [(token.lemma or token.text).lower() for token in tokens]
        self.tags = [token.upos or "X" for token in tokens]
        self.subtypes = [token.deprel or "dep" for token in tokens]
        self.relations = [relation.partition(":")[0] for relation in self.subtypes]
        self.sentences = [token.sentence for token in tokens]
        self.heads = [-1 if token.head is None else token.head for token in tokens]
        self.numbers = [_number(token.feats) for token in tokens]
        self.children: list[list[int]] = [[] for _ in tokens]
        for index, head in enumerate(self.heads):
            if head >= 0:
                self.children[head].append(index)
        self.paragraphs = self._paragraphs()
        self.entity_of = [-1] * len(tokens)
        self.entity_words = [(-1, -1)] * len(self.entities)
        self._place_entities()

    def __len__(self) -> int:
        return len(self.forms)

    def _paragraphs(self) -> list[int]:
        """Number the lines: a line break between two words begins a paragraph."""
        numbers: list[int] = []
        number = position = 0
        for start, end in zip(self.starts, self.ends, strict=True):
            if position < start and self.text.find("\n", position, start) >= 0:
                number += 1
            numbers.append(number)
            position = max(position, end)
        return numbers

    def _place_entities(self) -> None:
        word = 0
        for index, entity in enumerate(self.entities):
            while word < len(self) and self.ends[word] <= entity.start:
                word += 1
            first = word
            last = first - 1
            while last + 1 < len(self) and self.starts[last + 1] < entity.end:
                last += 1
                self.entity_of[last] = index
            if last >= first:
                self.entity_words[index] = first, last

    def head_of(self, first: int, last: int) -> int:
        """Return the first of these words whose head is not one of them."""
        return next(
            (word for word in range(first, last + 1) if not first <= self.heads[word] <= last),
            first,
        )

    def child(self, word: int, *relations: str) -> int:
        """Return the first dependent with one of these relations, -1 if there is none."""
        for child in self.children[word]:
            if self.relations[child] in relations:
                return child
        return -1


def _number(feats: str | None) -> int:
    if not feats:
        return 0
    return next((value for name, value in _NUMBERS.items() if name in feats), 0)
