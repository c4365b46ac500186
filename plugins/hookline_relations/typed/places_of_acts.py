"""Recognize places that say where something is done, not where the name before them is."""

from __future__ import annotations

from hookline_relations.mentions.names import name_words
from hookline_relations.syntax.paths import upwards
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import words

__all__ = ["is_addressed", "is_place_of_act"]

PLACING = frozenset({"in", "at"})
TELLING = frozenset({"tell", "ask", "inform", "brief", "assure", "remind", "warn"})
"""Verbs whose object is whom somebody speaks to, in a place."""
LOCATIVE = words("in at on near outside inside around opposite within into")
"""Prepositions of names that are places themselves: "works at Acme in Oslo"."""
INSTITUTIONS = words(
    "university college school institute institution academy faculty conservatory seminary hospital "
    "clinic museum gallery theatre theater church cathedral temple mosque library laboratory "
    "prison jail court courthouse stadium arena hotel restaurant cemetery airport station embassy"
)
"""Words of the names of bodies that stand in one place, as buildings do."""
TO_PLACES = words(
    "visit reach leave enter cross tour capture seize take retake recapture liberate occupy hold "
    "attack bomb shell hit strike raid storm besiege destroy devastate flood overrun evacuate flee "
    "go travel fly move return come arrive drive sail send deport"
)
"""Verbs that a place has as its goal, and not as a party: "bombed Raqqa in Syria"."""
OPPOSING = frozenset({"against", "over", "by"})
"""Prepositions that a noun of happening gives to a party: "strikes against Acme in Oslo"."""
CONTESTS = words("defeat win victory loss conquest condemnation criticism")
"""Nouns of happening whose party has "of": "the defeat of Acme in Oslo"."""


def is_place_of_act(tree: SentenceTree, name: int, place: int) -> bool:
    """
    Return whether the place behind a name belongs to the verb or noun of happening above both.

    "sued Acme in Oslo" says where the suit was; "works at Acme in Oslo" and "left Oslo Airport in
    Norway" say where Acme and the airport are.
    """
    if tree.preposition(place) not in PLACING:
        return False
    if is_addressed(tree, name):
        return True
    if _is_site(tree, name):
        return False
    if tree.base(place) == "orphan":
        return True  # "A was sued in Oslo and B in Rome"
    above = tree.heads[place]
    if not 0 <= above < place or above in name_words(tree, name):
        return False
    if above not in upwards(tree, name):
        return False
    preposition = _preposition(tree, name)
    if tree.verbal(above):
        goal = preposition == "from" or tree.lemmas[above] in TO_PLACES
        return preposition not in LOCATIVE and not (goal and tree.label(name) == "LOC")
    contested = preposition == "of" and tree.lemmas[above] in CONTESTS
    return preposition in OPPOSING or contested


def is_addressed(tree: SentenceTree, name: int) -> bool:
    """Return whether somebody speaks to a name: "told Acme in Oslo" says where they spoke."""
    return tree.base(name) in ("obj", "iobj") and tree.lemmas[tree.heads[name]] in TELLING


def _is_site(tree: SentenceTree, name: int) -> bool:
    """Return whether a name is that of a building, or of a body that is in one."""
    texts = {tree.words[word].text.lower() for word in name_words(tree, name)}
    return tree.label(name) == "FAC" or not INSTITUTIONS.isdisjoint(texts)


def _preposition(tree: SentenceTree, name: int) -> str:
    """Return the preposition of a name, or of the first of a list of names."""
    while tree.base(name) == "conj" and not tree.preposition(name) and tree.heads[name] >= 0:
        name = tree.heads[name]
    return tree.preposition(name)
