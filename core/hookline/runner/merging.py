"""Put replayed documents in their places in the output of the run that they failed in."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from zlib import crc32

from hookline.components.report import Report
from hookline.components.stream_source import StreamSource
from hookline.errors import ResumeError, SinkError, number_of
from hookline.files.atomic import write_whole
from hookline.files.reading import open_input
from hookline.files.storage import remove, state_folder
from hookline.plan import Plan
from hookline.runner.checkpoint import Checkpoint
from hookline.runner.identity import input_stamps
from hookline.runner.merged_records import ADVICE, MergedRecords
from hookline.runner.replay import replay_plan

__all__ = ["Merge", "merge_folder"]

JOURNAL = "merge.json"
REMAINING = "remaining.jsonl"


def merge_folder(target: str) -> Path:
    """Return the folder with the replayed documents that are to be merged into an output."""
    return state_folder(target) / "replay"


class Merge:
    """
    Merge replayed documents into a finished output of JSON lines.

    If the input has changed since the run, the documents that failed are read from it again, and all
    others must be the same.

    A killed merge is completed by the next one of the same output: everything is prepared beside the
    output, then noted in a journal, and from then on every step can be repeated.

    Args:
        plan: The plan of the run, with its output and its sources.
        letters: The dead-letter file of the run.
    """

    def __init__(self, plan: Plan, letters: str) -> None:
        self._plan = plan
        self._letters = letters
        self._target = plan.open_sink().target
        self._folder = merge_folder(self._target)
        self.is_mended = False  # whether the input has changed since the run
        if plan.sink.component.name != "jsonl" or self._target == "-":
            raise SinkError(f"expected an output of the sink `jsonl` to merge into; {ADVICE}")
        if not os.path.isfile(self._target):
            raise SinkError(
                f"there is no output {self._target} to merge into; name the output of the run with -o"
            )

    @property
    def inputs(self) -> list[str]:
        """The inputs of the run, as its state names them."""
        return [name for name, _ in self._identity["inputs"]]

    def check(self) -> None:
        """
        Check that the output is that of a finished run whose input is still the same.

        Raises:
            ResumeError: It is not.
        """
        checkpoint = Checkpoint(self._target)
        try:
            state, self._identity = checkpoint.read(), checkpoint.identity()
        finally:
            checkpoint.close()
        if self.is_pending:
            return
        if state is None or state["phase"] != "finished":
            raise ResumeError(
                f"expected the output of a finished run, found none in {self._target}: finish the "
                f"run first, or, if its state was removed by `hookline prune`, {ADVICE}"
            )
        if os.path.getsize(self._target) != state["size"]:
            raise ResumeError(f"{self._target} has been changed since hookline wrote it; {ADVICE}")
        if any(issubclass(source.component, StreamSource) for source in self._plan.sources):
            raise ResumeError(f"the input of {self._target} is a stream; {ADVICE}")
        if "-" in self.inputs:
            raise ResumeError(f"the input of {self._target} was standard input; {ADVICE}")
        self._stamps = input_stamps(self.inputs)
        self.is_mended = self._stamps != self._identity["inputs"]
        if self.is_mended and state.get("content") is None:
            raise ResumeError(
                f"the input of {self._target} has changed, and its run did not note the documents to "
                f"compare; {ADVICE}"
            )
        mark = state["letters"]
        if not mark or not os.path.samefile(mark["path"], self._letters):
            raise ResumeError(f"{self._letters} has no dead letters of {self._target}; {ADVICE}")
        if state["report"]["split"]:
            raise ResumeError(f"a stage has split documents of {self._target}; {ADVICE}")

    def replay(self, plan: Plan) -> Plan:
        """Return a plan that runs the failed documents again."""
        limit = self._identity["limit"]
        return replay_plan(plan, self._letters, reread=self.is_mended, limit=limit)

    @property
    def is_pending(self) -> bool:
        """Whether an earlier merge was killed before it had put everything in place."""
        return (self._folder / JOURNAL).exists()

    def merge(self, replayed: Report | None = None) -> Report:
        """
        Merge the documents of a finished replay, and return the counts of the run with them.

        A pending merge needs no report.

        Raises:
            ResumeError: The place of a document cannot be told; nothing was changed.
            SinkError: A file cannot be written; the same call goes on.
        """
        checkpoint = Checkpoint(self._target)
        try:
            journal = self._folder / JOURNAL
            if replayed is not None and not self.is_pending:
                state = checkpoint.read() or {}
                write_whole(journal, json.dumps(self._prepare(state, replayed)).encode(), "journal")
            return self._complete(checkpoint, json.loads(journal.read_bytes()))
        except ResumeError:
            remove(self._folder)  # what was replayed cannot be used
            raise
        except OSError as error:
            raise SinkError(
                f"cannot merge into {self._target}: {error.strerror or error}"
            ) from error
        finally:
            checkpoint.close()

    def _prepare(self, state: dict[str, Any], replayed: Report) -> dict[str, Any]:
        """Write the merged output and the remaining letters beside the old ones; return the state."""
        report = Report.from_json(state["report"])
        _replace_counts(
            report, replayed, [letter["stage"] for letter in _dead_letters(self._letters)]
        )
        report.check()
        again = _places(replayed.letters) if replayed.failed else frozenset()
        records = MergedRecords(
            self._plan,
            self.replay(self._plan),
            str(self._folder / "records.jsonl"),
            self._letters,
            self._identity["limit"],
            self.is_mended,
        )
        self._check_accounts(records, replayed, again)
        position, content = records.write(state.get("content"), again)
        if input_stamps(self.inputs) != self._stamps:
            raise ResumeError("the input changed while it was merged; run the same command again")
        letters = Path(f"{self._letters}.{REMAINING}")
        mark = None
        with suppress(FileNotFoundError):
            letters.unlink()
        if replayed.failed:
            data = Path(replayed.letters).read_bytes()
            with open(letters, "xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                inode = os.fstat(file.fileno()).st_ino
            mark = {**state["letters"], "inode": inode, "size": len(data), "checksum": crc32(data)}
        values = {**report.to_json(), "finished": True}
        return {
            **state, "phase": "publishing", "sink": position, "letters": mark, "size": None,
            "report": values, "content": content, "inputs": self._stamps,
        }  # fmt: skip

    def _check_accounts(
        self, records: MergedRecords, replayed: Report, again: frozenset[str]
    ) -> None:
        """
        Check that every dead letter has a record, was dropped, or is a dead letter again.

        Raises:
            ResumeError: One is none of these; nothing was changed.
        """
        missing = [
            place
            for place, lines in records.replayed().items()
            if not lines and self._plan.secrets.hide(place) not in again
        ]
        if len(missing) != sum(replayed.dropped.values()):
            raise ResumeError(
                f"{number_of(len(missing), 'dead letter')} without a record did not fail again, such "
                f"as that of {missing[0]}, but the replay dropped "
                f"{number_of(sum(replayed.dropped.values()), 'document')}; {ADVICE}"
                if missing
                else f"dropped documents of {self._letters} have records; {ADVICE}"
            )

    def _complete(self, checkpoint: Checkpoint, state: dict[str, Any]) -> Report:
        """Put the new files in place; each step may have been done already."""
        letters = Path(f"{self._letters}.{REMAINING}")
        if letters.exists():
            os.replace(letters, self._letters)
        inputs = state.pop("inputs", self._identity["inputs"])
        checkpoint.replace(state, {**self._identity, "inputs": inputs})
        sink = self._plan.open_sink()
        sink.open(state["sink"])
        size = sink.publish()
        sink.close()
        checkpoint.commit({**state, "phase": "finished", "size": size})
        if state["letters"] is None:  # last, as the same call needs them
            Path(self._letters).unlink(missing_ok=True)
        remove(self._folder)
        report = Report.from_json(state["report"])
        report.output, report.finished = self._target, True
        return report


def _dead_letters(path: str) -> Iterator[dict[str, Any]]:
    with open_input(path) as file:
        yield from map(json.loads, file)


def _places(path: str) -> frozenset[str]:
    """Return the places of the documents of a dead-letter file, with their secrets hidden."""
    return frozenset(letter["place"] for letter in _dead_letters(path))


def _replace_counts(report: Report, replayed: Report, failed_in: Sequence[str]) -> None:
    """
    Replace the counts of failed documents by those of their replay.

    Raises:
        ResumeError: The replay had other stages, or split documents.
    """
    names = [tally.name for tally in report.stages]
    if names != [tally.name for tally in replayed.stages] or replayed.split:
        raise ResumeError(
            f"the stages were {', '.join(names) or 'none'} in the run, and are others now, or have "
            f"split documents; {ADVICE}"
        )
    for stage in failed_in:
        last = names.index(stage) if stage in names else None
        if last is not None:
            for tally in report.stages[:last]:
                tally.entered, tally.left = tally.entered - 1, tally.left - 1
            tally = report.stages[last]
            tally.entered, tally.failed = tally.entered - 1, tally.failed - 1
        report.failed -= 1
        report.failures[stage] = report.failures.get(stage, 0) - 1
    for tally, more in zip(report.stages, replayed.stages, strict=True):
        tally.add(more)
    report.written += replayed.written
    report.empty += replayed.empty
    report.failed += replayed.failed
    for counts, more_counts in (
        (report.dropped, replayed.dropped), (report.failures, replayed.failures),
    ):  # fmt: skip
        for reason, count in more_counts.items():
            counts[reason] = counts.get(reason, 0) + count
    report.failures = {stage: count for stage, count in report.failures.items() if count}
