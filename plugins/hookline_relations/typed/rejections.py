"""Name the readings that a relation type can reject: the values of `reject` in `types.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hookline_relations.mentions.candidates import Candidate
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.typed import affiliation, biographical, withheld

__all__ = ["REJECTIONS"]

Rejection = Callable[[SentenceTree, Candidate, Candidate], bool]

REJECTIONS: Mapping[str, Rejection] = MappingProxyType(
    {
        check.__name__: check
        for check in (
            affiliation.deliberative_body,
            affiliation.former_or_quoted,
            affiliation.founder,
            affiliation.modifier_of_founded_thing,
            affiliation.possessive_pronoun,
            affiliation.possessor_of_named_body,
            affiliation.possessor_of_non_seat,
            affiliation.pronoun_for_place,
            affiliation.reason_clause,
            affiliation.role_of_another,
            affiliation.speaker,
            affiliation.subordinate_office,
            biographical.blood_relative,
            biographical.death_of_another,
            biographical.denomination,
            biographical.inexact_date,
            biographical.other_relative,
            biographical.possessor_of_relative,
            biographical.term_of_office,
            biographical.time_of_another_event,
            withheld.withheld_site,
        )
    }
)
"""Each returns whether the sentence shows that the type does not hold between subject and object."""
