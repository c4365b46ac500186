"""A plugin for the tests of `hookline eval`: it finds just what its options say."""

from typing import Literal

from pydantic import Field

from hookline import (
    Document,
    Drop,
    Entity,
    Implied,
    Registrar,
    Relation,
    Sentence,
    Span,
    Stage,
    Token,
    hookimpl,
)


class Gazetteer(Stage):
    """Find the names of a list; a sentence is a line, a token what stands between spaces."""

    name = "gazetteer"
    provides = ("sentences", "tokens", "syntax", "entities")

    class Options(Stage.Options):
        names: dict[str, str] = Field(default_factory=dict, description="names and their labels")
        tokens: Literal["make", "given"] = Field("make", description="whose tokens")

    def process(self, docs):
        for doc in docs:
            if "RAISE" in doc.text:
                raise ValueError("poison")
            if "DROP" in doc.text:
                yield Drop("told to")
                continue
            if self.options.tokens == "make":
                doc = self._split(doc)
            yield doc.with_layers(entities=self._entities(doc))

    def _split(self, doc):
        sentences, tokens, at = [], [], 0
        for line in doc.text.split("\n"):
            start, head = at, None
            for word in line.split(" "):
                if word:
                    tokens.append(
                        Token(at, at + len(word), word, len(sentences), head=head, deprel="dep")
                    )
                    head = len(tokens) - 1
                at += len(word) + 1
            if line.strip():
                sentences.append(Sentence(start, at - 1))
        return doc.with_layers(sentences=sentences, tokens=tokens)

    def _entities(self, doc):
        found = []
        for name, label in self.options.names.items():
            at = doc.text.find(name)
            while at >= 0:
                found.append(Entity(at, at + len(name), label))
                at = doc.text.find(name, at + 1)
        return sorted(found)


class Stubborn(Gazetteer):
    """Make tokens whatever documents carry."""

    name = "stubborn"

    class Options(Stage.Options):
        names: dict[str, str] = Field(default_factory=dict, description="names and their labels")

    def process(self, docs):
        for doc in docs:
            yield self._split(doc)


class Recital(Stage):
    """Say of each document what a CoNLL-U file of the same documents says."""

    name = "recital"
    provides = ("sentences", "tokens", "syntax")

    class Options(Stage.Options):
        path: str = Field(description="the CoNLL-U file")

    def process(self, docs):
        analyses = dict(self._analyses())
        for doc in docs:
            yield self._recited(doc, analyses[doc.id])

    def _analyses(self):
        with open(self.options.path, encoding="utf-8") as file:
            for part in file.read().split("# newdoc id = ")[1:]:
                name, _, rest = part.partition("\n")
                yield name, [block.split("\n") for block in rest.strip().split("\n\n")]

    def _recited(self, doc: Document, blocks) -> Document:
        sentences, tokens, at = [], [], 0
        for number, block in enumerate(blocks):
            rows = [line.split("\t") for line in block if not line.startswith("#")]
            first, spans, fused, whole = len(tokens), [], 0, None
            for row in rows:
                if "." in row[0]:
                    continue
                if "-" in row[0]:
                    fused = int(row[0].split("-")[1])
                    at = doc.text.index(row[1], at)
                    whole = (at, at + len(row[1]))
                    continue
                if int(row[0]) > fused:
                    at = max(at, whole[1]) if whole else at
                    at, whole = doc.text.index(row[1], at), None
                if whole and not doc.text.startswith(row[1], at):
                    span = whole  # it has no characters of its own
                else:
                    span = (at, at + len(row[1]))
                    at = span[1]
                spans.append(span)
                head = None if row[6] == "0" else first + int(row[6]) - 1
                blank = [None if cell == "_" else cell for cell in row]
                tokens.append(Token(*span, row[1], number, *blank[2:6], head, row[7]))
            sentences.append(Sentence(spans[0][0], spans[-1][1]))
        return doc.with_layers(sentences=sentences, tokens=tokens)


class Teller(Gazetteer):
    """Tell the relations of a list wherever a text holds both ends."""

    name = "teller"
    provides = ("sentences", "tokens", "syntax", "entities", "relations")

    class Options(Stage.Options):
        told: list[tuple[str, str, str]] = Field(description="type, subject and object")

    def process(self, docs):
        for doc in docs:
            doc = self._split(doc)
            found = [
                Relation(type, *ends, 0, "told")
                for type, *names in self.options.told
                if all(name in doc.text for name in names)
                for one, two in [[self._mention(doc, name) for name in names]]
                for ends in [(one, Implied(), two)]
            ]
            yield doc.with_layers(entities=[], relations=found)

    def _mention(self, doc, name):
        at = doc.text.index(name)
        return Span(at, at + len(name))


@hookimpl
def hookline_register(registry: Registrar) -> None:
    for component in (Gazetteer, Stubborn, Recital, Teller):
        registry.stage(component)
