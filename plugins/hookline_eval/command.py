"""The command `eval`: one subcommand for every module of `hookline_eval.tasks`."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import click

from hookline_eval import tasks


class TaskGroup(click.Group):
    """Find tasks by the names of their modules, and import one when it is called or listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in iter_modules(tasks.__path__))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            if args[0].startswith("-"):
                raise
            names = self.list_commands(ctx)
            close = get_close_matches(args[0], names, 1)
            hint = f"did you mean `{close[0]}`?" if close else f"tasks: {', '.join(names)}"
            raise click.UsageError(f"There is no task '{args[0]}'; {hint}", ctx) from None

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        task: click.Command = import_module(f"{tasks.__name__}.{cmd_name}").command
        return task


@click.command(
    "eval",
    cls=TaskGroup,
    short_help="Measure what a config finds against annotated files.",
    epilog="Try: hookline eval ner gold.bio, then hookline eval TASK --help.",
)
def command() -> None:
    """
    Measure what a config finds against annotated files.

    Every task prints precision, recall and F1 with a 95 % interval by bootstrap over the documents of
    the file, in total and by class; --json prints the same as JSON.
    """
