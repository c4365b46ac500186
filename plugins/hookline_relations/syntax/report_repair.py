"""Repair reports that parsers take for a part of what they report, or without their speaker."""

from __future__ import annotations

from collections.abc import Sequence

from hookline import Token
from hookline_relations.syntax.apposed_reports import PARTING, free_apposed_report
from hookline_relations.syntax.dependents import child_of
from hookline_relations.syntax.vocabulary import REPORT_VERBS

__all__ = ["repair_reports"]


def repair_reports(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Change heads and relations of verbs of saying in place."""
    for verb in range(len(words)):
        if (words[verb].lemma or "").lower() in REPORT_VERBS and words[verb].upos == "VERB":
            _free_relative(words, heads, rels, verb)
            _find_reported_subject(words, heads, rels, verb)
            _find_reported_clause(words, heads, rels, verb)
            _free_reported_clause(words, heads, rels, verb)
            _part_at_semicolon(words, heads, rels, verb)
            _free_inserted_report(words, heads, rels, verb)
            free_apposed_report(words, heads, rels, verb)
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
    contents = [i for i, head in enumerate(heads) if head == verb and rels[i] == "ccomp"]
    said_before = rels[verb] == "root" and len(contents) > 1 and contents[0] < verb
    clause = contents[-1] if contents else None
    if clause is None or not verb < clause or not (rels[verb] == "parataxis" or said_before):
        return
    if any(words[index].text == ";" for index in range(verb, clause)):
        heads[clause], rels[clause] = verb if heads[verb] < 0 else heads[verb], "parataxis"


def _free_relative(words: Sequence[Token], heads: list[int], rels: list[str], verb: int) -> None:
    """Give a clause with "whose" to the noun before it: "…, said Ann in a letter to Bolt, whose …"."""
    clause = child_of(heads, rels, verb, "ccomp")
    subject = None if clause is None else child_of(heads, rels, clause, "nsubj")
    if clause is None or subject is None or not verb + 1 < subject < clause:
        return
    noun = subject - 3
    whose = words[subject - 1].text.lower() == "whose" and words[subject - 2].text == ","
    above = noun
    while above >= 0 and above != clause:
        above = heads[above]
    if whose and noun > verb and above < 0 and words[noun].upos in ("NOUN", "PROPN"):
        heads[clause], rels[clause] = noun, "acl:relcl"


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
    if content is None:
        content = _bare_conjunct(
            words, heads, rels, verb
        )  # "Acme, its lawyer replied, bought Bolt"
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
    for index in range(content + 1, len(words)):
        if heads[index] == verb and rels[index] == "conj":
            heads[index] = content


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


def _bare_conjunct(
    words: Sequence[Token], heads: Sequence[int], rels: Sequence[str], verb: int
) -> int | None:
    """Return a finite verb behind a comma that nothing coordinates with the one before."""
    clause = child_of(heads, rels, verb, "conj")
    if clause is None or clause < verb or words[clause - 1].text != ",":
        return None
    finite = words[clause].xpos in ("VBZ", "VBP", "VBD")
    return clause if finite and child_of(heads, rels, clause, "cc", "nsubj") is None else None


def _is_parted(words: Sequence[Token], first: int, verb: int, own: int, content: int) -> bool:
    """Return whether marks set off a report with its speaker: "Acme," claims Ann, "bought Bolt"."""
    before, after = words[verb - 1].text, words[content - 1].text
    return first < verb < own < content and before in PARTING and after in PARTING


def _make_comment(heads: list[int], rels: list[str], verb: int, content: int) -> None:
    """Hang a verb of saying below what it reports, as a comment."""
    heads[content], rels[content] = heads[verb], rels[verb]
    heads[verb], rels[verb] = content, "parataxis"


def _is_alone(words: Sequence[Token], heads: Sequence[int], rels: Sequence[str], verb: int) -> bool:
    """Return whether nothing coordinates a finite verb with another, not even a series of them."""
    series = [i for i, head in enumerate(heads) if head == heads[verb] and rels[i] == "conj"]
    own = child_of(heads, rels, verb, "cc", "conj")
    return words[verb].xpos in ("VBD", "VBZ") and series == [verb] and own is None


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
    above = heads[verb]
    if subject is None and rels[verb] == "conj" and _is_alone(words, heads, rels, verb):
        rels[verb] = "parataxis"  # "Acme lost money, admitted its head"
    if subject is None and rels[verb] in ("parataxis", "root"):
        rels[speaker] = "nsubj"
    elif (
        subject is not None
        and content is None
        and rels[verb] == "parataxis"
        and subject < verb < speaker < above
        and child_of(heads, rels, above, "nsubj") is None
    ):  # "“Acme,” complained its head, “bought Bolt”"
        heads[subject], rels[speaker] = above, "nsubj"
    elif (
        subject is not None
        and content is not None
        and subject < content < verb
        and child_of(heads, rels, content, "nsubj") is None
    ):
        _make_comment(heads, rels, verb, content)
        heads[subject], rels[speaker] = content, "nsubj"
