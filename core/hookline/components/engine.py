"""The engine contract: compute units of documents, anywhere, and hand them back in order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from hookline.components.component import Component

if TYPE_CHECKING:
    from hookline.components.work import Unit, UnitResult
    from hookline.plan import Plan

__all__ = ["Engine"]


class Engine(Component, ABC):
    """Where the stages of a run are computed."""

    kind = "engine"
    name: ClassVar[str]

    @abstractmethod
    def compute(
        self, plan: Plan, units: Iterable[Unit], workers: int | None
    ) -> Iterator[UnitResult]:
        """
        Yield the result of every unit, in the order of the units.

        `workers` is how many processes to use, None where the engine should choose. A unit may come
        back in several results, as long as these are in order.

        Units are drawn only as results are taken, a bounded number ahead, so that memory stays flat.
        """
