"""Tell whose office, and whose body, a noun beside the names of persons says."""

from __future__ import annotations

from hookline_relations.mentions.names import name_words
from hookline_relations.syntax.shared_titles import is_role
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import words
from hookline_relations.typed.neighbours import following_name, name_after
from hookline_relations.typed.verb_roles import RoleFiller

__all__ = [
    "EXECUTIVES",
    "before_other_names",
    "first_title",
    "name_of_next",
    "person_before",
    "trailing_body",
]

MAX_OFFICE = 4
"""The most words from the comma after a name to the noun of an office."""

EXECUTIVES = words(
    "founder co-founder cofounder chairman chairwoman chairperson chair chief president ceo executive "
    "officer director owner co-owner head publisher editor"
)
"""Nouns of those who run a firm, whose name before the first of two titles is that of both."""


def before_other_names(
    tree: SentenceTree, index: int, fillers: list[RoleFiller], bearer: int | None
) -> list[RoleFiller]:
    """
    Return the complements of a noun up to the next person of a list, who has others.

    `bearer` is the head of the name that the noun is the title of.
    """
    own = {filler.head for filler in fillers}
    if bearer is not None:
        own.add(bearer)
    last = max(own, default=index)
    others = (
        word
        for word in range(index + 1, last)
        if tree.label(word) == "PERSON" and own.isdisjoint(name_words(tree, word))
    )
    end = next(others, last + 1)
    if end > last or tree.entity_of[index] is not None:
        return fillers
    return [filler for filler in fillers if filler.head < end]


def name_of_next(tree: SentenceTree, index: int, head: int) -> int | None:
    """
    Return the person after the complement of a noun, who bears it in a list of persons.

    "Ann Lee, chair of Acme, the leader of the opposition Bob Ray, and the head of Bolt, Cy Dee": the
    second follows without a comma, the third where the first has a noun already.
    """
    name = following_name(tree, index, "PERSON")
    if name is None or name < index or name == head or tree.label(head) != "PERSON":
        return None
    first = name_words(tree, name)[0]
    direct = all(tree.words[word].text != "," for word in range(index, first))
    before = (word for word in tree.dependents(head, "appos") if head < word < index)
    described = any(tree.label(word) is None for word in before)
    follows_noun = tree.base(head) == "appos" and tree.heads[head] < head
    return name if direct or described or follows_noun else None


def first_title(tree: SentenceTree, index: int) -> int | None:
    """Return the first title of a person of whom a noun is the second: "Acme's founder and chief"."""
    conjunction = tree.dependent(index, "cc")
    first = -1 if conjunction is None else conjunction - 1
    if conjunction is None or not 0 <= first < index or tree.lemmas[conjunction] != "and":
        return None
    joined = tree.heads[index] == first and tree.base(index) == "conj"
    beside = tree.heads[index] == tree.heads[first] and tree.rels[index] == "nmod:desc"
    roles = is_role(tree.words[first]) and is_role(tree.words[index])
    bare = not tree.dependents(index, "det", "nmod:poss")
    return first if roles and bare and (joined or beside) else None


def person_before(tree: SentenceTree, index: int) -> int | None:
    """Return the person that a noun follows after a comma: "the cost, said Ann Lee, head of"."""
    comma = tree.first(index) - 1
    named = comma > 0 and tree.words[comma].text == "," and tree.label(comma - 1) == "PERSON"
    return tree.head_of(name_words(tree, comma - 1)) if named else None


def trailing_body(tree: SentenceTree, index: int) -> list[RoleFiller]:
    """Return the body after an office between commas: "Ann Lee, president, Acme Corp., said"."""
    if index + 2 >= len(tree) or tree.words[index + 1].text != ",":
        return []
    named = index > 1 and any(
        tree.words[word].text == "," and tree.label(word - 1) == "PERSON"
        for word in range(max(1, index - MAX_OFFICE), index)
    )
    body = name_after(tree, index + 2) if named else None
    if body is None or tree.label(body) != "ORG":
        return []
    after = name_words(tree, body)[-1] + 1
    closed = after >= len(tree) or tree.tags[after] in ("PUNCT", "VERB", "AUX", "ADV")
    return [RoleFiller(body)] if closed else []
