"""Build small documents from inline trees, and show relations as plain text."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from hookline import Document, Entity, Implied, Pipeline, Sentence, Token
from hookline_relations import Relations

RelationText = tuple[str, str, str, str]


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
            head_index = None if head == "0" else first + int(head) - 1
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
                    head_index,
                    rel,
                )
            )
            text += form
        sentences.append(Sentence(start, len(text)))
        text += "\n"
    entities = []
    for label, listed in names.items():
        for name in listed.split("|"):
            start = text.find(name)
            assert start >= 0, name
            while start >= 0:
                entities.append(Entity(start, start + len(name), label))
                start = text.find(name, start + 1)
    return Document.from_text(text).with_layers(
        sentences=sentences, tokens=tokens, entities=sorted(entities)
    )


def run(doc: Document, **options: Any) -> Document:
    """Return the document with its relations, as the stage finds them with these options."""
    (outcome,) = Relations(Relations.read_options(options)).process([doc])
    assert isinstance(outcome, Document)
    return outcome


def texts(doc: Document) -> list[RelationText]:
    """Return the relations of a document as type and three texts."""

    def text(mention: Any) -> str:
        if isinstance(mention, Implied):
            return f"({mention.text})"
        pieces = mention.pieces or ((mention.start, mention.end),)
        return " ".join(doc.text[start:end] for start, end in pieces)

    return [
        (item.type, text(item.subject), text(item.predicate), text(item.object))
        for item in doc.relations or ()
    ]


@pytest.fixture
def document() -> Callable[..., Document]:
    return read


@pytest.fixture
def relate() -> Callable[..., Document]:
    return run


@pytest.fixture
def typed() -> Callable[..., list[RelationText]]:
    def find(
        trees: str, rules: dict[str, Any] | None = None, mentions: str = "once", **names: str
    ) -> list[RelationText]:
        options = {"kinds": ["typed"], "rules": rules or {}, "mentions": mentions}
        return texts(run(read(trees, **names), scorer=False, **options))

    return find


@pytest.fixture
def opened() -> Callable[..., list[tuple[str, str, str]]]:
    def find(trees: str, **names: str) -> list[tuple[str, str, str]]:
        return [row[1:] for row in texts(run(read(trees, **names), kinds=["open"], threshold=0.5))]

    return find


@pytest.fixture
def as_text() -> Callable[[Document], list[RelationText]]:
    return texts


@pytest.fixture(scope="session")
def pipeline() -> Iterator[Pipeline]:
    """The main stages, with the typed relations of statements only; loading the model takes seconds."""
    stages = [{"use": "clean"}, {"use": "stanza"}, {"use": "relations"}]
    with Pipeline.from_config({"stages": stages}) as opened:
        yield opened


@pytest.fixture(scope="session")
def annotate(pipeline: Pipeline) -> Callable[..., list[Any]]:
    """A function that returns rows of sentences, each with its document and the relations in it."""

    def annotated(rows: list[Any]) -> list[Any]:
        docs = (Document.from_text(row["text"], id=row["id"]) for row in rows)
        return list(zip(rows, pipeline.stream(docs), strict=True))

    return annotated
