"""Write a graph as N-Triples (W3C recommendation of 2014)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from hookline_graph.merge import Graph

__all__ = ["triples"]

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def triples(graph: Graph, base: str) -> Iterator[str]:
    """
    Yield the lines of a graph, sorted.

    A node has a type (its label) and a name; a relation is a triple whose predicate is its type, or
    for an open relation its words.
    """
    lines: set[str] = set()
    for (label, name), node in graph.nodes.items():
        subject = _entity(base, (label, name))
        if label:
            lines.add(f"{subject} <{RDF}type> {_address(base, 'class', label)} .\n")
        lines.add(f"{subject} {LABEL} {_literal(node.name)} .\n")
    for subject_key, kind, words, target in graph.edges:
        predicate = _address(base, "relation", kind)
        if kind == "open":
            predicate = _address(base, "open", words or "is")
            lines.add(f"{predicate} {LABEL} {_literal(words or 'is')} .\n")
        lines.add(f"{_entity(base, subject_key)} {predicate} {_entity(base, target)} .\n")
    return iter(sorted(lines))


def _entity(base: str, key: tuple[str, str]) -> str:
    return _address(base, "entity", key[0] or "mention", key[1])


def _address(base: str, *parts: str) -> str:
    return f"<{base}{'/'.join(quote(part, safe='') for part in parts)}>"


def _literal(text: str) -> str:
    escaped = "".join(ESCAPES.get(char, char) for char in text)
    return '"' + "".join(char if char.isascii() else _escape(char) for char in escaped) + '"'


def _escape(char: str) -> str:
    number = ord(char)
    return f"\\u{number:04X}" if number < 0x10000 else f"\\U{number:08X}"
