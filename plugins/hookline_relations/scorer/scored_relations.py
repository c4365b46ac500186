"""Turn the scorer's proposals for a sentence into relations."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from hookline import Document, Implied, Relation, Span
from hookline_relations.encoder_states import document_states
from hookline_relations.events.document_events import SentenceEvents
from hookline_relations.mentions.candidates import Candidate, find_candidates
from hookline_relations.mentions.resolver import MentionResolver
from hookline_relations.mentions.spans import make_mention
from hookline_relations.scorer.clause_check import ClauseCheck
from hookline_relations.scorer.features import candidate_pairs
from hookline_relations.scorer.fitted_types import FittedTypes
from hookline_relations.scorer.pair_scorer import PairScorer, ScoredPair
from hookline_relations.scorer.pair_states import pair_states
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.paths import upwards
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.typed.rules import SCORER_RULE
from hookline_relations.typed.schema import RelationSchema
from hookline_relations.typed.type_constraints import allows, evidence_near

__all__ = ["ScoredRelations"]


class ScoredSentence(NamedTuple):
    """The candidates of a sentence, and the types that may hold between pairs of them."""

    candidates: list[Candidate]
    pairs: list[ScoredPair]


class ScoredRelations:
    """
    Propose relations by a trained scorer, within the constraints of their types.

    `wanted` are the types to write, all of the scorer's if None; `min_score` is the least score of
    any type.
    """

    def __init__(
        self,
        scorer: PairScorer | FittedTypes,
        schema: RelationSchema,
        wanted: Collection[str] | None,
        min_score: float,
    ) -> None:
        self._scorer = scorer
        self._schema = schema
        self._check = ClauseCheck(schema)
        self._wanted = None if wanted is None else set(wanted)
        self._refining: dict[str, list[str]] = {}
        for name, relation_type in schema.types.items():
            if relation_type.refines is not None:
                self._refining.setdefault(relation_type.refines, []).append(name)
        self._min_score = min_score

    def score(self, doc: Document, trees: Sequence[SentenceTree]) -> list[ScoredSentence]:
        """Score the candidates of some sentences of a document."""
        candidates = [find_candidates(tree) for tree in trees]
        pairs = [
            # The features do not show which is paired with which.
            [] if "respectively" in tree.lemmas else list(candidate_pairs(tree, listed))
            for tree, listed in zip(trees, candidates, strict=True)
        ]
        states = document_states(doc, self._scorer.encoder)
        rows = None
        if states is not None:
            rows = [
                pair_states(states, *sentence)
                for sentence in zip(trees, candidates, pairs, strict=True)
            ]
        scored = self._scorer.score(pairs, self._min_score, rows)
        return [ScoredSentence(*sentence) for sentence in zip(candidates, scored, strict=True)]

    def relations(
        self,
        tree: SentenceTree,
        sentence: ScoredSentence,
        clauses: Sequence[Clause],
        resolver: MentionResolver,
        events: SentenceEvents,
    ) -> Iterator[Relation]:
        """Yield the relations of a sentence that pass the constraints of their types."""
        candidates = sentence.candidates
        clause_of = {clause.head: clause for clause in clauses}
        written: dict[ScoredPair, str] = {}
        for pair in sentence.pairs:
            relation_type = self._schema.type(pair.type)
            subject, object = candidates[pair.subject], candidates[pair.object]
            if pair.score < relation_type.min_score:
                continue
            if not allows(relation_type, tree, subject, object):
                continue
            if self._check.is_of_another(
                tree, relation_type, pair.type, subject, object, clause_of
            ):
                continue
            evidence = evidence_near(self._evidence(pair), tree, subject, object)
            if evidence or not relation_type.evidence:
                written[pair] = self._refined(pair, evidence)
        for pair in self._compatible(list(written)):
            type = written[pair]
            if self._wanted is not None and type not in self._wanted:
                continue
            subject, object = candidates[pair.subject], candidates[pair.object]
            own = _shared_clause(tree, subject, object, clause_of)
            yield Relation(
                type,
                resolver.candidate_mention(tree, subject),
                _predicate(tree, subject, object, clause_of, own),
                resolver.candidate_mention(tree, object),
                tree.number,
                SCORER_RULE,
                round(pair.score, 3),
                events.between(subject.head if own is None else own, object.head),
            )

    def _evidence(self, pair: ScoredPair) -> frozenset[str]:
        """Return the words that can express what a head proposes."""
        names = [pair.type, *self._refining.get(pair.head, ())]
        return frozenset().union(*(self._schema.type(name).evidence for name in names))

    def _refined(self, pair: ScoredPair, evidence: frozenset[str]) -> str:
        """
        Return the type to write, given the words of evidence: "analyst" makes it `works_for`.

        Words of the general type alone decide first, then those of one type that refines it; where
        all are shared, the first type that refines the head is written.
        """
        refining = self._refining.get(pair.head, [])
        words = {name: self._schema.type(name).evidence for name in (pair.type, *refining)}
        if evidence - set().union(*(words[name] for name in refining)):
            return pair.type
        for name in refining:
            others = (words[other] for other in refining if other != name)
            if evidence & words[name].difference(*others):
                return name
        return refining[0] if refining else pair.type

    def _compatible(self, pairs: Sequence[ScoredPair]) -> list[ScoredPair]:
        """Keep the type of the highest score for each two candidates, and those compatible with it."""
        kept: dict[frozenset[int], list[ScoredPair]] = {}
        for pair in sorted(pairs, key=lambda pair: -pair.score):
            others = kept.setdefault(pair.ends, [])
            if all(self._are_compatible(pair.type, other.type) for other in others):
                others.append(pair)
        return [pair for pair in pairs if pair in kept[pair.ends]]

    def _are_compatible(self, first: str, second: str) -> bool:
        """Return whether two types can hold at once; a symmetric one is proposed both ways."""
        first_type, second_type = self._schema.type(first), self._schema.type(second)
        if first == second:
            return first_type.symmetric
        return second in first_type.compatible_with or first in second_type.compatible_with


def _shared_clause(
    tree: SentenceTree, subject: Candidate, object: Candidate, clause_of: Mapping[int, Clause]
) -> int | None:
    """Return the clause over the object that shares the subject of the one before: "… and studied"."""
    for word in upwards(tree, object.head):
        clause = clause_of.get(word)
        if clause is not None:
            shares = tree.base(word) == "conj" and clause.subject == subject.head
            return word if shares else None
    return None


def _predicate(
    tree: SentenceTree,
    subject: Candidate,
    object: Candidate,
    clause_of: Mapping[int, Clause],
    own: int | None,
) -> Span | Implied:
    """Return the verb group or noun that governs both candidates, if it is in neither."""
    ancestors = set(upwards(tree, subject.head)) if own is None else {own}
    top = next((word for word in upwards(tree, object.head) if word in ancestors), None)
    inside = {
        *range(subject.first, subject.last + 1),
        *range(object.first, object.last + 1),
    }
    if top is None or top in inside or tree.tags[top] == "PUNCT":
        return Implied()
    clause = clause_of.get(top)
    group = clause.group if clause is not None and clause.group else (top,)
    words = [word for word in group if word not in inside]
    return make_mention(tree, words) if words else Implied()
