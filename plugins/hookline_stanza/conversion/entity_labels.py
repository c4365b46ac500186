"""Define the entity labels of the embedded model, and map those of other models to them."""

from __future__ import annotations

LABELS = ("PERSON", "LOC", "ORG", "NORP", "DATE", "MONEY", "FAC", "PRODUCT", "MISC")
"""Labels that the embedded model emits."""

NAME_LABELS = ("PERSON", "LOC", "ORG", "NORP", "FAC", "PRODUCT", "MISC")
"""Labels of names: all but DATE and MONEY."""

WORLDWIDE_LABELS = {
    "Person": "PERSON",
    "Location": "LOC",
    "Organization": "ORG",
    "NORP": "NORP",
    "Date": "DATE",
    "Money": "MONEY",
    "Facility": "FAC",
    "Product": "PRODUCT",
    "Misc": "MISC",
}
"""Labels of the English Worldwide Newswire corpus to hookline's."""

_BUILT_IN_MAP = {
    **WORLDWIDE_LABELS,
    "PER": "PERSON",
    "GPE": "LOC",
    "LANGUAGE": "NORP",
    "TIME": "DATE",
    "EVENT": "MISC",
    "LAW": "MISC",
    "WORK_OF_ART": "MISC",
}
"""Labels of Worldwide, CoNLL-2003 and OntoNotes to hookline's; others stay as they are."""


def label_map(overrides: dict[str, str]) -> dict[str, str]:
    """Return the built-in map of labels, with the user's entries taking precedence."""
    return {**_BUILT_IN_MAP, **overrides}
