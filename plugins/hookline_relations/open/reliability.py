"""
Tell how likely the shape of a sentence makes it that a statement comes from a wrong tree.

Long ways between a verb and what it is given, verbs and commas in between, and phrases that begin or
end oddly go with wrong trees. A logistic regression over such properties, fitted to the statements that
a predicted tree makes and the tree of a treebank does not (`hookline_relations.training.reliability`),
tells which statements are doubtful.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from hookline_relations.open.statements import Statement
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["ReliabilityModel", "builtin_reliability", "statement_properties"]

WEIGHTS = Path(__file__).with_name("reliability.json")
STEPS = (0, 1, 2, 3, 5, 8, 12, 18, 27)
"""The least numbers of the classes that lengths and distances fall into."""
CLASSES = tuple(max(low for low in STEPS if low <= n) for n in range(STEPS[-1] + 1))
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})

Property = tuple[str, str | int | None]
"""A property of a statement: its name and its value."""


class ReliabilityModel(NamedTuple):
    """Weights by property, in log odds; statements whose sum exceeds `limit` are doubtful."""

    weights: Mapping[Property, float]
    limit: float

    def doubt(self, tree: SentenceTree, statement: Statement) -> float:
        """Return the sum of the weights of a statement's properties."""
        weight = self.weights.get
        return sum(weight(property, 0.0) for property in statement_properties(tree, statement))

    def is_doubtful(self, tree: SentenceTree, statement: Statement) -> bool:
        """Return whether the tree of a statement is too likely to be wrong."""
        return self.doubt(tree, statement) > self.limit


@cache
def builtin_reliability() -> ReliabilityModel:
    """Return the shipped model."""
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    weights = {(name, value): weight for name, value, weight in data["weights"]}
    return ReliabilityModel(weights, data["limit"])


def statement_properties(tree: SentenceTree, statement: Statement) -> Iterator[Property]:
    """Yield the properties of a statement that may tell whether its tree is right."""
    subject, predicate, object = statement.subject, statement.predicate, statement.object
    tags, size, rule = tree.tags, len(tree), statement.rule
    subject_head, object_head = tree.head_of(subject), tree.head_of(object)
    members = {*subject, *predicate, *object}
    outside = [word for word in range(min(members), max(members)) if word not in members]
    outside_tags = [tags[word] for word in outside]
    verbs = outside_tags.count("VERB")
    commas = sum(tree.words[word].text == "," for word in outside)
    yield "rule", rule
    yield "words of the sentence", _class(size)
    yield "words outside", _class(len(outside))
    yield "verbs outside", min(verbs, 3)
    yield "commas outside", min(commas, 3)
    yield "verbs and commas outside", 3 * min(verbs, 2) + min(commas, 2)
    yield "conjunctions outside", min(outside_tags.count("CCONJ"), 2)
    yield "nouns outside", _class(sum(tag in NOMINAL for tag in outside_tags))
    yield "words of the predicate", _class(len(predicate))
    yield "words of the subject", _class(len(subject))
    yield "words of the object", _class(len(object))
    yield "order", _order(statement)
    yield "last mark", tree.words[-1].text if tags[-1] == "PUNCT" else ""
    yield from _of_end(tree, "subject", subject, subject_head)
    yield from _of_end(tree, "object", object, object_head)
    if predicate:
        gaps = sum(second != first + 1 for first, second in pairwise(predicate))
        yield "gaps of the predicate", min(gaps, 3)
        yield "first tag of the predicate", tags[predicate[0]]
        yield "last tag of the predicate", tags[predicate[-1]]
        if tags[predicate[-1]] == "ADP":
            yield "preposition", tree.words[predicate[-1]].text.lower()
    verb = statement.trigger
    if verb is not None:
        clause = tree.base(verb)
        to_subject, to_object = _class(abs(verb - subject_head)), _class(abs(verb - object_head))
        yield "clause", clause
        yield "form", tree.words[verb].xpos
        yield f"form in {clause}", tree.words[verb].xpos
        yield "words to the subject", to_subject
        yield f"words to the subject in {clause}", to_subject
        yield "words to the object", to_object
        yield f"words to the object of {rule}", to_object


def _of_end(tree: SentenceTree, side: str, words: tuple[int, ...], head: int) -> Iterator[Property]:
    """Yield the properties of a subject or an object."""
    tags, first, last = tree.tags, words[0], words[-1]
    inside = [tags[word] for word in words]
    yield f"tag of the {side}", tags[head]
    yield f"relation of the {side}", tree.rels[head]
    yield f"label of the {side}", tree.label(head)
    yield f"first tag of the {side}", tags[first]
    yield f"last tag of the {side}", tags[last]
    yield f"tag before the {side}", tags[first - 1] if first else None
    yield f"tag after the {side}", tags[last + 1] if last + 1 < len(tree) else None
    yield f"conjunctions in the {side}", min(inside.count("CCONJ"), 2)
    yield f"marks in the {side}", min(inside.count("PUNCT"), 3)
    yield f"prepositions in the {side}", min(inside.count("ADP"), 3)
    yield f"verbs in the {side}", min(inside.count("VERB"), 2)
    yield f"words left out of the {side}", min(last - first + 1 - len(words), 3)


def _class(count: int) -> int:
    return CLASSES[count] if count < STEPS[-1] else STEPS[-1]


def _order(statement: Statement) -> str:
    """Return the initials of the parts in the order in which they begin: "spo", "so"."""
    parts = ("s", statement.subject), ("p", statement.predicate), ("o", statement.object)
    return "".join(name for _, name in sorted((words[0], name) for name, words in parts if words))
