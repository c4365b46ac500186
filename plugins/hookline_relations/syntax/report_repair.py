"""Repair reports that parsers take for a part of what they report, or without their speaker."""

from __future__ import annotations

from collections.abc import Sequence

from hookline import Token
from hookline_relations.syntax.vocabulary import REPORT_VERBS

__all__ = ["child_of", "repair_reports"]

PARTING = frozenset({",", '"', "”", "“", "''", "``", "—"})


def repair_reports(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Change heads and relations of verbs of saying in place."""
    for verb in range(len(words)):
        if (words[verb].lemma or "").lower() in REPORT_VERBS and words[verb].upos == "VERB":
            _find_reported_subject(words, heads, rels, verb)
            _find_reported_clause(words, heads, rels, verb)
            _free_reported_clause(words, heads, rels, verb)
            _part_at_semicolon(words, heads, rels, verb)
            _free_inserted_report(words, heads, rels, verb)
            _find_inverted_speaker(words, heads, rels, verb)


def _find_reported_clause(
    words: Sequence[Token], heads: list[int], rels: list[str], verb: int
) -> None:
    """Read a clause before a speaker as what is said, not as its circumstance: "A hit B, he added"."""
    speaker, clause = (child_of(heads, rels, verb, rel) for rel in ("nsubj", "advcl"))
    if speaker is None or clause is None or not clause < speaker < verb:
        return
    if words[speaker - 1].text not in PARTING or child_of(heads, rels, verb, "ccomp", "obj"):
        return
    finite = words[clause].xpos in ("VBZ", "VBP", "VBD")
    subject = child_of(heads, rels, clause, "nsubj")
    if finite and subject is not None and child_of(heads, rels, clause, "mark") is None:
        rels[clause] = "ccomp"


def _free_reported_clause(
    words: Sequence[Token], heads: list[int], rels: list[str], verb: int
) -> None:
    """Read a clause after a comma as what is said, not as part of a time: "said then, sales rose"."""
    thing = child_of(heads, rels, verb, "obj")
    clause = None if thing is None else child_of(heads, rels, thing, "acl")
    if thing is None or clause is None or not verb < thing < clause or rels[clause] != "acl":
        return
    subject = child_of(heads, rels, clause, "nsubj")
    finite = words[clause].xpos in ("VBZ", "VBP", "VBD")
    if finite and subject is not None and words[thing + 1].text == ",":
        heads[clause], rels[clause], rels[thing] = verb, "ccomp", "obl"


def _part_at_semicolon(
    words: Sequence[Token], heads: list[int], rels: list[str], verb: int
) -> None:
    """Read a clause behind a semicolon as no part of what is said: "…, Ann wrote; Bob left"."""
    clause = child_of(heads, rels, verb, "ccomp")
    if clause is None or rels[verb] != "parataxis" or not verb < clause or heads[verb] < 0:
        return
    if any(words[index].text == ";" for index in range(verb, clause)):
        heads[clause], rels[clause] = heads[verb], "parataxis"


def _find_reported_subject(
    words: Sequence[Token], heads: list[int], rels: list[str], verb: int
) -> None:
    """Read a noun between "said" and a finite verb as the subject of that verb: "said it shows …"."""
    thing, content = (child_of(heads, rels, verb, rel) for rel in ("obj", "ccomp"))
    if thing is None or content is None or not verb < thing < content:
        return
    finite = words[content].xpos in ("VBZ", "VBP", "VBD")
    if finite and child_of(heads, rels, content, "nsubj", "mark", "expl") is None:
        heads[thing], rels[thing] = content, "nsubj"


def _free_inserted_report(
    words: Sequence[Token], heads: list[int], rels: list[str], verb: int
) -> None:
    """
    Take an inserted report out of the clause that it interrupts: "Acme, analysts say, bought Bolt".

    Parsers make the subject of the clause that of the report, and its speaker an apposition.
    """
    if rels[verb] == "acl:relcl" and verb and verb + 1 < len(words):
        clause = next(
            (
                index
                for index in range(verb + 1, len(words))
                if heads[index] == heads[verb] and rels[index] == "acl:relcl"
            ),
            None,
        )
        if clause is not None and words[verb + 1].text == ",":
            _make_comment(heads, rels, verb, clause)  # "who, prosecutors say, killed him"
        elif words[verb + 1].text == ",":
            _free_from_subject(words, heads, rels, verb)
        return
    content = child_of(heads, rels, verb, "ccomp")
    if content is None or child_of(heads, rels, content, "expl", "mark") is not None:
        return
    subject = child_of(heads, rels, verb, "nsubj")
    own = child_of(heads, rels, content, "nsubj")
    if subject is not None and own is not None:
        if _is_parted(words, subject, verb, own, content):
            _make_comment(heads, rels, verb, content)
            heads[subject], heads[own] = content, verb
        return
    first = own if subject is None else subject
    if first is None or not first < verb < content:
        return
    between = [words[index].text for index in range(first + 1, verb)]
    after = [words[index].text for index in range(verb + 1, content)]
    if "," not in between or "," not in after + between[-1:]:
        return
    speaker = child_of(heads, rels, first, "appos")
    if speaker is None or not first < speaker < verb:
        speaker = child_of(heads, rels, content, "vocative", "obl", "obj", "nmod")
        if speaker is None or not verb < speaker < content:
            return
    _make_comment(heads, rels, verb, content)
    heads[first] = content
    rels[first] = "nsubj" if own is None else rels[first]
    heads[speaker], rels[speaker] = verb, "nsubj"


def _free_from_subject(
    words: Sequence[Token], heads: list[int], rels: list[str], verb: int
) -> None:
    """Take an inserted report from the subject that it follows: "Acme, experts say, bought Bolt"."""
    subject = heads[verb]
    speaker, clause = child_of(heads, rels, subject, "appos"), heads[subject]
    if speaker is None or not subject < speaker < verb < clause or rels[subject] != "nsubj":
        return
    if child_of(heads, rels, verb, "nsubj", "obj", "ccomp") is None:
        heads[verb], rels[verb] = clause, "parataxis"
        heads[speaker], rels[speaker] = verb, "nsubj"


def _is_parted(words: Sequence[Token], first: int, verb: int, own: int, content: int) -> bool:
    """Return whether marks set off a report with its speaker: "Acme," claims Ann, "bought Bolt"."""
    before, after = words[verb - 1].text, words[content - 1].text
    return first < verb < own < content and before in PARTING and after in PARTING


def _make_comment(heads: list[int], rels: list[str], verb: int, content: int) -> None:
    """Hang a verb of saying below what it reports, as a comment."""
    heads[content], rels[content] = heads[verb], rels[verb]
    heads[verb], rels[verb] = content, "parataxis"


def _find_inverted_speaker(
    words: Sequence[Token], heads: list[int], rels: list[str], verb: int
) -> None:
    """Read the name behind a report as its subject: "Acme bought Bolt, says Ann Lee"."""
    speaker = child_of(heads, rels, verb, "iobj", "obj", "obl", "vocative", "dep")
    if speaker is None or speaker < verb or words[speaker].upos not in ("PROPN", "NOUN"):
        return
    if any(rels[index] == "case" and heads[index] == speaker for index in range(verb, speaker)):
        return
    if not verb or words[verb - 1].text not in (",", '"', "”", "''", "—"):
        return
    subject = child_of(heads, rels, verb, "nsubj")
    content = child_of(heads, rels, verb, "ccomp")
    if subject is None and rels[verb] in ("parataxis", "root"):
        rels[speaker] = "nsubj"
    elif (
        subject is not None
        and content is not None
        and subject < content < verb
        and child_of(heads, rels, content, "nsubj") is None
    ):
        _make_comment(heads, rels, verb, content)
        heads[subject], rels[speaker] = content, "nsubj"


def child_of(heads: Sequence[int], rels: Sequence[str], head: int, *bases: str) -> int | None:
    """Return the first dependent of a word with one of these relations."""
    return next(
        (
            index
            for index, other in enumerate(heads)
            if other == head and rels[index].partition(":")[0] in bases
        ),
        None,
    )
