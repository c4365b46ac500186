"""
Read results and line-ups of sport, which news writes as rows: no verb says who won or plays for whom.

"Karlsruhe 3 (Reich 29, Carl 44) Freiburg 0", "Essex 374 (G. Gooch 111)", "England - Tim Carling, Ben
Moon", "1. Bjarne Holm (Denmark) Telekom 4:12". Few of these names are known to a tagger, so that the
order of names and numbers tells what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hookline import Implied, Relation, Span
from hookline_relations.mentions.names import name_words
from hookline_relations.mentions.spans import make_mention
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.typed.neighbours import CLOSERS, OPENERS, bracketed_name

__all__ = ["bracketed_rows", "sport_rows"]

SCORE = 0.8
MAX_NAME = 4
MAX_REMARK = 3
"""The most words between a score and the bracket with those who scored: "412-6 declared"."""
MAX_POINTS = 160
MAX_GOALS = 15
"""
The most points of two places without a scorer, as "Tokyo 21 Osaka 24" may tell of the weather.

Capitals for the team at home are as good as a scorer: "BOSTON 112 Denver 98".
"""
INNINGS = 100
"""From this score on, a side with a list of who scored plays cricket, where it may yet lose."""
DASHES = ("-", "–", "—")
NO_SIDES = frozenset({"DATE", "MONEY", "PERSON", "PRODUCT"})


class _Side(NamedTuple):
    """A name with its score: the words of the name, the points, the word after all of it."""

    name: range
    points: int | None
    scorers: tuple[range, ...]
    end: int


def sport_rows(tree: SentenceTree, countries: frozenset[str]) -> Iterator[Relation]:
    """
    Yield who defeated whom and who plays for whom, by the rows of a sentence.

    A player is a member of a nation's team, and works for another.
    """
    for start in _starts(tree):
        side = _side(tree, start)
        if side is not None:
            yield from _result(tree, side, countries)
        yield from _line_up(tree, start, countries)
    yield from _finishers(tree)


def _starts(tree: SentenceTree) -> list[int]:
    """Return where a row may start: at the first word, and after a colon."""
    return [0, *(word + 1 for word in range(len(tree)) if tree.words[word].text in (":", ";"))]


def _result(tree: SentenceTree, side: _Side, countries: frozenset[str]) -> Iterator[Relation]:
    other = _side(tree, side.end)
    sides = [side] if other is None else [side, other]
    if not any(_is_known(tree, item.name) for item in sides):
        return
    for item in sides:
        for scorer in item.scorers:
            type = _type_of_player(tree, item.name, countries)
            yield _relation(tree, type, "scorer-row", scorer, item.name)
    if other is None or side.points is None or other.points is None or not _ends(tree, other.end):
        return
    if side.points == other.points or _text(tree, side.name) == _text(tree, other.name):
        return
    points = (side.points, other.points)
    has_scorers = bool(side.scorers or other.scorers)
    if max(points) > MAX_POINTS or (max(points) >= INNINGS and has_scorers):
        return
    if max(points) > MAX_GOALS and not has_scorers and _are_places(tree, side, other):
        return
    winner, loser = (side, other) if side.points > other.points else (other, side)
    yield _relation(tree, "defeats", "result-row", winner.name, loser.name)


def _are_places(tree: SentenceTree, side: _Side, other: _Side) -> bool:
    """Return whether both names are places, and neither or both in capitals."""
    names = [*side.name, *other.name]
    at_home = _text(tree, side.name).isupper() != _text(tree, other.name).isupper()
    return not at_home and all(tree.label(word) == "LOC" for word in names)


def _side(tree: SentenceTree, start: int) -> _Side | None:
    """Return the side that starts at a word: "Bologna 1", "Karlsruhe 3 (Reich 29, Carl 44)"."""
    if start < len(tree) and tree.words[start].text == "," and start:
        start += 1
    name = _name(tree, start)
    word = name.stop
    if not name or word >= len(tree) or not tree.words[word].text.isdigit():
        return None
    if any(tree.label(index) in NO_SIDES for index in name):
        return None
    points: int | None = int(tree.words[word].text)
    word += 1
    if word + 1 < len(tree) and tree.words[word].text in DASHES:
        if not tree.words[word + 1].text.isdigit():
            return None
        word += 2  # "412-6": runs and wickets
        points = None
    bracket = next(
        (
            index
            for index in range(word, min(word + MAX_REMARK, len(tree)))
            if tree.words[index].text in OPENERS
            and all(tree.words[between].text.isalpha() for between in range(word, index))
        ),
        None,
    )
    if bracket is None:
        return _Side(name, points, (), word)
    end = next(
        (index for index in range(bracket, len(tree)) if tree.words[index].text in CLOSERS), None
    )
    if end is None:
        return _Side(name, points, (), word)
    return _Side(name, points, tuple(_scorers(tree, bracket + 1, end)), end + 1)


def _scorers(tree: SentenceTree, word: int, end: int) -> Iterator[range]:
    """Yield the names that a number follows, up to a semicolon, after which the others bowl."""
    while word < end and tree.words[word].text != ";":
        name = _name(tree, word)
        if not name:
            word += 1
            continue
        if name.stop < end and tree.words[name.stop].text.isdigit():
            yield name
        word = name.stop


def _line_up(tree: SentenceTree, start: int, countries: frozenset[str]) -> Iterator[Relation]:
    """Yield who plays for a side: "England - Tim Carling, Ben Moon; Will Hale"."""
    team = _name(tree, start)
    word = team.stop
    if not team or not _is_known(tree, team) or word + 1 >= len(tree):
        return
    if tree.words[word].text not in DASHES or tree.words[word].start == tree.words[word - 1].end:
        return
    if tree.label(team.start) in NO_SIDES:
        return
    players: list[range] = []
    word += 1
    while word < len(tree):
        while word < len(tree) and (
            tree.words[word].text.isdigit() or tree.words[word].text == "-"
        ):
            word += 1  # "1-Tim Carling"
        player = _name(tree, word)
        after = player.stop
        if not player or (after < len(tree) and tree.words[after].text in DASHES):
            break  # the next side
        if after + 2 < len(tree) and tree.words[after].text in OPENERS:
            if tree.words[after + 2].text not in CLOSERS:
                break
            after += 3  # "Lee (14)"
        players.append(player)
        if after >= len(tree) or tree.words[after].text not in (",", ";"):
            word = after
            break
        word = after + 1
    known = [player for player in players if tree.label(player.start) == "PERSON"]
    if known and (_ends(tree, word) or word > players[-1].stop or len(players) > 2):
        for player in players:
            type = _type_of_player(tree, team, countries)
            yield _relation(tree, type, "line-up-row", player, team)


def _finishers(tree: SentenceTree) -> Iterator[Relation]:
    """Yield whom those who finish ride or drive for: "1. Bjarne Holm (Denmark) Telekom 4:12"."""
    if not tree.words[0].text.rstrip(".").isdigit():
        return
    for index in range(len(tree)):
        if tree.label(index) != "PERSON" or index != tree.head_of(name_words(tree, index)):
            continue
        nation = bracketed_name(tree, index)
        if nation is None or tree.label(nation) != "LOC":
            continue
        team = _name(tree, name_words(tree, nation)[-1] + 2)
        after = team.stop
        timed = after < len(tree) and (
            tree.words[after].text[:1].isdigit() or tree.words[after].text == "same"
        )
        if team and timed:
            words = name_words(tree, index)
            finisher = range(words[0], words[-1] + 1)
            yield _relation(tree, "works_for", "finisher-row", finisher, team)


def _type_of_player(tree: SentenceTree, team: range, countries: frozenset[str]) -> str:
    return "member_of" if _text(tree, team) in countries else "works_for"


def bracketed_rows(tree: SentenceTree, countries: frozenset[str]) -> Iterator[Relation]:
    """Yield whose nation or club stands in brackets in a list: "Goals: Jari Litman (Ajax) 8"."""
    for index in range(len(tree)):
        if tree.entity_of[index] is None or index != tree.head_of(name_words(tree, index)):
            continue
        name = bracketed_name(tree, index)
        if name is None:
            continue
        own, other = name_words(tree, index), name_words(tree, name)
        labels = tree.label(index), tree.label(name)
        is_country = _text(tree, range(other[0], other[-1] + 1)) in countries
        if labels == ("PERSON", "LOC") and is_country:
            type = "nationality"
        elif labels[0] == "PERSON" and labels[1] in ("ORG", "LOC"):
            type = "works_for"
        elif labels == ("ORG", "LOC") and is_country:
            type = "based_in"
        else:
            continue
        subject, object = (range(words[0], words[-1] + 1) for words in (own, other))
        yield _relation(tree, type, "bracket-row", subject, object)


def _name(tree: SentenceTree, start: int) -> range:
    """Return the capitalized words from a word on, none if there are none or too many."""
    end = start
    while end < len(tree) and _is_capitalized(tree.words[end].text):
        end += 1
    return range(start, end if end - start <= MAX_NAME else start)


def _is_capitalized(text: str) -> bool:
    return text[:1].isupper() and text.replace(".", "").replace("'", "").replace("-", "").isalnum()


def _is_known(tree: SentenceTree, name: range) -> bool:
    """Return whether a tagger sees the name of a place or body in these words."""
    return any(tree.label(word) in ("LOC", "ORG") for word in name)


def _ends(tree: SentenceTree, word: int) -> bool:
    """Return whether a row ends before a word."""
    return word >= len(tree) or tree.words[word].text in (".", ";", "(", "-LRB-")


def _text(tree: SentenceTree, name: range) -> str:
    return " ".join(tree.words[word].text for word in name)


def _relation(tree: SentenceTree, type: str, rule: str, subject: range, object: range) -> Relation:
    left, right = (_mention(tree, name) for name in (subject, object))
    return Relation(type, left, Implied(), right, tree.number, rule, SCORE)


def _mention(tree: SentenceTree, name: range) -> Span:
    """Return the mention of a name, of an entity if it is the same as these words."""
    mention = make_mention(tree, name)
    entity = tree.entity_of[name.start]
    if entity is not None and tree.entities[entity][:2] == mention[:2]:
        return mention._replace(entity=entity)
    return mention
