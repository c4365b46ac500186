"""Write the entities of all documents and their relations as a graph: the sink `graph`."""

from hookline import Registrar, hookimpl
from hookline_graph.sink import GraphSink

__all__ = ["GraphSink"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the sink."""
    registry.sink(GraphSink)
