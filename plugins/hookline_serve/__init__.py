"""Answer requests over HTTP with the stages of a config: the command `serve`."""

from hookline import Registrar, hookimpl
from hookline_serve.command import command

__all__ = ["command"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the command."""
    registry.command("serve", command)
