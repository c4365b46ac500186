"""Map the labels of annotated corpora and of models to common ones."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping

import click

from hookline import shown

_ALIASES = {
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
ALL_LABELS = frozenset({"all"})
"""The list of labels that stands for every label."""

_LABEL_OF_ALIAS = {alias: label for label, aliases in _ALIASES.items() for alias in aliases.split()}


class LabelMap:
    """
    Rename labels: by the user's renamings first, then by the known aliases, else not at all.

    Args:
        renamings: Items of the form `FROM=TO`; an empty TO leaves out what has that label.
        aliases: The known aliases, by default those of entity labels, in lower case.

    Raises:
        click.BadParameter: An item does not have that form, or a label has two new names.
    """

    def __init__(
        self, renamings: Iterable[str], aliases: Mapping[str, str] = _LABEL_OF_ALIAS
    ) -> None:
        self._aliases = aliases
        self._renamings: dict[str, str] = {}
        self._given: dict[str, str] = {}  # what was asked for and returned
        for renaming in renamings:
            label, equals, new_label = renaming.partition("=")
            if not (equals and label):
                raise click.BadParameter(
                    f"expected FROM=TO, such as PER=PERSON, found {renaming!r}", param_hint="--map"
                )
            if self._renamings.setdefault(label, new_label) != new_label:
                names = f"{self._renamings[label]!r} and {new_label!r}"
                raise click.BadParameter(
                    f"expected one new name of {label!r}, found {names}", param_hint="--map"
                )

    def __call__(self, label: str) -> str:
        """Return the new label, empty for a label that is left out."""
        new_label = self._new_name(label)
        self._given[label] = new_label
        return new_label

    def _new_name(self, label: str) -> str:
        return self._renamings.get(label, self._aliases.get(label.lower(), label))

    def scored(self, labels: Iterable[str]) -> frozenset[str]:
        """
        Return the labels to score under the names that they have after renaming.

        Raises:
            click.BadParameter: One of them is left out by a renaming.
        """
        new_labels = set(self._renamings.values())
        scored = set()
        for label in labels:
            new_label = label if label in new_labels else self._new_name(label)
            if not new_label:
                raise click.BadParameter(
                    f"--map {label}= leaves {label!r} out", param_hint="--labels"
                )
            scored.add(new_label)
        return frozenset(scored)

    def warn_of_unused(self, scored: Iterable[str] = ()) -> None:
        """Warn of renamings of labels, and of labels to score, that no call was for."""
        for label, new_label in self._renamings.items():
            if label not in self._given:
                _warn(f"--map {label}={new_label}", label, self._given)
        for label in sorted(set(scored) - set(self._given.values())):
            _warn(f"--labels {label}", label, self._given.values())


def _warn(option: str, label: str, labels: Iterable[str]) -> None:
    text = f"{option}: neither the file nor the results have {label!r}"
    known = ", ".join(sorted({*labels} - {""}))
    warnings.warn(shown(f"{text}; they have {known}" if known else text), UserWarning, stacklevel=3)


def parse_label_list(text: str | None) -> frozenset[str] | None:
    """
    Return the labels of a comma-separated list, None for no list.

    Raises:
        click.BadParameter: The list is empty, or has `all` with other labels.
    """
    if text is None:
        return None
    labels = frozenset(part.strip() for part in text.split(",") if part.strip())
    if not labels:
        raise click.BadParameter("expected labels, such as PERSON,LOC", param_hint="--labels")
    if labels > ALL_LABELS:
        message = f"expected `all` alone, or labels without it, found {text!r}"
        raise click.BadParameter(message, param_hint="--labels")
    return labels
