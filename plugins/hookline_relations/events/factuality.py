"""
Estimate how certain an event is, from -3 (certainly not) to 3 (certainly).

A small regression over the encoder's states and the cues of an event, trained on the judgements of
UDS It-Happened (Rudinger, White and Van Durme 2018). A document without the states of its encoder
gets the mean of the events with the same cues.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from hookline import Document
from hookline_relations.encoder_states import EncoderStates, document_states
from hookline_relations.events.cues import Modality
from hookline_relations.events.event_status import EventStatus
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["FEATURES", "FactualityModel", "cue_features", "trigger_states"]

MODALITIES: tuple[Modality, ...] = (
    *("actual", "possible", "conditional", "intended", "required", "asked"),
)
TAGS = ("VERB", "NOUN", "ADJ", "AUX", "PROPN")
FORMS = ("VBD", "VBZ", "VBP", "VBG", "VBN", "VB")
RELATIONS = (
    *("root", "ccomp", "xcomp", "advcl", "acl", "conj", "parataxis", "amod", "nsubj", "obj", "obl"),
    "nmod",
)
AUXILIARIES = (
    *("will", "would", "can", "could", "may", "might", "must", "should", "have", "be", "do"),
)
SPELLINGS = {"'ll": "will", "’ll": "will", "wo": "will", "'d": "would", "ca": "can"}
FEATURES = 2 * len(MODALITIES) + 3 + len((*TAGS, *FORMS, *RELATIONS, *AUXILIARIES))
LIMIT = 3.0
DENIED, DENIED_SHARE, MOST_DENIED = -2.0, 0.3, -1.0
"""
The factuality of a denied event, the share of the estimate that is added, and the most it can be.

Judges of UDS often rate a verb without its "not", so that the estimate of a denied event tells little.
"""
ALLEGED = 1.0
"""The most certain that an event can be for which nobody vouches whom the text names."""
CLAIMED = 0.9
"""The factor of an event for which somebody else vouches, where that shows after it was estimated."""


def cue_features(tree: SentenceTree, word: int, status: EventStatus) -> NDArray[np.float32]:
    """Return the features of an event besides the encoder's states, of shape [FEATURES]."""
    row = np.zeros(FEATURES, np.float32)
    row[2 * MODALITIES.index(status.modality) + status.negative] = 1
    offset = 2 * len(MODALITIES)
    row[offset + (0 if status.claim is None else 1 if status.claim.source is not None else 2)] = 1
    offset += 3
    values = (
        (TAGS, tree.tags[word]),
        (FORMS, tree.words[word].xpos),
        (RELATIONS, tree.base(word)),
    )
    for names, value in values:
        if value in names:
            row[offset + names.index(value)] = 1
        offset += len(names)
    for child in tree.dependents(word, "aux"):
        auxiliary = SPELLINGS.get(tree.lemmas[child], tree.lemmas[child])
        if auxiliary in AUXILIARIES:
            row[offset + AUXILIARIES.index(auxiliary)] = 1
    return row


def trigger_states(states: EncoderStates, tree: SentenceTree, word: int) -> NDArray[np.float32]:
    """Return the states of a trigger and of the word that governs it, of shape [2 * width]."""
    head = tree.heads[word]
    above = states[tree.start + head] if head >= 0 else np.zeros_like(states[0])
    return np.concatenate([states[tree.start + word], above]).astype(np.float32)


class FactualityModel:
    """The regression, read from the plugin's `factuality.npz` or from `data`."""

    def __init__(self, data: bytes | None = None) -> None:
        if data is None:
            data = (files(__package__) / "factuality.npz").read_bytes()
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            weights = {name: arrays[name] for name in arrays.files}
        self.encoder = weights.pop("encoder").tobytes().decode("ascii")
        self._weights = {name: array.astype(np.float32) for name, array in weights.items()}

    def states(self, doc: Document) -> EncoderStates | None:
        """Return the states of a document's tokens, or None if it has none of this encoder."""
        return document_states(doc, self.encoder)

    def estimate(
        self,
        tree: SentenceTree,
        statuses: Mapping[int, EventStatus],
        states: EncoderStates | None,
    ) -> dict[int, float]:
        """Return the factuality of each trigger of a sentence."""
        if not statuses:
            return {}
        cues = np.stack([cue_features(tree, word, status) for word, status in statuses.items()])
        weights = self._weights
        if states is None:
            values = cues @ weights["cues.weight"] + weights["cues.bias"]
        else:
            inputs = np.stack([trigger_states(states, tree, word) for word in statuses])
            layer = np.concatenate([inputs, cues], axis=1) @ weights["hidden.weight"].T
            layer = np.maximum(layer + weights["hidden.bias"], 0)
            values = layer @ weights["output.weight"] + weights["output.bias"]
        return {
            word: _consistent(float(value), status)
            for (word, status), value in zip(statuses.items(), values, strict=True)
        }

    @staticmethod
    def claimed(value: float) -> float:
        """Return the factuality of an event that turns out to be somebody's claim."""
        return value * CLAIMED


def _consistent(value: float, status: EventStatus) -> float:
    """Return a value within the scale that agrees with what the cues of the event say."""
    value = max(-LIMIT, min(LIMIT, value))
    if status.negative and status.modality == "actual":
        return max(-LIMIT, min(DENIED + DENIED_SHARE * value, MOST_DENIED))
    if status.modality == "possible" and status.claim is not None and status.claim.source is None:
        return min(value, ALLEGED)
    return value
