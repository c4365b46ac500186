"""The stage `relations`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, repeat
from typing import Any, ClassVar, Literal

from pydantic import Field, model_validator

from hookline import Declaration, Document, Outcome, Relation, Stage
from hookline_relations.typed.rules import LABELS, SYMMETRIC, Rules, check_types

__all__ = ["Relations"]


LEAST_TYPED, LEAST_OPEN = 0.4, 0.65

_TOGETHER = 64  # sentences that are scored together


class Relations(Stage):
    """Find relations between the things that a document mentions."""

    name = "relations"
    requires: ClassVar[Sequence[str]] = ("sentences", "tokens", "syntax", "entities")
    provides: ClassVar[Sequence[str]] = ("relations",)
    uses_labels: ClassVar[Sequence[str]] = tuple(sorted(LABELS))
    cost = "cpu"

    class Options(Stage.Options):
        """What to look for, and with which rules."""

        kinds: tuple[Literal["typed", "open"], ...] = Field(
            ("typed", "open"),
            min_length=1,
            description="`typed`: relations of the schema, by rule; `open`: what every clause says.",
        )
        types: tuple[str, ...] | None = Field(
            None, description="The types to write, where not all are wanted."
        )
        open_ends: Literal["any", "entities"] = Field(
            "any",
            description="`entities` writes an open relation only where an end is or holds an entity.",
        )
        threshold: float | None = Field(
            None,
            ge=0,
            le=1,
            description="Relations with a lower score are not written; 0.4 for typed ones and 0.65 "
            "for open ones where it is absent; 0.5 adds what the complements of nouns say.",
        )
        scorer: bool = Field(
            True,
            description="Whether the trained model adds typed relations to those of the rules.",
        )
        mentions: Literal["each", "once"] = Field(
            "each",
            description="`once` writes a typed relation of two entities once a sentence, however "
            "often the sentence mentions them.",
        )
        rules: Rules = Field(
            default_factory=Rules,
            description="Rules of your own; equal names replace.",
        )

        @model_validator(mode="after")
        def _known_types(self) -> Relations.Options:
            check_types(self.types or (), self.rules)
            return self

    @classmethod
    def declare(cls, options: Any) -> Declaration:
        """Ask for entities only where the options make use of them."""
        declared = super().declare(options)
        if "typed" in options.kinds:
            labels = declared.uses_labels.union(
                *(rule.subject.labels | rule.object.labels for rule in options.rules.rules)
            )
            return declared._replace(uses_labels=labels)
        requires = set(declared.requires)
        if options.open_ends == "any":
            requires.discard("entities")
        return declared._replace(requires=frozenset(requires), uses_labels=frozenset())

    @classmethod
    def without_labels(cls, options: Any, emitted: frozenset[str]) -> Iterable[str]:
        """Say which rules can never fire for lack of an entity label."""
        missing = cls.declare(options).uses_labels - emitted
        if not missing:
            return
        from hookline_relations.typed.rules import builtin_rules, merged

        rules = merged(builtin_rules(), options.rules, options.types)
        for type, names in sorted(rules.idle(emitted).items()):
            lacking = sorted(
                label
                for rule in rules.rules
                if rule.name in names
                for label in (rule.subject.labels | rule.object.labels) & missing
            )
            yield (
                f"cannot find `{type}` by its rules {', '.join(names)}: no stage before it emits "
                f"{' or '.join(dict.fromkeys(lacking))}"
            )

    def __init__(self, options: Any) -> None:
        from hookline_relations.scorer.pair_scorer import Scorer
        from hookline_relations.scorer.scored_relations import Learned
        from hookline_relations.typed.rule_matcher import Typed
        from hookline_relations.typed.rules import builtin_rules, merged

        super().__init__(options)
        rules = merged(builtin_rules(), options.rules, options.types)
        self._yields = rules.yields
        self._mutual = SYMMETRIC | {rule.type for rule in rules.rules if rule.mutual}
        typed = "typed" in options.kinds
        self._typed = Typed(rules) if typed else None
        self._learned = (
            Learned(Scorer(), rules, options.types, self._least("typed"))
            if typed and options.scorer
            else None
        )

    def process(self, docs: Sequence[Document]) -> Iterator[Outcome]:
        """Return each document with its relations."""
        for doc in docs:
            yield doc.with_layers(relations=self._relations(doc))

    def _relations(self, doc: Document) -> list[Relation]:
        from hookline_relations.mentions.coreference import with_echoes
        from hookline_relations.mentions.resolver import Mentions
        from hookline_relations.merge import merge
        from hookline_relations.open.extraction import open_relations
        from hookline_relations.syntax.clauses import clauses
        from hookline_relations.syntax.tree import trees

        mentions = Mentions(doc.entities or (), doc.text)
        kept: list[Relation] = []
        sentences = trees(doc)
        while group := list(islice(sentences, _TOGETHER)):
            learned = self._learned
            scored = repeat(None) if learned is None else learned.scored(doc, group)
            for tree, scores in zip(group, scored, strict=False):
                mentions.enter(tree)
                parts = clauses(tree)
                if self._typed is not None:
                    typed = list(self._typed.relations(tree, parts, mentions))
                    if learned is not None and scores is not None:
                        typed.extend(learned.relations(tree, scores, parts, mentions))
                    each = self.options.mentions == "each"
                    found = with_echoes(tree, typed, mentions) if each else typed
                    kept += filter(self._wanted, found)
                if "open" in self.options.kinds:
                    kept += filter(self._wanted, open_relations(tree, parts, mentions))
        return merge(
            kept,
            mentions.names,
            self._yields,
            lambda one: one.type in self._mutual,
            once=self.options.mentions == "once",
        )

    def _least(self, type: str) -> float:
        """Return the score that a relation of a type needs."""
        given: float | None = self.options.threshold
        return given if given is not None else LEAST_OPEN if type == "open" else LEAST_TYPED

    def _wanted(self, relation: Relation) -> bool:
        if relation.score < self._least(relation.type):
            return False
        if relation.type != "open" or self.options.open_ends == "any":
            return True
        return relation.subject.entity is not None or relation.object.entity is not None
