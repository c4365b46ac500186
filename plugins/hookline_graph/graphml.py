"""Write a graph as GraphML."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from hookline_graph.merge import Graph

__all__ = ["write_graphml"]


def write_graphml(graph: Graph, path: Path) -> None:
    """Write a graph as GraphML, a multigraph with directed edges."""
    made = nx.MultiDiGraph()
    names = {}
    for key, node in sorted(graph.nodes.items()):
        names[key] = f"{key[0]}:{key[1]}"
        made.add_node(
            names[key],
            name=node.name,
            label=node.label,
            mentions=node.mentions,
            documents=node.documents,
        )
    for (subject, kind, predicate, target), edge in sorted(graph.edges.items(), key=_key):
        made.add_edge(
            names[subject],
            names[target],
            type=kind,
            predicate=predicate,
            count=edge.count,
            document=edge.document,
            evidence=edge.evidence,
        )
    nx.write_graphml_xml(made, path, encoding="utf-8", prettyprint=True)


def _key(item: tuple[object, object]) -> str:
    return repr(item[0])
