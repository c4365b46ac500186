"""See which values the inputs of the encoder's products take, for products in integers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import torch

from ..encoder.bert import LAYER_INPUTS
from ..encoder.stanza_encoder import CasedTokenizer, SharedEncoder
from ..numerics.calibration import Ranges
from ..numerics.quantized import Range
from .corpora import Tagged, Tree
from .seeding import dice

_ENTITY_SENTENCES = 200
_TREES = 400


def calibration_sentences(
    entities: Sequence[Tagged], trees: Sequence[Tree], seed: int
) -> list[list[str]]:
    """Draw sentences of the training data."""
    rng = dice(seed, 0)
    some = rng.sample(entities, min(_ENTITY_SENTENCES, len(entities)))
    others = rng.sample(trees, min(_TREES, len(trees)))
    return [list(s.words) for s in some] + [[w.text for w in tree.words] for tree in others]


def input_ranges(
    encoder: SharedEncoder, tokenizer: CasedTokenizer, sentences: Iterable[Sequence[str]]
) -> Ranges:
    """Return the least and the greatest value of every input over the sentences, one by one.

    Args:
        encoder: The encoder.
        tokenizer: Its tokenizer.
        sentences: Lists of words.
    """
    found: dict[tuple[int, str], Range] = {}

    def watch(key: tuple[int, str], part: Any) -> Any:
        def note(_: Any, given: tuple[torch.Tensor, ...]) -> None:
            rows = given[0].flatten(0, -2)
            low, high = rows.amin(0), rows.amax(0)
            if key in found:
                low = torch.minimum(low, found[key].low)
                high = torch.maximum(high, found[key].high)
            found[key] = Range(low, high)

        return part.register_forward_pre_hook(note)

    device = next(encoder.parameters()).device
    hooks = []
    for number, layer in enumerate(encoder.model.encoder.layer):
        parts = (
            layer.attention.self.query,
            layer.attention.output.dense,
            layer.intermediate.dense,
            layer.output.dense,
        )
        for name, part in zip(LAYER_INPUTS, parts, strict=True):
            hooks.append(watch((number, name), part))
    try:
        with torch.inference_mode():
            for words in sentences:
                pieces = tokenizer([words], is_split_into_words=True, truncation=True)
                ids = torch.tensor(pieces["input_ids"], device=device)
                encoder(ids, torch.ones_like(ids))
    finally:
        for hook in hooks:
            hook.remove()
    return found
