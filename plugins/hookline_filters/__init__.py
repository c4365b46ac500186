"""x."""

from hookline import Registrar, hookimpl


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register."""
