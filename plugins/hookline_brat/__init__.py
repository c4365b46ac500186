"""Write standoff annotation for brat: the sink `brat`."""

from hookline import Registrar, hookimpl
from hookline_brat.sink import BratSink

__all__ = ["BratSink"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the sink."""
    registry.sink(BratSink)
