"""Find the words of a name, and of the title that stands before it."""

from __future__ import annotations

from hookline_relations.syntax.tree import Tree
from hookline_relations.syntax.vocabulary import ADDRESS

__all__ = ["name_words", "title_words"]

LONGEST = 12
ARGUMENTS = frozenset({"nsubj", "obj", "obl"})
OWNERS = frozenset({"LOC", "ORG", "NORP"})
OF = frozenset({"of", "for"})
HYPHENS = frozenset({"-", "–"})


def name_words(tree: Tree, index: int) -> tuple[int, ...]:
    """Return the words of a name: the entity over it, or the flat expression it heads."""
    entity = tree.entity[index]
    if entity is None:
        return tuple(sorted([index, *tree.kids(index, "flat")]))
    first = last = index
    while first > 0 and tree.entity[first - 1] == entity:
        first -= 1
    while last + 1 < len(tree) and tree.entity[last + 1] == entity:
        last += 1
    return tuple(range(first, last + 1))


def title_words(tree: Tree, first: int) -> tuple[int, ...]:
    """
    Return the words of the title before a person's name, whose first word is `first`.

    Read from the words more than from the tree, since parsers attach titles in many ways: "Japan's
    Defence Minister", "US Secretary of War", "former Pennsylvania Senator".
    """
    last = first - 1
    if last < 0 or tree.tags[last] not in ("NOUN", "PROPN") or _left_out_of(tree, first):
        return ()
    if tree.label(last) not in (None, "MISC", "ORG") or tree.lemmas[last] in ADDRESS:
        return ()
    start = last
    while start > 0 and first - start < LONGEST and _belongs(tree, start - 1):
        start -= 1
        if tree.tags[start] == "DET":
            break
    while tree.tags[start] in ("PART", "PUNCT", "ADP"):
        start += 1
    if (
        tree.label(start) == "ORG"
        and len({tree.entity[place] for place in range(start, first)}) == 1
    ):
        return ()  # an organization alone is no title
    return tuple(range(start, first))


def _left_out_of(tree: Tree, first: int) -> bool:
    """Return whether the name begins a clause about the noun before it: "the firm Ann founded"."""
    head = tree.head_of(name_words(tree, first))
    verb = tree.heads[head]
    return verb >= 0 and tree.base(verb) == "acl" and tree.heads[verb] == first - 1


def _belongs(tree: Tree, index: int) -> bool:
    """Return whether a word before a title is part of it."""
    tag, text = tree.tags[index], tree.words[index].text.lower()
    if tag in ("NOUN", "PROPN", "ADJ"):
        return tree.base(index) not in ARGUMENTS or tree.label(index) in OWNERS
    if tag == "DET" or (tag == "PUNCT" and text in HYPHENS):
        return True
    if index == 0 or tree.tags[index - 1] not in ("NOUN", "PROPN"):
        return False
    capital = tree.words[index - 1].text[:1].isupper() and tree.entity[index - 1] is None
    return tag == "PART" or (text in OF and capital)
