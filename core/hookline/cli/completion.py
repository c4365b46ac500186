"""`hookline completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

__all__ = ["command"]


@click.command(
    "completion",
    short_help="Print the script that completes commands in a shell.",
    epilog="""\b
Examples:
  eval "$(hookline completion bash)"           # in ~/.bashrc
  eval "$(hookline completion zsh)"            # in ~/.zshrc
  hookline completion fish > ~/.config/fish/completions/hookline.fish""",
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> int:
    """Print the script that completes hookline's commands and options in SHELL."""
    group = context.find_root().command
    maker = get_completion_class(shell)
    if maker is None:
        raise click.UsageError(f"click completes nothing in {shell}")
    click.echo(maker(group, {}, "hookline", "_HOOKLINE_COMPLETE").source())
    return 0
