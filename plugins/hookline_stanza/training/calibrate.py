"""Measure the ranges of the inputs of the encoder's products, for 8-bit integers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import torch

from ..encoder.bert import LAYER_INPUTS, layer_products
from ..encoder.calibration import ActivationRanges
from ..encoder.stanza_encoder import CasedTokenizer, StanzaEncoder
from ..numerics.quantized import ActivationRange
from .corpora import Tagged, Tree
from .seeding import seeded_rng

_ENTITY_SENTENCES = 200
_TREES = 400


def calibration_sentences(
    entities: Sequence[Tagged], trees: Sequence[Tree], seed: int
) -> list[list[str]]:
    """Draw sentences of words from the training data."""
    rng = seeded_rng(seed, 0)
    tagged_sample = rng.sample(entities, min(_ENTITY_SENTENCES, len(entities)))
    tree_sample = rng.sample(trees, min(_TREES, len(trees)))
    return [list(sentence.words) for sentence in tagged_sample] + [
        [word.text for word in tree.words] for tree in tree_sample
    ]


def measure_ranges(
    encoder: StanzaEncoder, tokenizer: CasedTokenizer, sentences: Iterable[Sequence[str]]
) -> ActivationRanges:
    """
    Return the lowest and highest value of every input channel over the sentences.

    Args:
        encoder: The encoder.
        tokenizer: Its tokenizer.
        sentences: Sentences of words, encoded one by one.
    """
    ranges: dict[tuple[int, str], ActivationRange] = {}

    def record(key: tuple[int, str], product: Any) -> Any:
        def update(_: Any, inputs: tuple[torch.Tensor, ...]) -> None:
            rows = inputs[0].flatten(0, -2)
            low, high = rows.amin(0), rows.amax(0)
            if key in ranges:
                low = torch.minimum(low, ranges[key].low)
                high = torch.maximum(high, ranges[key].high)
            ranges[key] = ActivationRange(low, high)

        return product.register_forward_pre_hook(update)

    hooks = [
        record((number, name), product)
        for number, layer in enumerate(encoder.model.encoder.layer)
        for name, product in zip(LAYER_INPUTS, layer_products(layer), strict=True)
    ]
    device = next(encoder.parameters()).device
    try:
        with torch.inference_mode():
            for words in sentences:
                pieces = tokenizer([words], is_split_into_words=True, truncation=True)
                ids = torch.tensor(pieces["input_ids"], device=device)
                encoder(ids, torch.ones_like(ids))
    finally:
        for hook in hooks:
            hook.remove()
    return ranges
