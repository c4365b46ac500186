"""Write documents for UIMA: the sink `cas` (extra `cas`)."""

from hookline import Registrar, hookimpl
from hookline_cas.sink import CasSink

__all__ = ["CasSink"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the sink."""
    registry.sink(CasSink)
