"""A plugin for the tests, installed like any other: stages that behave, and stages that do not."""

import ctypes
import os
import signal
import time
import warnings
from pathlib import Path

from pydantic import Field, SecretStr

from hookline import (
    Document,
    Drop,
    Edit,
    Entity,
    FileSink,
    Implied,
    Place,
    Registrar,
    Relation,
    Sentence,
    Source,
    Span,
    Stage,
    Token,
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
    """Do what the text says: raise, hang, exit, crash, eat memory, or pass."""

    name = "poison"

    def process(self, docs):
        for doc in docs:
            if "PRINT" in doc.text:
                print("noise")
            if "RAISE" in doc.text:
                raise ValueError("poison")
            if "HALF" in doc.text:
                raise ValueError("\ud800")
            if "HANG" in doc.text:
                time.sleep(60)
            if "LEAVE" in doc.text:
                raise SystemExit(0)
            if "EXIT" in doc.text:
                os._exit(7)
            if "CRASH" in doc.text:
                ctypes.string_at(0)
            if "KILL" in doc.text:
                os.kill(os.getpid(), signal.SIGKILL)
            if "EAT" in doc.text:
                held = []
                while True:
                    held.append(bytearray(20_000_000))
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
                yield Document.from_text("other", doc.id, place=doc.place)
            else:
                yield doc

    def close(self):
        raise RuntimeError("cannot close")


class Talkative(Stage):
    """Say its password in errors: in `process` when told to, and in opening when it has no host."""

    name = "talkative"

    class Options(Stage.Options):
        """Options of the stage."""

        password: SecretStr = Field(description="what nobody else should know")
        host: str | None = Field("here", description="where the service is")

    def __init__(self, options):
        super().__init__(options)
        if not options.host:
            raise OSError(
                13, "refused", f"https://user:{options.password.get_secret_value()}@nowhere"
            )

    def process(self, docs):
        for doc in docs:
            if "TELL" in doc.text:
                password = self.options.password.get_secret_value()
                try:
                    raise KeyError(password)
                except KeyError as error:
                    raise ValueError(f"cannot log in with {password!r}") from error
        return [self._outcome(doc, self.options.password.get_secret_value()) for doc in docs]

    def _outcome(self, doc, password):
        if "LEAVE" in doc.text:
            raise GeneratorExit(password)
        if "WARN" in doc.text:
            warnings.warn(f"cannot log in with {password}", UserWarning, stacklevel=2)
        return Drop(f"cannot log in with {password}") if "DROP" in doc.text else doc


class Caller(Stage):
    """Fail with the address that it calls."""

    name = "caller"

    class Options(Stage.Options):
        url: str = Field(description="the address of the service")

    def process(self, docs):
        raise ValueError(f"no answer from {self.options.url}")


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


class Annotated(Stage):
    """Give the documents of the fixture `annotated` all of their layers."""

    name = "annotated"
    provides = ("sentences", "tokens", "syntax", "entities", "relations")
    labels = ("PERSON", "ORG")

    def process(self, docs):
        for doc in docs:
            yield doc.with_layers(**LAYERS.get(doc.text, NO_LAYERS))


NO_LAYERS = {"sentences": (), "tokens": (), "entities": (), "relations": ()}
LAYERS = {
    "Ana, née Roe leads Acme.\n\nShe didn't go.": {
        "sentences": (Sentence(0, 24), Sentence(26, 40)),
        "tokens": (
            Token(0, 3, "Ana", 0, "Ana", "PROPN", "NNP", "Number=Sing", 4, "nsubj"),
            Token(3, 4, ",", 0, ",", "PUNCT", ",", None, 3, "punct"),
            Token(5, 8, "née", 0, "née", "ADJ", "JJ", "Degree=Pos", 3, "amod"),
            Token(9, 12, "Roe", 0, "Roe", "PROPN", "NNP", "Number=Sing", 0, "appos"),
            Token(13, 18, "leads", 0, "lead", "VERB", "VBZ", "Number=Sing|Person=3", None, "root"),
            Token(19, 23, "Acme", 0, "Acme", "PROPN", "NNP", "Number=Sing", 4, "obj"),
            Token(23, 24, ".", 0, ".", "PUNCT", ".", None, 4, "punct"),
            Token(26, 29, "She", 1, "she", "PRON", "PRP", "Case=Nom", 10, "nsubj"),
            Token(30, 33, "did", 1, "do", "AUX", "VBD", "Tense=Past", 10, "aux"),
            Token(33, 36, "n't", 1, "not", "PART", "RB", None, 10, "advmod"),
            Token(37, 39, "go", 1, "go", "VERB", "VB", "VerbForm=Inf", None, "root"),
            Token(39, 40, ".", 1, ".", "PUNCT", ".", None, 10, "punct"),
        ),
        "entities": (Entity(0, 12, "PERSON"), Entity(19, 23, "ORG")),
        "relations": (
            Relation("leads", Span(0, 12, 0), Span(13, 18), Span(19, 23, 1), 0, "trial"),
        ),
    },
    'Bo "B" Li': {
        "sentences": (Sentence(0, 9),),
        "tokens": (
            Token(0, 2, "Bo", 0, "Bo", "PROPN", "NNP", None, None, "root"),
            Token(3, 4, '"', 0, '"', "PUNCT", "``", None, 2, "punct"),
            Token(4, 5, "B", 0, "B", "PROPN", "NNP", None, 0, "flat"),
            Token(5, 6, '"', 0, '"', "PUNCT", "''", None, 2, "punct"),
            Token(7, 9, "Li", 0, "Li", "PROPN", "NNP", None, 0, "flat"),
        ),
        "entities": (Entity(0, 9, "PERSON"),),
        "relations": (),
    },
    "du pain": {
        "sentences": (Sentence(0, 7),),
        "tokens": (
            Token(0, 2, "du", 0, "de", "ADP", None, None, 2, "case"),
            Token(0, 2, "du", 0, "le", "DET", None, None, 2, "det"),
            Token(3, 7, "pain", 0, "pain", "NOUN", None, None, None, "root"),
        ),
        "entities": (),
        "relations": (),
    },
}


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


class Numbers(Source):
    """Give numbered documents; at one of them, ask for a file that is not there yet."""

    name = "numbers"

    class Options(Source.Options):
        count: int = Field(300, description="how many")
        mended: str = Field(
            "mended", description="the file without which number 100 cannot be read"
        )

    def read(self, start=0):
        for number in range(start, self.options.count):
            if number == 100 and not Path(self.options.mended).exists():
                raise RuntimeError("the database went away")
            yield Document.from_text(f"text {number}", str(number))


class Moody(FileSink):
    """Write ids, but not more than a hundred before a file is there."""

    name = "moody"

    class Options(FileSink.Options):
        path: str = Field(description="where to write")

    written = 0

    def encode(self, docs):
        return [f"{doc.id}\n".encode() for doc in docs]

    def write(self, chunks):
        self.written += len(chunks)
        if self.written > 100 and not Path("mended").exists():
            raise RuntimeError("the server hung up")
        super().write(chunks)


@hookimpl
def hookline_register(registry: Registrar) -> None:
    for component in (
        shout,
        drop_empty,
        Poison,
        Odd,
        Talkative,
        Caller,
        Slow,
        Lossy,
        Sneaky,
        Words,
        Needy,
        Redact,
        Flaky,
        Neighbourly,
        Annotated,
        Counted,
    ):
        registry.stage(component)
    registry.source(Numbers)
    registry.sink(Moody)
