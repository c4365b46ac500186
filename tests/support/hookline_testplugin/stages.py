"""Stages that behave."""

import time

from pydantic import Field

from hookline import (
    Document,
    Drop,
    Edit,
    Entity,
    Implied,
    Relation,
    Sentence,
    Span,
    Stage,
    stage,
)


@stage("shout", edits_text=True)
def shout(doc: Document) -> Document:
    """Upper-case the text."""
    return doc.with_text(doc.text.upper())


@stage("drop-empty")
def drop_empty(doc: Document) -> Document | Drop:
    """Drop documents without text."""
    return doc if doc.text.strip() else Drop("empty")


class Slow(Stage):
    """Take a while for every batch."""

    name = "slow"

    class Options(Stage.Options):
        seconds: float = Field(0.05, description="how long")

    def process(self, docs):
        time.sleep(self.options.seconds)
        return docs


class Neighbourly(Stage):
    """Write the size of its batch into the meta data."""

    name = "neighbourly"

    def process(self, docs):
        for doc in docs:
            yield doc.with_meta(batch=len(docs))


class Words(Stage):
    """Annotate every capitalized word."""

    name = "words"
    provides = ("sentences", "entities")
    labels = ("WORD",)

    def process(self, docs):
        for doc in docs:
            entities, at = [], 0
            for word in doc.text.split(" "):
                if word[:1].isupper():
                    entities.append(Entity(at, at + len(word), "WORD"))
                at += len(word) + 1
            lines = [Sentence(0, len(doc.text))] if doc.text else []
            yield doc.with_layers(sentences=lines, entities=entities)


class Redact(Stage):
    """Put a label in the place of every entity, for good; raise afterwards where told to."""

    name = "redact-words"
    requires = ("entities",)
    edits_text = True
    private = True

    def process(self, docs):
        for doc in docs:
            if "BEFORE" in doc.text:
                raise ValueError(f"cannot redact {doc.text}")
            edits = [
                Edit(entity.start, entity.end, "NAME", "name", private=True)
                for entity in doc.entities
            ]
            yield doc.edit(edits)


class Needy(Stage):
    """Look for persons."""

    name = "needy"
    requires = ("entities",)
    uses_labels = ("PERSON", "WORD")

    def process(self, docs):
        return docs


class Counted(Stage):
    """Shout, link the first two capitalized words, and leave a mark for every document."""

    name = "counted"
    edits_text = True
    provides = ("sentences", "entities", "relations")

    class Options(Stage.Options):
        label: str = Field("WORD", description="the label of the entities")

    def process(self, docs):
        for doc in docs:
            with open("marks", "a") as file:
                file.write("x")
            if not doc.text:
                yield Drop("empty")
                continue
            doc = doc.edit(
                [Edit(0, 1, "", "first letter"), Edit(len(doc.text), len(doc.text), "!")]
            )
            entities = [Entity(0, 1, self.options.label)] if doc.text else []
            ends = Span(0, 1, 0, pieces=((0, 1),)), Implied(), Span(0, 1)
            yield doc.with_meta(seen=[1, None]).with_layers(
                sentences=[Sentence(0, len(doc.text))],
                entities=entities,
                relations=[Relation("open", *ends, 0, "trial", 0.1)],
            )
