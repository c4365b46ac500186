"""Clean the characters and the layout of a text by recorded edits."""

from hookline import Registrar, hookimpl
from hookline_clean.stage import Clean

__all__ = ["Clean", "hookline_register"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the stage `clean`."""
    registry.stage(Clean)
