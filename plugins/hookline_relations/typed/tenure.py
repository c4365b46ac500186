"""Read from when until when an office is held: "president from 1990 to 1997", "mayor until 2019"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from hookline import ValueSpan
from hookline_relations.mentions.spans import value_span
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import words

__all__ = ["Tenure", "tenure_of"]

STARTS = frozenset({"since", "from"})
ENDS = frozenset({"until", "till"})
RANGES = {"from": frozenset({"to", "-", "–", "—"}), "between": frozenset({"and"})}
"""What leads from the first to the last date of a range, by what leads to the first."""
WITHIN = words("ADP DET ADJ ADV NOUN PROPN NUM PART")
"""Tags of the words between an office and its dates."""
PAST = re.compile(r"\d{4}|\d0s|\blast\b")
"""What a date has that is over, without a verb that says so."""
YEAR = re.compile(r"\d{4}")
YEARS = re.compile(r"\d{4} ?[-–—] ?\d{2,4}")
PRESENT = frozenset({"is", "are", "'s", "’s"})
MAX_GAP = 3
"""Most words from the first to the last date of a range."""
ENDINGS = words(
    "death resignation retirement removal ouster ousting overthrow defeat arrest impeachment "
    "assassination dismissal departure fall"
)
"""Nouns of what ends an office: "president until her death"."""
MAX_REACH = 30
"""Most words from an office to its dates in the same phrase."""
SUBORDINATE = frozenset({"when", "while"})


class Tenure(NamedTuple):
    """When an office begins and ends, as far as the text says, and whether it is over."""

    since: ValueSpan | None = None
    until: ValueSpan | None = None
    over: bool = False


def tenure_of(tree: SentenceTree, noun: int, clause: Clause | None) -> Tenure:
    """
    Return the times of an office that a noun names.

    `clause` is the one that gives the office to someone: "was president", "became president".
    """
    copulas = {tree.words[word].text.lower() for word in tree.dependents(noun, "cop")}
    was, holds = "was" in copulas, bool(copulas & PRESENT)
    given = clause is not None and clause.head != noun
    tenure = Tenure(over=_is_past(tree, noun, was=was))
    for preposition, date in _dates(tree, noun, clause):
        text = " ".join(tree.words[word].text for word in tree.entity_words(date)).lower()
        past = PAST.search(text) is not None
        if preposition in STARTS and YEARS.search(text) is None:
            tenure = tenure._replace(since=value_span(tree, date))
        elif preposition in ENDS:
            until = value_span(tree, date)
            ended = _is_before(until, text, tree.written)
            over = tenure.over or was or (past and not holds if ended is None else ended)
            tenure = tenure._replace(until=until, over=over)
        else:
            within = preposition == "in" and past and not given
            lasted = preposition == "for" and was
            over = tenure.over or within or lasted or YEARS.search(text) is not None
            tenure = tenure._replace(over=over)
    return tenure


def _is_before(until: ValueSpan, text: str, written: str) -> bool | None:
    """Return whether a date lies before the day of the document, None where that is not known."""
    day = until.value if isinstance(until.value, str) else ""
    if not YEAR.match(day):
        year = YEAR.search(text)
        day = year.group() if year else ""
    day = day.partition("/")[0]
    return day <= written[: len(day)] if day and written else None


def _is_past(tree: SentenceTree, noun: int, *, was: bool) -> bool:
    """Return whether a clause says that the office is over: "had been mayor", "when he was mayor"."""
    texts = {tree.words[word].text.lower() for word in tree.dependents(noun, "aux", "cop")}
    if {"had", "been"} <= texts or _has_ended(tree, noun):
        return True
    marks = {tree.words[word].text.lower() for word in tree.dependents(noun, "mark", "advmod")}
    head = tree.heads[noun]
    used = head >= 0 and tree.lemmas[head] == "use" and tree.base(noun) == "xcomp"
    return used or (was and tree.base(noun) == "advcl" and not marks.isdisjoint(SUBORDINATE))


def _has_ended(tree: SentenceTree, noun: int) -> bool:
    """Return whether the phrase of an office says until what event it was held."""
    for word in range(noun + 1, min(len(tree), noun + MAX_REACH)):
        if tree.words[word].text.lower() in ENDS:
            return not ENDINGS.isdisjoint(tree.lemmas[word + 1 : word + MAX_GAP + 1])
        if tree.tags[word] in ("PUNCT", "VERB", "PRON"):
            break
    return False


def _dates(tree: SentenceTree, noun: int, clause: Clause | None) -> Iterator[tuple[str, int]]:
    """
    Yield the prepositions and first words of the dates of an office, in the order of the text.

    They are the dates in its phrase, and those of the clause that gives it to someone. The last date
    of a range has the preposition "until", the first one "from".
    """
    reach = _reach(tree, noun)
    heads = {noun} if clause is None else {noun, clause.head}
    before, last = "", -1
    for word in _near(tree, noun, reach, heads):
        entity = tree.entity_of[word]
        if entity is None or tree.entities[entity].label != "DATE":
            continue
        if word and tree.entity_of[word - 1] == entity:
            continue
        governor = tree.heads[tree.head_of(tree.entity_words(word))]
        introduced = _before(tree, word)
        in_range = last >= 0 and introduced in RANGES.get(before, ()) and word - last <= MAX_GAP
        if not in_range and not (noun < word < reach or (clause and governor in heads)):
            continue
        yield ("until" if in_range else "from" if introduced == "between" else introduced), word
        before, last = introduced, tree.entity_words(word)[-1]


def _near(tree: SentenceTree, noun: int, reach: int, heads: Collection[int]) -> list[int]:
    """Return the words of which dates of an office can be, in order."""
    near = set(range(noun + 1, reach + MAX_GAP))
    for head in heads:
        for child in tree.dependents(head, "obl", "nmod", "obj", "nummod", "dep"):
            if tree.label(child) == "DATE":
                dates = tree.entity_words(child)
                near.update(dates, range(dates[-1] + 1, dates[-1] + MAX_GAP + 1))
    return sorted(word for word in near if word < len(tree))


def _before(tree: SentenceTree, word: int) -> str:
    """Return the word before a date and its modifiers, in lower case: "in the early 1990s"."""
    before = word - 1
    while before > 0 and tree.tags[before] in ("DET", "ADJ"):
        before -= 1
    return tree.words[before].text.lower() if before >= 0 else ""


def _reach(tree: SentenceTree, noun: int) -> int:
    """Return the end of the phrase of an office: the first verb, person, pronoun or mark after it."""
    word = noun + 1
    while word < min(len(tree), noun + MAX_REACH):
        opened = tree.words[word].text == "(" and tree.label(min(word + 1, len(tree) - 1)) == "DATE"
        label = tree.label(word)
        if label == "PERSON" or not (label or opened or tree.tags[word] in WITHIN):
            break
        word += 1
    return word
