"""Fit the line model to labelled pages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from hookline_boilerplate.page import places
from hookline_boilerplate.training.model import LineModel, packed
from hookline_boilerplate.training.pages import LabelledPage, vocabulary
from hookline_boilerplate.training.views import Row, view

__all__ = ["Settings", "fit"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What training can be told; the defaults were chosen on one half of the sites."""

    epochs: int = 10
    seed: int = 1
    rate: float = 3e-3
    sites: int = 10
    size: int = 5000
    depth: int = 8
    width: int = 48
    dropout: float = 0.3
    wordless: float = 0.15
    batch: int = 4


def fit(pages: Sequence[LabelledPage], settings: Settings) -> bytes:
    """Return the model file fitted to `pages`; the same pages and settings give the same model."""
    torch.manual_seed(settings.seed)
    torch.set_num_threads(1)  # sums in another order would give another model
    random = Random(settings.seed)  # noqa: S311 - nothing secret about it
    listed = vocabulary(pages, settings.sites, settings.size)
    model = LineModel(len(listed), settings.depth, settings.width, settings.dropout)
    optimizer = torch.optim.AdamW(model.parameters(), settings.rate, weight_decay=1e-2)
    steps = settings.epochs * len(pages) // settings.batch + 1
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: (
            min(1, (step + 1) / 60) * max(0.02, 0.5 + 0.5 * math.cos(math.pi * step / steps))
        ),
    )
    model.train()
    done = 0
    for _ in range(settings.epochs):
        for page in random.sample(list(pages), len(pages)):
            rows = view(page, pages, random)
            wordless = random.random() < settings.wordless
            loss = _loss(model, rows, {} if wordless else listed)
            if loss is not None:
                (loss / settings.batch).backward()  # type: ignore[no-untyped-call]  # torch
            done += 1
            if done % settings.batch == 0:
                torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()
                optimizer.zero_grad()
                schedule.step()
    model.eval()
    return packed(model, listed)


def _loss(model: LineModel, rows: Sequence[Row], listed: dict[str, int]) -> Tensor | None:
    """Return the loss of one view; a lost line of content weighs by its words."""
    labels = torch.tensor([int(page.labels[at]) for page, at in rows])
    known = labels >= 0
    if not known.any():
        return None
    words = torch.tensor([int(page.words[at]) for page, at in rows])
    weights = torch.where(labels == 1, 1.0, (words / 12).clamp(1.0, 5.0))
    losses = binary_cross_entropy_with_logits(
        model(*_inputs(rows, listed)), labels.clamp(0).float(), reduction="none"
    )
    return (losses * weights)[known].sum() / (known.sum() + 10)


def _inputs(rows: Sequence[Row], listed: dict[str, int]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return what the model takes for the lines of one view."""
    described = [page.described[at] for page, at in rows]
    values = np.array([line.values for line in described], np.float32)
    place = places([line.prose for line in described], [page.lines[at].text for page, at in rows])
    found = [[listed[token] for token in page.tokens[at] if token in listed] for page, at in rows]
    counts = np.array([len(line) for line in found])
    return (
        torch.from_numpy(np.concatenate([values, place], axis=1)),
        torch.tensor([token for line in found for token in line], dtype=torch.long),
        torch.from_numpy(np.cumsum(counts) - counts),
        torch.from_numpy(counts),
    )
