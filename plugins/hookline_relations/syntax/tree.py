"""One sentence as a tree of words, robust to whatever a parser may have made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hookline import Document, Entity, Token
from hookline_relations.syntax.parse_repair import NOMINAL, mend

__all__ = ["Tree", "trees"]


class Tree:
    """
    A sentence whose words are counted from 0; the head of a root is -1.

    A head outside the sentence counts as none and a cycle is cut where it closes, so that every walk
    up or down ends. `entity` holds, for each word, the index of the document's entity over it, and
    `start` the place of the first word among the document's tokens.
    """

    __slots__ = (
        "_bases",
        "_firsts",
        "_prepositions",
        "_subtrees",
        "children",
        "entities",
        "entity",
        "heads",
        "lemmas",
        "number",
        "order",
        "rels",
        "start",
        "tags",
        "words",
    )

    def __init__(
        self,
        number: int,
        first: int,
        words: Sequence[Token],
        entities: Sequence[Entity],
    ) -> None:
        self.number = number
        self.start = first
        self.words = tuple(words)
        self.entities = entities
        self.heads = _heads(first, self.words)
        self.rels = [word.deprel or "dep" for word in self.words]
        mend(self.words, self.heads, self.rels)
        self._bases = [rel.partition(":")[0] for rel in self.rels]
        self.tags = [word.upos or "X" for word in self.words]
        self.lemmas = [(word.lemma or word.text).lower() for word in self.words]
        self.children: list[list[int]] = [[] for _ in self.words]
        for index, head in enumerate(self.heads):
            if head >= 0:
                self.children[head].append(index)
        self.order = list(self._parents_first())
        self.entity: list[int | None] = [None] * len(self.words)
        self._subtrees: dict[int, frozenset[int]] = {}
        self._firsts: dict[int, int] = {}
        self._prepositions: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self.words)

    def _parents_first(self) -> Iterator[int]:
        queue = [index for index, head in enumerate(self.heads) if head < 0]
        for index in queue:
            yield index
            queue.extend(self.children[index])

    def base(self, index: int) -> str:
        """Return the relation to the head without its subtype."""
        return self._bases[index]

    def kids(self, index: int, *rels: str) -> list[int]:
        """Return the children with one of these relations; a name without subtype means any."""
        if not self.children[index]:
            return []
        return [
            child
            for child in self.children[index]
            if self.rels[child] in rels or self._bases[child] in rels
        ]

    def kid(self, index: int, *rels: str) -> int | None:
        """Return the first child with one of these relations."""
        return next(iter(self.kids(index, *rels)), None)

    def subtree(self, index: int) -> frozenset[int]:
        """Return the word and everything below it."""
        if index not in self._subtrees:
            found = [index]
            for word in found:
                found.extend(self.children[word])
            self._subtrees[index] = frozenset(found)
        return self._subtrees[index]

    def first(self, index: int) -> int:
        """Return the first word of a phrase, less punctuation."""
        if index not in self._firsts:
            words = (word for word in self.subtree(index) if self.tags[word] != "PUNCT")
            self._firsts[index] = min(words, default=index)
        return self._firsts[index]

    def fixed(self, index: int) -> list[int]:
        """Return the word and those that make one fixed expression with it ("according to")."""
        return [index, *self.kids(index, "fixed")]

    def case(self, index: int) -> tuple[int, ...]:
        """Return the words of the prepositions that introduce a noun, in order."""
        return tuple(
            sorted(
                word
                for child in self.kids(index, "case")
                if child < index and self.tags[child] != "PART"
                for word in self.fixed(child)
            )
        )

    def preposition(self, index: int) -> str:
        """Return the preposition that introduces a noun, in lower case; empty where there is none."""
        if index not in self._prepositions:
            words = [self.words[word].text.lower() for word in self.case(index)]
            self._prepositions[index] = " ".join(words)
        return self._prepositions[index]

    def verbal(self, index: int) -> bool:
        """Return whether the word is the head of a clause."""
        if self.kids(index, "cop"):
            return True
        if self._bases[index] in ("acl", "advcl") and self._hyphened(index):
            return False  # the participle of "law-abiding"
        if self.tags[index] == "VERB" or (self.tags[index] == "AUX" and self.base(index) != "aux"):
            return self.base(index) not in CLOSED
        return bool(self.kids(index, "nsubj")) and self.base(index) not in CLOSED

    def _hyphened(self, index: int) -> bool:
        """Return whether a hyphen ties the word to the one before it."""
        if index < 2 or self.words[index - 1].text not in ("-", "–"):
            return False
        before, hyphen, word = self.words[index - 2 : index + 1]
        return before.end == hyphen.start and hyphen.end == word.start

    def nominal(self, index: int) -> bool:
        """Return whether the word can be an argument by itself."""
        return self.tags[index] in NOMINAL or self.entity[index] is not None

    def label(self, index: int) -> str | None:
        """Return the label of the entity over a word."""
        entity = self.entity[index]
        return None if entity is None else self.entities[entity].label

    def head_of(self, places: Iterable[int]) -> int:
        """Return the word among these that governs the others: the first whose head is not one."""
        inside = sorted(places)
        known = set(inside)
        return next((word for word in inside if self.heads[word] not in known), inside[0])


CLOSED = frozenset({"amod", "compound", "case", "fixed", "flat", "mark", "aux", "cop", "det", "cc"})


def _heads(first: int, words: Sequence[Token]) -> list[int]:
    """Return the heads within the sentence, -1 for none, with every cycle cut."""
    heads = [
        word.head - first if word.head is not None and 0 <= word.head - first < len(words) else -1
        for word in words
    ]
    settled = [False] * len(words)
    for start in range(len(words)):
        path: list[int] = []
        on_path: set[int] = set()
        at = start
        while at >= 0 and not settled[at]:
            if at in on_path:
                heads[path[-1]] = -1
                break
            path.append(at)
            on_path.add(at)
            at = heads[at]
        for word in path:
            settled[word] = True
    return heads


def trees(doc: Document) -> Iterator[Tree]:
    """Yield the sentences of a document as trees, with its entities laid over their words."""
    tokens, entities = doc.tokens or (), doc.entities or ()
    at = 0
    next_entity = 0
    spans = sorted(range(len(entities)), key=lambda index: entities[index][:2])
    while at < len(tokens):
        end = at
        while end < len(tokens) and tokens[end].sentence == tokens[at].sentence:
            end += 1
        tree = Tree(tokens[at].sentence, at, tokens[at:end], entities)
        for place, word in enumerate(tree.words):
            while next_entity < len(spans) and entities[spans[next_entity]].end <= word.start:
                next_entity += 1
            if next_entity == len(spans):
                break
            start, stop, _ = entities[spans[next_entity]]
            if start < word.end and tree.words[0].start <= start and stop <= tree.words[-1].end:
                tree.entity[place] = spans[next_entity]
        yield tree
        at = end
