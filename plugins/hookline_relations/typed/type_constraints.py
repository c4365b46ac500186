"""Tell whether a type can hold between two candidates at all, whatever the scorer makes of them."""

from __future__ import annotations

from collections.abc import Mapping

from hookline_relations.mentions.candidates import Candidate
from hookline_relations.syntax.paths import antecedent, path, upwards
from hookline_relations.syntax.tree import Tree
from hookline_relations.syntax.vocabulary import words
from hookline_relations.typed.biographical import misread

__all__ = ["fits"]

PERSONS = words("PERSON NAME HE SHE I WE THEY WHO WHICH MISC")
BODIES = words("ORG NAME FAC PRODUCT MISC LOC IT WE THEY WHICH WHERE")
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
    "nationality": (PERSONS, words("NORP ADJ LOC MISC NAME")),
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
PLACED = words("LOC ORG FAC")
"""What "where" can follow."""
LESSER = words(
    "vice deputy assistant acting financial operating marketing technology information communications"
)
APART = words("tell say remark state interview ask inform explain leave quit resign")
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
BEGUN = words("founded_on founded_by")
BEGINNERS = words(
    "founder co-founder cofounder creator founding foundation establishment inception"
)
FOUNDING = words("found establish co-found")
ATTENDED = words("committee senate parliament assembly council congress ministry court commission")
"""Bodies whose meetings one attends without being taught."""
ONLY_NOW = words("member_of leads lives_in")
PRONOUN = words("HE SHE I WE THEY")
PAST = words(
    "former formerly previous previously ex ex- erstwhile onetime one-time retired late defector"
)
BEARING = words("be become serve work act remain appoint elect name nominate join choose make")


def fits(tree: Tree, type: str, subject: Candidate, object: Candidate) -> bool:
    """Return whether the ends are of a kind that the type can have."""
    kinds = KINDS.get(type)
    if kinds is None:
        return True
    if subject.kind not in kinds[0] or object.kind not in kinds[1]:
        return False
    if object.kind == "WHERE":
        before = _label_before(tree, object.first)
        return before in PLACED and before in kinds[1] and (before != "LOC" or type in SITED)
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
    if any(one.kind == "WHO" and antecedent(tree, one.head) < 0 for one in (subject, object)):
        return False  # a question: "who killed her son?"
    if misread(tree, type, subject, object):
        return False
    if type == "leads" and _lesser(tree, subject, object):
        return False
    if type in BEGUN and tree.base(subject.head) == "compound" and owned < 0:
        noun = tree.heads[subject.head]
        if noun >= 0 and tree.entity[noun] is None and tree.lemmas[noun] not in BEGINNERS:
            return False  # a mission of NASA that was launched is not NASA
    if type in BEGUN and _gives_reason(tree, subject.head, object.head):
        return False
    if type == "based_in" and subject.kind == "IT" and _lies(tree, subject.head):
        return False
    if type == "member_of" and FOUNDING & {
        tree.lemmas[word] for word in path(tree, subject.head, object.head)
    }:
        return False  # that is founded_by
    if type == "educated_at" and ATTENDED.intersection(tree.lemmas[object.first : object.last + 1]):
        return False
    if type == "member_of" and owned >= 0 and subject.kind in PRONOUN:
        return False  # "her report on Acme": whose membership that is, is guessed too often
    return type not in ONLY_NOW or not _left(tree, subject, object)


def _lies(tree: Tree, pronoun: int) -> bool:
    """Return whether "it" is a place that lies somewhere rather than a body that has a seat."""
    return tree.heads[pronoun] >= 0 and tree.lemmas[tree.heads[pronoun]] in ("locate", "situate")


def _lesser(tree: Tree, subject: Candidate, object: Candidate) -> bool:
    """Return whether the office that ties a person to a body is not the first one in it."""
    line = path(tree, subject.head, object.head)
    beside = {word for one in line for word in tree.kids(one, "amod", "compound")}
    return bool(LESSER & {tree.lemmas[word] for word in (*line, *beside)})


def _gives_reason(tree: Tree, one: int, two: int) -> bool:
    """Return whether one end is in a clause that says why, or in spite of what."""
    return any(
        tree.lemmas[mark] in ("because", "although", "though", "if", "unless", "so")
        for word in path(tree, one, two)
        if tree.base(word) == "advcl"
        for mark in tree.kids(word, "mark")
    )


def _left(tree: Tree, subject: Candidate, object: Candidate) -> bool:
    """
    Return whether the words say that one does not belong to a body, or not any more.

    Who speaks to a paper is not of it, and neither is who has left or is a former member.
    """
    body = object.head
    while tree.base(body) in ("appos", "conj") and tree.heads[body] >= 0:
        body = tree.heads[body]
    governor = tree.heads[body]
    above = tree.lemmas[governor] if governor >= 0 else ""
    line = path(tree, subject.head, object.head)
    told = {tree.lemmas[child] for word in line for child in tree.kids(word, "amod", "advmod")}
    return above in APART or bool((told | {tree.lemmas[word] for word in line}) & PAST)


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
    noun = antecedent(tree, pronoun)
    return noun < 0 or tree.entity[noun] is not None or tree.lemmas[noun] in COMPANIES


def _of_another(tree: Tree, person: int, body: int) -> bool:
    """
    Return whether a body is named to say who another person is.

    "Ann met the head of Acme" tells nothing of Ann: the role that governs the name of the body hangs
    on a verb that gives it to nobody, and Ann does not stand beside it.
    """
    up = upwards(tree, body)
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
