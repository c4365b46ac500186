"""A plugin for the tests, installed like any other: stages that behave, and stages that do not."""

import dataclasses
import os
import time
from pathlib import Path

from pydantic import Field

from hookline import (
    Document,
    Drop,
    Entity,
    FileSink,
    Place,
    Registrar,
    Sentence,
    Source,
    Stage,
    TransientError,
    hookimpl,
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


class Poison(Stage):
    """Do what the text says: raise, hang, exit, or pass."""

    name = "poison"

    def process(self, docs):
        for doc in docs:
            if "RAISE" in doc.text:
                raise ValueError("poison")
            if "HANG" in doc.text:
                time.sleep(60)
            if "LEAVE" in doc.text:
                raise SystemExit(0)
            if "EXIT" in doc.text:
                os._exit(7)
        return docs


class Odd(Stage):
    """Return what the text says that no stage may return."""

    name = "odd"

    def process(self, docs):
        for doc in docs:
            if "NOTHING" in doc.text:
                yield None
            elif "REASONLESS" in doc.text:
                yield Drop(None)
            elif "SURROGATE" in doc.text:
                yield Drop("\ud800")
            elif "OUTSIDE" in doc.text:
                yield doc.with_layers(entities=[Entity(0, 999, "X")])
            elif "REPLACED" in doc.text:
                yield dataclasses.replace(doc, raw="other", text="other")
            else:
                yield doc

    def close(self):
        raise RuntimeError("cannot close")


class Slow(Stage):
    """Take a while for every batch."""

    name = "slow"

    class Options(Stage.Options):
        seconds: float = Field(0.05, description="how long")

    def process(self, docs):
        time.sleep(self.options.seconds)
        return docs


class Lossy(Stage):
    """Lose the last document of every batch."""

    name = "lossy"

    def process(self, docs):
        return docs[:-1]


class Sneaky(Stage):
    """Edit the text without having said so."""

    name = "sneaky"

    def process(self, docs):
        for doc in docs:
            yield doc.with_text(doc.text + "!")


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
            yield doc.with_layers(sentences=[Sentence(0, len(doc.text))], entities=entities)


class Needy(Stage):
    """Look for persons."""

    name = "needy"
    requires = ("entities",)
    uses_labels = ("PERSON", "WORD")

    def process(self, docs):
        return docs


class Flaky(Stage):
    """Fail with a transient error the first time that it is called."""

    name = "flaky"

    class Options(Stage.Options):
        marker: str = Field(description="a file that remembers the first call")

    def process(self, docs):
        marker = Path(self.options.marker)
        if not marker.exists():
            marker.touch()
            raise TransientError("try again")
        return docs


class Hasty(FileSink):
    """Write under the final name from the first flush on."""

    name = "hasty"

    class Options(FileSink.Options):
        path: str

    def encode(self, docs):
        return [doc.text.encode("utf-8", "replace") for doc in docs]

    def flush(self):
        Path(self.target).touch()
        return super().flush()


class Forgetful(Source):
    """Begin at the first item, wherever it is told to begin."""

    name = "forgetful"

    def read(self, start=0):
        for text in ("a", "b"):
            yield Document.from_text(text, place=Place(text))


@hookimpl
def hookline_register(registry: Registrar) -> None:
    for component in (
        shout,
        drop_empty,
        Poison,
        Odd,
        Slow,
        Lossy,
        Sneaky,
        Words,
        Needy,
        Flaky,
        Neighbourly,
    ):
        registry.stage(component)
