"""Train the encoder with its three heads: batches of different tasks in turn."""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor

from hookline import ModelError

from ..encoder.stanza_encoder import CasedTokenizer, StanzaEncoder, load_stanza_encoder
from ..loading.model_folder import MANIFEST_FILE, check_folder
from .augmentation import mentions_by_label, swap_entities
from .auxiliary_sets import AuxiliaryHeads, AuxiliarySentence, read_auxiliary
from .base_encoder import load_base_encoder
from .batches import Batches
from .config import TrainingConfig, TrainingError
from .corpora import TRAIN_FILES, Tagged, Tree, read_entities, read_treebanks
from .run_record import check_same_run, describe_run
from .seeding import seeded_rng
from .trainable_heads import TrainableHeads, head_state

T = TypeVar("T", Tagged, Tree, AuxiliarySentence)

_LOG_EVERY = 20  # steps

_LOADING_ERRORS = (
    *(pickle.UnpicklingError, EOFError, OSError, RuntimeError),
    *(LookupError, TypeError, ValueError, AttributeError),
)
"""What torch raises for a file that is no checkpoint, or one of other models."""


class HalfPrecisionEncoder(StanzaEncoder):
    """Compute with bfloat16 products, for speed; the output is float32."""

    def _compute_states(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        with torch.autocast(ids.device.type, dtype=torch.bfloat16):
            states = super()._compute_states(ids, mask)
        return tuple(state.float() for state in states)


def _load_weights(model: Any, folder: Path) -> None:
    """Load the weights of the encoder of a model folder."""
    try:
        manifest = check_folder(folder)
    except ModelError as error:
        raise TrainingError(f"start: {error}") from error
    if not manifest:
        raise TrainingError(f"start: expected a {MANIFEST_FILE} in {folder}, found none")
    encoder, _ = load_stanza_encoder(folder)
    try:
        model.load_state_dict(encoder.model.state_dict())
    except RuntimeError as error:
        raise TrainingError(
            f"start: expected an encoder of the sizes of `base_encoder` in {folder}: {error}"
        ) from error


class JointTraining:
    """
    Models, optimizer and data of one run.

    A step depends on the configuration and on its number alone, so a run resumed from a checkpoint
    gives the same weights as an uninterrupted one.

    Args:
        data: Data folder.
        config: Configuration.
        device: `cpu` or `cuda`.

    Raises:
        hookline.HooklineError: Data, the published encoder or the start cannot be used.
    """

    def __init__(self, data: Path, config: TrainingConfig, device: str = "cpu") -> None:
        torch.manual_seed(config.seed)
        self.config = config
        self.device = device
        joint = config.joint
        self.entities = entities = read_entities(data / "ner/ww9.train.bio.gz")
        self.trees = trees = read_treebanks(data, "train")
        auxiliary = read_auxiliary(data)
        self._record = describe_run(config, data, TRAIN_FILES)
        model, plain_tokenizer = load_base_encoder(joint.dropout)
        layers = model.config.num_hidden_layers
        if joint.hidden_layers > layers:
            raise TrainingError(f"joint.hidden_layers: the encoder has {layers} layers")
        tokenizer = CasedTokenizer(plain_tokenizer)
        self.encoder = (HalfPrecisionEncoder if joint.bf16 else StanzaEncoder)(model)
        self.heads = TrainableHeads.build(entities, trees, self.encoder, tokenizer, joint)
        self.auxiliary_heads = AuxiliaryHeads(auxiliary, self.encoder, tokenizer)
        if config.start is not None:
            _load_weights(model, Path(config.start))
        model.requires_grad_(True)
        model.embeddings.requires_grad_(False)
        model.embeddings.token_type_embeddings.requires_grad_(True)  # letter case
        for head in (*self.heads.models().values(), self.auxiliary_heads):
            head.to(device).train()
        self._ner_batches = self._batches(entities, joint.ner_words, "n")
        self._syntax_batches = self._batches(trees, joint.syntax_words, "s")
        self._auxiliary_batches = self._batches(auxiliary, joint.other_words, "a")
        self._mentions = mentions_by_label(entities)
        self._groups = self._parameter_groups()
        self.optimizer = torch.optim.AdamW(self._groups, betas=(0.9, 0.98), eps=1e-7)
        self._means = [p.detach().clone() for p in self._parameters()]
        self.step = 0

    def _batches(self, sentences: Sequence[T], budget: int, task: str) -> Batches[T]:
        kept = [s for s in sentences if len(s.words) <= self.config.joint.max_words]
        return Batches(kept, lambda s: len(s.words), budget, f"{self.config.seed}{task}")

    def use_mean_weights(self) -> None:
        """
        Replace the weights by their moving averages, which generalize better.

        Source: Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992.
        """
        with torch.no_grad():
            for parameter, mean in zip(self._parameters(), self._means, strict=True):
                parameter.copy_(mean)
        self.encoder.forget()

    def _parameter_groups(self) -> list[dict[str, Any]]:
        """Return parameter groups; matrices have weight decay, vectors and CRF transitions do not."""
        joint = self.config.joint
        matrices: list[torch.nn.Parameter] = []
        vectors: list[torch.nn.Parameter] = []
        crf: list[torch.nn.Parameter] = []
        for head in (*self.heads.models().values(), self.auxiliary_heads):
            for name, parameter in head.named_parameters():
                if name.startswith("bert_model.") or not parameter.requires_grad:
                    continue
                if "_transitions" in name:
                    crf.append(parameter)
                else:
                    (matrices if parameter.dim() > 1 else vectors).append(parameter)
        encoder = [p for p in self.encoder.parameters() if p.requires_grad]
        encoder_matrices = [p for p in encoder if p.dim() > 1]
        encoder_vectors = [p for p in encoder if p.dim() <= 1]
        decay = joint.weight_decay
        return [
            {"params": encoder_matrices, "lr": joint.encoder_lr, "weight_decay": decay},
            {"params": encoder_vectors, "lr": joint.encoder_lr, "weight_decay": 0.0},
            {"params": matrices, "lr": joint.head_lr, "weight_decay": decay},
            {"params": vectors, "lr": joint.head_lr, "weight_decay": 0.0},
            {"params": crf, "lr": joint.crf_lr, "weight_decay": 0.0},
        ]

    def _parameters(self) -> list[torch.nn.Parameter]:
        return [p for group in self._groups for p in group["params"]]

    def _set_learning_rates(self) -> None:
        joint = self.config.joint
        encoder, head = self._schedule(joint.encoder_warmup), self._schedule(joint.warmup)
        rates = (
            joint.encoder_lr * encoder,
            joint.encoder_lr * encoder,
            joint.head_lr * head,
            joint.head_lr * head,
            joint.crf_lr * head,
        )
        for group, rate in zip(self.optimizer.param_groups, rates, strict=True):
            group["lr"] = rate

    def _schedule(self, warmup: int) -> float:
        """Return the factor, from 0 to 1, of the learning rate in this step."""
        joint = self.config.joint
        rise = (self.step + 1) / max(1, warmup)
        fall = (joint.steps - self.step) / max(1, joint.decay)
        return max(0.0, min(1.0, rise, fall))

    def _task(self) -> tuple[str, int]:
        """Return the task of this step, and how many steps had the same task before."""
        cycle = self.config.joint.cycle
        rounds, position = divmod(self.step, len(cycle))
        task = cycle[position]
        return task, rounds * cycle.count(task) + cycle[:position].count(task)

    def _loss(self, task: str, number: int) -> tuple[Tensor, dict[str, float]]:
        """Return the loss of batch `number` of a task, and its parts for the log."""
        joint = self.config.joint
        rng = seeded_rng(self.config.seed, self.step)
        if task == "s":
            tag, parse = self.heads.syntax_losses(self._syntax_batches[number], rng)
            loss = joint.tag_weight * tag + joint.parse_weight * parse
            return loss, {"tag": float(tag.detach()), "parse": float(parse.detach())}
        if task == "n":
            sentences = [
                swap_entities(sentence, self._mentions, joint.swap, rng)
                for sentence in self._ner_batches[number]
            ]
            ner = self.heads.ner_loss(sentences, rng)
            return joint.ner_weight * ner, {"ner": float(ner.detach())}
        other = self.auxiliary_heads.loss(self._auxiliary_batches[number], joint, rng)
        return joint.other_weight * other, {"other": float(other.detach())}

    def advance(self) -> dict[str, float]:
        """Take one step and return its losses."""
        joint = self.config.joint
        torch.manual_seed(self.config.seed * 100_003 + self.step)
        task, number = self._task()
        loss, losses = self._loss(task, number)
        loss.backward()  # type: ignore[no-untyped-call]  # torch
        parameters = self._parameters()
        norm = torch.nn.utils.clip_grad_norm_(parameters, joint.max_grad_norm)
        losses[f"norm {task}"] = float(norm)
        self._set_learning_rates()
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.encoder.forget()
        decay = min(joint.mean, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(self._means, list[Tensor](parameters), 1 - decay)
        self.step += 1
        return losses

    def save(self, path: Path) -> None:
        """Write a checkpoint for `resume`, atomically."""
        state = {
            "run": self._record,
            "step": self.step,
            "optimizer": self.optimizer.state_dict(),
            "encoder": self.encoder.model.state_dict(),
            "heads": {name: head_state(model) for name, model in self.heads.models().items()},
            "auxiliary_heads": self.auxiliary_heads.state_dict(),
            "means": self._means,
        }
        part = path.with_suffix(".part")
        torch.save(state, part)
        part.replace(path)

    def resume(self, checkpoint: Path, log: Callable[[str], object] = print) -> None:
        """
        Go on from a checkpoint if it exists.

        Raises:
            TrainingError: The file is no checkpoint, or one of another configuration or data.
        """
        if not checkpoint.exists():
            return
        try:
            state = torch.load(checkpoint, map_location=self.device, weights_only=True)
            check_same_run(checkpoint, state["run"], self._record)
            self.encoder.model.load_state_dict(state["encoder"])
            for name, model in self.heads.models().items():
                model.load_state_dict(state["heads"][name], strict=False)
            self.auxiliary_heads.load_state_dict(state["auxiliary_heads"])
            self.optimizer.load_state_dict(state["optimizer"])
            self._means = state["means"]
            self.step = state["step"]
        except _LOADING_ERRORS as error:
            raise TrainingError(
                f"{checkpoint}: expected a checkpoint of this program, found {error!r}: remove it to "
                "start from the first step"
            ) from error
        log(f"resumed at step {self.step}")

    def run(self, checkpoint: Path, log: Callable[[str], object] = print) -> None:
        """Train from the current step to the last, and write checkpoints."""
        steps, every = self.config.joint.steps, self.config.joint.checkpoint_every
        history: dict[str, list[float]] = {}
        started = time.monotonic()
        while self.step < steps:
            for name, value in self.advance().items():
                history.setdefault(name, []).append(value)
            if self.step % _LOG_EVERY == 0:
                means = " ".join(f"{k} {sum(v) / len(v):.4f}" for k, v in sorted(history.items()))
                seconds = (time.monotonic() - started) / _LOG_EVERY
                log(
                    f"{time.strftime('%H:%M:%S')} step {self.step}/{steps} {means} "
                    f"s/step {seconds:.2f}"
                )
                history, started = {}, time.monotonic()
            if self.step % every == 0 or self.step == steps:
                self.save(checkpoint)
