"""Tell the persons of a list apart: whose office, and whose body, a noun between two of them names."""

from __future__ import annotations

from hookline_relations.mentions.names import name_words
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.typed.neighbours import following_name
from hookline_relations.typed.verb_roles import RoleFiller

__all__ = ["before_other_names", "name_of_next"]


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
