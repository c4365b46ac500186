"""Write a graph as N-Triples (W3C recommendation of 2014)."""

from __future__ import annotations

from urllib.parse import quote

from hookline_graph.graph import Graph, NodeKey

__all__ = ["ntriples"]

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
IMPLIED_PREDICATE = "is"


def ntriples(graph: Graph, base: str) -> str:
    """
    Return a graph as sorted lines of ASCII, each a triple.

    A node has a type (its label) and a name. A relation is a triple; its predicate is made of its
    type, or of its words if it is open. `base` is the prefix of all addresses.
    """
    lines: set[str] = set()
    for key, node in graph.nodes.items():
        subject = _node_address(base, key)
        if key.label:
            lines.add(f"{subject} {TYPE} {_address(base, 'class', key.label)} .\n")
        lines.add(f"{subject} {LABEL} {_literal(node.name)} .\n")
    for edge in graph.edges:
        predicate = _address(base, "relation", edge.type)
        if edge.type == "open":
            words = edge.predicate or IMPLIED_PREDICATE
            predicate = _address(base, "open", words)
            lines.add(f"{predicate} {LABEL} {_literal(words)} .\n")
        subject, target = _node_address(base, edge.subject), _node_address(base, edge.object)
        lines.add(f"{subject} {predicate} {target} .\n")
    return "".join(sorted(lines))


def _node_address(base: str, key: NodeKey) -> str:
    return _address(base, "entity", key.label or "mention", key.name)


def _address(base: str, *parts: str) -> str:
    return f"<{base}{'/'.join(quote(part, safe='') for part in parts)}>"


def _literal(text: str) -> str:
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    if char.isascii():
        return ESCAPES.get(char, char)
    number = ord(char)
    return f"\\u{number:04X}" if number < 0x10000 else f"\\U{number:08X}"
