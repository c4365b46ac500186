"""Carry options of the config over to the source or sink that a call puts in its place."""

from __future__ import annotations

from typing import Any

from hookline.components.component import Component
from hookline.components.declarations import RESERVED
from hookline.config.tree import Tree

__all__ = ["carried_options", "has_option", "warn_of_dropped"]


def carried_options(
    own: dict[str, Any], own_component: type[Component] | None, component: type[Component] | None
) -> dict[str, Any]:
    """Return the options of a component of the config that mean the same to another component."""
    if own_component is None or component is None:
        return {}
    return {name: own[name] for name in own if _same(own_component, component, name)}


def warn_of_dropped(
    tree: Tree, section: str, flag: str, own: dict[str, Any], used: dict[str, Any]
) -> None:
    """Record a warning for the options of the config that a replaced component had to itself."""
    kept = {*used, *RESERVED, "path"}
    dropped = [name for name in own if name not in kept and (section, name) not in tree.origins]
    if dropped:
        tree.origins[flag,] = flag
        names = " and ".join(f"`{name}`" for name in dropped)
        tree.problem(
            (flag,),
            f"the {section} `{used['use']}` takes the place of `{own.get('use')}`, without its "
            f"{'option' if len(dropped) == 1 else 'options'} {names}",
            f"set options of `{used['use']}` with --set {section}.NAME=VALUE",
            code="dropped-option",
        )


def has_option(component: type[Component] | None, name: Any) -> bool:
    """Return whether a component has an option."""
    return component is not None and name in component.Options.model_fields


def _same(one: type[Component], other: type[Component], name: str) -> bool:
    """Return whether two components have an option of one type and default."""
    fields = [component.Options.model_fields.get(name) for component in (one, other)]
    first, second = fields
    if first is None or second is None or name == "path":
        return False
    return first.annotation == second.annotation and first.get_default(
        call_default_factory=True
    ) == second.get_default(call_default_factory=True)
