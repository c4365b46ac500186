"""
Train the encoder on further entity corpora, which have other tag sets.

Each corpus leaves some of the nine classes unmarked, so it cannot be mixed with the main one. A linear
layer per corpus reads the encoder, and is dropped after training.

Source: multi-task training with hard parameter sharing; Caruana, "Multitask Learning", 1997.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from stanza.models.common.bert_embedding import extract_bert_embeddings
from torch import nn

from .augmentation import vary_words
from .config import JointConfig
from .corpora import AUXILIARY, read_tagged
from .head_arguments import ENCODER_NAME


@dataclass(frozen=True)
class AuxiliarySentence:
    """One sentence with BIO tags of its corpus."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    corpus: str


def read_auxiliary(data: Path) -> list[AuxiliarySentence]:
    """Read the training part of every corpus."""
    return [
        AuxiliarySentence(words, tags, corpus)
        for corpus in AUXILIARY
        for words, tags in read_tagged(data / f"ner/{corpus}.train.bio.gz")
    ]


class AuxiliaryHeads(nn.Module):
    """
    One linear layer per corpus over the mean of the encoder's last layers.

    Args:
        sentences: Sentences of all corpora, for their tags.
        encoder: The shared encoder, which does not become part of this module.
        tokenizer: Its tokenizer.
    """

    def __init__(self, sentences: list[AuxiliarySentence], encoder: Any, tokenizer: Any) -> None:
        super().__init__()
        self._encoder_and_tokenizer = (
            encoder,
            tokenizer,
        )  # in a tuple, nn.Module does not register it
        self.tags = {
            corpus: sorted({tag for s in sentences if s.corpus == corpus for tag in s.tags})
            for corpus in AUXILIARY
        }
        width = encoder.config.hidden_size
        self.layers = nn.ModuleDict(
            {corpus: nn.Linear(width, len(tags)) for corpus, tags in self.tags.items()}
        )
        self.drop = nn.Dropout(0.3)

    def loss(
        self, sentences: list[AuxiliarySentence], config: JointConfig, rng: random.Random
    ) -> torch.Tensor:
        """Return the mean cross-entropy per word of one batch."""
        encoder, tokenizer = self._encoder_and_tokenizer
        device = next(self.parameters()).device
        varied = [vary_words(s.words, config, rng) for s in sentences]
        states = extract_bert_embeddings(
            ENCODER_NAME, tokenizer, encoder, varied, device, keep_endpoints=False, detach=False
        )
        total = torch.zeros((), device=device)
        for corpus, tags in self.tags.items():
            rows = [i for i, s in enumerate(sentences) if s.corpus == corpus]
            if rows:
                inputs = torch.cat([states[i][: len(sentences[i].words)] for i in rows])
                numbers = [tags.index(tag) for i in rows for tag in sentences[i].tags]
                scores = self.layers[corpus](self.drop(inputs))
                target = torch.tensor(numbers, device=device)
                total = total + nn.functional.cross_entropy(scores, target, reduction="sum")
        return total / sum(len(s.words) for s in sentences)
