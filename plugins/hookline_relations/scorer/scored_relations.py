"""Write the relations that the scorer finds between the candidates of a sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from hookline import Document, Implied, Mention, Relation
from hookline_relations.mentions.candidates import Candidate, candidates
from hookline_relations.mentions.resolver import Mentions
from hookline_relations.scorer.encoder_states import of_pairs, states_of
from hookline_relations.scorer.features import pairs
from hookline_relations.scorer.pair_scorer import Found, Scorer
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.paths import path, shown
from hookline_relations.syntax.phrases import mention
from hookline_relations.syntax.tree import Tree
from hookline_relations.syntax.vocabulary import words
from hookline_relations.typed.rules import SCORER, Rules
from hookline_relations.typed.type_constraints import fits

__all__ = ["Learned"]

TOGETHER = frozenset(
    map(
        words,
        (
            "lives_in born_in",
            "lives_in nationality",
            "leads member_of",
            "leads founded_by",
            "founded_by member_of",
            "spouse_of",
        ),
    )
)
"""The types that can hold between the same two at once; a mutual one is found both ways."""


class Scored(NamedTuple):
    """The candidates of a sentence, and what may hold between two of them."""

    candidates: list[Candidate]
    found: list[Found]


class Learned:
    """The scorer, with the types that are wanted of it."""

    def __init__(
        self, scorer: Scorer, rules: Rules, types: Collection[str] | None, least: float
    ) -> None:
        self._scorer = scorer
        self._types = scorer.types if types is None else scorer.types & set(types)
        self._least = least
        self._least_of = rules.least
        self._evidence = {type: frozenset(words) for type, words in rules.evidence.items()}

    def scored(self, doc: Document, trees: Sequence[Tree]) -> list[Scored]:
        """Return what the scorer finds in some sentences of a document, the least score or more."""
        listed = [candidates(tree) for tree in trees]
        couples = [
            # it has no notion of order
            [] if "respectively" in tree.lemmas else list(pairs(tree, found))
            for tree, found in zip(trees, listed, strict=True)
        ]
        held = states_of(doc, self._scorer.encoder)
        read = None
        if held is not None:
            read = [
                of_pairs(held, *sentence) for sentence in zip(trees, listed, couples, strict=True)
            ]
        found = self._scorer.found(couples, self._least, read)
        return [Scored(*sentence) for sentence in zip(listed, found, strict=True)]

    def relations(
        self, tree: Tree, scored: Scored, clauses: Sequence[Clause], mentions: Mentions
    ) -> Iterator[Relation]:
        """Yield the relations of a sentence that what was scored makes."""
        listed = scored.candidates
        verbs = {clause.head: clause for clause in clauses}
        found_ones = [
            found
            for found in scored.found
            if found.score >= self._least_of.get(found.type, 0.0)
            and fits(tree, found.type, listed[found.subject], listed[found.object])
            and shown(
                tree, self._evidence.get(found.type), listed[found.subject], listed[found.object]
            )
            and _asserted(tree, verbs, listed[found.subject].head, listed[found.object].head)
        ]
        for found in _compatible(found_ones):
            if found.type not in self._types:
                continue
            one, two = listed[found.subject], listed[found.object]
            yield Relation(
                found.type,
                _end(tree, one, mentions),
                _predicate(tree, one, two, verbs),
                _end(tree, two, mentions),
                tree.number,
                SCORER,
                round(found.score, 3),
            )


def _asserted(tree: Tree, verbs: Mapping[int, Clause], one: int, two: int) -> bool:
    """Return whether no clause between two ends is denied, only possible or still to come."""
    between = [verbs[word] for word in path(tree, one, two) if word in verbs]
    return not any(clause.negated or clause.possible or clause.planned for clause in between)


def _compatible(found: Sequence[Found]) -> list[Found]:
    """Keep the surest type of each two ends, and what can hold beside it."""
    kept: dict[frozenset[int], list[Found]] = {}
    for one in sorted(found, key=lambda one: -one.score):
        others = kept.setdefault(frozenset({one.subject, one.object}), [])
        if all(frozenset({one.type, other.type}) in TOGETHER for other in others):
            others.append(one)
    return [one for one in found if one in kept[frozenset({one.subject, one.object})]]


def _end(tree: Tree, one: Candidate, mentions: Mentions) -> Mention:
    entity = mentions.entity(tree, one.head) if one.entity is None else one.entity
    return mention(tree, range(one.first, one.last + 1), entity)


def _predicate(
    tree: Tree, one: Candidate, two: Candidate, verbs: Mapping[int, Clause]
) -> Mention | Implied:
    """Return the verb group or the noun that governs both ends, where there is one between them."""
    line = [one.head]
    while tree.heads[line[-1]] >= 0:
        line.append(tree.heads[line[-1]])
    above = set(line)
    top = two.head
    while top not in above and tree.heads[top] >= 0:
        top = tree.heads[top]
    inside = {*range(one.first, one.last + 1), *range(two.first, two.last + 1)}
    if top not in above or top in inside or tree.tags[top] == "PUNCT":
        return Implied()
    clause = verbs.get(top)
    group = clause.group if clause is not None and clause.group else (top,)
    free = [word for word in group if word not in inside]
    return mention(tree, free) if free else Implied()
