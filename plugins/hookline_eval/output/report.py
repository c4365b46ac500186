"""The result of a task."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hookline_eval.evaluation.run import EvalSummary
from hookline_eval.scoring.scores import Scores


@dataclass(frozen=True, slots=True)
class EvalReport:
    """
    The result of a task.

    `task_options` are the options of the task that affect the figures. `unit` is the name of what is
    resampled. `listings` are examples by heading.
    """

    task: str
    file: str
    scores: Scores
    summary: EvalSummary
    task_options: dict[str, Any] = field(default_factory=dict)
    unit: str = "document"
    listings: dict[str, list[str]] = field(default_factory=dict)
