"""Find the person whose family name is spelled wrong once: "Mauer" for K. C. Maurer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from hookline_coref.names.name_cluster import NameCluster

__all__ = ["FamilyNames"]

_MIN_LETTERS = 5
_LONG = 8
"""From this length on two letters may be wrong, and one in shorter names."""
_MAX_RIVALS = 50
"""The most family names of one first letter that a name is compared with."""


class FamilyNames:
    """The family names of persons who are named in full, by their first letters."""

    def __init__(self, full: Iterable[NameCluster]) -> None:
        self._by_letter: dict[str, list[tuple[str, NameCluster]]] = defaultdict(list)
        for cluster in full:
            for name in dict.fromkeys(form.words[-1] for form in cluster.forms):
                known = self._by_letter[name[:1]]
                if len(name) >= _MIN_LETTERS and len(known) < _MAX_RIVALS:
                    known.append((name, cluster))

    def meant_by(self, group: NameCluster) -> NameCluster | None:
        """
        Return the only person named before whose family name is nearly a name that stands once.

        Who is nowhere named in full was named before under another spelling, or is known to all.
        """
        name = group.forms[0].words[0]
        if len(group.names) > 1 or len(name) < _MIN_LETTERS:
            return None
        persons = {
            id(cluster): cluster
            for other, cluster in self._by_letter.get(name[:1], ())
            if min(cluster.names) < group.names[0]
            and cluster.allows(group)
            and _distance(name, other) <= (2 if min(len(name), len(other)) >= _LONG else 1)
        }
        return next(iter(persons.values())) if len(persons) == 1 else None


def _distance(left: str, right: str) -> int:
    """Return how many letters must be added, left out or replaced (Levenshtein 1966)."""
    if abs(len(left) - len(right)) > 2:
        return 3
    row = list(range(len(right) + 1))
    for number, letter in enumerate(left, 1):
        diagonal, row[0] = row[0], number
        for column, other in enumerate(right, 1):
            replaced = diagonal + (letter != other)
            diagonal = row[column]
            row[column] = min(row[column] + 1, row[column - 1] + 1, replaced)
    return row[-1]
