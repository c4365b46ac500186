"""The sink `graph`: entities and the relations between them, over all documents."""

from hookline import Registrar, hookimpl
from hookline_graph.sink import GraphSink

__all__ = ["GraphSink"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the sink."""
    registry.sink(GraphSink)
