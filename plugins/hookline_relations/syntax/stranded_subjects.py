"""Give a subject back to the verb that a clause parts it from: "a man who ran A sold B"."""

from __future__ import annotations

from collections.abc import Sequence

from hookline import Token
from hookline_relations.syntax.dependents import child_of

__all__ = ["repair_stranded_subjects"]

MAX_WORDS = 400
"""A longer sentence is left as it is: the work grows with the square of its length."""
FINITE = frozenset({"VBD", "VBZ", "VBP"})
RELATIVE = frozenset({"who", "which", "that", "whose", "whom", "where"})
STRAY = frozenset({"parataxis", "ccomp", "conj", "acl:relcl"})


def repair_stranded_subjects(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Change heads and relations in place; the result has no cycles if `heads` has none."""
    if len(words) > MAX_WORDS:
        return
    for index in range(len(words)):
        if words[index].upos in ("NOUN", "PROPN"):
            _join_past_relative(words, heads, rels, index)
        elif words[index].upos == "VERB" and heads[index] < 0:
            _join_past_participle(words, heads, rels, index)


def _join_past_relative(
    words: Sequence[Token], heads: list[int], rels: list[str], noun: int
) -> None:
    """Read a noun with a relative clause that is read as a clause as the subject of the verb behind."""
    above = heads[noun]
    of_clause = rels[noun] in ("conj", "parataxis") and words[above].upos in ("VERB", "AUX")
    own = child_of(heads, rels, noun, "cop", "nsubj")
    if not (of_clause or rels[noun] == "root") or own is not None:
        return
    relative = next(
        (i for i in range(noun + 1, len(words)) if heads[i] == noun and rels[i] == "acl:relcl"),
        None,
    )
    if relative is None or not _is_relative(words, heads, noun, relative):
        return
    verb = next(
        (
            index
            for index in range(relative + 1, len(words))
            if heads[index] in (noun, relative, above) and _is_stray(words, heads, rels, index)
        ),
        None,
    )
    if verb is None:
        return
    heads[verb], rels[verb] = above, rels[noun]
    heads[noun], rels[noun] = verb, "nsubj"
    for index in range(len(words)):
        if heads[index] == noun and rels[index] == "cc" and index < noun:
            heads[index] = verb


def _join_past_participle(
    words: Sequence[Token], heads: list[int], rels: list[str], participle: int
) -> None:
    """Read a participle between commas as no verb of its own: "Ann, said to be ill, left"."""
    noun = child_of(heads, rels, participle, "nsubj")
    parted = words[participle - 1].text == "," and noun is not None and noun < participle
    if noun is None or not parted or words[participle].xpos not in ("VBD", "VBN"):
        return
    if child_of(heads, rels, participle, "aux", "ccomp") is not None:
        return
    verb = next(
        (
            index
            for index in range(participle + 1, len(words))
            if heads[index] == participle
            and rels[index] in ("parataxis", "conj")
            and words[index - 1].text == ","
            and _is_stray(words, heads, rels, index)
        ),
        None,
    )
    if verb is None:
        return
    heads[verb], rels[verb] = -1, "root"
    heads[noun], rels[noun] = verb, "nsubj"
    heads[participle], rels[participle] = noun, "acl"


def _is_relative(words: Sequence[Token], heads: Sequence[int], noun: int, relative: int) -> bool:
    """Return whether a clause has a relative pronoun between its noun and its verb."""
    return any(words[index].text.lower() in RELATIVE for index in range(noun + 1, relative))


def _is_stray(words: Sequence[Token], heads: Sequence[int], rels: Sequence[str], verb: int) -> bool:
    """Return whether a finite verb has no subject, and nothing that joins it to a verb before."""
    if rels[verb] not in STRAY or words[verb].upos != "VERB" or words[verb].xpos not in FINITE:
        return False
    return child_of(heads, rels, verb, "nsubj", "cc", "mark", "expl", "csubj") is None and not any(
        heads[index] == verb and words[index].text.lower() in RELATIVE
        for index in range(len(words))
    )
