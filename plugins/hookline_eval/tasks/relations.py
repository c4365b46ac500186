"""`hookline eval relations`: typed relations, by their type and their two arguments."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import click

from hookline import Document, Relation, shown
from hookline_eval.evaluation.folds import check_folds, fold_options, in_fold
from hookline_eval.evaluation.options import EvalOptions, common_options
from hookline_eval.evaluation.run import EvalRun, EvalSummary
from hookline_eval.gold.layout import Offsets
from hookline_eval.gold.relation_types import IMPLIED_TYPES
from hookline_eval.gold.relations import GoldRelation, RelationText, read_relation_texts
from hookline_eval.matching.equal_facts import equal_facts
from hookline_eval.matching.label_map import LabelMap
from hookline_eval.output.printing import print_report
from hookline_eval.output.report import EvalReport
from hookline_eval.scoring.scores import Scores

SpanMatch = Callable[[Offsets, Offsets], bool]


class _Predicted(NamedTuple):
    """A relation that a config finds; `types` are its type and the more general one it implies."""

    type: str
    types: frozenset[str]
    subject: Offsets
    object: Offsets


@click.command(
    "relations",
    short_help="Typed relations: KnowledgeNet, re3d, Re-DocRED, or JSON lines of your own.",
    epilog="""\b
Examples:
  hookline eval relations knowledgenet.jsonl.gz
  hookline eval relations knowledgenet.jsonl.gz --folds 5 --set stages.relations.scorer=fold-{fold}.npz
  hookline eval relations own.jsonl --config configs/news.yaml --set stages.relations.threshold=0.8
  hookline eval relations coarse.jsonl --map leads=role --map works_for=role --map meets=""",
)
@click.argument("file")
@click.option(
    "--folds",
    type=click.IntRange(2),
    help="Run each of this many parts, cut by document, with its number for {fold} in --config and "
    "--set.",
)
@click.option(
    "--map",
    "renamings",
    multiple=True,
    metavar="FROM=TO",
    help="Rename a type, of the file and of what is found; an empty TO leaves it out.",
)
@common_options
def command(file: str, folds: int | None, renamings: tuple[str, ...], options: EvalOptions) -> int:
    """
    Compare the typed relations that a config finds with those of FILE.

    FILE is JSON lines of KnowledgeNet, of re3d, or with `text` and `typed` (type, subject and object
    as [start, end]), or the JSON of Re-DocRED; compressed or not. A relation is right if its type
    matches and both arguments share a character with those of the file (`overlap`), or are the same
    (`exact`). In `facts`, relations of the file that differ in a pronoun are one, which any of them
    recalls. A row of the table is a type of the file. Only types that the file annotates
    exhaustively are scored. An argument with several mentions matches by any of them. A relation of a
    more specific type than the file has ("leads" for "member_of") is right, but never wrong.

    With --folds 5, documents are cut into five parts by the checksum of their id, and each is run with
    models that have not seen it: --set stages.relations.scorer=models/fold-{fold}.npz. --limit is for
    all parts together.
    """
    type_map = LabelMap(renamings, {})
    if folds is not None:
        check_folds(options)
    annotated = read_relation_texts(file)
    texts = [_renamed(text, type_map) for text in annotated]
    if not _has_wanted(texts):
        cause = "holds no relation that has to be found"
        if _has_wanted(annotated):
            cause = "--map leaves out every relation"
        text = f"{file}: {cause}, so that recall has no value"
        warnings.warn(shown(text), UserWarning, stacklevel=2)
    texts = texts[: options.limit]  # of all folds together
    scores = Scores()
    if folds is None:
        summary = _score_texts(texts, options, scores, type_map)
    else:
        summary, *others = (
            _score_texts(in_fold(texts, fold, folds), fold_options(options, fold), scores, type_map)
            for fold in range(1, folds + 1)
        )
        for other in others:
            summary.add(other)
    type_map.warn_of_unused()
    report = EvalReport("relations", file, scores, summary, {"folds": folds} if folds else {})
    return print_report(report, options)


def _has_wanted(texts: Iterable[RelationText]) -> bool:
    return any(not relation.optional for text in texts for relation in text.relations)


def _renamed(text: RelationText, type_map: LabelMap) -> RelationText:
    """Return a text with its relations under the names that the map gives to their types."""
    relations = [
        relation._replace(label=type_map(relation.label), types=types)
        for relation in text.relations
        if type_map(relation.label) and (types := _new_names(relation.types, type_map))
    ]
    label_of_type = text.label_of_type
    if label_of_type is not None:
        label_of_type = {type_map(name): type_map(label) for name, label in label_of_type.items()}
    return text._replace(relations=tuple(relations), label_of_type=label_of_type)


def _new_names(types: Iterable[str], type_map: LabelMap) -> frozenset[str]:
    return frozenset(new_name for name in types if (new_name := type_map(name)))


def _score_texts(
    texts: Iterable[RelationText], options: EvalOptions, scores: Scores, type_map: LabelMap
) -> EvalSummary:
    """Run the config over texts, add their counts to the scores, and return what became of them."""
    run = EvalRun(options, "relations", ("stanza", "relations"))
    cases = ((text, Document.from_text(text.text, id=text.id)) for text in texts)
    open_document: str | None = None
    for text, doc in run.process(cases):
        if text.document != open_document:
            scores.open(text.document)
            open_document = text.document
        predicted: Sequence[_Predicted] = ()
        if doc is not None:
            predicted = _predicted(doc, type_map)
        pairs = range(len(text.relations))
        _score(scores, "overlap", text, predicted, _overlap, pairs)
        _score(scores, "exact", text, predicted, _equal, pairs)
        _score(scores, "facts", text, predicted, _overlap, equal_facts(text))
    return run.summary


def _predicted(doc: Document, type_map: LabelMap) -> list[_Predicted]:
    """Return the typed relations of a document, those that get the same name and ends once."""
    predicted = {
        (new_name, *spans): _Predicted(
            new_name,
            _new_names({relation.type, IMPLIED_TYPES.get(relation.type, relation.type)}, type_map),
            *spans,
        )
        for relation in doc.relations or ()
        if relation.type != "open" and (new_name := type_map(relation.type))
        for spans in [_raw_spans(relation, doc)]
    }
    return list(predicted.values())


def _raw_spans(relation: Relation, doc: Document) -> tuple[Offsets, Offsets]:
    """Return the offsets of subject and object in the raw text."""
    subject, object_ = (
        doc.alignment.to_raw(mention.start, mention.end)
        for mention in (relation.subject, relation.object)
    )
    return subject, object_


def _score(
    scores: Scores,
    measure: str,
    text: RelationText,
    predicted: Sequence[_Predicted],
    span_match: SpanMatch,
    facts: Sequence[int],
) -> None:
    """Count relations; `facts` numbers those of the file, of which equal ones count once."""
    recalled: set[int] = set()
    for type_name, types, subject, object_ in predicted:
        matches = [
            index
            for index, gold in enumerate(text.relations)
            if types & gold.types and _arguments_match(gold, subject, object_, span_match)
        ]
        recalled.update(facts[index] for index in matches)
        required = [index for index in matches if not text.relations[index].optional]
        if required:
            label = text.relations[required[0]].label
            scores.add(measure, label, right=1, found=1, recalled=0)
        elif not matches and (wrong_label := _label_of_type(text, type_name)):
            scores.add(measure, wrong_label, found=1)
    wanted = {
        fact: gold.label
        for fact, gold in zip(facts, text.relations, strict=True)
        if not gold.optional
    }
    for fact, label in wanted.items():
        scores.add(measure, label, wanted=1, recalled=fact in recalled)


def _label_of_type(text: RelationText, type_name: str) -> str | None:
    """Return the row of a wrong relation, None if the file does not annotate all of its type."""
    return type_name if text.label_of_type is None else text.label_of_type.get(type_name)


def _arguments_match(
    gold: GoldRelation, subject: Offsets, object_: Offsets, span_match: SpanMatch
) -> bool:
    orders = [(gold.subjects, gold.objects)]
    if gold.symmetric:
        orders.append((gold.objects, gold.subjects))
    return any(
        any(span_match(subject, span) for span in subjects)
        and any(span_match(object_, span) for span in objects)
        for subjects, objects in orders
    )


def _overlap(left: Offsets, right: Offsets) -> bool:
    return left[0] < right[1] and right[0] < left[1]


def _equal(left: Offsets, right: Offsets) -> bool:
    return left == right
