"""Read web archives, one document per page: the source `warc` (extra `warc`)."""

from hookline import Registrar, hookimpl
from hookline_warc.source import WarcSource

__all__ = ["WarcSource"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the source."""
    registry.source(WarcSource)
