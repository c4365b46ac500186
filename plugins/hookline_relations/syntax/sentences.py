"""Turn the sentences of a document into trees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hookline import Document, Entity, Token
from hookline_relations.syntax.contrast import excluded_words
from hookline_relations.syntax.portfolios import without_portfolios
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import words as word_set

__all__ = ["sentence_trees"]

VERBS_OF_SAYING = word_set(
    "says adds alleges asserts insists admits argues contends concedes affirms testifies reiterates "
    "suggests confirms denies proclaims declares explains announces believes"
)
"""Forms in the present that are no plurals of nouns."""
ISO = re.compile(r"\d{4}-\d\d-\d\d")


def sentence_trees(doc: Document) -> Iterator[SentenceTree]:
    """Yield the sentences of a document as trees, with the entities over their words."""
    tokens, entities = doc.tokens or (), doc.entities or ()
    start = 0
    stated = doc.meta.get("date")
    written = stated.strip() if isinstance(stated, str) and ISO.match(stated.strip()) else ""
    names = _EntityCursor(entities)
    while start < len(tokens):
        after = start
        while after < len(tokens) and tokens[after].sentence == tokens[start].sentence:
            after += 1
        words = list(map(_with_verb_tag, tokens[start:after]))
        over = without_portfolios(words, names.over(words))
        tree = SentenceTree(words[0].sentence, start, words, entities, over)
        tree.excluded = excluded_words(tree)
        tree.written = written
        yield tree
        start = after


def _with_verb_tag(word: Token) -> Token:
    """Return a word, as a verb if a tagger takes one for a noun: "the chief tax inspector alleges"."""
    if word.xpos != "NNS" or word.text not in VERBS_OF_SAYING:
        return word
    return word._replace(upos="VERB", xpos="VBZ")


class _EntityCursor:
    """The entities of a document in the order of the text, read once."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._entities = entities
        self._order = sorted(range(len(entities)), key=lambda index: entities[index][:2])
        self._next = 0

    def over(self, words: Sequence[Token]) -> list[int | None]:
        """Return the entity over each word of the next sentence, if it lies within the sentence."""
        over: list[int | None] = [None] * len(words)
        for index, word in enumerate(words):
            while (
                self._next < len(self._order)
                and self._entities[self._order[self._next]].end <= word.start
            ):
                self._next += 1
            if self._next == len(self._order):
                break
            first, last, *_ = self._entities[self._order[self._next]]
            if first < word.end and words[0].start <= first and last <= words[-1].end:
                over[index] = self._order[self._next]
        return over
