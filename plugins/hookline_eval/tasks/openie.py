"""Measure open relations: fact by fact as BenchIE does, and word by word as CaRB does."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

import click

from ..options import Call, common

if TYPE_CHECKING:
    from hookline import Document

    from ..openie_gold import Sentence
    from ..openie_match import Extraction, Overlap
    from ..score import Scores


@click.command("openie", short_help="Open relations of sentences: BenchIE's facts, CaRB's tuples.")
@click.argument("file")
@common
def command(file: str, call: Call) -> int:
    """
    Measure open relations against the sentences of FILE.

    FILE is JSON lines, the text of BenchIE, or (.tsv) the table of CaRB. Without --config the embedded
    model and the stage `relations` with `kinds: [open]` are measured.

    `facts` counts as BenchIE does: an extraction is right where it is word for word a form of a fact,
    and a fact is found by the first one that is; relations whose predicate is implied are left out, as
    they are there, and counted in `facts, implied too`. `tuples` counts as CaRB does: shares of words,
    at the score that gives the best F1.
    """
    from hookline import Document

    from ..openie_gold import read_sentences
    from ..pipeline import Trial
    from ..score import Scores
    from ..show import Report, finish

    sentences = read_sentences(file)
    trial = Trial(
        call, layer="relations", default=("stanza", {"use": "relations", "kinds": ["open"]})
    )
    cases = ((one, Document.from_text(one.text, id=one.id)) for one in sentences)
    done = [(case, _extractions(doc)) for case, doc in trial.over(cases)]
    scores = Scores()
    least = _best_score(done)
    for sentence, found in done:
        scores.open(sentence.id, sentence.group)
        _facts(scores, sentence, found)
        _tuples(scores, sentence, found, least)
    settings = {} if least is None else {"tuples from score": round(least, 3)}
    return finish(Report("openie", file, scores, trial.account, settings, "sentence"), call)


def _extractions(doc: Document | None) -> list[Extraction]:
    from hookline import Implied

    from ..openie_match import Extraction

    if doc is None:
        return []
    found: dict[tuple[str, str, str], Extraction] = {}
    for one in doc.relations or ():
        if one.type != "open":
            continue
        implied = isinstance(one.predicate, Implied)
        parts = (_text(doc, one.subject), _text(doc, one.predicate), _text(doc, one.object))
        found.setdefault(parts, Extraction(*parts, one.score, implied))
    return list(found.values())


def _text(doc: Document, mention: object) -> str:
    from hookline import Mention

    if not isinstance(mention, Mention):
        return str(getattr(mention, "text", mention))
    pieces = mention.pieces or ((mention.start, mention.end),)
    return " ".join(doc.text[start:end] for start, end in pieces)


def _facts(scores: Scores, sentence: Sentence, found: Sequence[Extraction]) -> None:
    from ..openie_match import Synsets

    if sentence.facts is None:
        return
    for measure, implied in (("facts", False), ("facts, implied too", True)):
        facts = [fact for fact in sentence.facts if implied or not fact.implied]
        synsets = Synsets(facts)
        places = [synsets.found_by(one) for one in found if implied or not one.implied]
        right = len({*places} - {None})
        scores.add(measure, right=right, found=right + places.count(None), wanted=len(facts))


def _tables(
    done: Sequence[tuple[Sentence, Sequence[Extraction]]],
) -> Iterator[tuple[Sentence, Sequence[Extraction], list[list[Overlap]]]]:
    for sentence, found in done:
        if sentence.tuples:
            yield sentence, found, _table(sentence, found)


def _table(sentence: Sentence, found: Sequence[Extraction]) -> list[list[Overlap]]:
    from ..openie_match import overlap

    divided = [
        [sentence.words(part) for part in (one.predicate, one.subject, one.object)] for one in found
    ]
    expected = [
        [sentence.words(part) for part in (one[0], one[1], " ".join(one[2:]))]
        for one in sentence.tuples
    ]
    return [[overlap(one, two) for two in divided] for one in expected]


def _best_score(done: Sequence[tuple[Sentence, Sequence[Extraction]]]) -> float | None:
    """Return the score from which on extractions make the best F1 of tuples."""
    from ..openie_match import overlaps

    marks = sorted({one.score for sentence, found in done if sentence.tuples for one in found})
    sums = [[0.0, 0.0, 0.0] for _ in marks]
    wanted = sum(len(sentence.tuples) for sentence, _ in done)
    for _, found, table in _tables(done):
        last = [0.0, 0.0, 0.0]
        for mark in sorted({one.score for one in found}, reverse=True):
            columns = [place for place, one in enumerate(found) if one.score >= mark]
            now = [*overlaps(table, columns), float(len(columns))]
            # What is added at this mark holds at every lower one.
            for at, value in enumerate(now):
                sums[bisect_left(marks, mark)][at] += value - last[at]
            last = now
    totals = accumulate(
        reversed(sums), lambda one, two: [a + b for a, b in zip(one, two, strict=True)]
    )
    best = [
        (2 * p * r / (p + r) if p + r else 0.0, mark)
        for (right, recalled, count), mark in zip(totals, reversed(marks), strict=True)
        for p, r in [(right / count if count else 0.0, recalled / wanted)]
    ]
    return max(best)[1] if best else None


def _tuples(
    scores: Scores, sentence: Sentence, found: Sequence[Extraction], least: float | None
) -> None:
    from ..openie_match import overlaps

    if not sentence.tuples:
        return
    kept = [one for one in found if least is not None and one.score >= least]
    right, recalled = overlaps(_table(sentence, kept), range(len(kept)))
    scores.add(
        "tuples", right=right, found=len(kept), wanted=len(sentence.tuples), recalled=recalled
    )
