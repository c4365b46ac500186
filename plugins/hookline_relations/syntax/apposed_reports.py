"""Take a report out of the noun before it, whose apposition parsers make of the speaker."""

from __future__ import annotations

from collections.abc import Sequence

from hookline import Token
from hookline_relations.syntax.dependents import child_of

__all__ = ["PARTING", "free_apposed_report"]

PARTING = frozenset({",", '"', "”", "“", "''", "``", "—"})
MAX_TIME = 5
"""The most words between a verb of saying and the mark after it: "have written for months,"."""
WITHIN_TIME = frozenset({"ADP", "NOUN", "PROPN", "ADV", "NUM", "DET"})
OWN_CLAUSE = frozenset({"root", "conj", "parataxis"})


def free_apposed_report(
    words: Sequence[Token], heads: list[int], rels: list[str], verb: int
) -> None:
    """
    Make a comment of a report that was read as part of the noun before it.

    That is "Acme, the state prosecutor alleges, paid Bolt" and "Acme paid its staff, the charity says".
    """
    if rels[verb] not in ("appos", "acl", "acl:relcl", "parataxis") or not _closes(words, verb):
        return
    if child_of(heads, rels, verb, "obj", "ccomp", "xcomp", "mark") is not None:
        return
    own = child_of(heads, rels, verb, "nsubj")
    speaker = _noun_before(heads, rels, verb) if own is None else own
    if not 0 < speaker < verb or words[speaker].upos not in ("NOUN", "PROPN"):
        return
    noun = heads[speaker] if own is None else heads[verb]
    if (own is None and rels[speaker] != "appos") or not 0 <= noun < speaker:
        return
    title = next(
        (i for i in range(noun + 1, speaker) if heads[i] == noun and rels[i] == "appos"), speaker
    )
    opening = min(
        i
        for i in range(noun + 1, speaker + 1)
        if words[i].upos != "PUNCT" and _is_below(heads, i, {title, speaker})
    )
    clause = _clause_over(words, heads, rels, noun)
    if clause is None or words[opening - 1].text not in PARTING or _is_below(heads, noun, {verb}):
        return
    heads[verb], rels[verb] = clause, "parataxis"
    heads[speaker], rels[speaker] = verb, "nsubj"
    if title != speaker:
        heads[title], rels[title] = speaker, "nmod:desc"


def _closes(words: Sequence[Token], verb: int) -> bool:
    """Return whether nothing but a time stands between a verb and the next mark."""
    for word in words[verb + 1 : verb + 1 + MAX_TIME]:
        if word.text in (".", ",", ";"):
            return True
        if word.upos not in WITHIN_TIME:
            return False
    return verb + 1 == len(words)


def _noun_before(heads: Sequence[int], rels: Sequence[str], verb: int) -> int:
    """Return the head of the name or noun right before a verb and its auxiliaries."""
    word = verb - 1
    while word > 0 and heads[word] == verb and rels[word] in ("aux", "advmod"):
        word -= 1
    while word > 0 and rels[word] == "flat":
        word = heads[word]
    return word


def _clause_over(
    words: Sequence[Token], heads: Sequence[int], rels: Sequence[str], noun: int
) -> int | None:
    """Return the verb of the clause that a noun is in: its own for a subject, else the outer one."""
    clause, is_subject = heads[noun], rels[noun].startswith("nsubj")
    while clause >= 0 and words[clause].upos not in ("VERB", "AUX"):
        clause = heads[clause]
    while clause >= 0 and not is_subject and rels[clause] not in OWN_CLAUSE:
        clause = heads[clause]
    return clause if clause >= 0 else None


def _is_below(heads: Sequence[int], word: int, tops: set[int]) -> bool:
    """Return whether a word is one of these or below one."""
    while word >= 0 and word not in tops:
        word = heads[word]
    return word >= 0
