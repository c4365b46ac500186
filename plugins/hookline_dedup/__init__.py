"""Drop duplicates and near duplicates: the stage `dedup`, and the command that makes its index."""

from hookline import Registrar, hookimpl
from hookline_dedup.command import command
from hookline_dedup.stage import Dedup

__all__ = ["Dedup"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the stage and the command."""
    registry.stage(Dedup)
    registry.command("dedup", command)
