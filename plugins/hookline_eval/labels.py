"""Bring the entity labels of annotated sets and of models together."""

from __future__ import annotations

from collections.abc import Iterable

import click

_NAMES = {
    "PERSON": "per person politician",
    "LOC": "loc location gpe country geo-loc",
    "ORG": "org organization organisation corporation company group politicalparty",
    "NORP": "norp nationality language",
    "DATE": "date time temporal",
    "MONEY": "money",
    "FAC": "fac facility",
    "PRODUCT": "product vehicle weapon militaryplatform",
    "MISC": "misc event election law work_of_art creative-work",
}
_KNOWN = {alias: label for label, aliases in _NAMES.items() for alias in aliases.split()}


class LabelMap:
    """
    Names for labels: the user's first, then those of well-known sets, then the label itself.

    Args:
        changes: `FROM=TO`; an empty TO leaves the entities of the label out.
    """

    def __init__(self, changes: Iterable[str]) -> None:
        self._own: dict[str, str] = {}
        for change in changes:
            label, equals, name = change.partition("=")
            if not (equals and label):
                raise click.BadParameter(
                    f"expected FROM=TO, such as PER=PERSON, found {change!r}", param_hint="--map"
                )
            self._own[label] = name

    def __call__(self, label: str) -> str:
        """Return what a label is called here; empty for one that is left out."""
        own = self._own.get(label)
        return _KNOWN.get(label.lower(), label) if own is None else own


def split_labels(text: str | None) -> frozenset[str] | None:
    """Return the labels of a list parted by commas; None for no list."""
    if text is None:
        return None
    found = frozenset(part.strip() for part in text.split(",") if part.strip())
    if not found:
        raise click.BadParameter("expected labels, such as PERSON,LOC", param_hint="--labels")
    return found
