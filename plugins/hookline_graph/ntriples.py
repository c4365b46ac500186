"""Write a graph as N-Triples (W3C recommendation of 2014)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from hookline_graph.graph import EdgeKey, Graph, NodeKey

__all__ = ["ntriples"]

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TYPE = f"<{RDF}type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
OTHER_LABEL = "<http://www.w3.org/2004/02/skos/core#altLabel>"
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
IMPLIED_PREDICATE = "is"


def ntriples(graph: Graph, base: str) -> str:
    """
    Return a graph as sorted lines of ASCII, each a triple.

    A node has a type (its label), a name, and its other names as `skos:altLabel`. A relation is a
    triple; its predicate is made of its type, or of its words if it is open. What is no fact is an
    `rdf:Statement`.
    `base` is the prefix of all addresses.
    """
    lines: set[str] = set()
    for key, node in graph.nodes.items():
        subject = _node_address(base, key)
        if key.label:
            lines.add(f"{subject} {TYPE} {_address(base, 'class', key.label)} .\n")
        lines.add(f"{subject} {LABEL} {_literal(node.name)} .\n")
        lines.update(f"{subject} {OTHER_LABEL} {_literal(name)} .\n" for name in node.other_names)
    for edge in graph.edges:
        predicate = _address(base, "relation", edge.type)
        if edge.type == "open":
            words = edge.predicate or IMPLIED_PREDICATE
            predicate = _address(base, "open", words)
            lines.add(f"{predicate} {LABEL} {_literal(words)} .\n")
        subject, target = _node_address(base, edge.subject), _node_address(base, edge.object)
        if edge.statement.kind == "facts":
            lines.add(f"{subject} {predicate} {target} .\n")
        else:
            lines.update(_reified(base, edge, (subject, predicate, target)))
    return "".join(sorted(lines))


def _reified(base: str, edge: EdgeKey, triple: tuple[str, str, str]) -> Iterator[str]:
    """Yield a statement that is no fact: as an `rdf:Statement`, so that no triple asserts it."""
    name = "|".join((*edge.subject, edge.type, edge.predicate, *edge.object, *edge.statement))
    node = _address(base, "statement", name)
    yield f"{node} {TYPE} <{RDF}Statement> .\n"
    for part, term in zip(("subject", "predicate", "object"), triple, strict=True):
        yield f"{node} <{RDF}{part}> {term} .\n"
    for part, value in edge.statement._asdict().items():
        if value:
            yield f"{node} {_address(base, 'is', part)} {_literal(value)} .\n"


def _node_address(base: str, key: NodeKey) -> str:
    if key.id:
        return _address(base, "id", key.label, key.id)
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
