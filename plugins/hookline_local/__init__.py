"""The engine `local`: compute on this machine, in this process or in worker processes."""

from hookline import Registrar, hookimpl
from hookline_local.engine import Local

__all__ = ["Local"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the engine."""
    registry.engine(Local)
