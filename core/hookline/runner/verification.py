"""Run a sample with given settings in a temporary folder, and compare outputs."""

from __future__ import annotations

import itertools
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from hookline.components.hooks import hookimpl
from hookline.components.report import Report
from hookline.config.settings import FailureSettings
from hookline.errors import PluginError
from hookline.files.reading import open_input
from hookline.plan import BoundComponent, Plan
from hookline.runner.run import run

__all__ = ["Outcome", "Trial"]

COUNTS = ("read", "written", "dropped", "failed", "failures")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a trial: the decompressed output, the dead letters, the counts."""

    output: bytes
    letters: bytes
    counts: dict[str, Any]

    @property
    def read(self) -> int:
        """Number of documents read."""
        return int(self.counts["read"])

    @property
    def written(self) -> int:
        """Number of documents written."""
        return int(self.counts["written"])

    @property
    def failed(self) -> int:
        """Number of documents that failed."""
        return int(self.counts["failed"])

    def difference(self, other: Outcome) -> str:
        """Describe the first difference to another outcome, or return an empty string."""
        if self.counts != other.counts:
            keys = [key for key in COUNTS if self.counts[key] != other.counts[key]]
            return f"expected {self.counts[keys[0]]} {keys[0]}, found {other.counts[keys[0]]}"
        for what, expected, actual in (
            ("output", self.output, other.output),
            ("dead-letter file", self.letters, other.letters),
        ):
            if expected != actual:
                pairs = itertools.zip_longest(expected.splitlines(), actual.splitlines())
                number = next((line for line, (a, b) in enumerate(pairs, 1) if a != b), 0)
                return f"the {what} differs first in line {number}"
        return ""


@dataclass(frozen=True, slots=True)
class Trial:
    """A plan with settings to run it with."""

    name: str
    plan: Plan
    workers: int | None
    interruptions: int = 0

    def run(self, limit: int) -> Outcome:
        """
        Run the first `limit` documents and return the outcome.

        Raises:
            HooklineError: The run cannot start or continue.
        """
        with tempfile.TemporaryDirectory(prefix="hookline-verify-") as folder:
            output, letters = Path(folder, "out"), Path(folder, "failures.jsonl")
            name = Path(str(getattr(self.plan.sink.options, "path", "out"))).name
            output = output.with_suffix("".join(Path(name).suffixes)) if name != "-" else output
            plan = replace(
                self.plan,
                sink=_with_path(self.plan.sink, str(output)),
                failures=FailureSettings(path=str(letters), limit=None),
            )
            report = self._run_to_end(plan, limit)
            with open_input(str(output), sys.maxsize) as file:  # our own, however it grows
                data = file.read()
            counts = {key: getattr(report, key) for key in COUNTS}
            return Outcome(data, _comparable(letters), counts)

    def _run_to_end(self, plan: Plan, limit: int) -> Report:
        """Run to the end; stop the first attempts after one unit each."""
        for attempt in itertools.count():
            stop = _StopAfterUnit() if attempt < self.interruptions else None
            if stop and plan.hooks:
                plan.hooks.register(stop)
            try:
                report = run(plan, workers=self.workers, limit=limit, stop=stop or bool)
            finally:
                if stop and plan.hooks:
                    plan.hooks.unregister(stop)
            if report.finished:
                break
        return report


class _StopAfterUnit:
    """Stop a run after a unit has been written."""

    def __init__(self) -> None:
        self._written = False

    def __call__(self) -> bool:
        return self._written

    @hookimpl
    def hookline_batch_done(self, report: Report) -> None:
        self._written = True


def _with_path(sink: BoundComponent, path: str) -> BoundComponent:
    try:
        return replace(sink, options=sink.options.model_copy(update={"path": path}), parts=None)
    except AttributeError as error:
        raise PluginError(f"the sink `{sink.name}` has no `path`: it cannot be verified") from error


def _comparable(path: Path) -> bytes:
    """Return the dead letters without fields that differ between runs."""
    if not path.exists():
        return b""
    kept = []
    for line in path.read_bytes().splitlines():
        letter = orjson.loads(line)
        letter.pop("attempts")
        letter.pop("config")
        letter["error"].pop("traceback")
        kept.append(orjson.dumps(letter))
    return b"\n".join(kept)
