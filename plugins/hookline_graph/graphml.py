"""Write a graph as GraphML."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from hookline_graph.graph import Graph

__all__ = ["write_graphml"]


def write_graphml(graph: Graph, path: Path) -> None:
    """Write a graph as GraphML, a multigraph with directed edges."""
    result = nx.MultiDiGraph()
    for key, node in sorted(graph.nodes.items()):
        result.add_node(
            str(key),
            name=node.name,
            label=key.label,
            id=key.id,
            other_names="|".join(node.other_names),
            mentions=node.mentions,
            documents=len(node.documents),
        )
    for edge_key, edge in sorted(graph.edges.items(), key=lambda item: repr(item[0])):
        result.add_edge(
            str(edge_key.subject),
            str(edge_key.object),
            type=edge_key.type,
            predicate=edge_key.predicate,
            polarity=edge_key.statement.polarity,
            modality=edge_key.statement.modality,
            claim=edge_key.statement.claim,
            times="|".join(sorted(edge.times)),
            count=edge.count,
            document=edge.document,
            evidence=edge.evidence,
        )
    nx.write_graphml_xml(result, path, encoding="utf-8", prettyprint=True)
