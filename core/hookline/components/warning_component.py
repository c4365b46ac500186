"""Components that warn of a run."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hookline.components.component import Component
from hookline.components.tally import StageWarning

__all__ = ["WarningComponent"]


class WarningComponent(Component):
    """A stage or source, whose warnings are in the report and the summary of a run."""

    _warnings: Mapping[str, StageWarning] = MappingProxyType({})
    """The warnings that `take_warnings` has not returned yet, by code; replaced, never changed."""

    def warn(self, code: str, message: str, documents: int = 0) -> None:
        """
        Add a warning to the report and the summary of the run.

        Call it in `__init__`, in `process` of a stage or in `read` of a source. The warnings of a
        component that have the same code are shown as one, with the message of the first and the sum
        of `documents`. Outside a run, closing a stage gives a `RuntimeWarning`.

        Args:
            code: What it is about, such as `not-english`.
            message: The warning, with what to try; without words of documents.
            documents: How many documents of this call it concerns; 0 if it concerns the run.
        """
        known = self._warnings.get(code, StageWarning(self.name, code, message))
        summed = known._replace(documents=known.documents + documents)
        self._warnings = {**self._warnings, code: summed}

    def take_warnings(self) -> list[StageWarning]:
        """Return the warnings since the last call, which the host adds to the report."""
        if not self._warnings:
            return []
        warnings, self._warnings = list(self._warnings.values()), {}
        return warnings
