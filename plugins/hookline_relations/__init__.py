"""Relations between what a document mentions: open ones from its clauses, typed ones from rules."""

from hookline import Registrar, hookimpl
from hookline_relations.stage import Relations

__all__ = ["Relations"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the stage `relations`."""
    registry.stage(Relations)
