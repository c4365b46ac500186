"""Split documents into chunks for retrieval: the stage `chunk`."""

from hookline import Registrar, hookimpl
from hookline_chunk.stage import Chunk

__all__ = ["Chunk"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the stage."""
    registry.stage(Chunk)
