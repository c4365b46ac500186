"""Write nothing: the sink `null`."""

from hookline import Registrar, hookimpl
from hookline_null.sink import NullSink

__all__ = ["NullSink"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the sink."""
    registry.sink(NullSink)
