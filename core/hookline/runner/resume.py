"""Find out where the run of an output stands, and refuse to touch what is not its own."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from hookline.errors import ResumeError
from hookline.files.addresses import is_address, stamp
from hookline.files.storage import part_file, size_of
from hookline.runner.checkpoint import Checkpoint
from hookline.runner.dead_letters import is_ours

__all__ = ["fingerprint", "load_state"]

WORDS = {
    "digest": "the config",
    "values": "a value from the environment",
    "limit": "--limit",
    "version": "the version of hookline",
    "inputs": "the input",
    "models": "a model",
}


def fingerprint(inputs: list[str]) -> str:
    """Return a digest of name, size and time of change of every input file."""
    digest = hashlib.sha256()
    for name in inputs:
        try:
            if is_address(name):
                entry = f"{name}\0{stamp(name)}\0"
            else:
                status = os.stat(name)
                entry = f"{name}\0{status.st_size}\0{status.st_mtime_ns}\0"
        except OSError:
            entry = f"{name}\0\0\0"
        digest.update(entry.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def load_state(
    ledger: Checkpoint,
    targets: Sequence[str],
    identity: Mapping[str, Any],
    letters: str,
    fresh: bool,
) -> dict[str, Any]:
    """
    Return the state that a run goes on from.

    Its `phase` is `new`, `running` or `finished`; a new one says under `overwrites` whether an output
    is there that will be replaced.

    Raises:
        ResumeError: there is an output that this run must not touch.
    """
    state = ledger.read()
    target = targets[0]
    there = [name for name in targets if name != "-" and os.path.lexists(name)]
    exists, complete = bool(there), len(there) == len(targets)
    if fresh:
        return _new(ledger, state, exists)
    if state is None:
        if exists:
            raise ResumeError(
                f"{there[0]} exists and was not written by hookline; choose another output with -o, "
                "or replace it with --fresh"
            )
        return _new(ledger, None, False)
    if state["phase"] == "publishing" and "-" not in targets:
        if complete and not any(map(_is_growing, targets)):
            state |= {"phase": "finished", "size": sum(map(size_of, targets))}
            ledger.commit(state)  # so that it is known even if the output is deleted later
        elif not exists and not any(map(_is_growing, targets)):  # deleted before we could look
            return _new(ledger, state, False)
    if state["phase"] == "finished" and not exists:  # deleted since: make it again
        return _new(ledger, state, False)
    if state["phase"] == "finished" and not complete:
        gone = [name for name in targets if name not in there]
        raise ResumeError(
            f"{gone[0]} is gone, but {there[0]} of the same run is there; move that away as well, or "
            "start again with --fresh"
        )
    _check_same(state, target, identity)
    if state["phase"] == "finished":
        if sum(map(size_of, targets)) != state["size"]:
            raise ResumeError(
                f"{' or '.join(targets)} has been changed since hookline wrote it; choose another "
                "output with -o, or replace it with --fresh"
            )
        return state
    if exists and not state["overwrites"] and state["phase"] == "running":
        raise ResumeError(
            f"{there[0]} has appeared while the run that writes it was interrupted; move it away, or "
            "start again with --fresh"
        )
    if state["letters"] and state["letters"]["path"] != letters:
        raise ResumeError(
            f"the dead letters of the interrupted run are in {state['letters']['path']}, not in "
            f"{letters}: set failures.path back, or start again with --fresh"
        )
    return {**state, "phase": "running"}


def _is_growing(target: str) -> bool:
    return part_file(target).exists()


def _new(ledger: Checkpoint, state: dict[str, Any] | None, exists: bool) -> dict[str, Any]:
    """Drop what an earlier run left behind, its own dead letters included."""
    if state and state["letters"] and is_ours(state["letters"]):
        with suppress(OSError):
            os.unlink(state["letters"]["path"])
    ledger.clear()
    return {"phase": "new", "overwrites": exists, "letters": None}


def _check_same(state: dict[str, Any], target: str, identity: Mapping[str, Any]) -> None:
    changed = [key for key, value in identity.items() if state["identity"].get(key) != value]
    if "digest" in changed and "values" in changed:
        changed.remove("values")
    if changed:
        what = " and ".join(WORDS[key] for key in changed)
        doing = "finished" if state["phase"] == "finished" else "begun"
        raise ResumeError(
            f"{what} changed since {target} was {doing}; choose another output with -o, or start "
            "again with --fresh"
        )
