"""`hookline eval relations`: typed relations, by their type and their two ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from ..options import Call, common

if TYPE_CHECKING:
    from hookline import Document, Relation

    from ..relations_gold import Fact, Span, Text
    from ..score import Scores


@click.command(
    "relations",
    short_help="Typed relations: KnowledgeNet, re3d, Re-DocRED, or your own lines.",
    epilog="""\b
Examples:
  hookline eval relations knowledgenet.jsonl.gz
  hookline eval relations own.jsonl --config configs/news.yaml --set stages.relations.threshold=0.8""",
)
@click.argument("file")
@common
def command(file: str, call: Call) -> int:
    """
    Compare the typed relations that a config finds with those of FILE.

    FILE is JSON lines of KnowledgeNet, of re3d, or with `text` and `typed` (type, subject and object
    as [start, end]), or the JSON of Re-DocRED; compressed or not. A relation is right if its type fits
    a fact's and both ends share a character with it (`overlap`), or are the same (`exact`). A row of
    the table is a type of the file. Only what the file tells all of is scored: types that it has not,
    or that a sentence was not searched for, count neither way. Of a fact with several mentions any
    will do; a relation that says more than is asked ("leads" for "member_of") counts where it is right.
    """
    from hookline import Document

    from ..pipeline import Trial
    from ..relations_gold import read_texts
    from ..score import Scores
    from ..show import Report, finish

    texts = read_texts(file)
    trial = Trial(call, "relations", ("stanza", "relations"))
    scores = Scores()
    cases = ((text, Document.from_text(text.text, id=text.id)) for text in texts)
    opened: str | None = None
    for text, doc in trial.over(cases):
        if text.group != opened:
            scores.open(text.group)
            opened = text.group
        found = [one for one in (doc.relations if doc else ()) or () if one.type != "open"]
        for measure, same in (("overlap", _overlap), ("exact", _equal)):
            _score(scores, measure, text, doc, found, same)
    return finish(Report("relations", file, scores, trial.account), call)


def _score(
    scores: Scores,
    measure: str,
    text: Text,
    doc: Document | None,
    found: list[Relation],
    same: Callable[[Span, Span], bool],
) -> None:
    from ..relations_types import IMPLIED

    matched: set[int] = set()
    for relation in found:
        assert doc
        ends = [
            doc.alignment.to_raw(end.start, end.end) for end in (relation.subject, relation.object)
        ]
        types = {relation.type, IMPLIED.get(relation.type, relation.type)}
        fitting = [
            number
            for number, fact in enumerate(text.facts)
            if types & fact.types and _fits(fact, ends[0], ends[1], same)
        ]
        matched.update(fitting)
        required = [number for number in fitting if not text.facts[number].optional]
        if required:
            scores.add(measure, text.facts[required[0]].label, right=1, found=1, recalled=0)
        elif not fitting and (label := _label(text, relation.type)):
            scores.add(measure, label, found=1)
    for number, fact in enumerate(text.facts):
        if not fact.optional:
            scores.add(measure, fact.label, wanted=1, recalled=number in matched)


def _label(text: Text, type: str) -> str | None:
    """Return the row in which a wrong relation counts; none where the file does not tell all."""
    return type if text.asked is None else text.asked.get(type)


def _fits(fact: Fact, subject: Span, object: Span, same: Callable[[Span, Span], bool]) -> bool:
    ways = [(fact.subjects, fact.objects)]
    if fact.mutual:
        ways.append((fact.objects, fact.subjects))
    return any(
        any(same(subject, one) for one in subjects) and any(same(object, one) for one in objects)
        for subjects, objects in ways
    )


def _overlap(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def _equal(one: Span, two: Span) -> bool:
    return one == two
