"""Tell what may fill an end of a typed relation: a name, a pronoun, or a noun that stands for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hookline import Mention
from hookline_relations.mentions.resolver import Mentions
from hookline_relations.syntax.phrases import phrase
from hookline_relations.syntax.tree import Tree
from hookline_relations.syntax.vocabulary import PERSONAL, PLURAL, QUANTITIES
from hookline_relations.typed.rules import End

__all__ = ["Ends", "noun_forms"]

NOTHING: frozenset[str] = frozenset()


class Ends:
    """The nouns that an end of each label can be."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._words = {label: frozenset(nouns) for label, nouns in words.items()}

    def mention(self, tree: Tree, head: int, end: End, mentions: Mentions) -> Mention | None:
        """Return the mention around a word where it may fill this end."""
        entity = tree.entity[head]
        if entity is not None:
            span = tree.entities[entity]
            # "pro-Beijing" says what one is for, "Chinese" what one is.
            side = span.label == "NORP" and tree.words[head].text[:1].islower()
            fits = span.label in end.labels and not side
            return Mention(span.start, span.end, entity) if fits else None
        named = mentions.named(tree, head)
        if named is not None and tree.label(named) in end.labels:
            return self.mention(tree, named, end, mentions)
        if tree.lemmas[head] in QUANTITIES:
            return next(
                (
                    self.mention(tree, child, end, mentions)
                    for child in tree.kids(head, "nmod")
                    if tree.preposition(child) == "of"
                ),
                None,
            )
        text = tree.words[head].text.lower()
        words = _short(tree, head)
        if tree.tags[head] == "PRON":
            kinds = {"PERSON"} if text in PERSONAL else set()
            kinds |= {"PERSON", "ORG"} if text in PLURAL else set()
            return (
                self._fit(tree, head, mentions.of(tree, words), end) if kinds & end.labels else None
            )
        forms = noun_forms(tree, head)
        stands_for = mentions.entity(tree, head)
        if stands_for is not None and tree.entities[stands_for].label in end.labels:
            return mentions.of(tree, words)
        if any(not self._words.get(label, NOTHING).isdisjoint(forms) for label in end.labels):
            found = mentions.of(tree, words)
            definite = any(tree.lemmas[det] == "the" for det in tree.kids(head, "det"))
            return (
                self._fit(tree, head, found, end) if found.entity is not None or definite else None
            )
        return None

    def _fit(self, tree: Tree, head: int, found: Mention, end: End) -> Mention:
        """Take a name off a mention that only contains it: "the lawyer of Apple" is not Apple."""
        if found.entity is None:
            return found
        label = tree.entities[found.entity].label
        # "Russian soldiers" stand for Russia, a soldier does not.
        one_person = tree.lemmas[head] == tree.words[head].text.lower() and (
            tree.lemmas[head] in self._words.get("PERSON", NOTHING)
        )
        if label not in end.labels or (one_person and label != "PERSON"):
            return found._replace(entity=None)
        return found


def noun_forms(tree: Tree, index: int) -> tuple[str, str]:
    """Return the lemma of a noun, and its plain singular in case the lemma is wrong ("bases")."""
    return tree.lemmas[index], tree.words[index].text.lower().removesuffix("s")


def _short(tree: Tree, head: int) -> tuple[int, ...]:
    """Return a phrase up to its head, and what "of" adds to it."""
    kept = {
        word
        for child in tree.kids(head, "nmod")
        if tree.preposition(child) == "of"
        for word in tree.subtree(child)
    }
    return tuple(word for word in phrase(tree, head) if word <= head or word in kept)
