"""Put pseudonyms or labels in the place of names: the stage `redact`, and the command for its key."""

from hookline import Registrar, hookimpl
from hookline_redact.command import command
from hookline_redact.stage import Redact

__all__ = ["Redact"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the stage and the command."""
    registry.stage(Redact)
    registry.command("redact-key", command)
