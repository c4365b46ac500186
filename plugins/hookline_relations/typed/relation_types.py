"""Define the properties of a relation type."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from hookline_relations.typed.rejections import REJECTIONS

__all__ = ["RelationType"]


class RelationType(BaseModel):
    """
    The properties of a relation type, of a built-in one or a user's own.

    Some apply to every relation of the type, others only to what the scorer proposes: `subject_kinds`,
    `object_kinds`, `locative`, `reject`, `evidence`, `refines`, `min_score` and `compatible_with`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    symmetric: bool = Field(
        default=False,
        description="Whether it holds in both directions and is written once, the argument that is "
        "mentioned first as subject.",
    )
    functional: bool = Field(
        default=False,
        description="Whether a subject has one object in a sentence, which no other functional type "
        "gives it; the highest score is kept.",
    )
    identity: bool = Field(
        default=False,
        description="Whether both arguments name the same thing, so that no other type relates them.",
    )
    biographical: bool = Field(
        default=False,
        description="Whether it describes someone rather than an event, and so holds of every "
        "coreferent mention in the sentence.",
    )
    subsumed_by: tuple[str, ...] = Field(
        default=(), description="Types that say more: with one of them it is not written."
    )
    first_object_only: bool = Field(
        default=False, description="Whether a noun's first object counts alone, of a list."
    )
    qualified_by: tuple[Literal["amount", "count", "since", "until"], ...] = Field(
        default=(),
        description="What its clause may say besides: `amount` of money, `count` of the object, times "
        "`since` and `until`.",
    )
    particles: tuple[str, ...] = Field(
        default=(), description='Particles that leave the meaning of its verbs as it is ("met up").'
    )
    subject_kinds: frozenset[str] | None = Field(
        default=None,
        description="Kinds of mention that can be the subject: entity labels, `NAME` for a name "
        "without one, `ADJ`, or a pronoun (`HE SHE I WE THEY IT WHO WHICH WHERE`).",
    )
    object_kinds: frozenset[str] | None = Field(
        default=None, description="Kinds of mention that can be the object, likewise."
    )
    locative: bool = Field(
        default=False,
        description='Whether the object is where the subject is: not so in "north of Lyon".',
    )
    reject: tuple[str, ...] = Field(
        default=(), description=f"Readings to reject, of: {', '.join(sorted(REJECTIONS))}."
    )
    evidence: frozenset[str] = Field(
        default=frozenset(), description="Words of which one must be near the two arguments."
    )
    refines: str | None = Field(
        default=None,
        description="A head of the scorer (`member_of:employer`): what it proposes is written as this "
        "type where words of `evidence` are near that no other type of the head has.",
    )
    min_score: float = Field(default=0.0, ge=0, le=1, description="The least score to accept.")
    compatible_with: tuple[str, ...] = Field(
        default=(), description="Types that can hold between the same two arguments."
    )

    @field_validator("reject")
    @classmethod
    def _check_rejections(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name not in REJECTIONS:
                near = get_close_matches(name, REJECTIONS, 1)
                hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(REJECTIONS)}"
                raise ValueError(
                    f"expected the name of a reading to reject, found {name!r}; {hint}"
                )
        return names

    def extended(self, other: RelationType) -> RelationType:
        """Return this type with the properties that `other` sets; words of evidence are added."""
        changes = {name: getattr(other, name) for name in other.model_fields_set}
        if other.evidence:
            changes["evidence"] = self.evidence | other.evidence
        return self.model_copy(update=changes)
