"""Load the state of a run, and refuse to overwrite other output."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hookline.components.sink import Sink
from hookline.errors import ResumeError, SinkError
from hookline.files.storage import UNFINISHED, part_file, parts_folder, remove, state_folder
from hookline.files.targets import target_exists
from hookline.runner.checkpoint import Checkpoint
from hookline.runner.dead_letters import remove_dead_letters
from hookline.runner.identity import Identity
from hookline.runner.identity_differences import describe
from hookline.runner.replay import DeadLetterSource

__all__ = ["DISCARDING", "load_state", "remove_unfinished"]

DISCARDING = "discarding"


def load_state(
    checkpoint: Checkpoint,
    sink: Sink,
    identity: Identity,
    dead_letters: str,
    fresh: bool,
    update: bool = False,
) -> dict[str, Any]:
    """
    Return the state to start or resume a run from.

    Its `phase` is `new`, `running` or `finished`; in a new state, `overwrites` says whether existing
    output will be replaced.

    Args:
        checkpoint: The checkpoint of the first target.
        sink: The sink, not open.
        identity: The identity of this attempt.
        dead_letters: The path in the config.
        fresh: Whether to discard an existing state.
        update: Whether to discard the state of a run with another identity.

    Raises:
        ResumeError: There is output that this run must not overwrite.
    """
    state = checkpoint.read()
    targets = sink.targets
    target = targets[0]
    existing = [name for name in targets if name != "-" and target_exists(name)]

    def discard() -> dict[str, Any]:
        _discard(checkpoint, targets, identity, bool(existing))
        return {"phase": "new", "overwrites": bool(existing), "letters": None}

    if fresh:
        return discard()
    if state is None:
        if existing:
            raise ResumeError(
                f"{existing[0]} exists and was not written by hookline, or its state was removed; "
                "choose another output with -o, or replace it with --fresh"
            )
        return discard()
    other = update and bool(describe(checkpoint.identity(), identity, ""))
    if state["phase"] == DISCARDING:  # killed during a call with --fresh or --update
        if other:
            return discard()
        _check_same(checkpoint, state, target, identity)
        return discard()
    is_growing = any(part_file(name).exists() or parts_folder(name).exists() for name in targets)
    lost = sink.lost() if state["phase"] != "running" and not is_growing else []
    if state["phase"] == "publishing" and "-" not in targets and not is_growing:
        if not lost:
            remove_unfinished(targets, UNFINISHED)  # which a kill may have left
            state |= {"phase": "finished", "size": sink.published_size()}
            checkpoint.commit(state)  # so that the output can be recognized as deleted later
        elif len(lost) == len(targets):  # published, then deleted
            return discard()
    if state["phase"] == "finished" and lost:
        if len(lost) == len(targets):  # deleted after publication
            return discard()
        kept = next(name for name in targets if name not in lost)
        raise ResumeError(
            f"{lost[0]} is missing, but {kept} of the same run exists; move it away as well, or "
            "start again with --fresh"
        )
    has_grown = not other and _has_grown(checkpoint, identity)
    has_grown = has_grown and (sink.grows or state["phase"] == "running")
    if not other:
        _check_same(checkpoint, state, target, identity, has_grown)
    if state["phase"] == "finished":
        if sink.published_size() != state["size"]:
            raise ResumeError(
                f"{' or '.join(targets)} has been changed since hookline wrote it; choose another "
                "output with -o, or replace it with --fresh"
            )
        if other:
            return discard()
        if not has_grown:
            return state
    if has_grown:
        overwrites = state["overwrites"] or state["phase"] != "running"  # what this run published
        state |= {"phase": "running", "overwrites": overwrites}
        checkpoint.replace(state, identity)
    foreign = [name for name in existing if name not in sink.early_targets]
    if foreign and not state["overwrites"] and state["phase"] == "running":
        raise ResumeError(
            f"{foreign[0]} appeared while the run that writes it was interrupted; move it away, "
            "or start again with --fresh"
        )
    if other:
        return discard()
    mark = state["letters"]
    if mark and mark["asked"] != dead_letters:
        raise ResumeError(
            f"the dead letters of the interrupted run are in {mark['path']}, not in "
            f"{dead_letters}: set failures.path back, or start again with --fresh"
        )
    return {**state, "phase": "running"}


def _discard(
    checkpoint: Checkpoint, targets: Sequence[str], identity: Identity, exists: bool
) -> None:
    """
    Remove the state of an earlier run and its dead letters, but not its output.

    After a kill during removal, or before the first commit, this run can still start.
    """
    state = checkpoint.read()
    if state:
        checkpoint.replace({**state, "phase": DISCARDING}, identity)
        if state["letters"]:
            remove_dead_letters(state["letters"])
    remove_unfinished(targets, UNFINISHED)
    if exists:
        checkpoint.replace({"phase": DISCARDING, "letters": None}, identity)
    else:
        checkpoint.clear()


def remove_unfinished(targets: Sequence[str], names: Sequence[str]) -> None:
    """
    Remove files of a run that has not finished from the state folders of its outputs.

    Raises:
        SinkError: A file cannot be removed.
    """
    for target in targets:
        for name in names if target != "-" else ():
            path = state_folder(target) / name
            try:
                remove(path)
            except OSError as error:
                raise SinkError(f"cannot remove {path}: {error.strerror or error}") from error


def _has_grown(checkpoint: Checkpoint, identity: Identity) -> bool:
    """Return whether `--limit` allows more documents than before."""
    before, now = checkpoint.identity()["limit"], identity["limit"]
    return before is not None and (now is None or now > before)


def _check_same(
    checkpoint: Checkpoint,
    state: dict[str, Any],
    target: str,
    identity: Identity,
    has_grown: bool = False,
) -> None:
    doing = "finished" if state["phase"] == "finished" else "begun"
    before = checkpoint.identity()
    if _is_replay(before) != _is_replay(identity):
        whose = "a replay with" if _is_replay(before) else "the run of"
        config = state.get("report", {}).get("config", "a config")
        raise ResumeError(
            f"{target} was {doing} by {whose} {config}; choose another output with -o"
        )
    if has_grown:
        before["limit"] = identity["limit"]
    if what := describe(before, identity, f"{target} was {doing}"):
        raise ResumeError(f"{what}; choose another output with -o, or start again with --fresh")


def _is_replay(identity: Identity) -> bool:
    """Return whether an identity is that of a replay of dead letters."""
    return any(name == DeadLetterSource.name for _, name, _ in identity["components"])
