"""The stage `relations`: events, and the relations that they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, repeat
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field, model_validator

from hookline import Declaration, Document, Event, ModelError, Outcome, Relation, Stage
from hookline_relations.typed.schema import RelationSchema, builtin_schema

if TYPE_CHECKING:
    from hookline_relations.syntax.tree import SentenceTree

__all__ = ["Relations"]

MIN_TYPED_SCORE = 0.4
MIN_OPEN_SCORE = 0.65
BATCH_SENTENCES = 64
"""Sentences that are scored together."""


def schema_of(options: Any, wanted: Iterable[str] | None = None) -> RelationSchema:
    """Return the built-in types and rules with those of the fitted models and of the options."""
    schema = builtin_schema()
    if options.fitted:
        from hookline_relations.scorer.fitted_types import fitted_schema

        schema = schema.extended(fitted_schema(options.fitted))
    return schema.extended(options.rules, wanted)


class Relations(Stage):
    """Extract events, and open and typed relations between the mentions of a document."""

    name = "relations"
    requires: ClassVar[Sequence[str]] = ("sentences", "tokens", "syntax", "entities")
    provides: ClassVar[Sequence[str]] = ("events", "event_cues", "relations")
    cost = "cpu"

    class Options(Stage.Options):
        """Which relations to find, and by which types and rules."""

        kinds: tuple[Literal["typed", "open"], ...] = Field(
            ("typed", "open"),
            min_length=1,
            description="`typed`: relations of known types; `open`: what every clause says.",
        )
        events: bool = Field(
            True, description="Whether to write the events that relations are part of."
        )
        statements: Literal["facts", "all"] = Field(
            "facts",
            description="`facts` writes a typed relation only if its event is positive and actual, or "
            "it has none; `all` writes the others too. Claims are written in both cases.",
        )
        types: tuple[str, ...] | None = Field(
            None, description="The types to write; all where it is absent."
        )
        open_ends: Literal["any", "entities"] = Field(
            "any",
            description="`entities` writes an open relation only if an argument is or contains an "
            "entity.",
        )
        doubtful: bool = Field(
            True,
            description="`false` leaves out open relations whose sentence makes a wrong tree likely: a "
            "quarter of the wrong ones, and 8 % of the right ones.",
        )
        threshold: float | None = Field(
            None,
            ge=0,
            le=1,
            description="The least score to write; 0.4 for typed relations and 0.65 for open ones "
            "where it is absent; 0.5 adds the complements of nouns.",
        )
        scorer: bool | str = Field(
            True,
            description="Whether a trained model adds typed relations to those of the rules; the path "
            "of a model file puts it in the place of the shipped one.",
        )
        fitted: tuple[str, ...] = Field(
            (),
            description="Folders that `hookline relations fit` wrote, whose types are found, too.",
        )
        mentions: Literal["once", "each"] = Field(
            "once",
            description="`once` writes a fact once a sentence, with its clearest mentions; `each` "
            "writes it for each pair of mentions.",
        )
        rules: RelationSchema = Field(
            default_factory=RelationSchema,
            description="Types, rules and words that extend the built-in ones.",
        )

        @model_validator(mode="after")
        def _check_types(self) -> Relations.Options:
            names = [*(self.types or ()), *self.rules.referenced_types]
            if names or self.fitted:
                try:
                    schema = schema_of(self)
                except ModelError as error:
                    raise ValueError(str(error)) from error
                schema.check_types(names)
            return self

    @classmethod
    def declare(cls, options: Any) -> Declaration:
        """Declare the labels of the rules; require entities only if the options use them."""
        declaration = super().declare(options)
        if not options.events:
            declaration = declaration._replace(provides=frozenset({"relations"}))
        if "typed" in options.kinds:
            labels = builtin_schema().labels | options.rules.labels
            return declaration._replace(uses_labels=labels)
        requires = set(declaration.requires)
        if options.open_ends == "any":
            requires.discard("entities")
        return declaration._replace(requires=frozenset(requires))

    @classmethod
    def model_digest(cls, options: Any) -> str:
        """Return a digest of the models that the options name, so that a changed one is noticed."""
        if not options.fitted and isinstance(options.scorer, bool):
            return ""
        from hookline_relations.scorer.fitted_types import fitted_digest
        from hookline_relations.scorer.model_file import model_file_digest

        digest = fitted_digest(options.fitted) if options.fitted else ""
        if isinstance(options.scorer, str):
            digest += model_file_digest(options.scorer)
        return digest

    @classmethod
    def without_labels(cls, options: Any, emitted: frozenset[str]) -> Iterable[str]:
        """Name the rules that can never match for lack of an entity label."""
        missing = cls.declare(options).uses_labels - emitted
        if not missing:
            return
        schema = builtin_schema().extended(options.rules, options.types)
        for type, rules in sorted(schema.idle_rules(emitted).items()):
            lacking = {
                label
                for rule in rules
                for label in (rule.subject.labels | rule.object.labels) & missing
            }
            yield (
                f"cannot find `{type}` by its rules {', '.join(rule.name for rule in rules)}: "
                f"no stage before it emits {' or '.join(sorted(lacking))}"
            )

    def __init__(self, options: Any) -> None:
        from hookline_relations.events.cues import builtin_cues
        from hookline_relations.events.factuality import FactualityModel
        from hookline_relations.open.reliability import builtin_reliability
        from hookline_relations.scorer.fitted_types import FittedTypes
        from hookline_relations.scorer.model_file import read_scorer
        from hookline_relations.scorer.pair_scorer import PairScorer
        from hookline_relations.scorer.scored_relations import ScoredRelations
        from hookline_relations.typed.rule_matcher import RuleMatcher

        super().__init__(options)
        self._cues = builtin_cues()
        self._factuality = FactualityModel()
        self._reliability = None if options.doubtful else builtin_reliability()
        self._schema = schema_of(options, options.types)
        self._planned = {rule.name for rule in self._schema.rules if rule.planned}
        typed = "typed" in options.kinds
        self._matcher = RuleMatcher(self._schema) if typed else None
        self._scored: ScoredRelations | None = None
        if typed and (options.scorer or options.fitted):
            own = isinstance(options.scorer, str)
            shipped = read_scorer(options.scorer) if own else PairScorer()
            scorer: PairScorer | FittedTypes = shipped
            if options.fitted:
                scorer = FittedTypes(shipped, options.fitted, shipped=bool(options.scorer))
            least = self._min_score("typed")
            self._scored = ScoredRelations(scorer, self._schema, options.types, least)

    def process(self, docs: Sequence[Document]) -> Iterator[Outcome]:
        """Yield each document with its events and relations."""
        for doc in docs:
            yield doc.with_layers(**self._layers(doc))

    def _layers(self, doc: Document) -> dict[str, Any]:
        from hookline_relations.events.document_events import DocumentEvents
        from hookline_relations.mentions.relation_ends import EndLinker
        from hookline_relations.mentions.resolver import MentionResolver
        from hookline_relations.merge import merge
        from hookline_relations.open.extraction import open_relations
        from hookline_relations.syntax.clauses import find_clauses
        from hookline_relations.syntax.rows import is_row
        from hookline_relations.syntax.sentences import sentence_trees
        from hookline_relations.typed.propagation import clearest, propagated

        resolver = MentionResolver(doc.entities or (), doc.text, doc.clusters or ())
        found = DocumentEvents(doc, self._cues, self._factuality)
        once = self.options.mentions == "once"
        relations: list[Relation] = []
        by_sentence: dict[int, SentenceTree] = {}
        trees = sentence_trees(doc)
        while batch := list(islice(trees, BATCH_SENTENCES)):
            scored = repeat(None) if self._scored is None else self._scored.score(doc, batch)
            for tree, scores in zip(batch, scored, strict=False):
                resolver.start_sentence(tree)
                by_sentence[tree.number] = tree
                if is_row(tree, doc.text):
                    if self._matcher is not None:
                        relations += filter(self._is_wanted, self._matcher.rows(tree))
                    continue
                clauses = find_clauses(tree)
                events = found.add(tree, clauses, resolver)
                if self._matcher is not None:
                    typed = list(self._matcher.relations(tree, clauses, resolver, events))
                    if self._scored is not None and scores is not None:
                        typed += self._scored.relations(tree, scores, clauses, resolver, events)
                    if once:
                        relations += filter(self._is_wanted, clearest(tree, typed, resolver))
                    else:
                        written = propagated(tree, typed, resolver, self._schema)
                        relations += filter(self._is_wanted, written)
                if "open" in self.options.kinds:
                    proposed = open_relations(tree, clauses, resolver, events, self._reliability)
                    relations += filter(self._is_wanted, proposed)
        found.finish()
        stated = [relation for relation in relations if self._is_stated(relation, found.events)]
        linker = EndLinker(doc)
        clusters = [entity.cluster for entity in doc.entities or ()]
        merged = [
            linker.linked_relation(by_sentence[relation.sentence], relation)
            for relation in merge(
                stated, resolver.names, self._schema, once=once, clusters=clusters
            )
        ]
        if not self.options.events:
            return {"relations": [relation._replace(event=None) for relation in merged]}
        linked = [linker.linked_event(by_sentence[event.sentence], event) for event in found.events]
        return {"events": linked, "event_cues": found.cues, "relations": merged}

    def _is_stated(self, relation: Relation, events: Sequence[Event]) -> bool:
        """Return whether a relation is to be written, given what its event says."""
        if relation.type == "open" or relation.event is None or self.options.statements == "all":
            return True
        event = events[relation.event]
        planned = event.modality == "intended" and relation.rule in self._planned
        return event.polarity == "positive" and (event.modality == "actual" or planned)

    def _min_score(self, type: str) -> float:
        """Return the least score of a relation of a type."""
        threshold: float | None = self.options.threshold
        if threshold is not None:
            return threshold
        return MIN_OPEN_SCORE if type == "open" else MIN_TYPED_SCORE

    def _is_wanted(self, relation: Relation) -> bool:
        if relation.score < self._min_score(relation.type):
            return False
        if relation.type != "open" or self.options.open_ends == "any":
            return True
        return relation.subject.entity is not None or relation.object.entity is not None
