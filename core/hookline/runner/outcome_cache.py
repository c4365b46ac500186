"""Keep the outcomes of the stages of a plan, of each and of all together, under their digests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hookline.components.outcomes import Dropped
from hookline.components.stage import Drop
from hookline.document.document import Document
from hookline.plan import BoundComponent, Plan
from hookline.plan.canonical import digest
from hookline.runner.cache import StageCache
from hookline.runner.identity import stage_digest

__all__ = ["OutcomeCache"]


class OutcomeCache:
    """
    The cache of a plan; without one, nothing is found and nothing kept.

    Outcomes of light stages, and of stages whose code is unknown, are not cached, nor are those of
    stages before a private one, as they contain the private words.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._cache = StageCache(plan.cache, plan.layers) if plan.cache else None
        private = plan.private_step or 0
        self._digests = [
            self._digest(bound) if step >= private else "" for step, bound in enumerate(plan.stages)
        ]
        self._whole = self._whole_digest()

    @property
    def has_whole(self) -> bool:
        """Whether the outcomes of all stages together are cached."""
        return bool(self._whole)

    def close(self) -> None:
        """Close the cache."""
        if self._cache:
            self._cache.close()

    def of_stage(self, step: int, docs: Sequence[Document]) -> Sequence[Any]:
        """Return the cached outcome of each document in a stage, or None."""
        if self._cache and self._digests[step]:
            return self._cache.find(self._digests[step], docs)
        return [None] * len(docs)

    def keep_of_stage(self, step: int, docs: Sequence[Document], outcomes: Sequence[Any]) -> None:
        """Keep the outcomes of documents in a stage."""
        if self._cache and self._digests[step]:
            self._cache.keep(self._digests[step], docs, outcomes)

    def whole(self, docs: Sequence[Document]) -> Sequence[Document | Dropped | None]:
        """Return the cached outcome of each document after all stages, or None."""
        assert self._cache is not None
        return [self._dropped(outcome) for outcome in self._cache.find(self._whole, docs)]

    def keep_whole(self, docs: Sequence[Document], outcomes: Sequence[Any]) -> None:
        """Keep the outcomes of documents after all stages."""
        assert self._cache is not None
        self._cache.keep(self._whole, docs, [_stored(outcome) for outcome in outcomes])

    def _dropped(self, outcome: Any) -> Any:
        """Return the outcome for what `_stored` has made of it."""
        if not isinstance(outcome, Drop):
            return outcome
        step, _, reason = outcome.reason.partition(":")
        return Dropped(self._plan.stages[int(step)].name, reason, int(step))

    def _digest(self, bound: BoundComponent) -> str:
        """Return the digest of a stage; empty if it is not cached."""
        light = getattr(bound.component, "cost", "") == "light"
        return stage_digest(bound) if self._cache and not light else ""

    def _whole_digest(self) -> str:
        """Return the digest of all stages; empty if their outcome is not cached."""
        if not (self._cache and self._plan.recalls) or self._plan.private_step is not None:
            return ""
        digests = [stage_digest(bound) for bound in self._plan.stages]
        return digest(digests) if all(digests) else ""


def _stored(outcome: Any) -> Any:
    """Return an outcome for the cache: a drop has the number of its stage before its reason."""
    if isinstance(outcome, Dropped):
        return Drop(f"{outcome.step}:{outcome.reason}")
    return outcome
