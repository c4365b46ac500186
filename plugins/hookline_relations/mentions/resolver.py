"""Make mentions of words, and tell which named entity a mention is, contains or stands for."""

from __future__ import annotations

from collections.abc import Sequence

from hookline import Entity, Mention
from hookline_relations.mentions.names import title_words
from hookline_relations.syntax.phrases import mention
from hookline_relations.syntax.tree import Tree
from hookline_relations.syntax.vocabulary import SINGULAR, SITES

__all__ = ["Mentions"]

DEFINITE = frozenset({"the", "this", "that"})


class Mentions:
    """
    What has been mentioned in a document so far, one sentence after the other.

    A pronoun or a noun is tied to a name by two rules that are seldom wrong, and otherwise to none:
    "he" and "she" stand for the only person named before them in this sentence and the one before;
    "the ministry" for the last name with "Ministry" in it.
    """

    def __init__(self, entities: Sequence[Entity], text: str) -> None:
        self.entities = entities
        self.names = [text[entity.start : entity.end] for entity in entities]
        self._previous: list[int] = []
        self._current: list[int] = []
        self._by_word: dict[str, int] = {}

    def enter(self, tree: Tree) -> None:
        """Go on to the next sentence."""
        for entity in self._current:
            for word in self.names[entity].lower().split():
                self._by_word[word] = entity
        self._previous = self._current
        self._current = sorted({entity for entity in tree.entity if entity is not None})

    def entity(self, tree: Tree, head: int) -> int | None:
        """Return the entity that the phrase around `head` is or stands for."""
        if tree.entity[head] is not None:
            return tree.entity[head]
        named = self.named(tree, head)
        if named is not None:
            return tree.entity[named]
        if tree.lemmas[head] in SINGULAR or tree.words[head].text.lower() in SINGULAR:
            return self._person(tree, head)
        definite = any(tree.lemmas[det] in DEFINITE for det in tree.kids(head, "det"))
        if definite and tree.tags[head] == "NOUN" and not tree.kids(head, "nmod"):
            return self._by_word.get(tree.words[head].text.lower())
        return None

    def named(self, tree: Tree, head: int) -> int | None:
        """Return the name that the sentence itself gives to a noun: as apposition or subject."""
        titled = self._titled(tree, head)
        common = tree.tags[head] in ("NOUN", "ADJ", "PROPN") and tree.entity[head] is None
        if titled is not None or not common:
            return titled
        near = [*tree.kids(head, "appos", "flat")]
        after = max(tree.subtree(head)) + 1
        if after < len(tree) and tree.base(after) == "vocative" and tree.label(after) == "PERSON":
            # No comma sets it off, so that nobody is called: "the prime minister of Italy Renzi".
            near.append(after)
        if tree.base(head) == "appos":
            near.append(tree.heads[head])
        if tree.kids(head, "cop"):
            near += tree.kids(head, "nsubj")
        near += [
            child
            for child in tree.kids(head, "nmod")
            if tree.lemmas[head] in SITES
            and tree.preposition(child) == "of"
            and tree.label(child) == "LOC"
        ]
        for word in near:
            if tree.entity[word] is not None and tree.label(word) not in ("DATE", "MONEY"):
                return word
        return None

    def _titled(self, tree: Tree, head: int) -> int | None:
        """Return the name after a title, also where the parser made the title the head."""
        for word in range(head + 1, min(head + 5, len(tree))):
            if tree.label(word) == "PERSON":
                return word if head in title_words(tree, word) else None
            if tree.tags[word] not in ("NOUN", "PROPN", "ADP"):
                return None
        return None

    def _person(self, tree: Tree, pronoun: int) -> int | None:
        start = tree.words[pronoun].start
        named = [entity for entity in self._current if self.entities[entity].start < start]
        persons = [
            entity
            for entity in (*self._previous, *named)
            if self.entities[entity].label == "PERSON"
        ]
        surnames = {self.names[entity].split()[-1] for entity in persons}
        return persons[-1] if len(surnames) == 1 else None

    def of(self, tree: Tree, words: Sequence[int], *, says: bool = False) -> Mention:
        """
        Return the mention that these words make, with its entity.

        What `says` something about another ("the capital of Peru") has the entity that it contains,
        not the one it is said about.
        """
        found = tree.entity[tree.head_of(words)] if says else self.entity(tree, tree.head_of(words))
        if found is None:
            inside = {tree.entity[word] for word in words} - {None}
            found = inside.pop() if len(inside) == 1 else None
        return mention(tree, words, found)
