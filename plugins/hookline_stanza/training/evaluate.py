"""Measure a model folder on the development sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..backends.embedded_model import format_of
from ..conversion.layers import entity_spans
from ..inference.annotator import Annotator
from ..loading.checkpoint import open_parts
from ..loading.model_folder import PROCESSORS
from ..numerics.calibration import read_ranges
from ..numerics.precision import choose_precision
from ..tokenization.segmenter import Segmenter
from .corpora import DEV_REGIONS, LABELS, Tagged, Tree, read_entities, read_trees
from .tokenizer import paragraphs, spell

Figures = dict[str, Any]


def f1(right: int, found: int, wanted: int) -> float:
    """Return the harmonic mean of precision and recall, rounded to four places."""
    return round(2 * right / (found + wanted), 4) if found + wanted else 0.0


Case = Callable[[str], str]


def entity_figures(
    annotator: Annotator,
    gold: Sequence[Tagged],
    case: Case = str,
    regions: Mapping[str, int] | None = None,
) -> Figures:
    """Return exact-span precision, recall and F1 over gold tokens: micro, per label, per region.

    Args:
        annotator: The model.
        gold: The sentences.
        case: Changes the words, such as `str.lower`.
        regions: Where the sentences of each region end.
    """
    found = annotator.annotate([[case(word) for word in s.words] for s in gold])
    counts: dict[str, Counter[str]] = {label: Counter() for label in LABELS.values()}
    ends = iter((regions or {}).items())
    region, end = next(ends, ("", len(gold)))
    areas: dict[str, Counter[str]] = {region: Counter()}
    for number, (sentence, words) in enumerate(zip(gold, found, strict=True)):
        if number == end:
            region, end = next(ends)
            areas[region] = Counter()
        places = [(i, i + 1) for i in range(len(words))]
        wanted = set(entity_spans(sentence.tags, places))
        got = set(entity_spans([word.ner for word in words], places))
        for name, group in (("wanted", wanted), ("found", got), ("right", wanted & got)):
            areas[region][name] += len(group)
            for entity in group:
                counts[entity.label][name] += 1
    total: Counter[str] = sum(counts.values(), Counter())
    figures: Figures = {**_scores(total), "labels": {k: _scores(c) for k, c in counts.items()}}
    if regions:
        figures["regions"] = {name: _scores(area) for name, area in areas.items()}
    return figures


def _scores(counts: Counter[str]) -> dict[str, float]:
    return {
        "f1": f1(counts["right"], counts["found"], counts["wanted"]),
        "precision": round(counts["right"] / max(1, counts["found"]), 4),
        "recall": round(counts["right"] / max(1, counts["wanted"]), 4),
    }


def syntax_figures(annotator: Annotator, trees: Sequence[Tree]) -> Figures:
    """Return accuracies over gold tokens: UPOS, XPOS, feats, lemma, UAS, LAS."""
    found = annotator.annotate([[w.text for w in tree.words] for tree in trees])
    right: Counter[str] = Counter()
    total = 0
    for tree, words in zip(trees, found, strict=True):
        for gold, word in zip(tree.words, words, strict=True):
            total += 1
            head = gold.head == word.head
            right.update(
                upos=gold.upos == word.upos,
                xpos=gold.xpos == word.xpos,
                feats=gold.feats == word.feats,
                lemma=gold.lemma == word.lemma,
                uas=head,
                las=head and gold.deprel == word.deprel,
                las_plain=head and _plain(gold.deprel) == _plain(word.deprel),
            )
    return {name: round(count / total, 4) for name, count in sorted(right.items())}


def raw_figures(segmenter: Segmenter, annotator: Annotator, trees: Sequence[Tree]) -> Figures:
    """Return F1 from running text: tokens, sentences, and LAS over matching tokens."""
    groups = list(paragraphs(trees))
    texts = [spell(group)[0] for group in groups]
    split = segmenter.split(texts)
    found = iter(
        annotator.annotate(
            [[t[a:b] for a, b in s] for t, part in zip(texts, split, strict=True) for s in part]
        )
    )
    sums: Counter[str] = Counter()
    for text, group, part in zip(texts, groups, split, strict=True):
        gold = list(_gold_sentences(text, group))
        heads: dict[tuple[int, int], tuple[Any, str]] = {}
        for spans in part:
            for span, word in zip(spans, next(found), strict=True):
                head = spans[word.head - 1] if word.head else None
                heads[span] = (head, _plain(word.deprel))
        ends = {(s[0][0], s[-1][1]) for s in part}
        for spans, tree in zip(gold, group, strict=True):
            sums["sentences right"] += (spans[0][0], spans[-1][1]) in ends
            for span, wanted in zip(spans, tree.words, strict=True):
                head = spans[wanted.head - 1] if wanted.head else None
                sums["tokens right"] += span in heads
                sums["las right"] += heads.get(span) == (head, _plain(wanted.deprel))
        sums["sentences"] += len(gold)
        sums["sentences found"] += len(part)
        sums["tokens"] += sum(map(len, gold))
        sums["tokens found"] += len(heads)
    return {
        "tokens": f1(sums["tokens right"], sums["tokens found"], sums["tokens"]),
        "sentences": f1(sums["sentences right"], sums["sentences found"], sums["sentences"]),
        "las_plain": f1(sums["las right"], sums["tokens found"], sums["tokens"]),
    }


def _gold_sentences(text: str, group: Iterable[Tree]) -> Iterable[list[tuple[int, int]]]:
    at = 0
    for tree in group:
        spans = []
        for word in tree.words:
            at = text.index(word.text, at)
            spans.append((at, at + len(word.text)))
            at += len(word.text)
        yield spans


def _only(figures: Figures) -> Figures:
    return {name: figures[name] for name in ("f1", "precision", "recall")}


def _plain(deprel: str) -> str:
    return deprel.split(":")[0]


def evaluate(folder: Path, data: Path, sentences: int | None = None) -> Figures:
    """Return every figure of a model folder, in the format that a run on this CPU would take.

    Args:
        folder: The model folder.
        data: The data folder.
        sentences: Of each set of trees, for a quick look.
    """
    parts, ranges = open_parts(folder, PROCESSORS), read_ranges(folder)
    chosen = choose_precision("auto", "cpu", has_ranges=ranges is not None)
    format = format_of(chosen)
    annotator = Annotator(parts, format, ranges)
    segmenter = Segmenter(parts.processors["tokenize"].trainer, format.dtype)
    entities = read_entities(data / "ner/ww9.dev.bio.gz")
    figures: Figures = {"precision": chosen}
    figures["ww9.dev"] = entity_figures(annotator, entities, regions=DEV_REGIONS)
    for name, case in (("in small letters", str.lower), ("in capitals", str.upper)):
        figures["ww9.dev"][name] = _only(entity_figures(annotator, entities, case))
    for name in ("ewt.dev", "gum_open.dev"):
        trees = read_trees(data / f"parse/{name}.conllu.gz")[:sentences]
        figures[name] = {
            "gold tokens": syntax_figures(annotator, trees),
            "raw text": raw_figures(segmenter, annotator, trees),
        }
    return figures
