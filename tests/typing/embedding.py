"""A program that embeds hookline; it is checked for its types, and never run."""

from collections.abc import Iterator, Sequence

from hookline import (
    Document,
    Drop,
    Dropped,
    Failure,
    Outcome,
    Pipeline,
    Registrar,
    Stage,
    hookimpl,
    stage,
)


class Short(Stage):
    """Drop long documents."""

    name = "short"

    def process(self, docs: Sequence[Document]) -> Iterator[Outcome]:
        for doc in docs:
            yield doc if len(doc.text) < 100 else Drop("long")


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
