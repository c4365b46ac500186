"""A cluster of names, and which names of persons can be one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from hookline_coref.lexicon.lexicon import Gender
from hookline_coref.names.forms import NameForm

__all__ = ["NameCluster", "Nicknames", "same_person"]


@dataclass(slots=True)
class NameCluster:
    """
    The names of one thing: `names` are indices of mentions, in any order.

    `forms` are the different names of a person; `genders` counts those that titles state, `pronouns`
    those of pronouns that can be nobody else; `ids` are the user's own ids of its entities; `others`
    are indices of names of somebody else, and `is_relative` says whether the text introduces it as a
    relative of somebody.
    """

    names: list[int] = field(default_factory=list)
    forms: list[NameForm] = field(default_factory=list)
    labels: Counter[str] = field(default_factory=Counter)
    genders: Counter[Gender] = field(default_factory=Counter)
    pronouns: Counter[Gender] = field(default_factory=Counter)
    ids: set[str] = field(default_factory=set)
    others: set[int] = field(default_factory=set)
    is_relative: bool = False

    @property
    def is_person(self) -> bool:
        """Whether its names are a person's, whatever labels they have."""
        return bool(self.forms)

    def add(self, other: NameCluster) -> None:
        """Add the names of another cluster."""
        self.names += other.names
        self.forms += [form for form in other.forms if form not in self.forms]
        self.labels += other.labels
        self.genders += other.genders
        self.pronouns += other.pronouns
        self.ids |= other.ids
        self.others |= other.others
        self.is_relative |= other.is_relative

    def allows(self, other: NameCluster) -> bool:
        """
        Return whether the text does not say that they are two.

        It does by ids, by genders of titles, or of a title and pronouns, and where one is a relative of
        the other.
        """
        if self.ids and other.ids and self.ids != other.ids:
            return False
        if self.others and not self.others.isdisjoint(other.names):
            return False
        if other.others and not other.others.isdisjoint(self.names):
            return False
        pairs = (
            (self.genders, other.genders),
            (self.genders, other.pronouns if not other.genders else {}),
            (self.pronouns if not self.genders else {}, other.genders),
        )
        return not any(own and its and not own.keys() & its.keys() for own, its in pairs)

    def given_gender(self, given_names: Mapping[str, Gender]) -> Gender | None:
        """Return the gender that its given names have, None where they have none or two."""
        given = (form.words[0] for form in self.forms if len(form.words) > 1)
        genders = {gender for name in given if (gender := given_names.get(name))}
        return genders.pop() if len(genders) == 1 else None


Nicknames = Mapping[str, frozenset[str]]
"""The other given names of each, as in `Lexicon.nicknames`."""


def same_person(short: NameForm, long: NameForm, nicknames: Nicknames) -> bool:
    """
    Return whether two names of two words and more can be one person's.

    "J. Smith" and "John F. Smith" can, "Bob Smith" and "Robert Smith", "John Smith" and "Jane Smith"
    cannot; a name may also be the
    beginning or the end of a longer one ("van Gogh"), or have its family name first.
    """
    if short.suffix and long.suffix and short.suffix != long.suffix:
        return False
    if len(short.words) > len(long.words):
        short, long = long, short
    first, last = short.words[0], short.words[-1]
    size = len(short.words)
    if short.words in (long.words[:size], long.words[-size:]) or set(long.words) == set(
        short.words
    ):
        return True
    if last != long.words[-1] or not _same_given_name(first, long.words[0], nicknames):
        return False
    position = 1
    for word in short.words[1:-1]:
        while position < len(long.words) - 1 and not _same_given_name(
            word, long.words[position], nicknames
        ):
            position += 1
        if position >= len(long.words) - 1:
            return len(short.words) == len(long.words) == 2
        position += 1
    return True


def _same_given_name(left: str, right: str, nicknames: Nicknames) -> bool:
    """Return whether two given names are equal, or one is the initial or a nickname of the other."""
    if left == right or right in nicknames.get(left, ()):
        return True
    return left[0] == right[0] and min(len(left), len(right)) == 1
