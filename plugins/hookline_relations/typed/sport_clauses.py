"""
Find whom the players of a report play for: the side that wins as they score.

"Rob Kelso threw for 310 yards as the Packers routed the Bears", "Jim Doyle hit a double to lift the
Angels", "Eric Cantor's late goal gave United a win": no word says that they are of the team.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookline import Implied, Relation
from hookline_relations.mentions.names import name_words
from hookline_relations.mentions.spans import make_mention
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.phrases import conjuncts
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import words

__all__ = ["players_of_sides"]

RULE = "player-of-side"
SCORE = 0.8
PLAYING = words(
    "score pitch throw hit homer add drive rush kick bat bowl net grab notch double single triple "
    "knock convert head save strike sink shoot dunk catch smash crack slam collect register"
)
HAVING = words("have finish make get take go")
"""Verbs that tell of a player where their object is counted: "had 31 points"."""
POINTS = words(
    "point run goal try homer rebound assist touchdown yard wicket hit double triple single penalty "
    "save century hat-trick header shutout strikeout inning three-hitter four-hitter five-hitter"
)
WINNING = words(
    "beat defeat rout thrash crush down edge hammer sweep top win snap overcome rally trounce whip "
    "demolish drub stun upset blank outscore eliminate hold cruise triumph overwhelm rip pound"
)
LIFTING = words("lead lift help give power carry earn hand secure guide propel fire spark put")
GIVING = words("give earn hand secure win help put send lift")
SIDES = ("ORG", "LOC")


def players_of_sides(
    tree: SentenceTree, clauses: Sequence[Clause], countries: frozenset[str]
) -> Iterator[Relation]:
    """Yield whom the scorers of a sentence play for; of a town, it is the town's team."""
    by_head = {clause.head: clause for clause in clauses}
    for clause in clauses:
        if _plays(tree, clause):
            for person in _names(tree, clause.subject):
                for owner in tree.dependents(person, "nmod:poss"):
                    if tree.label(owner) == "LOC" and not _is_country(tree, owner, countries):
                        yield from _relations(tree, [person], owner)
        governor = by_head.get(tree.heads[clause.head])
        lemma = tree.lemmas[clause.head]
        if governor is not None and _plays(tree, governor):
            marks = {tree.lemmas[mark] for mark in tree.dependents(clause.head, "mark")}
            side = None
            if lemma in WINNING and "as" in marks and not clause.passive:
                side = clause.subject
            elif lemma in LIFTING and "to" in marks:
                side = _side_of(tree, clause)
            yield from _relations(tree, _names(tree, governor.subject), side)
        if lemma in GIVING and clause.subject is not None and not clause.passive:
            yield from _relations(tree, _scorers(tree, clause.subject), _side_of(tree, clause))


def _is_country(tree: SentenceTree, place: int, countries: frozenset[str]) -> bool:
    return " ".join(tree.words[word].text for word in name_words(tree, place)) in countries


def _plays(tree: SentenceTree, clause: Clause) -> bool:
    lemma = tree.lemmas[clause.head]
    counted = any(
        argument.role == "object" and tree.lemmas[argument.head] in POINTS
        for argument in clause.arguments
    )
    return lemma in PLAYING or (lemma in HAVING and counted)


def _side_of(tree: SentenceTree, clause: Clause) -> int | None:
    """Return the team that a verb lifts or gives something."""
    return next(
        (
            argument.head
            for argument in clause.arguments
            if argument.role in ("object", "recipient") and tree.label(argument.head) in SIDES
        ),
        None,
    )


def _scorers(tree: SentenceTree, noun: int) -> list[int]:
    """Return whose goal or run it is: "Eric Cantor's goal", "goals from Ann Lee and Eva Roe"."""
    if tree.lemmas[noun] not in POINTS:
        return []
    givers = [
        child
        for child in tree.dependents(noun, "nmod")
        if tree.preposition(child) in ("from", "by")
    ]
    return [
        name
        for owner in (*tree.dependents(noun, "nmod:poss"), *givers)
        for name in _names(tree, owner)
    ]


def _names(tree: SentenceTree, person: int | None) -> list[int]:
    if person is None:
        return []
    return [name for name in conjuncts(tree, person, always=True) if tree.label(name) == "PERSON"]


def _relations(tree: SentenceTree, persons: Sequence[int], side: int | None) -> Iterator[Relation]:
    if side is None or tree.label(side) not in SIDES:
        return
    for person in persons:
        left, right = (
            make_mention(tree, name_words(tree, head), tree.entity_of[head])
            for head in (person, side)
        )
        yield Relation("works_for", left, Implied(), right, tree.number, RULE, SCORE)
