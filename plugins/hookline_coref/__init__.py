"""Group the mentions of everyone and everything with a name in a document into clusters."""

from hookline import Registrar, hookimpl
from hookline_coref.stage import Coref

__all__ = ["Coref"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the stage `coref`."""
    registry.stage(Coref)
