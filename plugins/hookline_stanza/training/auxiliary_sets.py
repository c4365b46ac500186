"""Learn from entity sets with tag sets of their own, through the encoder alone.

Each set leaves some of the nine classes unmarked, so none is mixed with the main one. A linear layer
per set reads the encoder, as in multi-task training with hard parameter sharing (Caruana, 1997), and
is thrown away afterwards.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from stanza.models.common.bert_embedding import extract_bert_embeddings
from torch import nn

from ..encoder.stanza_encoder import ENCODER_NAME
from .augmentation import vary_words
from .config import JointConfig
from .corpora import read_tagged

SETS = ("redocred", "btc", "wnut17", "crossner_politics", "re3d_open")


@dataclass(frozen=True)
class Foreign:
    """One sentence with BIO tags of the set that it is from."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    origin: str


def read_foreign(data: Path) -> list[Foreign]:
    """Read the training part of every set."""
    return [
        Foreign(words, tags, name)
        for name in SETS
        for words, tags in read_tagged(data / f"ner/{name}.train.bio.gz")
    ]


class ForeignHeads(nn.Module):
    """One linear layer per set over the mean of the encoder's last layers.

    Args:
        sentences: All sentences, for the tags of each set.
        encoder: The shared encoder, which is not part of this module.
        tokenizer: Its tokenizer.
    """

    def __init__(self, sentences: list[Foreign], encoder: Any, tokenizer: Any) -> None:
        super().__init__()
        self._read = encoder, tokenizer
        self.tags = {
            name: sorted({tag for s in sentences if s.origin == name for tag in s.tags})
            for name in SETS
        }
        width = encoder.config.hidden_size
        self.layers = nn.ModuleDict({n: nn.Linear(width, len(t)) for n, t in self.tags.items()})
        self.drop = nn.Dropout(0.3)

    def loss(
        self, sentences: list[Foreign], config: JointConfig, rng: random.Random
    ) -> torch.Tensor:
        """Return the mean cross-entropy per word of one batch."""
        encoder, tokenizer = self._read
        device = next(self.parameters()).device
        varied = [vary_words(s.words, config, rng) for s in sentences]
        states = extract_bert_embeddings(
            ENCODER_NAME, tokenizer, encoder, varied, device, keep_endpoints=False, detach=False
        )
        total = torch.zeros((), device=device)
        for name, tags in self.tags.items():
            rows = [i for i, s in enumerate(sentences) if s.origin == name]
            if rows:
                read = torch.cat([states[i][: len(sentences[i].words)] for i in rows])
                wanted = [tags.index(tag) for i in rows for tag in sentences[i].tags]
                scores = self.layers[name](self.drop(read))
                target = torch.tensor(wanted, device=device)
                total = total + nn.functional.cross_entropy(scores, target, reduction="sum")
        return total / sum(len(s.words) for s in sentences)
