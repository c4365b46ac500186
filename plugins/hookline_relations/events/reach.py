"""Tell how far a claim reaches: which clauses beside what somebody says are no part of it."""

from __future__ import annotations

from hookline_relations.events.reading import SentenceReading

__all__ = ["follows_claim", "is_said_of_first"]

NAMED = frozenset({"PERSON", "ORG", "LOC", "GPE"})
QUOTES = frozenset({'"', "“", "”", "«", "„", "``", "''"})


def follows_claim(reading: SentenceReading, index: int, head: int) -> bool:
    """Return whether a semicolon parts a clause from one that somebody vouches for."""
    return _follows_comment(reading, index, head) or _follows_report(reading, index, head)


def is_said_of_first(reading: SentenceReading, index: int, first: int) -> bool:
    """
    Return whether a comment is about the first of two clauses only: "A left, B said, and C stayed".

    It is where it stands inside or behind the first, and a comma parts the second, whose subject is
    neither a pronoun nor a number. One before both may be about both, unless the second names its
    subject.
    """
    tree = reading.tree
    claim, cue = reading.reports.beside(first)
    subject, own = tree.dependent(first, "nsubj"), tree.dependent(index, "nsubj")
    opening = tree.dependents(index, "cc", "mark")
    corrected = any(tree.lemmas[word] == "but" for word in opening)
    if claim is not None and corrected and reading.status[first].negative:
        return True  # "did not sell it, as Ann claimed, but leased it"
    if claim is None or subject is None or own is None or not opening:
        return False
    if tree.words[opening[0] - 1].text != "," or tree.tags[own] in ("PRON", "NUM", "DET"):
        return False
    if subject < cue < index:
        return True
    return cue < subject and tree.label(own) in NAMED


def _follows_comment(reading: SentenceReading, index: int, head: int) -> bool:
    """Return whether a semicolon parts a clause from a speaker before it: "…, Ann wrote; Bob left"."""
    tree, first = reading.tree, reading.tree.first(index)
    subject = tree.dependent(index, "nsubj")
    if subject is None or tree.tags[subject] == "PRON" or tree.words[first - 1].text != ";":
        return False
    return any(
        head < comment < first and reading.reports.is_comment(comment)
        for comment in tree.dependents(head, "parataxis")
    )


def _follows_report(reading: SentenceReading, index: int, head: int) -> bool:
    """Return whether a semicolon parts a clause from what was said: "Ann thinks A lost; Bolt left"."""
    tree, first = reading.tree, reading.tree.first(index)
    subject = tree.dependent(index, "nsubj")
    if subject is None or tree.tags[subject] == "PRON" or tree.words[first - 1].text != ";":
        return False
    report = tree.heads[head]
    quoted = any(tree.words[word].text in QUOTES for word in range(max(report, 0), first))
    return tree.base(head) == "ccomp" and report < head and not quoted
