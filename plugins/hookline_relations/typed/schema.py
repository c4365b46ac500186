"""Load the built-in relation types and rules, and extend them with those of a config."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, field_validator

from hookline_relations.typed.relation_types import RelationType
from hookline_relations.typed.rules import OfficeStatus, Rule, TypeName

__all__ = ["RelationSchema", "builtin_schema"]


class RelationSchema(BaseModel):
    """Relation types, the rules that express them, and word lists."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    words: dict[str, tuple[str, ...]] = Field(
        default={}, description="For a label, common nouns that may fill an argument."
    )
    statuses: dict[OfficeStatus, tuple[str, ...]] = Field(
        default={}, description="Words beside an office by the status that they give its holder."
    )
    lesser: tuple[str, ...] = Field(
        default=(), description="Words beside an office whose holder is not at the head."
    )
    countries: tuple[str, ...] = Field(
        default=(), description="Names of countries, which tell an origin from an address."
    )
    regions: tuple[str, ...] = Field(
        default=(), description="Names of states and provinces, which tell what a town is in."
    )
    types: dict[TypeName, RelationType] = Field(
        default={}, description="Properties of relation types, built-in ones or your own."
    )
    rules: tuple[Rule, ...] = Field(default=(), description="The rules, in order of preference.")

    @field_validator("rules")
    @classmethod
    def _check_names(cls, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        names = [rule.name for rule in rules]
        repeated = {name for name in names if names.count(name) > 1}
        if repeated:
            raise ValueError(f"expected one rule of a name, found more of {sorted(repeated)}")
        return rules

    @property
    def type_names(self) -> tuple[str, ...]:
        """The types that are declared, then those that only a rule names."""
        return tuple(dict.fromkeys([*self.types, *(rule.type for rule in self.rules)]))

    @property
    def referenced_types(self) -> tuple[str, ...]:
        """The types that the properties of declared types name."""
        return tuple(
            name
            for type in self.types.values()
            for name in (*type.subsumed_by, *type.compatible_with)
        )

    @property
    def labels(self) -> frozenset[str]:
        """The entity labels that the rules look for."""
        return frozenset().union(*(rule.subject.labels | rule.object.labels for rule in self.rules))

    def type(self, name: str) -> RelationType:
        """Return the properties of a type; one that is not declared has the defaults."""
        return self.types.get(name, DEFAULT_TYPE)

    def extended(self, own: RelationSchema, wanted: Iterable[str] | None = None) -> RelationSchema:
        """
        Return this schema with the types, rules and words of another, for the types that are wanted.

        Rules of `own` come first and replace those of the same name; rules with `skip` are left out.
        """
        replaced = {rule.name for rule in own.rules}
        rules = [*own.rules, *(rule for rule in self.rules if rule.name not in replaced)]
        kept = None if wanted is None else set(wanted)
        active = tuple(
            rule for rule in rules if not rule.skip and (kept is None or rule.type in kept)
        )
        types = {name: self.type(name).extended(type) for name, type in own.types.items()}
        words = {
            label: (*self.words.get(label, ()), *own.words.get(label, ()))
            for label in {**self.words, **own.words}
        }
        statuses = {
            status: (*self.statuses.get(status, ()), *own.statuses.get(status, ()))
            for status in {**self.statuses, **own.statuses}
        }
        return RelationSchema(
            words=words,
            statuses=statuses,
            lesser=(*self.lesser, *own.lesser),
            countries=(*self.countries, *own.countries),
            regions=(*self.regions, *own.regions),
            types={**self.types, **types},
            rules=active,
        )

    def check_types(self, names: Iterable[str]) -> None:
        """
        Check that relation types exist.

        Raises:
            ValueError: a type is unknown; the message suggests a similar name.
        """
        known = self.type_names
        for name in names:
            if name not in known:
                near = get_close_matches(name, known, 1)
                hint = f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(known)}"
                raise ValueError(f"no relation type is called {name!r}{hint}")

    def idle_rules(self, emitted: frozenset[str]) -> dict[str, list[Rule]]:
        """Return the rules that can never match with these entity labels, by type."""
        idle: dict[str, list[Rule]] = {}
        for rule in self.rules:
            if rule.is_idle(emitted, self.words):
                idle.setdefault(rule.type, []).append(rule)
        return idle

    def nouns(self, rule: Rule) -> frozenset[str]:
        """Return the nouns of a rule, with the words of the lists it names."""
        nouns: set[str] = set()
        for noun in rule.nouns:
            nouns.update(self.words.get(noun[1:], ()) if noun.startswith("@") else [noun])
        return frozenset(nouns)


DEFAULT_TYPE = RelationType()


@cache
def builtin_schema() -> RelationSchema:
    """Return the types and rules that come with the plugin, read from `types.yaml`."""
    import yaml

    text = (files(__package__) / "types.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return RelationSchema.model_validate(yaml.load(text, loader))  # noqa: S506  # both are safe
