"""Find out where the run of an output stands, and refuse to touch what is not its own."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from hookline.errors import ResumeError
from hookline.runner.ledger import Ledger
from hookline.runner.letters import is_ours
from hookline.storage import part_file

__all__ = ["fingerprint", "take_up"]

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
            status = os.stat(name)
            entry = f"{name}\0{status.st_size}\0{status.st_mtime_ns}\0"
        except OSError:
            entry = f"{name}\0\0\0"
        digest.update(entry.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def take_up(
    ledger: Ledger, target: str, identity: Mapping[str, Any], letters: str, fresh: bool
) -> dict[str, Any]:
    """
    Return the state that a run goes on from.

    Its `phase` is `new`, `running` or `finished`; a new one says under `overwrites` whether an output
    is there that will be replaced.

    Raises:
        ResumeError: there is an output that this run must not touch.
    """
    state = ledger.read()
    exists = target != "-" and os.path.lexists(target)
    if fresh:
        return _new(ledger, state, exists)
    if state is None:
        if exists:
            raise ResumeError(
                f"{target} exists and was not written by hookline; choose another output with -o, "
                "or replace it with --fresh"
            )
        return _new(ledger, None, False)
    if state["phase"] == "publishing" and exists and not part_file(target).exists():
        state |= {"phase": "finished", "size": os.path.getsize(target)}
    if state["phase"] == "finished" and not exists:  # deleted since: make it again
        return _new(ledger, state, False)
    _check_same(state, target, identity)
    if state["phase"] == "finished":
        if os.path.getsize(target) != state["size"]:
            raise ResumeError(
                f"{target} has been changed since hookline wrote it; choose another output with "
                "-o, or replace it with --fresh"
            )
        return state
    if exists and not state["overwrites"] and state["phase"] == "running":
        raise ResumeError(
            f"{target} has appeared while the run that writes it was interrupted; move it away, or "
            "start again with --fresh"
        )
    if state["letters"] and state["letters"]["path"] != letters:
        raise ResumeError(
            f"the dead letters of the interrupted run are in {state['letters']['path']}, not in "
            f"{letters}: set failures.path back, or start again with --fresh"
        )
    return {**state, "phase": "running"}


def _new(ledger: Ledger, state: dict[str, Any] | None, exists: bool) -> dict[str, Any]:
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
