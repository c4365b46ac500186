"""Decide which phrases and shapes are firm evidence that a line belongs to a family."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hookline_boilerplate.classifier.continued_lines import is_speech
from hookline_boilerplate.features.line_features import LineFeatures
from hookline_boilerplate.lines import Line

__all__ = ["families_by_evidence"]

# A line of at least this many words that ends like a sentence may be one.
_MIN_SENTENCE_WORDS = 4
_MAX_INSTRUCTION = 20
# A phrase that opens a longer sentence is evidence only if it belongs to one of these families or
# starts with one of these words. One of a single word never is.
_APPEAL_FAMILIES = frozenset(
    {"newsletter", "subscription", "share", "cookies", "author", "contact"}
)
_APPEAL_OPENINGS = frozenset({"read", "see", "view", "click"})
# Labels that articles give to their own sources as often as pages give them to pictures.
_AMBIGUOUS_LABELS = frozenset({"source", "sources", "quelle", "fuente", "fonte", "bron"})
# A finished sentence is no byline if it has a word in lower case but these, and no credit if an agency
# comes after a preposition.
_LOWER_CASE_WORD = re.compile(r"(?!(?:the|and|for|of|und|et|y|e|en|von|de|van)\b)\b[a-zß-ÿ]")
_PREPOSITION_BEFORE_END = re.compile(r"\b(?:via|for)\s+\w+\W*$")


def families_by_evidence(
    lines: Sequence[Line], features: Sequence[LineFeatures]
) -> list[str | None]:
    """Return for each line the family that its phrases or its shape firmly indicate, or None."""
    return [
        _firm_family(line, own)
        if own.whole_phrase or own.part_phrase or own.shape or own.call
        else None
        for line, own in zip(lines, features, strict=True)
    ]


def _firm_family(line: Line, features: LineFeatures) -> str | None:
    if features.is_statement or is_speech(line):
        return None
    if features.whole_phrase:
        return features.whole_phrase
    if features.part_phrase and (features.call or not _may_open_sentence(line, features)):
        return features.part_phrase
    if features.call:
        return features.call
    if features.shape in {"byline", "caption"} and _is_like_sentence(features):
        names = line.text[:-1] if features.shape == "byline" else ""
        if _LOWER_CASE_WORD.search(names, line.text.find(" ") + 1):
            return None
        if _PREPOSITION_BEFORE_END.search(line.text):
            return None
    return features.shape


def _is_like_sentence(features: LineFeatures) -> bool:
    """Return whether a line may be a sentence, however short."""
    return features.ends_sentence and features.word_count >= _MIN_SENTENCE_WORDS


def _may_open_sentence(line: Line, features: LineFeatures) -> bool:
    """Return whether the phrase in a line may be the beginning of a sentence of the article."""
    if not features.part_must_open:
        return False
    length = features.part_length
    if length == 1 and line.words[0] in _AMBIGUOUS_LABELS:
        return True
    if not _is_like_sentence(features) or 2 * length >= max(features.word_count, 5):
        return False
    if line.words[length - 1] == "the" and features.word_count <= _MAX_INSTRUCTION:
        # “Share the batter between two tins.”: what is shared is not in the phrase.
        return not features.addresses_reader
    if length > 1 and (
        features.part_phrase in _APPEAL_FAMILIES or line.words[0] in _APPEAL_OPENINGS
    ):
        return False
    return not (features.part_is_label or features.addresses_reader)
