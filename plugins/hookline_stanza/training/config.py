"""Hold every number that the training depends on."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class JointConfig:
    """Size and schedule the shared encoder and its three heads."""

    steps: int = 5300
    """Optimizer steps in all."""
    cycle: str = "nsnsnsnsa"
    """What steps read, in turn: entities (n), syntax (s), entities of other tag sets (a)."""
    ner_words: int = 1600
    syntax_words: int = 1500
    other_words: int = 1600
    max_words: int = 150
    """Longer training sentences are left out."""
    encoder_lr: float = 2.5e-4
    head_lr: float = 1.5e-3
    crf_lr: float = 5e-3
    warmup: int = 200
    """Steps in which the learning rates rise to their full height."""
    encoder_warmup: int = 200
    """The same for the encoder's."""
    decay: int = 1200
    """Steps, the last ones, in which they fall to zero."""
    weight_decay: float = 0.01
    dropout: float = 0.1
    """In the encoder, while training."""
    bf16: bool = True
    """Whether the encoder multiplies at half precision while training."""
    max_grad_norm: float = 3.0
    ner_weight: float = 3.0
    parse_weight: float = 1.0
    tag_weight: float = 0.7
    other_weight: float = 1.0
    hidden_layers: int = 4
    mean: float = 0.998
    """Share that the running mean of the weights, which is what is kept, has of its last value."""
    checkpoint_every: int = 100
    curly: float = 0.15
    lower: float = 0.05
    upper: float = 0.05
    title: float = 0.05
    swap: float = 0.12
    """Share of the entities that another of the same label stands in for."""
    drop_final_punct: float = 0.08


@dataclass(frozen=True)
class TokenizerConfig:
    """Size and schedule the tokenizer."""

    steps: int = 2500
    hidden_dim: int = 64
    batch_size: int = 32
    curly: float = 0.35
    headline: float = 0.12
    quoted: float = 0.1


@dataclass(frozen=True)
class LemmaConfig:
    """Size and schedule the lemmatizer."""

    epochs: int = 7
    hidden_dim: int = 100
    batch_size: int = 200


@dataclass(frozen=True)
class TrainingConfig:
    """Describe one reproducible training run."""

    seed: int = 20251
    threads: int = 2
    start: str | None = None
    """Model folder whose encoder is trained on, tokenizer and lemmatizer kept; None for MiniLM."""
    joint: JointConfig = JointConfig()
    tokenizer: TokenizerConfig = TokenizerConfig()
    lemma: LemmaConfig = LemmaConfig()

    def to_json(self) -> str:
        """Return the configuration as JSON text."""
        return json.dumps(asdict(self), indent=2)

    @classmethod
    def read(cls, path: Path | None) -> TrainingConfig:
        """Read a JSON file, or return the defaults for None.

        Raises:
            TypeError: The file has a key that is not a setting.
        """
        if path is None:
            return cls()
        raw = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            **{k: v for k, v in raw.items() if not isinstance(v, dict)},
            joint=JointConfig(**raw.get("joint", {})),
            tokenizer=TokenizerConfig(**raw.get("tokenizer", {})),
            lemma=LemmaConfig(**raw.get("lemma", {})),
        )
