"""Build small documents from inline trees, and show clusters as plain text."""

from collections.abc import Callable
from typing import Any

import pytest

from hookline import Document, Entity, Sentence, Token
from hookline_coref import Coref

NUMBERS = {"s": "Number=Sing", "p": "Number=Plur"}


def read(trees: str, **names: str) -> Document:
    """
    Return a document from sentences on lines of `form[=lemma]/UPOS[:s or p]/head/relation`.

    Heads count from 1 within the sentence; an empty line begins a paragraph; `names` gives the names of
    each label, "|" between them. Each is an entity wherever it stands in the text, the longest first.
    """
    text, tokens, sentences = "", [], []
    for line in map(str.strip, trees.strip().splitlines()):
        if not line:
            text += "\n"
            continue
        number, first, start = len(sentences), len(tokens), len(text)
        for item in line.split():
            form, tags, head, rel = item.rsplit("/", 3)
            form, _, lemma = form.partition("=")
            upos, _, feats = tags.partition(":")
            if (
                len(tokens) > first
                and form not in (".", ",", "'s", ")", "”", ":")
                and text[-1] not in "(“"
            ):
                text += " "
            head_index = None if head == "0" else first + int(head) - 1
            span = len(text), len(text) + len(form)
            word = Token(*span, form, number, lemma or form.lower(), upos, None, NUMBERS.get(feats))
            tokens.append(word._replace(head=head_index, deprel=rel))
            text += form
        sentences.append(Sentence(start, len(text)))
        text += " "
    return with_names(
        Document.from_text(text).with_layers(sentences=sentences, tokens=tokens), names
    )


def with_names(doc: Document, names: dict[str, str]) -> Document:
    """Return a document with entities wherever the given names stand in its text."""
    entities: list[Entity] = []
    taken: set[int] = set()
    listed = [(name, label) for label, items in names.items() for name in items.split("|")]
    for name, label in sorted(listed, key=lambda pair: -len(pair[0])):
        start = doc.text.find(name)
        assert start >= 0, name
        while start >= 0:
            span = range(start, start + len(name))
            before, after = doc.text[start - 1 : start], doc.text[span.stop : span.stop + 1]
            if not taken & set(span) and not (before + after).strip(" \n.,()“”':’").isalpha():
                entities.append(Entity(start, span.stop, label))
                taken.update(span)
            start = doc.text.find(name, start + 1)
    return doc.with_layers(entities=sorted(entities))


def flat(text: str, **names: str) -> Document:
    """Return a document whose words hang on the first word of their sentence, for rules on names."""
    tokens, sentences, position = [], [], 0
    for number, line in enumerate(text.split("\n")):
        first = len(tokens)
        for form in line.replace(",", " ,").replace("(", "( ").replace(")", " )").split():
            start = text.index(form, position)
            position = start + len(form)
            upos = "PROPN" if form[0].isupper() else "NOUN" if form.isalpha() else "PUNCT"
            head, rel = (None, "root") if len(tokens) == first else (first, "dep")
            tokens.append(
                Token(start, position, form, number, form.lower(), upos, head=head, deprel=rel)
            )
        sentences.append(Sentence(tokens[first].start, position))
    return with_names(
        Document.from_text(text).with_layers(sentences=sentences, tokens=tokens), names
    )


def run(doc: Document, **options: Any) -> Document:
    """Return the document with its clusters."""
    (outcome,) = Coref(Coref.read_options(options)).process([doc])
    assert isinstance(outcome, Document)
    return outcome


def texts(doc: Document) -> dict[str, list[str]]:
    """Return the texts of the mentions of each cluster by its name, a second one numbered."""
    found: dict[str, list[str]] = {}
    for cluster in doc.clusters or ():
        name = cluster.name if cluster.name not in found else f"{cluster.name} ({len(found)})"
        found[name] = [doc.text[mention.start : mention.end] for mention in cluster.mentions]
    return found


@pytest.fixture
def document() -> Callable[..., Document]:
    return read


@pytest.fixture
def cluster() -> Callable[..., Document]:
    return run


@pytest.fixture
def chains() -> Callable[..., dict[str, list[str]]]:
    def find(trees: str, **names: str) -> dict[str, list[str]]:
        return texts(run(read(trees, **names)))

    return find


@pytest.fixture
def names() -> Callable[..., dict[str, list[str]]]:
    def find(text: str, **names: str) -> dict[str, list[str]]:
        return texts(run(flat(text, **names)))

    return find
