"""Represent a sentence as a dependency tree."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from hookline import Entity, Token
from hookline_relations.syntax.attachment_repair import repair_attachments
from hookline_relations.syntax.clause_subjects import repair_clause_subjects
from hookline_relations.syntax.cleft_repair import repair_clefts
from hookline_relations.syntax.conjunct_repair import repair_conjuncts
from hookline_relations.syntax.opening_repair import repair_openings
from hookline_relations.syntax.parse_repair import NOMINAL_TAGS, repair_parse
from hookline_relations.syntax.shared_titles import repair_shared_titles
from hookline_relations.syntax.stranded_subjects import repair_stranded_subjects

__all__ = ["SentenceTree"]

FUNCTION_RELATIONS = frozenset(
    {"amod", "compound", "case", "fixed", "flat", "mark", "aux", "cop", "det", "cc"}
)
"""Relations of words that cannot be the head of a clause."""


_start, _end = attrgetter("start"), attrgetter("end")


class SentenceTree:
    """
    A sentence of a document as a dependency tree; its words are numbered from 0.

    `heads` holds -1 for a root. Heads outside the sentence count as none and cycles are cut, so that
    every walk ends. `entity_of` holds for each word the index of the document's entity over it, or
    None; `start` is the index of the first word among the document's tokens, `number` that of the
    sentence. `excluded` holds the nouns that the sentence leaves out ("not X"); who builds a tree
    finds them.
    """

    __slots__ = (
        "_bases",
        "_child_rels",
        "_firsts",
        "_prepositions",
        "_subtrees",
        "children",
        "entities",
        "entity_of",
        "excluded",
        "heads",
        "lemmas",
        "number",
        "order",
        "rels",
        "start",
        "tags",
        "words",
        "written",
    )

    def __init__(
        self,
        number: int,
        start: int,
        words: Sequence[Token],
        entities: Sequence[Entity],
        entity_of: Sequence[int | None],
    ) -> None:
        self.number = number
        self.start = start
        self.words = tuple(words)
        self.entities = entities
        self.heads = _acyclic_heads(start, self.words)
        self.rels = [word.deprel or "dep" for word in self.words]
        self.entity_of = list(entity_of)
        labels = [None if entity is None else entities[entity].label for entity in entity_of]
        repair_openings(self.words, self.heads, self.rels)
        repair_stranded_subjects(self.words, self.heads, self.rels)
        repair_clause_subjects(self.words, self.heads, self.rels)
        repair_parse(self.words, self.heads, self.rels)
        repair_attachments(self.words, self.heads, self.rels, entity_of, labels)
        repair_conjuncts(self.words, self.heads, self.rels, labels)
        repair_shared_titles(self.words, self.heads, self.rels, labels)
        repair_clefts(self.words, self.heads, self.rels)
        self._bases = [rel.partition(":")[0] for rel in self.rels]
        self.tags = [word.upos or "X" for word in self.words]
        self.lemmas = [(word.lemma or word.text).lower() for word in self.words]
        self.children: list[list[int]] = [[] for _ in self.words]
        for index, head in enumerate(self.heads):
            if head >= 0:
                self.children[head].append(index)
        self._child_rels = [
            {name for child in children for name in (self.rels[child], self._bases[child])}
            for children in self.children
        ]
        self.order = list(self._parents_first())
        self._subtrees: dict[int, frozenset[int]] = {}
        self._firsts: dict[int, int] = {}
        self._prepositions: dict[int, str] = {}
        self.excluded: frozenset[int] = frozenset()
        self.written = ""
        """The day of the document as ISO 8601, empty where it is not known."""

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

    def dependents(self, index: int, *rels: str) -> list[int]:
        """Return the children with one of these relations; a name without subtype matches any."""
        own = self._child_rels[index]
        if not own or own.isdisjoint(rels):  # most often
            return []
        names, bases = self.rels, self._bases
        return [
            child for child in self.children[index] if bases[child] in rels or names[child] in rels
        ]

    def dependent(self, index: int, *rels: str) -> int | None:
        """Return the first child with one of these relations."""
        return next(iter(self.dependents(index, *rels)), None)

    def subtree(self, index: int) -> frozenset[int]:
        """Return the word and all its descendants."""
        if index not in self._subtrees:
            words = [index]
            for word in words:
                words.extend(self.children[word])
            self._subtrees[index] = frozenset(words)
        return self._subtrees[index]

    def first(self, index: int) -> int:
        """Return the first word of a phrase, without punctuation."""
        if index not in self._firsts:
            words = (word for word in self.subtree(index) if self.tags[word] != "PUNCT")
            self._firsts[index] = min(words, default=index)
        return self._firsts[index]

    def fixed(self, index: int) -> list[int]:
        """Return the words of the fixed expression that starts at `index` ("according to")."""
        if "fixed" not in self._child_rels[index]:  # most often
            return [index]
        return [index, *self.dependents(index, "fixed")]

    def case(self, index: int) -> tuple[int, ...]:
        """Return the words of the prepositions that introduce a noun, in order."""
        if "case" not in self._child_rels[index]:
            return ()
        return tuple(
            sorted(
                word
                for child in self.dependents(index, "case")
                if child < index and self.tags[child] != "PART"
                for word in self.fixed(child)
            )
        )

    def preposition(self, index: int) -> str:
        """Return the preposition that introduces a noun, in lower case; empty without one."""
        if "case" not in self._child_rels[index]:
            return ""
        preposition = self._prepositions.get(index)
        if preposition is None:
            preposition = " ".join(self.words[word].text.lower() for word in self.case(index))
            self._prepositions[index] = preposition
        return preposition

    def verbal(self, index: int) -> bool:
        """Return whether the word is the head of a clause."""
        own = self._child_rels[index]
        if "cop" in own:
            return True
        if self._bases[index] in ("acl", "advcl") and self._is_hyphenated(index):
            return False  # the participle of "law-abiding"
        if self._bases[index] in FUNCTION_RELATIONS:
            return False
        return self.tags[index] in ("VERB", "AUX") or "nsubj" in own

    def _is_hyphenated(self, index: int) -> bool:
        """Return whether a hyphen joins the word to the one before it."""
        if index < 2 or self.words[index - 1].text not in ("-", "–"):
            return False
        before, hyphen, word = self.words[index - 2 : index + 1]
        return before.end == hyphen.start and hyphen.end == word.start

    def nominal(self, index: int) -> bool:
        """Return whether the word can be an argument by itself."""
        return self.tags[index] in NOMINAL_TAGS or self.entity_of[index] is not None

    def label(self, index: int) -> str | None:
        """Return the label of the entity over a word."""
        entity = self.entity_of[index]
        return None if entity is None else self.entities[entity].label

    def entity_words(self, index: int) -> range:
        """Return the words around `index` that have the same entity."""
        entity_of, size = self.entity_of, len(self.entity_of)
        entity, first, after = entity_of[index], index, index + 1
        while first > 0 and entity_of[first - 1] == entity:
            first -= 1
        while after < size and entity_of[after] == entity:
            after += 1
        return range(first, after)

    def words_within(self, start: int, end: int) -> range:
        """Return the words between two offsets of the document's text."""
        first = bisect_left(self.words, start, key=_start)
        after = bisect_right(self.words, end, lo=first, key=_end)
        return range(first, after)

    def head_of(self, words: Iterable[int]) -> int:
        """Return the first of these words whose head is not one of them."""
        ordered = sorted(words)
        members = set(ordered)
        return next((word for word in ordered if self.heads[word] not in members), ordered[0])


def _acyclic_heads(start: int, words: Sequence[Token]) -> list[int]:
    """Return the heads within the sentence, -1 for none; cut each cycle where it closes."""
    heads = [
        word.head - start if word.head is not None and 0 <= word.head - start < len(words) else -1
        for word in words
    ]
    visited = [False] * len(words)
    for first in range(len(words)):
        path: list[int] = []
        on_path: set[int] = set()
        index = first
        while index >= 0 and not visited[index]:
            if index in on_path:
                heads[path[-1]] = -1
                break
            path.append(index)
            on_path.add(index)
            index = heads[index]
        for word in path:
            visited[word] = True
    return heads
