"""Remove what a page puts around its article, line by line, each with a reason."""

from hookline import Registrar, hookimpl
from hookline_boilerplate.command import command
from hookline_boilerplate.stage import Boilerplate

__all__ = ["Boilerplate", "hookline_register"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the stage `boilerplate` and the command `repeats`."""
    registry.stage(Boilerplate)
    registry.command("repeats", command)
