"""The `hookline` command: a group whose subcommands are loaded when they are called."""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress
from difflib import get_close_matches
from glob import escape, glob
from importlib import import_module
from typing import Any

import click

from hookline import __version__
from hookline.cli.exits import DISK, FULL, exit_code
from hookline.cli.log import Log, print_line
from hookline.cli.usage import problem_of
from hookline.cli.visible_text import visible
from hookline.components.host_commands import HOST_COMMANDS
from hookline.components.plugin_code import working_folder
from hookline.errors import (
    ConfigError,
    HooklineError,
    PluginError,
    bounded,
    described,
    message_of,
    refused_by_system,
)

__all__ = ["run"]

# Commands of the built-in plugins, listed here because discovery is too slow for --help.
PLUGIN_COMMANDS = {
    "dedup": "Find the duplicates that a stage `dedup` will drop.",
    "eval": "Evaluate a config against annotated files.",
    "redact-key": "Make a key for pseudonyms, or look names up with one.",
    "repeats": "List the lines that the pages of a site repeat.",
    "serve": "Answer requests over HTTP with the stages of a config.",
}

GONE = 141  # the exit code that shells report for SIGPIPE
FAULT = 70  # EX_SOFTWARE of sysexits.h


class Group(click.Group):
    """Find a command by name: built-in commands first, then those of plugins."""

    def invoke(self, ctx: click.Context) -> Any:
        working_folder()  # libraries fail in obscure ways without one
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
        return [*HOST_COMMANDS, *PLUGIN_COMMANDS]

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
            formatter.write_dl([*HOST_COMMANDS.items(), *PLUGIN_COMMANDS.items()])
        if others := _other_plugins():
            formatter.write_paragraph()
            text = f"More commands may come with: {', '.join(others)} (see `hookline plugins`)."
            formatter.write_text(text)


def _other_plugins() -> list[str]:
    """
    Return the names of installed packages with plugins, apart from hookline itself.

    Their commands are not known without importing them. `importlib.metadata` takes ten times as long.
    """
    names = set()
    for folder in map(escape, dict.fromkeys(entry or os.curdir for entry in sys.path)):
        for path in glob(os.path.join(folder, "*-info", "entry_points.txt")):
            name = os.path.basename(os.path.dirname(path)).partition("-")[0].replace("_", "-")
            with suppress(OSError), open(path, "rb") as file:
                if b"[hookline]" in file.read():
                    names.add(name)
    return sorted(names - {"hookline"})


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
    epilog="Try: hookline init, then hookline run; hookline COMMAND --help has examples.",
)
@click.version_option(__version__, prog_name="hookline")
def group() -> None:
    """Turn raw text into checked, structured records."""


def run(arguments: list[str] | None) -> int:
    """Run the command line and return its exit code."""
    try:
        with Log("text").warnings_shown():
            result: Any = group.main(arguments, prog_name="hookline", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Abort:
        return 130
    except click.UsageError as error:
        is_help = error.message.startswith("Usage:")  # of a group that is called without a command
        print_line(error.message if is_help else visible(bounded(str(problem_of(error)))))
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ConfigError as error:
        for problem in error.problems:
            print_line(visible(bounded(str(problem))))
        return error.exit_code
    except HooklineError as error:
        return _refuse(error)
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if error.errno in FULL and not error.filename:
            _close_output()
            click.echo(f"hookline: cannot write standard output: {error.strerror}", err=True)
            return DISK
        return _refuse(refused_by_system(error), error)
    except Exception:
        return _fault()
    except BaseException as error:  # of a plugin: the code of an exit is not one of hookline's
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{frame.filename}, line {frame.lineno}"
        text = f"a plugin ended the command with {described(error)} ({where})"
        return _refuse(PluginError(text), error)


def _refuse(error: HooklineError, cause: BaseException | None = None) -> int:
    """Show an error as a message and return its exit code."""
    error.__cause__ = cause or error.__cause__
    print_line(visible(f"hookline: {bounded(message_of(error))}"))
    return exit_code(error)


def _close_output() -> None:
    """Discard the rest of standard output, including what Python flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _fault() -> int:
    """Show the current exception as a bug."""
    traceback.print_exc()
    click.echo("hookline: this is a bug in hookline or in a plugin; please report it", err=True)
    return FAULT
