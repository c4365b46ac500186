"""Map the relation types of published corpora to those of hookline."""

from __future__ import annotations

from typing import NamedTuple

IMPLIED_TYPES = {
    "leads": "member_of",
    "holds_office": "member_of",
    "works_for": "member_of",
    "founded_by": "member_of",
}
"""Maps a type to a more general one, which the pipeline does not write in addition."""


class TypeMapping(NamedTuple):
    """The hookline types for a corpus type; `inverted` means that subject and object change places."""

    types: frozenset[str]
    inverted: bool = False


def _parse_mappings(table: str) -> dict[str, TypeMapping]:
    rows = (line.split() for line in table.strip().splitlines())
    return {
        name.lstrip("~"): TypeMapping(frozenset(types), name.startswith("~"))
        for name, *types in rows
    }


# Each line: the corpus type, `~` in front if it is inverted, and the hookline types.
KNOWLEDGENET = _parse_mappings("""
EMPLOYEE_OR_MEMBER_OF member_of
POLITICAL_AFFILIATION member_of
~CEO leads
HEADQUARTERS based_in
PLACE_OF_RESIDENCE lives_in
PLACE_OF_BIRTH born_in
DATE_OF_BIRTH born_on
DATE_OF_DEATH died_on
NATIONALITY nationality
FOUNDED_BY founded_by
DATE_FOUNDED founded_on
SUBSIDIARY_OF part_of
SPOUSE spouse_of
CHILD_OF child_of
EDUCATED_AT educated_at
""")
RE3D = _parse_mappings("""
BelongsTo member_of part_of
InChargeOf leads
CoLocated located_in
HasAttrOf nationality
FightingAgainst fights attacks kills
CommWith talks_to meets agrees_with
AlliesOf allied_with
Likes supports
Dislikes opposes sanctions
IsSynonymOf same_as
""")
REDOCRED = _parse_mappings("""
P463 member_of
P108 member_of
P102 member_of
P54 member_of
P241 member_of
~P6 leads
~P35 leads
~P488 leads
~P169 leads
P159 based_in
P131 located_in
P17 located_in
P276 located_in
P551 lives_in
P937 lives_in
P19 born_in
P569 born_on
P570 died_on
P27 nationality
P112 founded_by
P571 founded_on
P749 part_of
P361 part_of
~P527 part_of
P26 spouse_of
P22 child_of
P25 child_of
~P40 child_of
P69 educated_at
P607 fights
""")
