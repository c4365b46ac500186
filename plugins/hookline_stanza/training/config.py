"""Configuration of the training."""

from __future__ import annotations

import json
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hookline import HooklineError

Count = Annotated[int, Field(gt=0)]
Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Weight = Annotated[float, Field(ge=0)]


class TrainingError(HooklineError):
    """Configuration, data or files that training cannot use."""


class _Config(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class JointConfig(_Config):
    """Configuration of the joint training of the encoder and its three heads."""

    steps: Count = 5300
    """Optimizer steps."""
    cycle: Annotated[str, Field(pattern="^[nsa]+$")] = "nsnsnsnsa"
    """Task of each step, repeated: entities (n), syntax (s), auxiliary corpora (a)."""
    ner_words: Count = 1600
    """Approximate words, with padding, of a batch for entities."""
    syntax_words: Count = 1500
    """The same for syntax."""
    other_words: Count = 1600
    """The same for auxiliary corpora."""
    max_words: Count = 150
    """Longer training sentences are left out."""
    encoder_lr: Positive = 2.5e-4
    head_lr: Positive = 1.5e-3
    crf_lr: Positive = 5e-3
    """Learning rate of the CRF's transitions."""
    warmup: Annotated[int, Field(ge=0)] = 200
    """Steps of linear warm-up of the heads' learning rates."""
    encoder_warmup: Annotated[int, Field(ge=0)] = 200
    """The same for the encoder."""
    decay: Annotated[int, Field(ge=0)] = 1200
    """Number of steps at the end in which learning rates decay linearly to zero."""
    weight_decay: Weight = 0.01
    dropout: Annotated[float, Field(ge=0, lt=1)] = 0.1
    """In the encoder."""
    bf16: bool = True
    """Whether the encoder is trained with bfloat16 products."""
    max_grad_norm: Positive = 3.0
    ner_weight: Weight = 3.0
    """Weight of the loss, as for the next three."""
    parse_weight: Weight = 1.0
    tag_weight: Weight = 0.7
    other_weight: Weight = 1.0
    hidden_layers: Count = 4
    """How many of the encoder's last layers the heads read."""
    mean: Annotated[float, Field(ge=0, lt=1)] = 0.998
    """Decay of the exponential moving average of the weights, which is the result of training."""
    checkpoint_every: Count = 100
    """Steps."""
    curly: Share = 0.15
    """Share of sentences with typographic quotes."""
    lower: Share = 0.05
    """Share of sentences in lower case."""
    upper: Share = 0.05
    """Share of sentences in upper case."""
    title: Share = 0.05
    """Share of sentences in title case."""
    swap: Share = 0.12
    """Share of entities that are replaced by others of the same label."""
    drop_final_punct: Share = 0.08
    """Share of sentences without their final punctuation."""


class TokenizerConfig(_Config):
    """Configuration of the tokenizer's training."""

    steps: Count = 2500
    hidden_dim: Count = 64
    batch_size: Count = 32
    curly: Share = 0.35
    """Share of paragraphs with typographic quotes."""
    headline: Share = 0.12
    """Share of paragraphs of which one sentence is repeated as a headline."""
    quoted: Share = 0.1
    """Share of sentences turned into direct speech."""


class LemmaConfig(_Config):
    """Configuration of the lemmatizer's training."""

    epochs: Count = 7
    hidden_dim: Count = 100
    batch_size: Count = 200


class TrainingConfig(_Config):
    """Configuration of a reproducible training run."""

    seed: Annotated[int, Field(ge=0, lt=2**32)] = 20251
    threads: Count = 2
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
        return self.model_dump_json(indent=2)

    @classmethod
    def read(cls, path: Path | None) -> TrainingConfig:
        """
        Read a JSON file; return the defaults for None.

        Raises:
            TrainingError: There is no such file, or it is no configuration.
        """
        if path is None:
            return cls()
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise TrainingError(f"{path}: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise TrainingError(f"{path}: expected UTF-8, found another encoding") from error
        except json.JSONDecodeError as error:
            raise TrainingError(
                f"{path}:{error.lineno}:{error.colno}: expected JSON: {error.msg}"
            ) from error
        if not isinstance(raw, dict):
            raise TrainingError(f'{path}: expected an object such as {{"seed": 1}}, found {raw!r}')
        try:
            return cls.model_validate(raw)
        except ValidationError as error:
            problems = [_describe(problem, raw) for problem in error.errors()]
            raise TrainingError("; ".join(f"{path}: {problem}" for problem in problems)) from error


def _describe(problem: Any, raw: dict[str, Any]) -> str:
    """Return what is wrong with which key; for an unknown key, with the nearest known one."""
    *parents, name = problem["loc"]
    key = ".".join(problem["loc"])
    if problem["type"] != "extra_forbidden":
        return f"{key}: {problem['msg']}, found {problem['input']!r}"
    model: Any = TrainingConfig
    for parent in parents:
        model = model.model_fields[parent].annotation
    close = get_close_matches(name, model.model_fields, 1)
    hint = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(model.model_fields)}"
    return f"{key}: unknown key; {hint}"
