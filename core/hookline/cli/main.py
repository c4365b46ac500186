"""The `hookline` command: a group whose subcommands are loaded when they are called."""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress
from difflib import get_close_matches
from glob import escape, glob
from importlib import import_module
from typing import Any, NoReturn

import click

from hookline import __version__
from hookline.cli.exits import DISK, FULL, exit_code
from hookline.cli.log import Log
from hookline.components.host_commands import HOST_COMMANDS
from hookline.errors import ConfigError, HooklineError, PluginError

__all__ = ["main"]

# Commands of the built-in plugins, listed here because discovery is too slow for --help.
PLUGIN_COMMANDS = {
    "dedup": "Find the duplicates that a stage `dedup` will drop.",
    "eval": "Evaluate a config against annotated files.",
    "redact-key": "Make a key for pseudonyms, or look names up with one.",
    "repeats": "List the lines that the pages of a site repeat.",
}

GONE = 141  # the exit code that shells report for SIGPIPE
FAULT = 70  # EX_SOFTWARE of sysexits.h


class Group(click.Group):
    """Find a command by name: built-in commands first, then those of plugins."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (BrokenPipeError, SystemExit) as error:
            # rich exits with 1 on a closed pipe, which would mean failed documents
            if isinstance(error, SystemExit) and not isinstance(error.__context__, BrokenPipeError):
                raise
            # The pipe is closed: print nothing, not even when Python flushes at exit.
            _close_output()
            return GONE

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            if args[0].startswith("-"):
                raise
            raise click.UsageError(_unknown(args[0]), ctx) from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*HOST_COMMANDS, *PLUGIN_COMMANDS, *_commands_of_others()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in HOST_COMMANDS:
            command: click.Command = import_module(f"hookline.cli.{cmd_name}").command
            return command
        from hookline.components.registry import Registry

        registry = Registry.discover()
        if owners := registry.conflicts.get(("command", cmd_name)):
            raise PluginError(
                f"the command `{cmd_name}` is registered more than once, by "
                f"{' and by '.join(owners)}: uninstall all but one of them"
            )
        plugin_command: click.Command | None = registry.commands.get(cmd_name)
        return plugin_command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            others = _commands_of_others()
            formatter.write_dl([*{**HOST_COMMANDS, **PLUGIN_COMMANDS, **others}.items()])


def _commands_of_others() -> dict[str, str]:
    """Return the commands of plugins that do not come with hookline, each with a summary."""
    if not any(map(_has_other_plugins, sys.path)):
        return {}
    from hookline.components.registry import Registry  # slow, as it imports all plugins

    commands = Registry.discover().commands
    return {
        name: command.get_short_help_str(100)
        for name, command in sorted(commands.items())
        if name not in PLUGIN_COMMANDS
    }


def _has_other_plugins(folder: str) -> bool:
    """Return whether a folder of packages has plugins; `importlib.metadata` takes ten times as long."""
    for info in glob(os.path.join(escape(folder or os.curdir), "*-info", "entry_points.txt")):
        if os.path.basename(os.path.dirname(info)).startswith("hookline-"):
            continue
        with suppress(OSError), open(info, "rb") as file:
            if b"[hookline]" in file.read():
                return True
    return False


def _unknown(name: str) -> str:
    """Return a message for an unknown command, with the closest name."""
    from hookline.components.registry import Registry

    registry = Registry.discover()
    message = f"No such command '{name}'."
    if close := get_close_matches(name, [*HOST_COMMANDS, *registry.commands], 1):
        return f"{message} Did you mean `{close[0]}`?"
    if registry.broken:
        culprits = ", ".join(sorted({item.distribution for item in registry.broken}))
        return f"{message} A plugin that may have it is broken: {culprits}."
    return message


@click.command(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Try: hookline run configs/news.yaml, then hookline COMMAND --help.",
)
@click.version_option(__version__, prog_name="hookline")
def group() -> None:
    """Turn raw text into checked, structured records."""


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code."""
    sys.exit(_run(arguments))


def _run(arguments: list[str] | None) -> int:
    try:
        with Log("text").warnings_shown():
            result: Any = group.main(arguments, prog_name="hookline", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ConfigError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        return error.exit_code
    except HooklineError as error:
        click.echo(f"hookline: {error}", err=True)
        return exit_code(error)
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if error.errno not in FULL or error.filename:
            return _fault()
        _close_output()
        click.echo(f"hookline: cannot write standard output: {error.strerror}", err=True)
        return DISK
    except Exception:
        return _fault()


def _close_output() -> None:
    """Discard the rest of standard output, including what Python flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _fault() -> int:
    """Show the current exception as a bug."""
    traceback.print_exc()
    click.echo("hookline: this is a bug in hookline or in a plugin; please report it", err=True)
    return FAULT
