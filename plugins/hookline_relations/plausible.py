"""Tell whether a type can hold between two candidates at all, whatever the scorer makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hookline_relations.candidates import Candidate
from hookline_relations.lexicon import words
from hookline_relations.tree import Tree

__all__ = ["fits", "shown"]

PERSONS = words("PERSON NAME HE SHE I WE THEY WHO WHICH MISC")
BODIES = words("ORG NAME FAC PRODUCT MISC LOC PERSON IT WE THEY WHICH WHO WHERE")
GROUPS = words("ORG NAME FAC PRODUCT MISC LOC NORP PERSON IT WE THEY WHICH WHERE")
PLACES = words("LOC FAC NAME ORG MISC WHERE")
KINDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "leads": (PERSONS, GROUPS),
    "member_of": (PERSONS, GROUPS),
    "based_in": (BODIES, PLACES),
    "part_of": (GROUPS, GROUPS),
    "lives_in": (PERSONS, PLACES),
    "born_in": (PERSONS, PLACES),
    "born_on": (PERSONS, words("DATE")),
    "died_on": (PERSONS, words("DATE")),
    "nationality": (PERSONS, words("NORP ADJ LOC MISC NAME ORG")),
    "founded_by": (BODIES, PERSONS),
    "founded_on": (BODIES, words("DATE")),
    "spouse_of": (PERSONS, PERSONS),
    "child_of": (PERSONS, PERSONS),
    "educated_at": (PERSONS, words("ORG NAME FAC MISC LOC WHICH WHERE IT")),
}
"""What the ends of a type can be at all, whatever the model makes of them."""
SEATS = words(
    "headquarters headquarter hq office campus base home seat plant facility centre center"
)
SITED = words("lives_in born_in based_in")
APART = words("tell say remark state interview ask inform explain leave quit resign defector")
COMPANIES = words(
    "company firm organization organisation group band school university college party club team "
    "business agency institute studio label newspaper magazine church bank foundation corporation "
    "startup department association society museum league charity network"
)
SERVED = words("member_of leads")
ROLES = words(
    "president minister secretary chief director head chairman chairwoman chair leader manager officer "
    "executive spokesman spokeswoman spokesperson member commander governor ambassador coach captain "
    "general"
)
"""Nouns for one person who belongs to what their complement names."""
KIN = words(
    "father mother parent grandfather grandmother grandparent uncle aunt cousin brother sister sibling "
    "son daughter husband wife friend ancestor"
)
OWN = words("member_of leads lives_in born_in educated_at nationality born_on died_on")
"""Types that are about the person alone."""
BEARING = words("be become serve work act remain appoint elect name nominate join choose make")
CLOSE = 6
"""Between how many words or fewer everything counts as said of both ends."""


def fits(tree: Tree, type: str, subject: Candidate, object: Candidate) -> bool:
    """Return whether the ends are of a kind that the type can have."""
    kinds = KINDS.get(type)
    if kinds is None:
        return True
    if subject.kind not in kinds[0] or object.kind not in kinds[1]:
        return False
    if object.kind == "WHERE":
        before = _label_before(tree, object.first)
        return before in kinds[1] and (before != "LOC" or type in SITED)
    if subject.kind == "NAME" and tree.label(min(subject.last + 1, len(tree) - 1)) == "PERSON":
        return False  # a title that no one has tagged as one: "Spc. Ann Lee"
    owned = tree.heads[subject.head] if tree.rels[subject.head] == "nmod:poss" else -1
    if type == "based_in" and owned >= 0 and tree.lemmas[owned] not in SEATS:
        return False  # "Acme's exhibit, located in Lyon"
    if type in SERVED and _of_another(tree, subject.head, object.head):
        return False
    if owned >= 0 and tree.lemmas[owned] in KIN and type in OWN:
        return False  # what "her grandfather" does is not what she does
    if type in SERVED and object.kind == "IT" and _owns_named(tree, object.head):
        return False
    if subject.kind == "WHICH" and not _stands_for_body(tree, subject.head):
        return False
    # Who speaks to a paper is not of it, and who has left is not of it any more.
    governor = tree.heads[object.head]
    above = tree.lemmas[governor] if governor >= 0 else ""
    return type != "member_of" or above not in APART


def _owns_named(tree: Tree, pronoun: int) -> bool:
    """Return whether what "its" owns has a name, as in "the head of its Acme Institute"."""
    above = tree.heads[pronoun]
    return tree.rels[pronoun] == "nmod:poss" and above >= 0 and tree.label(above) in ("ORG", "FAC")


def _label_before(tree: Tree, index: int) -> str | None:
    """Return the label of the name that "where" follows."""
    before = index - 1
    while before >= 0 and (tree.tags[before] == "PUNCT" or before >= index - 2):
        if tree.entity[before] is not None:
            return tree.label(before)
        before -= 1
    return None


def _stands_for_body(tree: Tree, pronoun: int) -> bool:
    """Return whether the relative pronoun may be about a name or a body of people."""
    verb = tree.heads[pronoun]
    while verb >= 0 and tree.base(verb) not in ("acl", "root"):
        verb = tree.heads[verb]
    noun = tree.heads[verb] if verb >= 0 else -1
    return noun < 0 or tree.entity[noun] is not None or tree.lemmas[noun] in COMPANIES


def shown(tree: Tree, wanted: frozenset[str] | None, one: Candidate, two: Candidate) -> bool:
    """Return whether a word on or beside the path between two ends can express a type."""
    if wanted is None:
        return True
    return any(
        tree.lemmas[word] in wanted
        or tree.words[word].text.lower() in wanted
        or (word + 1 < len(tree) and f"{tree.lemmas[word]} {tree.lemmas[word + 1]}" in wanted)
        for word in _near(tree, one, two)
        if not (one.first <= word <= one.last or two.first <= word <= two.last)
    )


def _near(tree: Tree, one: Candidate, two: Candidate) -> Iterator[int]:
    """Yield the words of the path between two ends, those right below it, and what lies close by."""
    for word in _path(tree, one.head, two.head):
        yield word
        yield from tree.children[word]
    for side in (one, two):
        yield from range(max(0, side.first - 2), min(len(tree), side.last + 3))
    first, second = sorted((one, two))
    if second.first - first.last <= CLOSE:
        yield from range(first.last + 1, second.first)


def _path(tree: Tree, one: int, two: int) -> list[int]:
    """Return the words from one to another by way of the lowest above both."""
    left, right = _up(tree, one), _up(tree, two)
    while len(left) > 1 and len(right) > 1 and left[-2:] == right[-2:]:
        left.pop()
        right.pop()
    common = set(left) & set(right)
    top = next((word for word in left if word in common), None)
    if top is None:
        return [*left, *right]
    return [*left[: left.index(top) + 1], *right[: right.index(top)]]


def _up(tree: Tree, index: int) -> list[int]:
    line = [index]
    while tree.heads[line[-1]] >= 0:
        line.append(tree.heads[line[-1]])
    return line


def _of_another(tree: Tree, person: int, body: int) -> bool:
    """
    Return whether a body is named to say who another person is.

    "Ann met the head of Acme" tells nothing of Ann: the role that governs the name of the body hangs
    on a verb that gives it to nobody, and Ann does not stand beside it.
    """
    up = _up(tree, body)
    at = next((place for place, word in enumerate(up[1:5], 1) if tree.lemmas[word] in ROLES), None)
    if at is None or any(tree.verbal(word) for word in up[1:at]):
        return False
    role = up[at]
    if person in tree.subtree(role) or tree.kids(role, "cop"):
        return False
    above = tree.heads[role]
    if above < 0 or above == person or tree.base(role) not in ("obl", "obj", "nsubj", "iobj"):
        return False
    return tree.lemmas[above] not in BEARING and tree.preposition(role) != "as"
