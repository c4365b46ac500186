"""
Define the rules of typed relations: a small language that a config can extend.

A rule names a relation type, the words that express it, and what fills its two arguments:

    - name: found
      type: founded_by
      verbs: [found, co-found, set up]
      subject: patient ORG
      object: agent PERSON ORG

An argument is written as roles in lower case, then the entity labels that may fill it. Roles of a
verb are `agent` and `patient` (in the active as in the passive), `recipient`, `attribute`, `time`
and any preposition; of a noun `holder` (who bears it, as title, apposition or predicate),
`possessor`, `modifier`, `apposition`, `self` and any preposition. A rule with neither verbs nor
nouns is about two adjacent names. Of two words in `verbs`, the second is the verb's particle or the
noun it governs ("sign agreement"). Of two words in `nouns`, the first is the word before the noun
("chief executive").
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, model_validator

__all__ = ["SCORER_RULE", "ArgumentSpec", "OfficeStatus", "Rule", "TypeName"]

SCORER_RULE = "scorer"
"""The `rule` of a relation from the scorer."""

PRONOUN_LABELS = frozenset({"PERSON", "ORG"})
"""Labels of arguments that a pronoun can fill."""


OfficeStatus = Literal["current", "former", "acting", "elect", "candidate", "declined"]

TypeName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class ArgumentSpec(BaseModel):
    """The roles that fill one argument of a rule, and the entity labels it may have."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    roles: tuple[str, ...]
    labels: frozenset[str]

    @model_validator(mode="before")
    @classmethod
    def _parse(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        words = value.split()
        roles = tuple(word for word in words if word == word.lower())
        labels = frozenset(word for word in words if word == word.upper() and word not in roles)
        malformed = [word for word in words if word not in labels and word not in roles]
        if malformed or not roles or not labels:
            raise ValueError(
                "expected roles in lower case, then entity labels in upper case, such as "
                f"'agent PERSON ORG'; found {value!r}"
            )
        return {"roles": roles, "labels": labels}


WrittenSpec = Annotated[
    ArgumentSpec, WithJsonSchema({"type": "string", "examples": ["agent PERSON ORG"]})
]
"""An argument as a config writes it: one line of text."""


class Rule(BaseModel):
    """A rule of typed relations; relations that it finds carry its name under `rule`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str = Field(description="A unique name; it replaces a built-in rule of the same name.")
    type: TypeName = Field(description="The relation type to write.")
    verbs: tuple[str, ...] = Field(default=(), description="Lemmas of verbs, or two words.")
    nouns: tuple[str, ...] = Field(
        default=(), description="Lemmas of nouns; `@PERSON` is a word list."
    )
    subject: WrittenSpec = Field(description="Roles and labels of the subject.")
    object: WrittenSpec = Field(description="Roles and labels of the object.")
    blockers: tuple[str, ...] = Field(
        default=(),
        alias="unless",
        description="Lemmas beside the noun, prepositions or agents of the verb, or words of the "
        "object's name where there is neither, that block the rule.",
    )
    names: Literal["any", "subject", "object", "both"] = Field(
        default="any",
        description="The argument that must be a name; `any`: at least one of the two.",
    )
    when: tuple[str, ...] = Field(
        default=(),
        description="Words of which the object must have one.",
    )
    subject_is: Literal["any", "country", "town"] = Field(
        default="any",
        description="Whether a subject that is a place must be a country, or must be none.",
    )
    object_is: Literal["any", "country", "town"] = Field(
        default="any",
        description="Whether an object that is a place must be a country, or must be none.",
    )
    planned: bool = Field(default=False, description="Whether future events count.")
    office: bool = Field(
        default=False,
        description="Whether its nouns are offices: relations say the title and whether it is held, "
        "and one that is not held now, or is a lesser one, is `holds_office`.",
    )
    exclusive: bool = Field(
        default=False,
        description="Whether a match bars relations of its type with a score below 0.9 from giving "
        "the same object another subject.",
    )
    skip: bool = Field(default=False, description="Whether to leave the rule out.")
    score: float = Field(
        default=0.9, ge=0, le=1, description="The score of its relations, before doubts."
    )

    @model_validator(mode="after")
    def _check_trigger(self) -> Rule:
        if self.verbs and self.nouns:
            raise ValueError(
                f"rule {self.name!r}: expected verbs or nouns, found both; make it two"
            )
        return self

    def is_idle(self, emitted: frozenset[str], noun_labels: Iterable[str]) -> bool:
        """
        Return whether the rule can never match where these entity labels are emitted.

        An argument of a label with a word list (`noun_labels`) can be a common noun, a person or an
        organization a pronoun; at least one argument must be a name.
        """
        unnamed = PRONOUN_LABELS.union(noun_labels)
        for side, argument in (("subject", self.subject), ("object", self.object)):
            must_be_name = self.names in (side, "both")
            if not argument.labels & (emitted if must_be_name else emitted | unnamed):
                return True
        return not (self.subject.labels | self.object.labels) & emitted
