"""`hookline eval ner`: named entities with exact spans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from hookline import Document, Entity, SourceError, shown
from hookline_eval.evaluation.input_options import InputOptions, common_input_options
from hookline_eval.evaluation.options import EvalOptions, common_options
from hookline_eval.evaluation.run import EvalRun
from hookline_eval.gold.entities import read_entity_sentences
from hookline_eval.gold.layout import GoldDocument
from hookline_eval.matching.label_map import ALL_LABELS, LabelMap, parse_label_list
from hookline_eval.output.printing import print_report
from hookline_eval.output.report import EvalReport
from hookline_eval.scoring.scores import Scores

_SENTENCE_BREAKS = {"line": "\n", "space": " "}


@click.command(
    "ner",
    short_help="Named entities, against a BIO, CoNLL or CoNLL-U file.",
    epilog="""\b
Examples:
  hookline eval ner gold.bio
  hookline eval ner gold.conll --tokens raw --config configs/news.yaml
  hookline eval ner tweets.bio.gz --map company=ORG --labels PERSON,LOC,ORG
  hookline eval ner gold.bio --variant lower --json""",
)
@click.argument("file")
@click.option(
    "--map",
    "renamings",
    multiple=True,
    metavar="FROM=TO",
    help="Rename a label, of the file and of what is found; an empty TO leaves it out.",
)
@click.option(
    "--labels",
    metavar="A,B",
    help="Labels to score, as the file or hookline names them, or `all`; by default those of the file.",
)
@click.option(
    "--join",
    type=click.Choice([*_SENTENCE_BREAKS]),
    default="line",
    show_default=True,
    help="What separates sentences, where the file does not say.",
)
@common_input_options
@common_options
def command(
    file: str,
    renamings: tuple[str, ...],
    labels: str | None,
    join: str,
    input_options: InputOptions,
    options: EvalOptions,
) -> int:
    """
    Compare the entities that a config finds with those of FILE.

    FILE has a token and its tag on every line (BIO, IOB1, BIOES, BILOU; the first and the last column)
    and a blank line between sentences, or is CoNLL-U with `NER=` in MISC; compressed or not. An entity
    is right if its first character, its last character and its label are. Labels of well-known corpora
    are unified: PER, person and Person are PERSON, GPE is LOC.
    """
    label_map = LabelMap(renamings)
    scored_labels = parse_label_list(labels)
    if scored_labels not in (None, ALL_LABELS):
        scored_labels = label_map.scored(scored_labels)
    documents = input_options.documents(read_entity_sentences(file, _SENTENCE_BREAKS[join]))
    if scored_labels is None:
        scored_labels = frozenset(
            entity.label for document in documents for entity in _gold_entities(document, label_map)
        )
        if not scored_labels:
            is_labelled = any(
                sentence.annotation for document in documents for sentence in document.sentences
            )
            cause = (
                "--map leaves out every entity" if is_labelled else "has no entity, every tag is O"
            )
            raise SourceError(f"{shown(file)}: {cause}; --labels all scores what is found")
    elif scored_labels == ALL_LABELS:
        scored_labels = None
    scores = Scores()
    run = EvalRun(options, "entities", gold_tokens=input_options.gold_tokens)
    for document, outcome in input_options.process(run, documents, scores):
        gold = _gold_entities(document, label_map)
        predicted = _predicted_entities(outcome, label_map)
        _score(scores, gold, predicted, scored_labels, bool(labels))
    label_map.warn_of_unused(scored_labels or ())
    task_options = input_options.task_options()
    task_options["labels"] = "all" if scored_labels is None else ",".join(sorted(scored_labels))
    return print_report(EvalReport("ner", file, scores, run.summary, task_options), options)


def _gold_entities(document: GoldDocument, label_map: LabelMap) -> list[Entity]:
    entities = [
        Entity(spans[first][0], spans[end - 1][1], label_map(label))
        for sentence, spans in zip(document.sentences, document.word_spans, strict=True)
        for first, end, label in sentence.annotation
    ]
    return [entity for entity in entities if entity.label]


def _predicted_entities(document: Document | None, label_map: LabelMap) -> list[Entity]:
    """Return the entities of a document with offsets into its raw text."""
    if document is None:
        return []
    return [
        Entity(*document.alignment.to_raw(start, end), new_label)
        for start, end, label, *_ in document.entities or ()
        if (new_label := label_map(label))
    ]


def _score(
    scores: Scores,
    gold: Sequence[Entity],
    predicted: Sequence[Entity],
    scored_labels: frozenset[str] | None,
    labels_chosen: bool,
) -> None:
    """Count exact matches by label, and note the kinds of errors."""
    right = set(gold) & set(predicted)
    for entity in gold:
        if scored_labels is None or entity.label in scored_labels:
            scores.add("entities", entity.label, wanted=1, right=entity in right)
            if entity not in right:
                scores.note(f"missed: {_kind_of_miss(entity, predicted)}")
    for entity in predicted:
        if scored_labels is None or entity.label in scored_labels:
            scores.add("entities", entity.label, found=1)
            if not any(_overlap(entity, other) for other in gold):
                scores.note("found where the file has none")
        elif not labels_chosen:
            scores.note(f"found and not scored, the file has no {entity.label}")


def _kind_of_miss(entity: Entity, predicted: Iterable[Entity]) -> str:
    """Describe what was predicted in the place of a gold entity."""
    overlapping = [other for other in predicted if _overlap(entity, other)]
    if any(other[:2] == entity[:2] for other in overlapping):
        return "right span, wrong label"
    if any(other.label == entity.label for other in overlapping):
        return "right label, wrong boundary"
    return "wrong label and boundary" if overlapping else "nothing found there"


def _overlap(left: Entity, right: Entity) -> bool:
    return left.start < right.end and right.start < left.end
