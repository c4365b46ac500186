"""Write the entities of all documents and their relations as a graph: the sinks `graph` and `neo4j`."""

from hookline import Registrar, hookimpl
from hookline_graph.neo4j_sink import Neo4jSink
from hookline_graph.sink import GraphSink

__all__ = ["GraphSink", "Neo4jSink"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the sinks."""
    registry.sink(GraphSink)
    registry.sink(Neo4jSink)
