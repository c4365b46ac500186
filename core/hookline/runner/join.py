"""Join the outputs of shards to the output of one run."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from hookline.components.registry import Registry
from hookline.components.report import Report
from hookline.components.sink import Sink
from hookline.errors import PluginError, ResumeError, SinkError
from hookline.files.storage import state_folder
from hookline.files.targets import target_exists
from hookline.plan.shard import Shard
from hookline.runner.checkpoint import Checkpoint
from hookline.runner.dead_letters import DeadLetters, default_path, read_dead_letters
from hookline.runner.identity import Identity, without_shard
from hookline.runner.identity_differences import describe
from hookline.runner.output_check import check_output
from hookline.runner.resume import load_state

__all__ = ["join"]


class _Part(NamedTuple):
    """The finished output of a shard, with its state."""

    path: str
    shard: Shard
    size: int
    """The size of the whole input, in the units of its sources."""
    identity: Identity
    state: dict[str, Any]
    report: Report


def join(
    outputs: Sequence[str],
    output: str | None = None,
    *,
    fresh: bool = False,
    plugins: Iterable[object] = (),
) -> Report:
    """
    Join the outputs of all shards of a run, and their dead letters, to what one run would have written.

    The output is recognized as that of the run of the same config without a shard.

    Args:
        outputs: The outputs of the shards, in any order, or the name of the output of the whole run.
        output: The file to write; by default, the output of the whole run.
        fresh: Whether to replace an existing output.
        plugins: As in `read_plan`, for a sink that is not installed.

    Returns:
        The sum of the reports.

    Raises:
        ResumeError: A shard is missing, unfinished, given twice, changed, or of another run.
        SinkError: The outputs cannot be joined, or the output cannot be written.
    """
    paths, whole = _expanded(outputs)
    parts = _checked([_read_part(path) for path in paths])
    target = output or whole
    check_output(target, [part.path for part in parts], "output", stores=True)
    identity = {**without_shard(parts[0].identity), "options": parts[0].identity["options"]}
    registry = Registry.discover(plugins)
    for part in parts:
        if _sink(part.identity, part.path, registry).published_size() != part.state["size"]:
            raise ResumeError(f"{part.path} has been changed since hookline wrote it")
    sink = _sink(identity, target, registry)
    letters_path = _letters_path(parts, target)
    with ExitStack() as stack:
        checkpoint = Checkpoint(target, fresh)
        stack.callback(checkpoint.close)
        state = load_state(checkpoint, sink, identity, letters_path, fresh)
        if state["phase"] == "finished":
            return Report.from_json(state["report"])
        if state["phase"] == "running":  # a killed attempt
            state = load_state(checkpoint, sink, identity, letters_path, True)
        report = _sum(parts, target)
        state = {
            **state,
            "phase": "running",
            "next": report.settled,
            "sink": None,
            "stream_digest": "",
            "report": report.to_json(),
            "size": None,
        }
        checkpoint.commit(state, identity)

        def claim(mark: dict[str, Any]) -> None:
            checkpoint.commit({**state, "letters": mark})

        letters = DeadLetters(letters_path, "", None, claim)
        stack.callback(letters.close)
        stack.callback(sink.close)
        sink.open()
        sink.join([part.path for part in parts])
        for part in parts:
            if mark := part.state["letters"]:
                letters.add_lines(read_dead_letters(mark))
                letters.flush()
        report.letters, report.finished = letters.path, True
        state |= {"phase": "publishing", "letters": letters.flush(), "report": report.to_json()}
        state["sink"] = sink.flush()
        checkpoint.commit(state)
        state |= {"phase": "finished", "size": sink.publish()}
        checkpoint.commit(state)
    return report


def _expanded(outputs: Sequence[str]) -> tuple[list[str], str]:
    """Return the outputs of shards, and the output of the whole run that their names give."""
    paths: list[str] = []
    wholes: dict[str, None] = {}
    for path in outputs:
        if named := Shard.of(path):
            paths.append(path)
            wholes[named[0]] = None
        else:
            paths += _shards_of(path)
            wholes[path] = None
    if len(wholes) > 1:
        raise ResumeError(
            f"expected outputs of one run, found those of {' and of '.join(wholes)}; "
            "run every shard with the same -o"
        )
    return paths, next(iter(wholes))


def _shards_of(path: str) -> list[str]:
    """Return the outputs of shards beside the output of a whole run."""
    folder = Path(path).parent
    names = sorted(os.listdir(folder)) if folder.is_dir() else []
    paths = [os.path.join(os.path.dirname(path), name) for name in names if name[0] != "."]
    matching = [name for name in paths if (named := Shard.of(name)) and named[0] == path]
    if not matching:
        raise ResumeError(
            f"there is no output of a shard of {path}; expected names such as {Shard(1, 4).path(path)}"
        )
    return matching


def _read_part(path: str) -> _Part:
    if not target_exists(path):
        raise ResumeError(f"there is no {path}; run its shard, or run it again")
    if not state_folder(path).is_dir():
        raise ResumeError(
            f"the state of the run that wrote {path} is missing: expected the folder "
            f"{state_folder(path)}; copy it along with the output"
        )
    checkpoint = Checkpoint(path)
    try:
        state, identity = checkpoint.read(), checkpoint.identity()
    finally:
        checkpoint.close()
    if state is None or state["phase"] != "finished":
        raise ResumeError(f"the run that writes {path} is not finished; run its command again")
    if not identity.get("shard"):
        raise ResumeError(f"{path} is the output of a whole run, not of a shard")
    text, size = identity["shard"]
    return _Part(path, Shard.parse(text), size, identity, state, Report.from_json(state["report"]))


def _checked(parts: Sequence[_Part]) -> list[_Part]:
    """
    Return the parts in order, after checking that they are all parts of one run, unchanged.

    Raises:
        ResumeError: They are not.
    """
    parts = sorted(parts, key=lambda part: part.shard.index)
    first = parts[0]
    for part in parts[1:]:
        if part.shard.count != first.shard.count:
            raise ResumeError(
                f"{first.path} is shard {first.shard} and {part.path} is shard {part.shard}: their "
                "parts of the input overlap; join shards of one number"
            )
    for before, after in pairwise(parts):
        if before.shard == after.shard:
            raise ResumeError(
                f"{before.path} and {after.path} are both shard {after.shard}; give one of them"
            )
    missing = set(range(1, first.shard.count + 1)) - {part.shard.index for part in parts}
    if missing:
        names = [str(Shard(index, first.shard.count)) for index in sorted(missing)]
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""
        raise ResumeError(
            f"of {first.shard.count} shards, {', '.join(names[:5])}{more} "
            f"{'is' if len(names) == 1 else 'are'} missing; run {'it' if len(names) == 1 else 'them'}, "
            "then join again"
        )
    for part in parts[1:]:
        identities = without_shard(first.identity), without_shard(part.identity)
        if what := describe(*identities, f"{first.path} was made"):
            raise ResumeError(f"{part.path} is of another run than {first.path}: {what}")
        if (part.size, part.report.digest) != (first.size, first.report.digest):
            what = "input" if part.size != first.size else "config"
            raise ResumeError(
                f"{part.path} is of another run than {first.path}: the {what} changed in between"
            )
    return parts


def _sum(parts: Sequence[_Part], target: str) -> Report:
    """
    Return the sum of the reports.

    Raises:
        BalanceError: One of them, or the sum, does not add up.
    """
    report = Report.from_json(parts[0].report.to_json())
    report.check()
    for part in parts[1:]:
        part.report.check()
        report.add_report(part.report)
    report.check()
    report.output, report.letters, report.shard, report.finished = target, "", "", False
    report.total = None
    return report


def _letters_path(parts: Sequence[_Part], target: str) -> str:
    """Return where one run would have put the dead letters."""
    for part in parts:
        mark = part.state["letters"]
        if mark and mark["asked"] != default_path(part.path) and (named := Shard.of(mark["asked"])):
            return named[0]
    return default_path(target)


def _sink(identity: Identity, target: str, registry: Registry) -> Sink:
    """Return a sink like that of the run, for another path."""
    names = [name for kind, name, _ in identity["components"] if kind == "sink"]
    if len(names) > 1:
        raise SinkError(
            f"the run has {len(names)} sinks, {' and '.join(names)}: shards of a run with one sink can "
            "be joined"
        )
    component: Any = registry.find("sink", names[0])
    if component is None:
        raise PluginError(f"there is no sink `{names[0]}`; install its plugin, or use --plugins")
    plain = without_shard(identity)["options"]
    if "sink.parts" in plain:
        raise SinkError("outputs in parts cannot be joined; read the folders of all shards instead")
    options = {
        name.removeprefix("sink."): json.loads(value)
        for name, (value, _) in plain.items()
        if name.startswith("sink.")
    }
    try:
        sink: Sink = component(component.Options.model_validate({**options, "path": target}))
    except ValidationError as error:
        fields = ", ".join(str(entry["loc"][0]) for entry in error.errors())
        raise SinkError(
            f"cannot open the sink `{names[0]}` without the values of {fields}, which came from the "
            "environment; write them into the config and run the shards again"
        ) from error
    return sink
