"""Give two titles to the one person whose name follows: "Acme founder and chief executive Ann Lee"."""

from __future__ import annotations

from collections.abc import Sequence

from hookline import Token
from hookline_relations.syntax.dependents import child_of
from hookline_relations.syntax.vocabulary import OFFICES, PERSONS, words

__all__ = ["is_role", "repair_shared_titles"]

MAX_MODIFIERS = 4
"""The most words between "and" and the noun of the second title."""
SINGULAR_TAGS = frozenset({"NN", "NNP"})
MODIFIERS = frozenset({"ADJ", "NOUN", "PROPN"})
ROLE_NOUNS = words(
    "mp mep ceo cfo coo boss activist executive captain actress coach chef pilot guard veteran "
    "politician physician musician comedian historian technician star champion icon legend veteran "
    "candidate advocate magnate tycoon entrepreneur spokesperson co-founder cofounder co-owner "
    "composer rapper"
)
THINGS = words(
    "favor honor color labor terror error factor sector order paper power number matter letter river "
    "center quarter chapter computer newspaper poster dinner summer winter water weather offer"
)
ROLE_ENDINGS = ("er", "or", "ist", "man", "woman", "ant")
RELATIVES = words("father mother brother sister son daughter wife husband uncle aunt cousin")
OWN = frozenset({"det", "amod", "compound", "nmod", "nummod", "flat", "advmod"})
"""Relations of words that belong to the noun of a title; others belong to the name."""
PLURAL_VERBS = frozenset({"are", "were", "have"})


def is_role(word: Token) -> bool:
    """Return whether a noun says what one person is: "founder", "activist", "chief"."""
    lemma = (word.lemma or word.text).lower()
    if word.xpos not in SINGULAR_TAGS or word.upos not in ("NOUN", "PROPN") or lemma in THINGS:
        return False
    return lemma in OFFICES | PERSONS | ROLE_NOUNS or lemma.endswith(ROLE_ENDINGS)


def repair_shared_titles(
    words: Sequence[Token], heads: list[int], rels: list[str], labels: Sequence[str | None]
) -> None:
    """
    Make a name the head of the titles before it, in place.

    `labels` holds the label of the entity over each word. The result has no cycles if `heads` has
    none.
    """
    for first in range(1, len(words)):
        if labels[first] != "PERSON" or labels[first - 1] == "PERSON":
            continue
        name = first
        while first <= heads[name] < len(words) and labels[heads[name]] == "PERSON":
            name = heads[name]
        _name_subject(words, heads, rels, first, name)
        _join_titles(words, heads, rels, labels, first, name)


def _name_subject(
    words: Sequence[Token], heads: list[int], rels: list[str], first: int, name: int
) -> None:
    """Read a name right behind a title as no address: "Secretary of State Ann Lee met Bob Ray"."""
    verb = heads[name]
    title = None if verb < 0 else child_of(heads, rels, verb, "nsubj")
    if rels[name] != "vocative" or title is None or not title < first <= name < verb:
        return
    if words[first - 1].upos in MODIFIERS and is_role(words[title]):
        heads[title], rels[title], rels[name] = name, "nmod:desc", "nsubj"


def _join_titles(
    words: Sequence[Token],
    heads: list[int],
    rels: list[str],
    labels: Sequence[str | None],
    first: int,
    name: int,
) -> None:
    """Make one person of "founder and chief executive Ann Lee", where the first title is the head."""
    second = first - 1
    conjunction = _conjunction_before(words, labels, second)
    noun = conjunction - 1
    if noun < 0 or labels[noun] is not None or not is_role(words[noun]):
        return
    inside = {noun, second, name}
    if heads[noun] in range(noun, first) or heads[noun] == name or heads[name] not in inside:
        return
    if heads[second] not in inside or not _is_one_person(words, heads, rels, noun, second):
        return
    heads[name], rels[name] = heads[noun], rels[noun]
    own = OWN if child_of(heads, rels, noun, "cop") is None else OWN - {"advmod"}
    for child, head in enumerate(heads):
        belongs = child < second and rels[child].partition(":")[0] in own
        if head == noun and child != name and not belongs:
            heads[child] = name
    for title in (noun, second):
        heads[title], rels[title] = name, "nmod:desc"
    heads[conjunction], rels[conjunction] = second, "cc"


def _conjunction_before(words: Sequence[Token], labels: Sequence[str | None], second: int) -> int:
    """Return the "and" before the noun of a title and its modifiers, 0 if there is none."""
    if labels[second] is not None or not is_role(words[second]):
        return 0
    if (words[second].lemma or "").lower() in RELATIVES:
        return 0  # "his wife and daughter Ann Lee"
    word = second - 1
    while word > 0 and second - word <= MAX_MODIFIERS and words[word].upos in MODIFIERS:
        word -= 1
    return word if words[word].text == "and" else 0


def _is_one_person(
    words: Sequence[Token], heads: Sequence[int], rels: Sequence[str], noun: int, second: int
) -> bool:
    """
    Return whether two titles are those of one person.

    A singular noun without an article is no person by itself; "the president and foreign minister
    Ann Lee" may be two.
    """
    verb = heads[noun]
    if rels[noun] == "nsubj" and verb >= 0:
        forms = {words[verb].text.lower()} if words[verb].xpos == "VBP" else set()
        auxiliaries = {
            words[child].text.lower()
            for child, head in enumerate(heads)
            if head == verb and rels[child].startswith(("aux", "cop"))
        }
        if forms or not PLURAL_VERBS.isdisjoint(auxiliaries):
            return False
    if child_of(heads, rels, noun, "det", "nmod:poss") is None:
        return True
    both = {(words[word].lemma or "").lower() for word in (noun, second)}
    return not both <= OFFICES
