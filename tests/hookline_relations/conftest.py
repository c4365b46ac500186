"""Build small documents from trees written in line, and read relations as plain text."""

from collections.abc import Callable
from typing import Any

import pytest

from hookline import Document, Entity, Implied, Sentence, Token
from hookline_relations import Relations

Row = tuple[str, str, str, str]


def read(trees: str, **names: str) -> Document:
    """
    Return a document from sentences on lines of `form[=lemma]/UPOS[:XPOS]/head/relation`.

    Heads count from 1 within the sentence; `names` gives the names of each label, "|" between them.
    """
    text, tokens, sentences = "", [], []
    for number, line in enumerate(filter(None, map(str.strip, trees.splitlines()))):
        first, start = len(tokens), len(text)
        for item in line.split():
            form, tags, head, rel = item.rsplit("/", 3)
            form, _, lemma = form.partition("=")
            upos, _, xpos = tags.partition(":")
            if tokens and len(tokens) > first and upos not in ("PUNCT", "PART:") and form != "'s":
                text += " "
            at = None if head == "0" else first + int(head) - 1
            tokens.append(
                Token(
                    len(text),
                    len(text) + len(form),
                    form,
                    number,
                    lemma or form,
                    upos,
                    xpos or None,
                    None,
                    at,
                    rel,
                )
            )
            text += form
        sentences.append(Sentence(start, len(text)))
        text += "\n"
    entities = []
    for label, given in names.items():
        for name in given.split("|"):
            at = text.find(name)
            assert at >= 0, name
            while at >= 0:
                entities.append(Entity(at, at + len(name), label))
                at = text.find(name, at + 1)
    return Document.from_text(text).with_layers(
        sentences=sentences, tokens=tokens, entities=sorted(entities)
    )


def run(doc: Document, **options: Any) -> Document:
    """Return the document with the relations that the stage finds with these options."""
    (outcome,) = Relations(Relations.read_options(options)).process([doc])
    assert isinstance(outcome, Document)
    return outcome


def texts(doc: Document) -> list[Row]:
    """Return the relations of a document as type and three texts."""

    def text(mention: Any) -> str:
        if isinstance(mention, Implied):
            return f"({mention.text})"
        pieces = mention.pieces or ((mention.start, mention.end),)
        return " ".join(doc.text[start:end] for start, end in pieces)

    return [
        (one.type, text(one.subject), text(one.predicate), text(one.object))
        for one in doc.relations or ()
    ]


@pytest.fixture
def document() -> Callable[..., Document]:
    return read


@pytest.fixture
def relate() -> Callable[..., Document]:
    return run


@pytest.fixture
def typed() -> Callable[..., list[Row]]:
    def find(trees: str, rules: dict[str, Any] | None = None, **names: str) -> list[Row]:
        return texts(run(read(trees, **names), kinds=["typed"], rules=rules or {}, scorer=False))

    return find


@pytest.fixture
def opened() -> Callable[..., list[tuple[str, str, str]]]:
    def find(trees: str, **names: str) -> list[tuple[str, str, str]]:
        return [row[1:] for row in texts(run(read(trees, **names), kinds=["open"], threshold=0.5))]

    return find


@pytest.fixture
def as_text() -> Callable[[Document], list[Row]]:
    return texts
