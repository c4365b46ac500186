"""
Read the rules of typed relations: data in a small language that a user can extend in a config.

A rule names a relation type, the words that express it, and what fills its two ends:

    - name: found
      type: founded_by
      verbs: [found, co-found, set up]
      subject: patient ORG
      object: agent PERSON ORG

An end is written as roles in lower case, then the entity labels that may fill it. Roles of a verb
are `agent` and `patient` (whichever way round the clause has them), `recipient`, `attribute`, `time`
and any preposition; of a noun `holder` (who bears it, as title, apposition or predicate),
`possessor`, `modifier`, `apposition`, `self` and any preposition. A rule with neither verbs nor
nouns is about two names that stand next to one another. Of two words in `verbs`, the second is the
verb's particle or the noun it governs ("sign agreement"). Of two words in `nouns`, the first is the
word before the noun ("chief executive").
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from hookline_relations.syntax.vocabulary import words

__all__ = [
    "LABELS",
    "SCORER",
    "SYMMETRIC",
    "TYPES",
    "End",
    "Rule",
    "Rules",
    "builtin_rules",
    "merged",
]

TYPES = [
    "leads",
    "member_of",
    "based_in",
    "located_in",
    "part_of",
    "lives_in",
    "born_in",
    "born_on",
    "died_on",
    "nationality",
    "founded_by",
    "founded_on",
    "spouse_of",
    "child_of",
    "educated_at",
    "meets",
    "talks_to",
    "agrees_with",
    "supports",
    "opposes",
    "fights",
    "attacks",
    "kills",
    "sanctions",
    "supplies",
    "acquires",
    "allied_with",
    "same_as",
]
SYMMETRIC = words("spouse_of meets talks_to agrees_with allied_with same_as")
SCORER = "scorer"
"""What a relation that the model made says under `rule`."""
LABELS = frozenset({"PERSON", "LOC", "ORG", "NORP", "FAC", "DATE", "PRODUCT"})
"""The entity labels that the built-in rules look for."""
PRONOUNS = frozenset({"PERSON", "ORG"})
"""The labels whose ends can be pronouns."""


class End(BaseModel):
    """One end of a rule: the roles that fill it, and the labels it must have."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    roles: tuple[str, ...]
    labels: frozenset[str]

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        words = value.split()
        roles = tuple(word for word in words if word == word.lower())
        labels = frozenset(word for word in words if word == word.upper() and word not in roles)
        odd = [word for word in words if word not in labels and word not in roles]
        if odd or not roles or not labels:
            raise ValueError(
                "expected roles in lower case, then entity labels in upper case, such as "
                f"'agent PERSON ORG'; found {value!r}"
            )
        return {"roles": roles, "labels": labels}


Written = Annotated[End, WithJsonSchema({"type": "string", "examples": ["agent PERSON ORG"]})]
"""An end as a config has it: a line of text."""


class Rule(BaseModel):
    """One rule of typed relations; its name is what a relation that it made says under `rule`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str = Field(description="Its own name; one that is taken replaces the rule of that name.")
    type: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description="The type it writes.")
    verbs: tuple[str, ...] = Field(default=(), description="Lemmas of verbs, or two words.")
    nouns: tuple[str, ...] = Field(
        default=(), description="Lemmas of nouns; `@PERSON` is a word list."
    )
    subject: Written = Field(description="Roles and labels of the subject.")
    object: Written = Field(description="Roles and labels of the object.")
    unless: tuple[str, ...] = Field(
        default=(),
        description="Lemmas beside the noun, prepositions of the verb, or words of the object's "
        "name where there is neither, that forbid it.",
    )
    names: Literal["any", "subject", "object", "both"] = Field(
        default="any",
        description="The end that must be a name; `any`: one stands for one.",
    )
    planned: bool = Field(default=False, description="Whether what is still to come counts.")
    symmetric: bool = Field(default=False, description="Whether both ends play the same part.")
    skip: bool = Field(default=False, description="Whether to leave the rule out.")
    score: float = Field(default=0.9, ge=0, le=1, description="How sure a relation made by it is.")

    @model_validator(mode="after")
    def _one_trigger(self) -> Rule:
        if self.verbs and self.nouns:
            raise ValueError(
                f"rule {self.name!r}: expected verbs or nouns, found both; make it two"
            )
        return self

    def idle(self, emitted: frozenset[str], nouns: Iterable[str]) -> bool:
        """
        Return whether the rule can never fire with these entity labels.

        An end of a label with a word list (`nouns`) can be a common noun, a person or a body a pronoun;
        one end at least must be a name.
        """
        spoken = PRONOUNS.union(nouns)
        ends = (("subject", self.subject), ("object", self.object))
        for name, end in ends:
            named = self.names in (name, "both")
            if not end.labels & (emitted if named else emitted | spoken):
                return True
        return not (self.subject.labels | self.object.labels) & emitted

    @property
    def mutual(self) -> bool:
        """Whether the relation is written once, the end mentioned first as subject."""
        return self.symmetric or self.type in SYMMETRIC


class Rules(BaseModel):
    """A set of rules with its word lists, and which type yields to which."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    words: dict[str, tuple[str, ...]] = Field(
        default={}, description="Nouns that an end of a label can be."
    )
    yields: dict[str, tuple[str, ...]] = Field(
        default={}, description="For a type, those it gives way to, since they say more."
    )
    evidence: dict[str, tuple[str, ...]] = Field(
        default={},
        description="For a type, words of which the scorer needs one between or beside the ends.",
    )
    least: dict[str, Annotated[float, Field(ge=0, le=1)]] = Field(
        default={}, description="For a type, the score that a relation of the scorer needs."
    )
    rules: tuple[Rule, ...] = Field(default=(), description="The rules, in order of preference.")

    @field_validator("rules")
    @classmethod
    def _one_name_each(cls, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        names = [rule.name for rule in rules]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"expected one rule of a name, found more of {sorted(twice)}")
        return rules

    def idle(self, emitted: frozenset[str]) -> dict[str, list[str]]:
        """Return the rules that can never fire with these entity labels, by type."""
        found: dict[str, list[str]] = {}
        for rule in self.rules:
            if rule.idle(emitted, self.words):
                found.setdefault(rule.type, []).append(rule.name)
        return found

    def nouns(self, rule: Rule) -> frozenset[str]:
        """Return the nouns of a rule with its word lists written out."""
        found: set[str] = set()
        for noun in rule.nouns:
            found.update(self.words.get(noun[1:], ()) if noun.startswith("@") else [noun])
        return frozenset(found)


@cache
def builtin_rules() -> Rules:
    """Return the rules that come with the plugin."""
    import yaml  # only a stage that is constructed needs it

    text = files("hookline_relations").joinpath("typed", "types.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Rules.model_validate(yaml.load(text, loader))  # noqa: S506  # both loaders are safe


def merged(base: Rules, own: Rules, types: Iterable[str] | None) -> Rules:
    """Return `base` with a user's rules before it; equal names replace; `types` keeps only those."""
    names = {rule.name for rule in own.rules}
    rules = (*own.rules, *(rule for rule in base.rules if rule.name not in names))
    wanted = None if types is None else set(types)
    words = {
        label: (*base.words.get(label, ()), *own.words.get(label, ()))
        for label in {**base.words, **own.words}
    }
    return Rules(
        words=words,
        yields={**base.yields, **own.yields},
        evidence={
            type: (*base.evidence.get(type, ()), *own.evidence.get(type, ()))
            for type in {**base.evidence, **own.evidence}
        },
        least={**base.least, **own.least},
        rules=tuple(
            rule for rule in rules if not rule.skip and (wanted is None or rule.type in wanted)
        ),
    )


def check_types(types: Iterable[str], own: Rules) -> None:
    """
    Raise where a type is asked for that no rule could write.

    Raises:
        ValueError: naming the type, and the one that was perhaps meant.
    """
    known = [*TYPES, *(rule.type for rule in own.rules)]
    for name in types:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(known)}"
            raise ValueError(f"no relation type is called {name!r}{hint}")
