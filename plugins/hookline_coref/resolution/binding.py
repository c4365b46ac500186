"""
Find who a pronoun cannot be because its clause has them as the subject.

A pronoun that is no reflexive is never the subject of its own clause (principle B of Chomsky's binding
theory, 1981): in "Tom wants to marry her" she is not Tom, who would marry.
"""

from __future__ import annotations

from hookline_coref.mentions.mention import REFLEXIVES, DetectedMention
from hookline_coref.text.words import DocumentWords

__all__ = ["clause_subjects"]

_MAX_CLAUSES = 6
"""How many clauses up the subject of an infinitive is looked for."""
_RELATIVE = frozenset({"who", "which", "that"})
_PROMISING = frozenset({"promise", "vow", "pledge", "threaten", "swear"})
"""Verbs whose subject does what the infinitive says, although they have an object."""
_CAUSING = frozenset(
    {
        *(
            "allow",
            "bring",
            "cause",
            "cost",
            "drive",
            "earn",
            "enable",
            "force",
            "get",
            "give",
            "help",
        ),
        *("keep", "land", "lead", "leave", "let", "make", "permit", "prevent", "prompt", "push"),
        *("put", "require", "save", "send", "turn", "win"),
    }
)
"""Verbs whose participle may be about all that was said: "Acme won the case, enabling it to grow"."""
_OPEN = frozenset({"to", "for", "from", "of", "into", "on"})
"""Words that introduce what the object of the verb before may do: "hired Ann to help him"."""


def clause_subjects(words: DocumentWords, mention: DetectedMention) -> list[int]:
    """Return the heads of the subject of a pronoun's clause where the pronoun is an object of it."""
    head = mention.head
    is_object = words.relations[head] in ("obj", "iobj") and words.heads[head] >= 0
    if not mention.pronoun or not is_object or words.lower[head] in REFLEXIVES:
        return []
    subject = _subject(words, words.heads[head])
    if subject < 0:
        return []
    joined = [child for child in words.children[subject] if words.relations[child] == "conj"]
    return [subject, *joined]


def _subject(words: DocumentWords, verb: int) -> int:
    """Return who does what a verb says, also where a verb before it has the subject, else -1."""
    for _ in range(_MAX_CLAUSES):
        subject, relation, above = (
            words.child(verb, "nsubj"),
            words.relations[verb],
            words.heads[verb],
        )
        if subject >= 0:
            is_relative = relation == "acl" and words.lower[subject] in _RELATIVE
            return above if is_relative else subject
        if above < 0 or relation not in ("conj", "xcomp", "advcl"):
            return -1
        object = words.child(above, "obj", "iobj") if relation != "conj" else -1
        if relation == "xcomp" and object >= 0 and words.lemmas[above] not in _PROMISING:
            return object
        if relation == "advcl" and _is_open(words, verb, object):
            return -1
        verb = above
    return -1


def _is_open(words: DocumentWords, verb: int, object: int) -> bool:
    """Return whether an adverbial clause may be about something else than the subject before it."""
    marks = [
        words.lower[child] for child in words.children[verb] if words.relations[child] == "mark"
    ]
    if marks:
        return object >= 0 and bool(_OPEN.intersection(marks))
    if words.lemmas[verb] in _CAUSING:
        return True
    return object >= 0 and "," not in words.forms[object:verb]
