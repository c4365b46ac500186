"""Give default names to the components of a config."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["default_names"]


def default_names(uses: Iterable[str]) -> list[str]:
    """
    Return the default names of components, from their values of `use`.

    The second `text` is `text-2`; the name of `module:Class` is the class, without the function that
    defines it.
    """
    names: list[str] = []
    counts: dict[str, int] = {}
    for use in uses:
        name = use.rpartition(":")[2].rpartition("<locals>.")[2]
        counts[name] = counts.get(name, 0) + 1
        names.append(name if counts[name] == 1 else f"{name}-{counts[name]}")
    return names
