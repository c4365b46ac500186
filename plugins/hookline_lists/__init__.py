"""Find the names of the user's own lists: the stage `lists`."""

from hookline import Registrar, hookimpl
from hookline_lists.stage import Lists

__all__ = ["Lists"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the stage `lists`."""
    registry.stage(Lists)
