"""Say of every mention of someone in a sentence what holds of one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from hookline import Mention, Relation
from hookline_relations.mentions.candidates import Candidate, candidates
from hookline_relations.mentions.resolver import Mentions
from hookline_relations.syntax.paths import antecedent
from hookline_relations.syntax.phrases import mention
from hookline_relations.syntax.tree import Tree
from hookline_relations.syntax.vocabulary import words

__all__ = ["same", "with_echoes"]

MARKS = ('"', "“", "”", "``", "''")
ONE = words("HE SHE I WE")
"""Pronouns that a sentence, where it repeats them, uses for the same one."""
THIRD = words("HE SHE")
LIVES = words(
    "leads member_of lives_in born_in born_on died_on nationality founded_by spouse_of child_of "
    "educated_at"
)
"""Types that tell of someone rather than of an event, and so hold of every mention."""


def with_echoes(
    tree: Tree, relations: Sequence[Relation], mentions: Mentions
) -> Iterator[Relation]:
    """
    Yield relations, and again for the other mentions of their ends: "Ann … her", "Ann, who".

    What relates someone to themselves is left out.
    """
    if not relations:
        return
    found = candidates(tree)
    groups = same(tree, found)
    if len(set(groups)) == len(groups):
        yield from relations
        return
    spans = [_span(tree, one) for one in found]
    for relation in relations:
        own = [
            groups[spans.index(end[:2])] if end[:2] in spans else None
            for end in (relation.subject, relation.object)
        ]
        if own[0] is not None and own[0] == own[1]:
            continue
        yield relation
        if relation.type not in LIVES:
            continue
        ends = [
            [
                end,
                *(
                    _mention(tree, found[at], mentions)
                    for at, other in enumerate(groups)
                    if other == group
                ),
            ]
            for end, group in zip((relation.subject, relation.object), own, strict=True)
        ]
        for subject, object in product(*ends):
            new = (subject[:2], object[:2]) != (relation.subject[:2], relation.object[:2])
            if new and (subject.end <= object.start or object.end <= subject.start):
                yield relation._replace(subject=subject, object=object)


def same(tree: Tree, found: Sequence[Candidate]) -> list[int]:
    """
    Return the group of each candidate: those of one group mention the same one.

    Names of persons of which one holds the words of the other are one, and so are equal pronouns; he
    or she is the only person that the sentence names, before them and where it does not tell of both;
    who is the one that the relative clause hangs on. What is quoted has its own pronouns.
    """
    groups = list(range(len(found)))
    persons: list[int] = []
    quoted = _quoted(tree)
    pronouns: dict[tuple[str, bool], int] = {}
    for at, one in enumerate(found):
        if one.kind == "PERSON":
            mine = _words(tree, one)
            for other in persons:
                if len(mine) > 1 and mine <= _words(tree, found[other]):
                    _join(groups, at, other)
            persons.append(at)
        elif one.kind in ONE:
            _join(groups, at, pronouns.setdefault((one.kind, quoted[one.head]), at))
    third = [at for (kind, _), at in pronouns.items() if kind in THIRD]
    if len(third) == 1 and len({groups[at] for at in persons}) == 1:
        name, pronoun = found[persons[0]], found[third[0]]
        if name.head < pronoun.head and quoted[name.head] == quoted[pronoun.head]:
            _join(groups, third[0], persons[0])
    for at, one in enumerate(found):
        if one.kind == "WHO":
            noun = antecedent(tree, one.head)
            for other in persons:
                if found[other].head == noun:
                    _join(groups, at, other)
    return groups


def _join(groups: list[int], one: int, two: int) -> None:
    old, new = groups[one], groups[two]
    groups[:] = [new if group == old else group for group in groups]


def _quoted(tree: Tree) -> list[bool]:
    """Return, for each word, whether it stands in quotation marks."""
    inside = False
    found = []
    for word in tree.words:
        if word.text in MARKS:
            inside = word.text == "“" or (word.text != "”" and not inside)
        found.append(inside)
    return found


def _words(tree: Tree, one: Candidate) -> set[str]:
    return {tree.words[word].text for word in range(one.first, one.last + 1)}


def _span(tree: Tree, one: Candidate) -> tuple[int, int]:
    return tree.words[one.first].start, tree.words[one.last].end


def _mention(tree: Tree, one: Candidate, mentions: Mentions) -> Mention:
    entity = mentions.entity(tree, one.head) if one.entity is None else one.entity
    return mention(tree, range(one.first, one.last + 1), entity)
