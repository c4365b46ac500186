"""Check whether a relation type can hold between two candidates at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from hookline_relations.mentions.candidates import Candidate
from hookline_relations.syntax.paths import antecedent, tree_path
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import words
from hookline_relations.typed.rejections import REJECTIONS
from hookline_relations.typed.relation_types import RelationType

__all__ = ["allows", "evidence_near"]

LOCATED = words("LOC ORG FAC")
"""Labels of names that "where" can refer to."""
DIRECTIONS = words("north south east west northeast northwest southeast southwest outside")
BODIES = words(
    "company firm organization organisation group band school university college party club team "
    "business agency institute studio label newspaper magazine church bank foundation corporation "
    "startup department association society museum league charity network"
)
MAX_GAP = 6
"""With at most this many words between two arguments, each of them counts as evidence."""


def allows(
    relation_type: RelationType, tree: SentenceTree, subject: Candidate, object: Candidate
) -> bool:
    """Return whether the kinds and the context of two candidates suit a relation type."""
    subject_kinds, object_kinds = relation_type.subject_kinds, relation_type.object_kinds
    if subject_kinds is not None and subject.kind not in subject_kinds:
        return False
    if object_kinds is not None and object.kind not in object_kinds:
        return False
    if object.kind == "WHERE":
        label = _label_before(tree, object.first)
        return (
            label in LOCATED
            and (object_kinds is None or label in object_kinds)
            and (label != "LOC" or relation_type.locative)
        )
    if subject.kind == "NAME" and tree.label(min(subject.last + 1, len(tree) - 1)) == "PERSON":
        return False  # a title that is not labelled as part of the name: "Spc. Ann Lee"
    if subject.kind == "WHICH" and not _refers_to_body(tree, subject.head):
        return False
    if any(end.kind == "WHO" and antecedent(tree, end.head) < 0 for end in (subject, object)):
        return False  # a question: "who killed her son?"
    if relation_type.locative:
        head = tree.heads[object.head]
        if head >= 0 and tree.lemmas[head] in DIRECTIONS:
            return False  # "a town north of Lyon"
    return not any(REJECTIONS[name](tree, subject, object) for name in relation_type.reject)


def evidence_near(
    words: Collection[str], tree: SentenceTree, subject: Candidate, object: Candidate
) -> frozenset[str]:
    """Return which of some words, or pairs of words, stand near two candidates."""
    near: set[str] = set()
    for word in _nearby(tree, subject, object):
        if not any(end.first <= word <= end.last for end in (subject, object)):
            near |= {tree.lemmas[word], tree.words[word].text.lower()}
            near.add(" ".join(tree.lemmas[word : word + 2]))
    return frozenset(near.intersection(words))


def _nearby(tree: SentenceTree, subject: Candidate, object: Candidate) -> Iterator[int]:
    """Yield the words on the path between two candidates, their dependents, and adjacent words."""
    for word in tree_path(tree, subject.head, object.head):
        yield word
        yield from tree.children[word]
    for end in (subject, object):
        yield from range(max(0, end.first - 2), min(len(tree), end.last + 3))
    first, second = sorted((subject, object))
    if second.first - first.last <= MAX_GAP:
        yield from range(first.last + 1, second.first)


def _label_before(tree: SentenceTree, index: int) -> str | None:
    """Return the label of the name that "where" follows."""
    before = index - 1
    while before >= 0 and (tree.tags[before] == "PUNCT" or before >= index - 2):
        if tree.entity_of[before] is not None:
            return tree.label(before)
        before -= 1
    return None


def _refers_to_body(tree: SentenceTree, pronoun: int) -> bool:
    """Return whether a relative pronoun may refer to a name or an organization."""
    noun = antecedent(tree, pronoun)
    return noun < 0 or tree.entity_of[noun] is not None or tree.lemmas[noun] in BODIES
