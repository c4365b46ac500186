"""Documents with a date, and the values that the stage gives their entities."""

from hookline import Document, Entity, Sentence
from hookline_values import Values

FRIDAY = "2026-01-16"


def document(text, *entities, day=FRIDAY, **layers):
    """Return a document of one sentence, with entities given as words and labels."""
    spans, position = [], 0
    for words, label in entities:
        position = text.index(words, position)
        spans.append(Entity(position, position + len(words), label))
        position += len(words)
    doc = Document.from_text(text, "d", {"date": day} if day else {})
    return doc.with_layers(sentences=[Sentence(0, len(text))], entities=spans, **layers)


def values(text, *entities, day=FRIDAY, **options):
    """Return the words and the value of each entity behind the stage."""
    [doc] = Values(Values.read_options(options)).process([document(text, *entities, day=day)])
    return [(doc.text[e.start : e.end], e.value) for e in doc.entities]
