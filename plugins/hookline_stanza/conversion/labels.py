"""Name the entity labels of the embedded model, and map others onto them."""

from __future__ import annotations

LABELS = ("PERSON", "LOC", "ORG", "NORP", "DATE", "MONEY", "FAC", "PRODUCT", "MISC")
"""What the embedded model emits."""

SENSES = ("PERSON", "LOC", "ORG", "NORP", "FAC", "PRODUCT", "MISC")
"""Those of them that a name may have."""

TO_HOOKLINE = {
    "PER": "PERSON",
    "GPE": "LOC",
    "LANGUAGE": "NORP",
    "TIME": "DATE",
    "EVENT": "MISC",
    "LAW": "MISC",
    "WORK_OF_ART": "MISC",
    "Person": "PERSON",
    "Location": "LOC",
    "Organization": "ORG",
    "Date": "DATE",
    "Money": "MONEY",
    "Facility": "FAC",
    "Product": "PRODUCT",
    "Misc": "MISC",
}
"""What OntoNotes, CoNLL and Worldwide labels become; labels not named here stay as they are."""


def label_map(overrides: dict[str, str]) -> dict[str, str]:
    """Return the built-in map with the user's entries in front."""
    return {**TO_HOOKLINE, **overrides}
