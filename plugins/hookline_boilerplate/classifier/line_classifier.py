"""Classify the lines of pages: content, or a family of boilerplate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from math import log

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.classifier.content_guard import keep_by_form
from hookline_boilerplate.classifier.evidence import families_by_evidence
from hookline_boilerplate.classifier.family_naming import name_families
from hookline_boilerplate.classifier.removal_rules import (
    MIN_SCORE,
    remove_by_evidence,
    remove_by_score,
)
from hookline_boilerplate.classifier.rows import find_row_runs
from hookline_boilerplate.classifier.trailing import TrailingBoilerplate
from hookline_boilerplate.features.line_features import LineFeatureExtractor, LineFeatures
from hookline_boilerplate.lines import Line
from hookline_boilerplate.scoring.line_model import LineModel

__all__ = ["LineClassifier"]

# Texts are scored by the model only if at least this share of the words in longer lines are function
# words of a supported language, and at most this share of the characters is not Latin.
_MIN_FUNCTION_WORDS, _MAX_NOT_LATIN = 0.12, 0.25
_LONGER_LINE = 8  # words
_NOT_LATIN = re.compile("[^\x00-\u024f\u1e00-\u2bff\ufe0f\U0001f000-\U0001faff]")
_ASCII = bytes(range(128))


class LineClassifier:
    """
    Classifies lines; loads the phrases and the model when created.

    `threshold` (0 to 1) is the score above which a line may be removed. Without `use_model`, and in
    languages that the model does not support, phrases and shapes decide alone. `model` replaces the
    packaged model. `find_trailing` and `split_glued` find boilerplate at the end of a line of
    content, as those of `TrailingBoilerplate`.
    """

    def __init__(
        self, threshold: float = 0.5, use_model: bool = True, model: LineModel | None = None
    ) -> None:
        self._extractor = LineFeatureExtractor()
        trailing = TrailingBoilerplate(self._extractor)
        self.find_trailing, self.split_glued = trailing.find, trailing.split_glued
        self._model = model or (LineModel() if use_model else None)
        probability = min(max(threshold, 1e-9), 1 - 1e-9)
        self._threshold = log(probability / (1 - probability))

    def classify(self, pages: Sequence[tuple[str, Sequence[Line]]]) -> list[list[str | None]]:
        """
        Return for each page, given as its text and lines, the classes of its lines.

        The class of a line is the name of its family of boilerplate, or None for content.
        """
        all_features = iter(self._extractor.extract([line for _, lines in pages for line in lines]))
        features = [list(islice(all_features, len(lines))) for _, lines in pages]
        scores: dict[int, NDArray[np.float64]] = {}
        if self._model:
            supported = [
                number
                for number, (text, lines) in enumerate(pages)
                if lines and _is_supported(text, features[number])
            ]
            page_scores = self._model.score(
                [(pages[number][1], features[number]) for number in supported]
            )
            scores = dict(zip(supported, page_scores, strict=True))
        return [
            self._classify_page(lines, features[number], scores.get(number))
            for number, (_, lines) in enumerate(pages)
        ]

    def _classify_page(
        self,
        lines: Sequence[Line],
        features: Sequence[LineFeatures],
        scores: NDArray[np.float64] | None,
    ) -> list[str | None]:
        """Classify the lines of one page; `scores` is None where the model does not apply."""
        if scores is not None:
            scores = scores - self._threshold
            may_have_evidence = any(
                line.whole_phrase or line.part_phrase or line.shape or line.call
                for line in features
            )
            if not may_have_evidence and scores.max() <= MIN_SCORE:
                return [None] * len(lines)
        row_runs = list(find_row_runs(lines))
        evidence = families_by_evidence(lines, features)
        if scores is None:
            removed = remove_by_evidence(features, evidence)
        else:
            removed = remove_by_score(lines, features, evidence, row_runs, scores)
        if not any(removed):
            return [None] * len(lines)
        # Lines that are too long to be read are content.
        removed = [flag and line.text != "" for flag, line in zip(removed, lines, strict=True)]
        keep_by_form(lines, features, evidence, row_runs, removed)
        return name_families(lines, features, evidence, removed)


def _is_supported(text: str, features: Sequence[LineFeatures]) -> bool:
    """Return whether a text is in a script and a language that the model supports."""
    if not text.isascii():
        beyond_ascii = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
        not_latin = _NOT_LATIN.findall(beyond_ascii.decode("utf-8", "surrogatepass"))
        if len(not_latin) > _MAX_NOT_LATIN * len(text):
            return False
    longer = [line for line in features if line.word_count >= _LONGER_LINE]
    function_words = sum([line.word_count * line.function_words for line in longer])
    return function_words >= _MIN_FUNCTION_WORDS * sum([line.word_count for line in longer])
