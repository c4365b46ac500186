"""Read text files, one document per file: the source `text`."""

from hookline import Registrar, hookimpl
from hookline_text.source import TextSource

__all__ = ["TextSource"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the source."""
    registry.source(TextSource)
