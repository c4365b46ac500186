"""A plugin with layers: key phrases with spans and scores, and how readable a document is."""

import re
from typing import NamedTuple

from hookline import Drop, Layer, Registrar, Stage, hookimpl, stage


class Keyphrase(NamedTuple):
    """A phrase that says what a document is about, and how much of it (0 to 1)."""

    start: int
    end: int
    score: float


class Readability(NamedTuple):
    """How hard a document is to read: words to a sentence, and a grade."""

    words: float
    grade: str | None = None


class FindKeyphrases(Stage):
    """Find pairs of long words, and measure how readable a document is."""

    name = "keyphrases"
    provides = ("keyphrases", "readability")

    def process(self, docs):
        for doc in docs:
            phrases = [
                Keyphrase(*match.span(), len(match[0]) / (len(doc.text) + 1))
                for match in re.finditer(r"[^\W\d_]{5,} [^\W\d_]{5,}", doc.text)
            ]
            words = len(doc.text.split()) / (doc.text.count(".") + 1)
            yield doc.with_layers(
                keyphrases=phrases, readability=Readability(words, "easy" if words < 9 else None)
            )


@stage("with-keyphrases", requires=("keyphrases",))
def with_keyphrases(doc):
    """Drop documents without key phrases."""
    return doc if doc.layers["keyphrases"] else Drop("no key phrases")


@hookimpl
def hookline_register(registry: Registrar) -> None:
    registry.layer(Layer("keyphrases", Keyphrase))
    registry.layer(Layer("readability", Readability, many=False))
    registry.stage(FindKeyphrases)
    registry.stage(with_keyphrases)
