"""
Reject spurious biographical relations: dates, places and relatives of somebody else.

Each function returns whether to reject a relation of a subject with an object.
"""

from __future__ import annotations

from hookline_relations.mentions.candidates import Candidate
from hookline_relations.syntax.inexact_dates import is_inexact_date
from hookline_relations.syntax.paths import possessed_noun, tree_path
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import words

__all__ = [
    "blood_relative",
    "death_of_another",
    "denomination",
    "inexact_date",
    "other_relative",
    "possessor_of_relative",
    "term_of_office",
    "time_of_another_event",
]

DENOMINATIONS = words(
    "muslim islamic islamist christian catholic protestant orthodox jewish shiite shia sunni hindu "
    "buddhist latin democrat democratic republican liberal labour conservative communist socialist"
)
"""Words labelled like nations that name a faith or a party."""
DEATHS = words("death murder assassination killing execution")
MAX_TERM = 15
"""A shorter range of years, as in "the premier (1989-1991)", is a term of office, not a life."""
OTHER_RELATIVES = words(
    "nephew niece cousin brother sister uncle aunt wife husband girlfriend boyfriend friend "
    "grandson granddaughter grandchild"
)
"""Nouns before a name that exclude a child."""
CHILDREN = words("son daughter child baby kid")
BLOOD_RELATIVES = words(
    "mother father son daughter brother half-brother sister grandfather grandmother uncle aunt cousin"
)
NOT_CHILDREN = words(
    "law daughter-in-law son-in-law girlfriend boyfriend wife husband partner sister "
    "brother aunt uncle cousin niece nephew friend mother father grandfather grandmother grandson "
    "granddaughter grandchild"
)
RELATIVES = words(
    "father mother parent grandfather grandmother grandparent uncle aunt cousin brother sister sibling "
    "son daughter husband wife widow widower friend ancestor lawyer spokesman spokeswoman"
)
MAX_DISTANCE = 8


def possessor_of_relative(tree: SentenceTree, subject: Candidate, object: Candidate) -> bool:
    """Reject "her grandfather … Acme" of her, and "the wife of Ann … Acme" of Ann."""
    noun = possessed_noun(tree, subject.head)
    if noun < 0 and tree.base(subject.head) == "nmod" and tree.preposition(subject.head) == "of":
        noun = tree.heads[subject.head]
    return noun >= 0 and tree.lemmas[noun] in RELATIVES


def denomination(tree: SentenceTree, subject: Candidate, object: Candidate) -> bool:
    """Reject a faith or a party as a nationality."""
    return bool(DENOMINATIONS.intersection(tree.lemmas[object.first : object.last + 1]))


def blood_relative(tree: SentenceTree, subject: Candidate, object: Candidate) -> bool:
    """Reject relatives by blood as spouses."""
    return bool(
        (_describing_nouns(tree, subject) | _describing_nouns(tree, object)) & BLOOD_RELATIVES
    )


def other_relative(tree: SentenceTree, subject: Candidate, object: Candidate) -> bool:
    """Reject "his girlfriend Ann" as a child."""
    return _follows_other_relative(tree, subject) or bool(
        _describing_nouns(tree, subject) & NOT_CHILDREN
    )


def inexact_date(tree: SentenceTree, subject: Candidate, object: Candidate) -> bool:
    """Reject a date that is not the time itself: "born before 1970", "founded in 1970 or 1971"."""
    return is_inexact_date(tree, object.head)


def term_of_office(tree: SentenceTree, subject: Candidate, object: Candidate) -> bool:
    """Reject a year that starts or ends a range too short for a life."""
    for dash, other in (
        (object.last + 1, object.last + 2),
        (object.first - 1, object.first - 2),
    ):
        if 0 <= other < len(tree) and tree.words[dash].text in ("-", "–", "—"):
            years = tree.words[object.last].text, tree.words[other].text
            if all(year.isdecimal() for year in years):
                start, end = map(int, years)
                if abs(start - end) < MAX_TERM:
                    return True
    return False


def time_of_another_event(tree: SentenceTree, subject: Candidate, object: Candidate) -> bool:
    """
    Reject the date of an event before or after a death.

    "Years after Ann's death, in 1917, …" dates that event; "killed by Ann" is not Ann's death.
    """
    if tree.preposition(subject.head) == "by":
        return True
    return any(
        tree.preposition(word) in ("after", "before", "since", "following")
        and object.head not in tree.subtree(word)
        for word in tree_path(tree, subject.head, object.head)
    )


def death_of_another(tree: SentenceTree, subject: Candidate, object: Candidate) -> bool:
    """Reject the date of a death that has another possessor: "Bob's death"."""
    return any(
        subject.head not in tree.subtree(owner)
        for word in tree_path(tree, subject.head, object.head)
        if tree.lemmas[word] in DEATHS
        for owner in tree.dependents(word, "nmod:poss")
    )


def _follows_other_relative(tree: SentenceTree, person: Candidate) -> bool:
    """Return whether the last noun of kinship before a name excludes a child."""
    for word in range(person.first - 1, max(person.first - MAX_DISTANCE, -1), -1):
        if tree.lemmas[word] in CHILDREN or tree.lemmas[word] == "of":
            return False
        if tree.lemmas[word] in OTHER_RELATIVES:
            return True
    return False


def _describing_nouns(tree: SentenceTree, person: Candidate) -> set[str]:
    """Return the lemmas that describe a name: the word before it, and appositions on either side."""
    lemmas = {tree.lemmas[person.first - 1]} if person.first else set()
    lemmas |= {tree.lemmas[child] for child in tree.dependents(person.head, "appos")}
    if tree.base(person.head) == "appos":
        noun = tree.heads[person.head]
        lemmas |= {tree.lemmas[noun], *(tree.lemmas[child] for child in tree.children[noun])}
    return lemmas
