"""`hookline prune`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click

from hookline.errors import ConfigError, HooklineError, Problem
from hookline.files.storage import UNFINISHED, remove, state_folder
from hookline.runner.checkpoint import Checkpoint

__all__ = ["command"]

PREFIX, SUFFIX = ".", ".hookline"


@click.command(
    "prune",
    short_help="Remove the state folders of finished runs.",
    epilog="""\b
Examples:
  hookline prune                 # below the working directory
  hookline prune out --dry-run""",
)
@click.argument("folders", nargs=-1, metavar="[FOLDER]...")
@click.option("--dry-run", is_flag=True, help="List what would be removed.")
def command(folders: tuple[str, ...], dry_run: bool) -> int:
    """
    Remove the state folders (.NAME.hookline) of finished runs below FOLDER.

    Outputs are not touched. Without its state an output is like any other file: a run that would
    write it, or bring it up to date with --update, needs another name or --fresh, and `replay
    --merge` cannot add to it. What --update has cached goes as well. The states of unfinished runs
    are kept.
    """
    removed = kept = 0
    for folder in folders or (os.curdir,):
        if not os.path.isdir(folder):
            found = "a file" if os.path.exists(folder) else "nothing of this name"
            raise ConfigError(Problem(f"expected a folder, found {found}", folder))
        for target in _targets(folder):
            state = state_folder(target)
            if reason := _needed(target):
                kept += 1
                click.echo(f"kept {state}: {reason}")
                continue
            removed += 1
            click.echo(f"{'would remove' if dry_run else 'removed'} {state}")
            if not dry_run:
                remove(state)
    click.echo(f"{'would remove' if dry_run else 'removed'} {removed:,}, kept {kept:,}")
    return 0


def _targets(folder: str) -> Iterator[str]:
    """Yield every output below a folder that has a state, in the order of their names."""
    for parent, names, _ in os.walk(folder):
        names.sort()
        for name in list(names):
            if name.startswith(PREFIX) and name.endswith(SUFFIX) and len(name) > len(SUFFIX) + 1:
                names.remove(name)
                if (Path(parent) / name / "ledger.sqlite").is_file():
                    yield os.path.join(parent, name.removeprefix(PREFIX).removesuffix(SUFFIX))


def _needed(target: str) -> str:
    """Return why the state of an output is needed, or an empty string if it is not."""
    try:
        checkpoint = Checkpoint(target)
    except HooklineError as error:
        return str(error)
    state = checkpoint.read()
    checkpoint.close()
    if (state and state["phase"] != "finished") or any(
        (state_folder(target) / name).exists() for name in UNFINISHED
    ):
        return "the run is not finished; the same command continues it"
    return ""
