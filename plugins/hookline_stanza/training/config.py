"""Configuration of the training."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class JointConfig:
    """Configuration of the joint training of the encoder and its three heads."""

    steps: int = 5300
    """Optimizer steps."""
    cycle: str = "nsnsnsnsa"
    """Task of each step, repeated: entities (n), syntax (s), auxiliary corpora (a)."""
    ner_words: int = 1600
    """Approximate words, with padding, of a batch for entities."""
    syntax_words: int = 1500
    """The same for syntax."""
    other_words: int = 1600
    """The same for auxiliary corpora."""
    max_words: int = 150
    """Longer training sentences are left out."""
    encoder_lr: float = 2.5e-4
    head_lr: float = 1.5e-3
    crf_lr: float = 5e-3
    """Learning rate of the CRF's transitions."""
    warmup: int = 200
    """Steps of linear warm-up of the heads' learning rates."""
    encoder_warmup: int = 200
    """The same for the encoder."""
    decay: int = 1200
    """Number of steps at the end in which learning rates decay linearly to zero."""
    weight_decay: float = 0.01
    dropout: float = 0.1
    """In the encoder."""
    bf16: bool = True
    """Whether the encoder is trained with bfloat16 products."""
    max_grad_norm: float = 3.0
    ner_weight: float = 3.0
    """Weight of the loss, as for the next three."""
    parse_weight: float = 1.0
    tag_weight: float = 0.7
    other_weight: float = 1.0
    hidden_layers: int = 4
    """How many of the encoder's last layers the heads read."""
    mean: float = 0.998
    """Decay of the exponential moving average of the weights, which is the result of training."""
    checkpoint_every: int = 100
    """Steps."""
    curly: float = 0.15
    """Share of sentences with typographic quotes."""
    lower: float = 0.05
    """Share of sentences in lower case."""
    upper: float = 0.05
    """Share of sentences in upper case."""
    title: float = 0.05
    """Share of sentences in title case."""
    swap: float = 0.12
    """Share of entities that are replaced by others of the same label."""
    drop_final_punct: float = 0.08
    """Share of sentences without their final punctuation."""


@dataclass(frozen=True)
class TokenizerConfig:
    """Configuration of the tokenizer's training."""

    steps: int = 2500
    hidden_dim: int = 64
    batch_size: int = 32
    curly: float = 0.35
    """Share of paragraphs with typographic quotes."""
    headline: float = 0.12
    """Share of paragraphs of which one sentence is repeated as a headline."""
    quoted: float = 0.1
    """Share of sentences turned into direct speech."""


@dataclass(frozen=True)
class LemmaConfig:
    """Configuration of the lemmatizer's training."""

    epochs: int = 7
    hidden_dim: int = 100
    batch_size: int = 200


@dataclass(frozen=True)
class TrainingConfig:
    """Configuration of a reproducible training run."""

    seed: int = 20251
    threads: int = 2
    start: str | None = None
    """
    Model folder whose encoder is trained further, and whose tokenizer and lemmatizer are copied; None
    for the published encoder of `base_encoder`.
    """
    joint: JointConfig = JointConfig()
    tokenizer: TokenizerConfig = TokenizerConfig()
    lemma: LemmaConfig = LemmaConfig()

    def to_json(self) -> str:
        """Return the configuration as JSON text."""
        return json.dumps(asdict(self), indent=2)

    @classmethod
    def read(cls, path: Path | None) -> TrainingConfig:
        """
        Read a JSON file; return the defaults for None.

        Raises:
            TypeError: The file has an unknown key.
        """
        if path is None:
            return cls()
        raw = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            **{key: value for key, value in raw.items() if not isinstance(value, dict)},
            joint=JointConfig(**raw.get("joint", {})),
            tokenizer=TokenizerConfig(**raw.get("tokenizer", {})),
            lemma=LemmaConfig(**raw.get("lemma", {})),
        )
