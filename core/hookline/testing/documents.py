"""Test documents: with and without layers, empty, and with unusual characters."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from hookline.document.annotations import Entity, Relation, Sentence, Span, Token
from hookline.document.document import Document
from hookline.document.layers import LayerTable

__all__ = ["annotated_documents", "with_required_layers"]


def annotated_documents() -> list[Document]:
    """Return documents with and without built-in layers, empty, and with unusual characters."""
    doc = Document.from_text("Ann met Bo in Rome. 🙂 “Yes”", "annotated", {"n": 1, "tags": ["a"]})
    words = [(0, 3), (4, 7), (8, 10), (11, 13), (14, 18), (18, 19), (20, 21), (22, 27)]
    heads = [1, None, 1, 4, 1, 1, 1, 1]
    tokens = [
        Token(a, b, doc.text[a:b], 0, doc.text[a:b].lower(), "X", "XX", None, head, "dep")
        for (a, b), head in zip(words, heads, strict=True)
    ]
    names = [Entity(0, 3, "PERSON"), Entity(8, 10, "PERSON"), Entity(14, 18, "LOC")]
    met = Relation("meets", Span(0, 3, 0), Span(4, 7), Span(8, 10, 1), 0, "meet", 0.9)
    whole = doc.with_layers(
        sentences=[Sentence(0, 27)], tokens=tokens, entities=names, relations=[met]
    )
    layers: dict[str, Any] = dict.fromkeys(("sentences", "tokens", "entities", "relations"), ())
    empty = Document.from_text("", "empty").with_layers(**layers)
    odd = Document.from_text("a\x00b\u2028c\t“d”\r\n, ;\ud7ff", 'odd "id", with\nbreaks')
    return [whole, empty, odd.with_layers(**layers), whole]


def with_required_layers(
    doc: Document, required: Collection[str], layers: LayerTable
) -> Document | None:
    """
    Return a document with simple items in each layer that a stage requires.

    There is a sentence for each line, a token for each word, and an entity for each upper-case word;
    other layers are empty. Returns None if a required layer has a single item, which only its plugin
    can make.
    """
    names = {layers[name].part_of or name if name in layers else name for name in required}
    if not names:
        return doc
    if any(not layers[name].many for name in names if name in layers):
        return None
    lines = [Sentence(*match.span()) for match in re.finditer(r"\S.*", doc.text)]
    words = list(re.finditer(r"\S+", doc.text))
    given: dict[str, Any] = dict.fromkeys(names, ())
    if names & {"sentences", "tokens", "relations"}:
        given["sentences"] = lines
    if "tokens" in names:
        given["tokens"] = _tokens(doc.text, lines)
    if "entities" in names:
        given["entities"] = [
            Entity(*word.span(), "MISC") for word in words if word[0][:1].isupper()
        ]
    return doc.with_layers(**given)


def _tokens(text: str, lines: list[Sentence]) -> list[Token]:
    """Return the words of each line as tokens, with the first as the head of the others."""
    tokens: list[Token] = []
    for number, line in enumerate(lines):
        root = len(tokens)
        for word in re.compile(r"\S+").finditer(text, line.start, line.end):
            head, deprel = (None, "root") if len(tokens) == root else (root, "dep")
            tokens.append(
                Token(*word.span(), word[0], number, word[0], "X", None, None, head, deprel)
            )
    return tokens
