"""A program that embeds hookline; it is checked for its types, and never run."""

from collections.abc import Iterator, Sequence

from hookline import (
    Config,
    Document,
    Drop,
    Dropped,
    Failure,
    Outcome,
    Pipeline,
    Registrar,
    Run,
    Source,
    Stage,
    Unreadable,
    hookimpl,
    read_plan,
    stage,
    start,
)


class Short(Stage):
    """Drop long documents."""

    name = "short"

    class Options(Stage.Options):
        """The options, which type checkers see in `self.options`."""

        characters: int = 100

    def process(self, docs: Sequence[Document]) -> Iterator[Outcome]:
        limit: int = self.options.characters
        for doc in docs:
            yield doc if len(doc.text) < limit else Drop("long")


class Shorter(Short):
    """Derive the options of another stage."""

    name = "shorter"

    class Options(Short.Options):
        """One option more."""

        reason: str = "long"

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self.drop = Drop(f"{self.options.reason}: {self.options.characters}")


class Lines(Source):
    """Read with an option."""

    name = "lines"

    class Options(Source.Options):
        """Where the lines are."""

        path: str

    def read(self, start: int = 0) -> Iterator[Document | Unreadable]:
        with open(self.options.path, encoding="utf-8") as file:
            yield from map(Document.from_text, file)


def rejected(short: Short, plain: Stage, lines: Lines) -> None:
    """Use options that do not exist: each line is an error, or its comment is one."""
    print(short.options.charcters)  # type: ignore[attr-defined]  # pyright: ignore
    print(plain.options.characters)  # type: ignore[attr-defined]  # pyright: ignore
    print(lines.options.paht)  # type: ignore[attr-defined]  # pyright: ignore
    number: str = short.options.characters  # type: ignore[assignment]  # pyright: ignore
    stage("bogus", cots="light")  # type: ignore[call-arg]  # pyright: ignore
    Config(stages=[Short], batch_szie=3)  # type: ignore[call-arg]  # pyright: ignore
    Config(stages=[3])  # type: ignore[list-item]  # pyright: ignore
    print(number)


@stage("upper", edits_text=True)
def upper(doc: Document) -> Document:
    """Upper-case the text."""
    return doc.with_text(doc.text.upper())


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the stages."""
    registry.stage(Short)
    registry.stage(upper)


def names(texts: list[str]) -> list[tuple[str, str]]:
    """Return the entities of texts, and what became of those that have none."""
    found: list[tuple[str, str]] = []
    with Pipeline.from_config({"stages": [{"use": "stanza"}]}) as pipeline:
        for outcome in pipeline.stream(texts):
            match outcome:
                case Document():
                    found += [
                        (outcome.text[entity.start : entity.end], entity.label)
                        for entity in outcome.entities or ()
                    ]
                case Dropped():
                    found.append((outcome.stage, outcome.reason))
                case Failure():
                    found.append((outcome.error, outcome.message))
        doc = pipeline.process("text")
        found.append((doc.id, str(doc.place)))
    return found


async def later(texts: list[str]) -> int:
    """Count documents in an event loop."""
    count = 0
    with Pipeline.from_config("news.yaml") as pipeline:
        async for outcome in pipeline.astream(texts):
            count += isinstance(outcome, Document)
        await pipeline.aprocess("text")
    return count


async def run_of(path: str) -> tuple[int, bool]:
    """Run a config in the background."""
    source = {"use": Lines, "path": path}
    config = Config(source=source, stages=["clean", Short, upper], sink="null", batch_size=16)
    running: Run = start(read_plan(config), workers=2)
    if running.report.failed:
        running.cancel()
    report = await running
    return report.written, report.finished
