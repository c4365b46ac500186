"""Run a sample with given settings in a temporary folder, and compare outputs."""

from __future__ import annotations

import itertools
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from hookline.components.report import Report
from hookline.files.reading import open_input
from hookline.plan import Plan
from hookline.runner.new_interpreter import Call, call_with_seed, other_seeds
from hookline.runner.sample_run import run_sample, with_output

__all__ = ["Outcome", "SeedTrial", "Trial"]

COUNTS = ("read", "written", "dropped", "failed", "failures")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a trial: decompressed files of the output by name, dead letters, counts."""

    output: Mapping[str, bytes]
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
        names = sorted(self.output.keys() | other.output.keys())
        files = [(name, self.output.get(name), other.output.get(name)) for name in names]
        for what, expected, actual in [*files, ("dead-letter file", self.letters, other.letters)]:
            if expected is None or actual is None:
                return f"the {what} is in one output only"
            if expected != actual:
                pairs = itertools.zip_longest(expected.splitlines(), actual.splitlines())
                number = next((line for line, (a, b) in enumerate(pairs, 1) if a != b), 0)
                return f"the {what} differs first in line {number}"
        return ""


@dataclass(frozen=True, slots=True)
class Trial:
    """A plan with settings to run it with; `hint` says what may be wrong if the outcome differs."""

    name: str
    plan: Plan
    workers: int | None
    interruptions: int = 0
    hint: str = ""

    def run(self, limit: int) -> Outcome:
        """
        Run the first `limit` documents and return the outcome.

        Raises:
            HooklineError: The run cannot start or continue.
        """
        with tempfile.TemporaryDirectory(prefix="hookline-verify-") as folder:
            plan = with_output(self.plan, folder)
            for number in itertools.count():
                stopped = number < self.interruptions  # after one unit
                report = self._attempt(plan, folder, limit, number, stopped)
                if report.finished:
                    break
            output = _files(Path(plan.sink.options.path))
            counts = {key: getattr(report, key) for key in COUNTS}
            return Outcome(output, _comparable(Path(folder, "failures.jsonl")), counts)

    def _attempt(self, plan: Plan, folder: str, limit: int, number: int, stopped: bool) -> Report:
        return run_sample(plan, self.workers, limit, stopped)


@dataclass(frozen=True, slots=True)
class SeedTrial(Trial):
    """
    A config, and options of `read_plan`, whose attempts run in new interpreters.

    Each has another hash seed, on which the order of sets of strings depends.
    """

    config: str = ""
    plan_options: Mapping[str, Any] = field(default_factory=dict)

    def _attempt(self, plan: Plan, folder: str, limit: int, number: int, stopped: bool) -> Report:
        seeds = other_seeds(self.interruptions + 1)
        call = Call(self.config, self.plan_options, folder, self.workers, limit, stopped)
        return call_with_seed(call, seeds[number % len(seeds)])


def _files(output: Path) -> dict[str, bytes]:
    """Return the decompressed content of an output: one file, or all files of a folder by name."""
    paths = {"output": output}
    if output.is_dir():
        inner = (path for path in output.rglob("*") if path.is_file())
        paths = {f"file {path.relative_to(output)} of the output": path for path in inner}
    contents = {}
    for name, path in paths.items():
        with open_input(str(path), sys.maxsize) as file:  # our own, however it grows
            contents[name] = file.read()
    return contents


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
