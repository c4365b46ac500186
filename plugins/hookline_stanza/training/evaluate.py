"""Evaluate a model folder on the development sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..conversion.columns import SentenceColumns, Tasks
from ..conversion.entity_labels import LABELS
from ..conversion.spans import Offsets, entity_spans
from ..encoder.calibration import read_ranges
from ..inference.annotator import Annotator
from ..loading.checkpoint import load_trainers
from ..loading.model_folder import PROCESSORS
from ..numerics.precision import choose_precision, compute_format
from ..tokenization.segmenter import Segmenter
from .corpora import DEV_REGIONS, TREEBANKS, Tagged, Tree, read_entities, read_trees
from .running_text import paragraphs, spell

Figures = dict[str, Any]


def evaluate(folder: Path, data: Path) -> Figures:
    """
    Return all figures of a model folder, in the precision that `auto` selects on this CPU.

    Args:
        folder: The model folder.
        data: The data folder.
    """
    ranges = read_ranges(folder)
    precision = choose_precision("auto", "cpu", has_calibration=ranges is not None)
    format = compute_format(precision)
    trainers = load_trainers(folder, PROCESSORS)
    annotator = Annotator(trainers, format, ranges, Tasks())
    segmenter = Segmenter(trainers["tokenize"], format)
    entities = read_entities(data / "ner/ww9.dev.bio.gz")
    figures: Figures = {"precision": precision}
    regions = DEV_REGIONS if len(entities) == max(DEV_REGIONS.values()) else None
    figures["ww9.dev"] = entity_figures(annotator, entities, regions=regions)
    for name, change_case in (("in small letters", str.lower), ("in capitals", str.upper)):
        scores = entity_figures(annotator, entities, change_case)
        figures["ww9.dev"][name] = {key: scores[key] for key in ("f1", "precision", "recall")}
    for name in TREEBANKS:
        trees = read_trees(data / f"parse/{name}.dev.conllu.gz")
        figures[f"{name}.dev"] = {
            "gold tokens": syntax_figures(annotator, trees),
            "raw text": raw_text_figures(segmenter, annotator, trees),
        }
    return figures


def entity_figures(
    annotator: Annotator,
    gold: Sequence[Tagged],
    change_case: Callable[[str], str] = str,
    regions: Mapping[str, int] | None = None,
) -> Figures:
    """
    Return exact-span precision, recall and F1 over gold tokens: micro, per label, per region.

    Args:
        annotator: The model.
        gold: The sentences.
        change_case: Applied to the words, such as `str.lower`.
        regions: End of the sentences of each region, in order.
    """
    predicted = annotator.annotate([[change_case(word) for word in s.words] for s in gold])
    by_label: dict[str, Counter[str]] = {label: Counter() for label in LABELS}
    ends = iter((regions or {}).items())
    region, end = next(ends, ("", len(gold)))
    by_region: dict[str, Counter[str]] = {region: Counter()}
    for number, (sentence, columns) in enumerate(zip(gold, predicted, strict=True)):
        if number == end:
            region, end = next(ends)
            by_region[region] = Counter()
        indices = [(i, i + 1) for i in range(len(sentence.words))]
        expected = set(entity_spans(sentence.tags, indices))
        actual = set(entity_spans(columns.ner, indices))
        for name, entities in (
            ("gold", expected),
            ("predicted", actual),
            ("correct", expected & actual),
        ):
            by_region[region][name] += len(entities)
            for entity in entities:
                by_label[entity.label][name] += 1
    total: Counter[str] = sum(by_label.values(), Counter())
    figures: Figures = {
        **_scores(total),
        "labels": {label: _scores(counts) for label, counts in by_label.items()},
    }
    if regions:
        figures["regions"] = {name: _scores(counts) for name, counts in by_region.items()}
    return figures


def _scores(counts: Counter[str]) -> dict[str, float]:
    return {
        "f1": f1(counts["correct"], counts["predicted"], counts["gold"]),
        "precision": round(counts["correct"] / max(1, counts["predicted"]), 4),
        "recall": round(counts["correct"] / max(1, counts["gold"]), 4),
    }


def f1(correct: int, predicted: int, gold: int) -> float:
    """Return the harmonic mean of precision and recall, rounded to four places."""
    return round(2 * correct / (predicted + gold), 4) if predicted + gold else 0.0


def syntax_figures(annotator: Annotator, trees: Sequence[Tree]) -> Figures:
    """Return accuracies over gold tokens: UPOS, XPOS, feats, lemma, UAS, LAS."""
    predicted = annotator.annotate([[word.text for word in tree.words] for tree in trees])
    correct: Counter[str] = Counter()
    total = 0
    for tree, columns in zip(trees, predicted, strict=True):
        for index, word in enumerate(tree.words):
            total += 1
            same_head = word.head == columns.head[index]
            deprel = columns.deprel[index] or ""
            correct.update(
                upos=word.upos == columns.upos[index],
                xpos=word.xpos == (columns.xpos[index] or "_"),
                feats=word.feats == (columns.feats[index] or "_"),
                lemma=word.lemma == columns.lemma[index],
                uas=same_head,
                las=same_head and word.deprel == deprel,
                las_plain=same_head and _without_subtype(word.deprel) == _without_subtype(deprel),
            )
    return {name: round(count / total, 4) for name, count in sorted(correct.items())}


def raw_text_figures(segmenter: Segmenter, annotator: Annotator, trees: Sequence[Tree]) -> Figures:
    """Return F1 from running text: tokens, sentences, and LAS over matching tokens."""
    groups = list(paragraphs(trees))
    texts = [spell(group)[0] for group in groups]
    sentences_by_text = segmenter.split(texts)
    words = [
        [text[start:end] for start, end in spans]
        for text, sentences in zip(texts, sentences_by_text, strict=True)
        for spans in sentences
    ]
    predicted = iter(annotator.annotate(words))
    counts: Counter[str] = Counter()
    for text, group, sentences in zip(texts, groups, sentences_by_text, strict=True):
        arcs: dict[Offsets, tuple[Offsets | None, str]] = {}
        for spans in sentences:
            arcs.update(_arcs(spans, next(predicted)))
        bounds = {(spans[0][0], spans[-1][1]) for spans in sentences}
        for spans, tree in zip(_gold_spans(text, group), group, strict=True):
            counts["correct sentences"] += (spans[0][0], spans[-1][1]) in bounds
            for span, word in zip(spans, tree.words, strict=True):
                head = spans[word.head - 1] if word.head else None
                counts["correct tokens"] += span in arcs
                counts["correct arcs"] += arcs.get(span) == (head, _without_subtype(word.deprel))
            counts["gold tokens"] += len(spans)
        counts["gold sentences"] += len(group)
        counts["sentences"] += len(sentences)
        counts["tokens"] += len(arcs)
    tokens, gold_tokens = counts["tokens"], counts["gold tokens"]
    return {
        "tokens": f1(counts["correct tokens"], tokens, gold_tokens),
        "sentences": f1(counts["correct sentences"], counts["sentences"], counts["gold sentences"]),
        "las_plain": f1(counts["correct arcs"], tokens, gold_tokens),
    }


def _arcs(
    spans: Sequence[Offsets], columns: SentenceColumns
) -> Iterator[tuple[Offsets, tuple[Offsets | None, str]]]:
    """Yield the span of each word with the span of its head and the relation."""
    for span, head, deprel in zip(spans, columns.head, columns.deprel, strict=True):
        yield span, (spans[head - 1] if head else None, _without_subtype(deprel or ""))


def _gold_spans(text: str, trees: Sequence[Tree]) -> Iterator[list[Offsets]]:
    """Yield the spans of the words of each tree in the text that was rebuilt from them."""
    position = 0
    for tree in trees:
        spans = []
        for word in tree.words:
            start = text.index(word.text, position)
            position = start + len(word.text)
            spans.append((start, position))
        yield spans


def _without_subtype(deprel: str) -> str:
    return deprel.split(":")[0]
