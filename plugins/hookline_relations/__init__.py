"""Extract relations: open ones from every clause, typed ones by rules and a trained scorer."""

from hookline import Registrar, hookimpl
from hookline_relations.stage import Relations

__all__ = ["Relations"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the stage `relations`."""
    registry.stage(Relations)
