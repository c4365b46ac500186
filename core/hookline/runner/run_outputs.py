"""The files that a run writes, and what they must not overwrite."""

from __future__ import annotations

import os
from collections.abc import Sequence

from hookline.components.sink import Sink
from hookline.errors import ResumeError
from hookline.files.targets import target_exists
from hookline.plan import Plan
from hookline.plan.shard import Shard
from hookline.runner.dead_letters import default_path
from hookline.runner.output_check import check_output
from hookline.runner.report_file import check_report

__all__ = ["RunOutputs"]


class RunOutputs:
    """
    The outputs, the dead letters and the report of a run.

    `targets` has the output paths; the first, `target`, determines the state folder of the run.
    `letters` is the path of the dead-letter file.

    Raises:
        ConfigError: An output is the config, or of the wrong kind.
    """

    def __init__(self, plan: Plan, sink: Sink, report: str | None) -> None:
        self._plan = plan
        self._sink = sink
        self._report = report
        self.targets = sink.targets
        self.target = self.targets[0]
        self._check_targets([plan.name])
        self.letters = plan.failures.path or default_path(self.target)

    def names(self) -> list[str]:
        """Return the outputs and dead letters of the run, and of all shards if it is one."""
        names = [*self.targets, self.letters]
        if self._plan.shard is None:
            return names
        return [*names, *(sibling for name in names for sibling in Shard.siblings(name))]

    def check(self, inputs: Sequence[str]) -> None:
        """
        Check that no file would overwrite an input, the config or another file.

        Raises:
            ConfigError: One would.
        """
        needed = [self._plan.name, *inputs]
        self._check_targets(needed, [self.letters, self._report])
        check_output(self.letters, [*needed, *self.targets], "dead-letter file")
        if self._report:
            check_output(self._report, [*needed, *self.targets, self.letters], "report")
            check_report(self._report)

    def check_unoccupied(self) -> None:
        """
        Check that no other output stands where the run is about to publish the first one.

        Raises:
            ResumeError: There is one; everything is kept for the next attempt.
        """
        for name in set(self.targets) - {"-", *self._sink.early_targets}:
            if target_exists(name):
                remedy = "" if os.path.isdir(name) else ", or replace it with --fresh"
                raise ResumeError(
                    f"{name} appeared while the run was writing it; move it away and run the same "
                    f"command again{remedy}"
                )

    def _check_targets(self, needed: list[str], written: Sequence[str | None] = ()) -> None:
        for number, target in enumerate(self.targets):
            folder = target in self._sink.folders
            others = self.targets[:number]
            if folder:  # it is replaced as a whole, so no other output may be inside
                others += [*self.targets[number + 1 :], *filter(None, written)]
            check_output(target, [*needed, *others], "output", folder, self._sink.stores)
