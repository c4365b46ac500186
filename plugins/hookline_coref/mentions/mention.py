"""A mention and the classes of pronouns."""

from __future__ import annotations

from typing import Literal, NamedTuple

__all__ = ["PRONOUNS", "PRONOUN_CLASSES", "REFLEXIVES", "DetectedMention", "PronounClass"]

PronounClass = Literal["he", "she", "it", "they", "i", "we", "you", ""]

PRONOUNS: dict[str, PronounClass] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves", "'em"), "they"),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), "i"),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), "we"),
    **dict.fromkeys(("you", "your", "yours", "yourself"), "you"),
}
"""The class of each pronoun."""

PRONOUN_CLASSES: tuple[PronounClass, ...] = ("he", "she", "it", "they", "i", "we", "you")

REFLEXIVES = frozenset(
    {"himself", "herself", "itself", "themselves", "myself", "ourselves", "yourself"}
)


class DetectedMention(NamedTuple):
    """
    A mention of the words `first` to `last`, both -1 if it has none, around `head`.

    `entity` is the index of the entity that it is, -1 for a pronoun or a common noun; `pronoun` is the
    class of a pronoun, `noun` the type of a common noun, both empty otherwise. A `definite` noun may
    stand for something mentioned before in other words; a `proper` one is a proper noun without an
    entity that is no common noun as well ("the Stardust", but not "the President").
    """

    start: int
    end: int
    first: int
    last: int
    head: int
    kind: Literal["name", "nominal", "pronoun"]
    entity: int = -1
    pronoun: PronounClass = ""
    noun: str = ""
    definite: bool = False
    proper: bool = False

    @property
    def written_kind(self) -> Literal["name", "nominal", "pronoun"]:
        """Return the kind in the record, where a proper noun is a name."""
        return "name" if self.proper else self.kind
