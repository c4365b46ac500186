"""Find companies that have the family name of who founded, owns or leads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hookline_coref.mentions.mention import DetectedMention
from hookline_coref.names.forms import NameForm
from hookline_coref.text.words import DocumentWords

__all__ = ["named_after_people"]

_HOLDING = frozenset(
    {
        *("found", "co-found", "cofound", "establish", "create", "start", "launch", "own", "lead"),
        *("run", "head", "chair", "manage", "sell", "buy", "acquire", "join", "leave"),
    }
)
"""What somebody does to a company. The object is not the subject, though it may have its name."""
_TRADING = frozenset(
    {
        *("buy", "acquire", "sell", "make", "produce", "manufacture", "build", "open", "launch"),
        *("employ", "hire", "own", "operate", "merge", "ship", "export", "supply", "release"),
    }
)
"""What companies do, and hardly ever the one whose name they have."""


def named_after_people(
    words: DocumentWords,
    mentions: Sequence[DetectedMention],
    people: set[int],
    forms: Mapping[int, NameForm],
) -> set[int]:
    """
    Return the names of one word, labelled as persons, that are a company of that person.

    "Karl Benz founded Benz" says so of the object, and of "Benz" behind it where that trades.
    """
    at = {mentions[index].head: index for index in people if mentions[index].head >= 0}
    companies: set[int] = set()
    known: set[tuple[str, ...]] = set()
    for index in sorted(people):
        head, form = mentions[index].head, forms[index]
        if head < 0 or len(form.words) != 1 or form.gender:
            continue
        holder = at.get(_holder(words, head), -1)
        if holder >= 0 and form.words[0] in forms[holder].words[1:]:
            known.add(form.words)
            companies.add(index)
        elif form.words in known and _trades(words, head):
            companies.add(index)
    return companies


def _holder(words: DocumentWords, head: int) -> int:
    """Return who founds, owns or leads what a name is, -1 if the sentence does not say it."""
    verb = words.heads[head]
    if verb < 0 or words.lemmas[verb] not in _HOLDING:
        return -1
    if words.relations[head] == "obj":
        return words.child(verb, "nsubj")
    if words.subtypes[head] == "nsubj:pass":
        agents = (child for child in words.children[verb] if words.relations[child] == "obl")
        return next((child for child in agents if _is_agent(words, child)), -1)
    return -1


def _is_agent(words: DocumentWords, word: int) -> bool:
    return any(words.lower[child] == "by" for child in words.children[word])


def _trades(words: DocumentWords, head: int) -> bool:
    verb = words.heads[head]
    return verb >= 0 and words.subtypes[head] == "nsubj" and words.lemmas[verb] in _TRADING
