"""Tell where a name, a date or a place is taken for a fact of somebody's life that it is not."""

from __future__ import annotations

from hookline_relations.mentions.candidates import Candidate
from hookline_relations.syntax.paths import path
from hookline_relations.syntax.tree import Tree
from hookline_relations.syntax.vocabulary import words

__all__ = ["misread"]

SITED = words("lives_in born_in based_in")
NO_NATIONS = words(
    "muslim islamic islamist christian catholic protestant orthodox jewish shiite shia sunni hindu "
    "buddhist latin democrat democratic republican liberal labour conservative communist socialist"
)
DEATHS = words("death murder assassination killing execution")
DIRECTIONS = words("north south east west northeast northwest southeast southwest outside")
TERM = 15
"""So few years, as in "the premier (1989-1991)", are an office and not a life."""
ASIDE = words(
    "nephew niece cousin brother sister uncle aunt wife husband girlfriend boyfriend friend "
    "grandson granddaughter grandchild"
)
"""Kin who are not children, by the noun before their names."""
CHILDREN = words("son daughter child baby kid")
BLOOD = words(
    "mother father son daughter brother half-brother sister grandfather grandmother uncle aunt cousin"
)
RELATED = words(
    "law daughter-in-law son-in-law girlfriend boyfriend wife husband partner sister "
    "brother aunt uncle cousin niece nephew friend mother father grandfather grandmother grandson "
    "granddaughter grandchild"
)


def misread(tree: Tree, type: str, subject: Candidate, object: Candidate) -> bool:
    """Return whether the words beside two ends say that a type does not hold between them."""
    if type in SITED:
        above = tree.heads[object.head]
        return above >= 0 and tree.lemmas[above] in DIRECTIONS  # "a town north of Lyon"
    if type == "nationality":
        return bool(NO_NATIONS.intersection(tree.lemmas[object.first : object.last + 1]))
    if type == "spouse_of":
        return bool((_beside(tree, subject) | _beside(tree, object)) & BLOOD)
    if type == "child_of":  # "his girlfriend Ann" is nobody's daughter here
        return _kin_aside(tree, subject) or bool(_beside(tree, subject) & RELATED)
    if type == "born_on":
        return _in_office(tree, object)
    return type == "died_on" and (
        _in_office(tree, object)
        or _another_time(tree, subject.head, object.head)
        or _another_death(tree, subject.head, object.head)
    )


def _in_office(tree: Tree, date: Candidate) -> bool:
    """Return whether a year begins or ends a few years in brackets."""
    for dash, other in ((date.last + 1, date.last + 2), (date.first - 1, date.first - 2)):
        if 0 <= other < len(tree) and tree.words[dash].text in ("-", "–", "—"):
            one, two = tree.words[date.last].text, tree.words[other].text
            if one.isdecimal() and two.isdecimal() and abs(int(one) - int(two)) < TERM:
                return True
    return False


def _kin_aside(tree: Tree, person: Candidate) -> bool:
    """Return whether the last noun of kin before a name is of one who is no child of anybody's here."""
    for word in range(person.first - 1, max(person.first - 8, -1), -1):
        if tree.lemmas[word] in CHILDREN or tree.lemmas[word] == "of":
            return False
        if tree.lemmas[word] in ASIDE:
            return True
    return False


def _beside(tree: Tree, one: Candidate) -> set[str]:
    """Return the nouns that say who a name is: right before it, or in apposition on either side."""
    said = {tree.lemmas[one.first - 1]} if one.first else set()
    said |= {tree.lemmas[child] for child in tree.kids(one.head, "appos")}
    if tree.base(one.head) == "appos":
        noun = tree.heads[one.head]
        said |= {tree.lemmas[noun], *(tree.lemmas[child] for child in tree.children[noun])}
    return said


def _another_time(tree: Tree, person: int, date: int) -> bool:
    """
    Return whether a date is not that of a death which is mentioned.

    "Years after Ann's death, in 1917, …" dates what happened then, and who kills does not die.
    """
    if tree.preposition(person) == "by":
        return True
    return any(
        tree.preposition(word) in ("after", "before", "since", "following")
        and date not in tree.subtree(word)
        for word in path(tree, person, date)
    )


def _another_death(tree: Tree, person: int, date: int) -> bool:
    """Return whether the death on the way to a date is said to be somebody else's."""
    return any(
        person not in tree.subtree(owner)
        for word in path(tree, person, date)
        if tree.lemmas[word] in DEATHS
        for owner in tree.kids(word, "nmod:poss")
    )
