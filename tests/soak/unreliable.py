"""A stage and a source that fail in every way; what a document comes to depends on its text alone."""

import os
import random
import time

from pydantic import Field

from hookline import Document, Drop, Failed, Place, Retry, Source, Split, Stage, TransientError

KINDS = ("raise", "failed", "retry", "transient", "drop", "split", "hang", "exit", "abort")
"""What a document can make the stage do; most documents do nothing of it."""


def text_of(number: int, seed: int, share: float) -> str:
    """Return the text of a document, which names what it makes the stage do."""
    dice = random.Random(f"{seed} {number}")
    kind = dice.choice(KINDS[:6]) if dice.random() < share else "plain"
    if dice.random() < 0.002:
        kind = dice.choice(KINDS[6:])
    return f"{kind} {number} " + "word " * dice.randrange(1, 200)


class Slow(Source):
    """Make documents, with a pause now and then."""

    name = "slow"

    class Options(Source.Options):
        count: int = Field(description="documents")
        seed: int = Field(description="of the documents")
        share: float = Field(description="of documents that fail")
        pause: float = Field(description="seconds between some of the documents")

    def read(self, start=0):
        for number in range(start, self.options.count):
            if self.options.pause and number % 50 == 0:
                time.sleep(self.options.pause)
            text = text_of(number, self.options.seed, self.options.share)
            yield Document.from_text(text, f"d{number}", place=Place("soak", number))


class Unreliable(Stage):
    """Do what the first word of a document says."""

    name = "unreliable"
    edits_text = True

    def __init__(self, options):
        super().__init__(options)
        self._tries = {}

    def process(self, docs):
        return map(self._process, docs)

    def _process(self, doc):
        kind, number, *_ = doc.text.split()
        if kind == "raise":
            raise ValueError(number)
        if kind == "failed":
            return Failed(ValueError(number))
        if kind in ("retry", "transient"):
            self._tries[number] = self._tries.get(number, 0) + 1
            if self._tries[number] < 3:
                if kind == "retry":
                    return Retry(ValueError(number), after=0.001)
                raise TransientError(number, after=0.001)
        if kind == "drop":
            return Drop("asked for")
        if kind == "split":
            middle = len(doc.text) // 2
            return Split([doc.part(0, middle), doc.part(middle, len(doc.text))])
        if kind == "hang":
            time.sleep(600)
        if kind == "exit":
            os._exit(7)
        if kind == "abort":
            os.abort()
        return doc.with_text(doc.text.replace(kind, kind.upper(), 1))
