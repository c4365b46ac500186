"""Compute what the scorer sees: features of a mention, and of a mention and a cluster before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hookline_coref.lexicon.lexicon import Zone
from hookline_coref.mentions.mention import PRONOUN_CLASSES, REFLEXIVES, DetectedMention
from hookline_coref.text.quotations import Quotations
from hookline_coref.text.words import DocumentWords

__all__ = ["MENTION_FEATURES", "ROLE_COUNT", "Matrix", "MentionTable"]

Matrix = NDArray[np.float32]

_ROLES = {
    "nsubj": 0,
    "obj": 1,
    "iobj": 1,
    "obl": 2,
    "nmod": 3,
    "appos": 4,
    "conj": 5,
    "root": 6,
    "vocative": 7,
}
ROLE_COUNT = 9
_NOUNS = ("person", "body", "place", "group")
_DETERMINERS = ("the", "this", "that", "these", "those", "both")
MENTION_FEATURES = len(PRONOUN_CLASSES) + 2 + len(_NOUNS) + ROLE_COUNT + 7 + len(_DETERMINERS) + 4
"""The number of features of one mention."""


class MentionTable:
    """
    The features of each mention of a document that do not depend on others.

    `rows` has shape [mentions, MENTION_FEATURES]. The lists have one number for each mention:
    `sentence`, `paragraph`, `quote`, `number` (0 unknown, 1 singular, 2 plural), `role`, `governor`
    (the word that governs it), `head`, and `in_body`, which is 0 in bylines, credits and captions.
    """

    def __init__(
        self,
        words: DocumentWords,
        mentions: Sequence[DetectedMention],
        quotations: Quotations,
        zones: Sequence[Zone],
    ) -> None:
        count = len(mentions)
        self.rows: Matrix = np.zeros((count, MENTION_FEATURES), np.float32)
        heads = [mention.head for mention in mentions]
        self.head = heads
        self.sentence = _column(words.sentences, heads)
        self.paragraph = _column(words.paragraphs, heads)
        self.quote = _column(quotations.of, heads)
        self.number = _column(words.numbers, heads)
        self.governor = _column(words.heads, heads)
        self.in_body = [head < 0 or zones[head] == "body" for head in heads]
        roles = [_ROLES.get(relation, 8) for relation in words.relations]
        self.role = _column(roles, heads)
        self._questions: dict[int, bool] = defaultdict(bool)
        for form, sentence in zip(words.forms, words.sentences, strict=True):
            self._questions[sentence] |= form == "?"
        self._pronouns: dict[str, set[int]] = defaultdict(set)
        for index, mention in enumerate(mentions):
            self._pronouns[mention.pronoun].add(self.sentence[index])
            self.number[index] = _number(mention, self.number[index])
            self._fill(index, words, mention)

    def sentences_of(self, pronoun: str) -> set[int]:
        """Return the sentences that have a pronoun of a class."""
        return self._pronouns[pronoun]

    def _fill(self, index: int, words: DocumentWords, mention: DetectedMention) -> None:
        row = self.rows[index]
        head = mention.head
        if mention.pronoun:
            row[PRONOUN_CLASSES.index(mention.pronoun)] = 1
        position = len(PRONOUN_CLASSES)
        row[position] = mention.kind == "name"
        row[position + 1] = mention.kind == "nominal"
        position += 2
        if mention.noun:
            row[position + _NOUNS.index(mention.noun)] = 1
        position += len(_NOUNS)
        row[position + self.role[index]] = 1
        position += ROLE_COUNT
        row[position] = self.number[index] == 1
        row[position + 1] = self.number[index] == 2
        row[position + 2] = self.quote[index] > 0
        row[position + 3] = self.in_body[index]
        position += 4
        if head < 0:
            return
        form = words.lower[head]
        row[position] = form in REFLEXIVES
        row[position + 1] = words.subtypes[head] == "nmod:poss"
        row[position + 2] = head == 0 or words.sentences[head - 1] != words.sentences[head]
        position += 3
        if mention.kind == "nominal" and mention.first < head:
            first = words.lower[mention.first]
            if first in _DETERMINERS:
                row[position + _DETERMINERS.index(first)] = 1
        position += len(_DETERMINERS)
        row[position] = min(head - mention.first, 6) / 3
        governor = words.heads[head]
        row[position + 1] = governor >= 0 and words.tags[governor] in ("VERB", "AUX")
        row[position + 2] = governor >= 0 and words.child(governor, "ccomp", "xcomp") >= 0
        row[position + 3] = self._questions[words.sentences[head]]


def _number(mention: DetectedMention, number: int) -> int:
    if mention.pronoun in ("they", "we"):
        return 2
    if mention.pronoun:
        return 1
    return number


def _column(values: Sequence[int], heads: Sequence[int]) -> list[int]:
    return [values[head] if head >= 0 else -1 for head in heads]
