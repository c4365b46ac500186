"""`hookline eval openie`: open relations, by facts as BenchIE does and by words as CaRB does."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

import click

from hookline import Document, Implied, Span
from hookline_eval.evaluation.options import EvalOptions, common_options
from hookline_eval.evaluation.run import EvalRun
from hookline_eval.gold.facts import FactSentence, read_fact_sentences
from hookline_eval.matching.open_relations import (
    Extraction,
    FactMatcher,
    TupleOverlap,
    total_overlap,
    tuple_overlap,
)
from hookline_eval.output.printing import print_report
from hookline_eval.output.report import EvalReport
from hookline_eval.scoring.scores import Scores

Extracted = Sequence[tuple[FactSentence, Sequence[Extraction]]]


@click.command("openie", short_help="Open relations of sentences: BenchIE's facts, CaRB's tuples.")
@click.argument("file")
@common_options
def command(file: str, options: EvalOptions) -> int:
    """
    Measure open relations against the sentences of FILE.

    FILE is JSON lines, the text of BenchIE, or (.tsv) the table of CaRB. Without --config the embedded
    model and the stage `relations` with `kinds: [open]` are measured.

    `facts` counts as BenchIE does: an extraction is right if it is word for word a form of a fact, and
    a fact is found by the first one that is. Relations with an implied predicate are left out, as
    BenchIE does, and counted in `facts, implied too`. `tuples` counts as CaRB does: shares of words, at
    the score threshold with the best F1.
    """
    sentences = read_fact_sentences(file)
    run = EvalRun(options, "relations", ("stanza", {"use": "relations", "kinds": ["open"]}))
    cases = (
        (sentence, Document.from_text(sentence.text, id=sentence.id)) for sentence in sentences
    )
    extracted = [(sentence, _extractions(doc)) for sentence, doc in run.process(cases)]
    scores = Scores()
    threshold = _best_threshold(extracted)
    for sentence, extractions in extracted:
        scores.open(sentence.id, sentence.group)
        _score_facts(scores, sentence, extractions)
        _score_tuples(scores, sentence, extractions, threshold)
    task_options = {} if threshold is None else {"tuples from score": round(threshold, 3)}
    report = EvalReport("openie", file, scores, run.summary, task_options, "sentence")
    return print_report(report, options)


def _extractions(doc: Document | None) -> list[Extraction]:
    """Return the open relations of a document, the first of those with equal texts."""
    if doc is None:
        return []
    extractions: dict[tuple[str, str, str], Extraction] = {}
    for relation in doc.relations or ():
        if relation.type == "open":
            mentions = (relation.subject, relation.predicate, relation.object)
            subject, predicate, object_ = (_text(doc, mention) for mention in mentions)
            implied = isinstance(relation.predicate, Implied)
            extraction = Extraction(subject, predicate, object_, relation.score, implied)
            extractions.setdefault((subject, predicate, object_), extraction)
    return list(extractions.values())


def _text(doc: Document, mention: Span | Implied) -> str:
    if isinstance(mention, Implied):
        return mention.text
    pieces = mention.pieces or ((mention.start, mention.end),)
    return " ".join(doc.text[start:end] for start, end in pieces)


def _score_facts(scores: Scores, sentence: FactSentence, extractions: Sequence[Extraction]) -> None:
    if sentence.facts is None:
        return
    for measure, with_implied in (("facts", False), ("facts, implied too", True)):
        facts = [fact for fact in sentence.facts if with_implied or not fact.implied]
        matcher = FactMatcher(facts)
        matches = [matcher.match(item) for item in extractions if with_implied or not item.implied]
        right = len({*matches} - {None})
        scores.add(measure, right=right, found=right + matches.count(None), wanted=len(facts))


def _overlap_table(
    sentence: FactSentence, extractions: Sequence[Extraction]
) -> list[list[TupleOverlap]]:
    """Return a row for each tuple of the sentence, with a column for each extraction."""
    split = sentence.split_words
    extracted = [
        [split(item.predicate), split(item.subject), split(item.object)] for item in extractions
    ]
    expected = [
        [split(predicate), split(subject), split(" ".join(others))]
        for predicate, subject, *others in sentence.tuples
    ]
    return [[tuple_overlap(row, column) for column in extracted] for row in expected]


def _best_threshold(extracted: Extracted) -> float | None:
    """Return the score from which on the extractions have the best F1 of tuples."""
    with_tuples = [(sentence, items) for sentence, items in extracted if sentence.tuples]
    thresholds = sorted({item.score for _, items in with_tuples for item in items})
    if not thresholds:
        return None
    # The change of precision, recall and number of extractions that each threshold brings.
    changes = [[0.0, 0.0, 0.0] for _ in thresholds]
    for sentence, items in with_tuples:
        table = _overlap_table(sentence, items)
        previous = [0.0, 0.0, 0.0]
        for threshold in sorted({item.score for item in items}, reverse=True):
            columns = [column for column, item in enumerate(items) if item.score >= threshold]
            sums = [*total_overlap(table, columns), float(len(columns))]
            change = changes[bisect_left(thresholds, threshold)]
            for index, value in enumerate(sums):
                change[index] += value - previous[index]
            previous = sums
    # What a threshold adds also holds at every lower one.
    totals = accumulate(
        reversed(changes), lambda left, right: [a + b for a, b in zip(left, right, strict=True)]
    )
    wanted = sum(len(sentence.tuples) for sentence, _ in with_tuples)
    return max(
        (_f1(right / count if count else 0.0, recalled / wanted), threshold)
        for (right, recalled, count), threshold in zip(totals, reversed(thresholds), strict=True)
    )[1]


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _score_tuples(
    scores: Scores,
    sentence: FactSentence,
    extractions: Sequence[Extraction],
    threshold: float | None,
) -> None:
    if not sentence.tuples:
        return
    kept = [item for item in extractions if threshold is not None and item.score >= threshold]
    right, recalled = total_overlap(_overlap_table(sentence, kept), range(len(kept)))
    wanted = len(sentence.tuples)
    scores.add("tuples", right=right, found=len(kept), wanted=wanted, recalled=recalled)
