"""Tell from its words whether the clause around a date speaks of the past or of the future."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

from hookline import Token

__all__ = ["Tense", "future_predicates", "tense_at"]

Tense = Literal["past", "future", "unknown"]

_AIMING = (
    r"(?:wants?|aims?|seeks?|needs?|wish(?:es)?|vows?|pledges?|promises?|threatens?|offers?|proposes?"
    r"|agrees?|decides?|prepares?|has|have"
    r"|(?<!was )(?<!were )(?:poised|ready|likely|unlikely|bound|about|eager)) to"
)
"""Words of the present whose infinitive lies in the future."""
_COMPLETED = (
    r"(?:(?<!was )(?<!were )expected to|(?:set|due|scheduled|hopes?|aims?|plans?|intends?|wants?) to"
    r"|will|shall) have (?!to )(?:been )?(?:[a-z]+ly )?[a-z]+"
)
"""What will have happened by then."""
_PASSIVE = (
    r"(?:will|would|shall|wo|(?:(?!was|were)[a-z]+ )?to)(?: not|n['’]t)?"
    r"(?: [a-z]+ly| also| now)? be(?: [a-z]+ly)? [a-z]+"
)
"""What will be done, with its participle, which by itself would be the past."""
_CUE = re.compile(
    rf"(?P<future>\b(?:{_COMPLETED}|{_PASSIVE}|{_AIMING}|will|would|shall|plan(?:s|ned|ning)?|expect(?:s|ed)?|scheduled?|due|intends?"
    r"|upcoming|hopes?|ahead of|to be|set (?:to|for)|slated|(?:is|are|was|were|am) to|going to"
    r"|(?:am|is|are) [a-z]+ing|(?:is|are) [a-z]+ed (?:until|till))\b|['’]ll\b|\bwon['’]t\b)"
    r"|(?P<past>\b(?:was|were|had|(?:has|have)(?! to\b)|did|been|said|told|became|began|bought|brought"
    r"|broke|built|came|drew|fell|fought|found|gave|got|grew|held|hit|kept|killed|knew|led|left|lost"
    r"|made|met|paid|ran|rose|sold|stood|struck|took|saw|sent|spoke|won|wrote|went|since|ago"
    r"|[a-z]{2,}ed)\b)"
)
_ATTRIBUTE = re.compile(r"\b(?:the|an?|his|her|its|their|our)[ \t]+$", re.IGNORECASE)
_NOUN = re.compile(r"(?:['’]s)?[ \t]+[A-Za-z]")
_SAID = frozenset({"ccomp", "iobj", "parataxis"})
"""Relations of what is said to the verb of saying, as parsers give them to nouns."""
_SCHEDULED = frozenset(
    {"begin", "close", "commence", "conclude", "end", "expire", "finish", "kick", "last", "open",
     "premiere", "resume", "run", "start", "take", "turn"}
)  # fmt: skip
"""Verbs whose present tells a date of what is planned: "The trial begins on Monday"."""
_BESIDE = {"kick": "off", "take": "place", "turn": "NUM"}
"""The lemma or the tag that a verb of many meanings must govern: "turns 80"."""
_LEVELS = frozenset({"high", "low", "flat", "up", "down", "mixed"})
"""Words of a market's report: "Wall Street opens higher on Monday"."""
_UNTIL = re.compile(
    r"^(?!\W*from\b).*\w[^,;:]*\s(?:until|till)[ \t]+(?:the[ \t]+)?$", re.IGNORECASE | re.DOTALL
)
_REACH = 300  # characters on either side that are searched
_POSSESSIVE = re.compile(r"['’]s[ \t]+[a-z]")


def tense_at(
    text: str,
    start: int,
    end: int,
    sentence_start: int,
    sentence_end: int,
    future: Sequence[int] = (),
) -> Tense:
    """
    Return the tense of the clause around `text[start:end]`, by the nearest word that tells.

    Words before the date count first, then those behind it. A date that qualifies a noun ("the
    September 17 strike", "Saturday's attack") is in the past, one behind "until" in the future where
    nothing before it is in the past. `future` are the offsets of predicates that lie there, in order.
    """
    before = text[max(sentence_start, start - _REACH) : start]
    sentence_end = min(sentence_end, end + _REACH)
    if _POSSESSIVE.match(text, end, sentence_end):
        return "past"
    if _ATTRIBUTE.search(before[-10:]) and _NOUN.match(text, end, sentence_end):
        return "past"
    cues = list(_CUE.finditer(before))
    last_cue = start - len(before) + cues[-1].start() if cues else sentence_start - 1
    predicate = bisect_left(future, start) - 1
    if predicate >= 0 and future[predicate] > last_cue:
        return "future"
    if not cues and _UNTIL.search(before):
        return "future"
    cue = cues[-1] if cues else _CUE.search(text, end, sentence_end)
    if cue is None:
        return "unknown"
    return "future" if cue["future"] else "past"


def future_predicates(tokens: Sequence[Token]) -> list[int]:
    """Return the offsets of verbs that lie in the future by more than a word before them, in order."""
    return sorted(_headline_infinitives(tokens) + _scheduled_verbs(tokens))


def _scheduled_verbs(tokens: Sequence[Token]) -> list[int]:
    """Return the offsets of verbs of the present that tell what is planned: "begins on Monday"."""
    governed: dict[int, set[str]] = {
        index: set()
        for index, token in enumerate(tokens)
        if token.lemma in _SCHEDULED and "Tense=Pres|VerbForm=Fin" in (token.feats or "")
    }
    for token in tokens:
        if token.head in governed:
            governed[token.head] |= {token.lemma or "", token.upos or ""}
    return [
        tokens[index].start
        for index, beside in governed.items()
        if not beside & _LEVELS and {_BESIDE.get(tokens[index].lemma or "")} <= {None, *beside}
    ]


def _headline_infinitives(tokens: Sequence[Token]) -> list[int]:
    """
    Return the offsets of infinitives that are the predicate of a headline: "Boeing to buy Spirit".

    Such a one heads the sentence, or modifies the bare noun that does, also where the headline is
    what somebody says: "Boeing to buy Spirit, analysts say". What a parser takes for a verb is a noun
    where it opens the sentence ("Fed to cut rates").
    """
    articles = {token.head for token in tokens if token.deprel == "det"}
    found = []
    for to in tokens:
        if to.text != "to" or to.deprel != "mark" or to.head is None:
            continue
        verb = tokens[to.head]
        noun = verb.head
        if noun is None or (
            noun not in articles
            and (tokens[noun].head is None or tokens[noun].deprel in _SAID)
            and (verb.deprel == "acl" or (verb.deprel == "advcl" and _opens(tokens, noun)))
        ):
            found.append(to.start)
    return found


def _opens(tokens: Sequence[Token], index: int) -> bool:
    return index == 0 or tokens[index - 1].sentence != tokens[index].sentence
