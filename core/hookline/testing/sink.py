"""Check a sink against its contract."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Sequence
from typing import Any

import orjson

from hookline.components.sink import Sink
from hookline.document.document import Document
from hookline.document.layers import Entity, Mention, Relation, Sentence, Token
from hookline.files.reading import open_input
from hookline.plan import BoundComponent

__all__ = ["annotated_documents", "check_sink"]


def annotated_documents() -> list[Document]:
    """Return documents with every layer, without any, empty, and with odd characters."""
    doc = Document.from_text("Ann met Bo in Rome. 🙂 “Yes”", "annotated", {"n": 1, "tags": ["a"]})
    words = [(0, 3), (4, 7), (8, 10), (11, 13), (14, 18), (18, 19), (20, 21), (22, 27)]
    heads = [1, None, 1, 4, 1, 1, 1, 1]
    tokens = [
        Token(a, b, doc.text[a:b], 0, doc.text[a:b].lower(), "X", "XX", None, head, "dep")
        for (a, b), head in zip(words, heads, strict=True)
    ]
    names = [Entity(0, 3, "PERSON"), Entity(8, 10, "PERSON"), Entity(14, 18, "LOC")]
    met = Relation("meets", Mention(0, 3, 0), Mention(4, 7), Mention(8, 10, 1), 0, "meet", 0.9)
    whole = doc.with_layers(
        sentences=[Sentence(0, 27)], tokens=tokens, entities=names, relations=[met]
    )
    layers: dict[str, Any] = dict.fromkeys(("sentences", "tokens", "entities", "relations"), ())
    empty = Document.from_text("", "empty").with_layers(**layers)
    odd = Document.from_text("a\x00b\u2028c\t“d”\r\n, ;\ud7ff", 'odd "id", with\nbreaks')
    return [whole, empty, odd.with_layers(**layers), whole]


def check_sink(
    sink: type[Sink],
    options: dict[str, Any],
    documents: Sequence[Document] | None = None,
    content: Callable[[], Any] | None = None,
) -> Any:
    """
    Check a sink against its contract, writing to where its options say.

    Each document is encoded as one chunk, the same alone and in a batch, and is not changed; chunks
    can be sent from another process; nothing is visible under the final name before `publish`; an
    output that was interrupted behind a `flush`, with more written but not flushed, ends up the same
    as one written in one go.

    Args:
        sink: The class.
        options: Its options; `target` must not exist yet.
        documents: What to write; `annotated_documents()` when None.
        content: Returns what the finished output holds, for comparison; by default the decompressed
            bytes of the file `target`.

    Returns:
        What `content` returned.

    Raises:
        AssertionError: a promise was broken.
    """
    read = sink.read_options(options)
    docs = annotated_documents() if documents is None else list(documents)
    bound = pickle.loads(pickle.dumps(BoundComponent(sink, read, sink.name)))  # noqa: S301  # our own
    assert bound.component is sink, f"{sink.__qualname__} cannot be found by its name"
    opened = sink(read)
    before = pickle.dumps(docs)
    chunks = list(opened.encode(docs))
    assert len(chunks) == len(docs), f"{len(chunks)} chunks for {len(docs)} documents"
    assert pickle.dumps(docs) == before, "a document was changed in place"
    alone = [chunk for doc in docs for chunk in opened.encode([doc])]
    assert pickle.dumps(chunks) == pickle.dumps(alone), "a document is encoded otherwise alone"
    get = content or (lambda: _bytes(opened.target))

    half = len(docs) // 2
    _interrupted(opened, chunks, half)
    resumed = get()
    again = sink(read)
    again.open()
    again.write(chunks)
    again.publish()
    again.close()
    assert get() == resumed, "an output that was interrupted differs from one written in one go"
    return resumed


def _interrupted(opened: Sink, chunks: list[Any], half: int) -> None:
    """Write one half and flush, write more and lose it, go on from the flush, and publish."""
    path = opened.target
    opened.open()
    opened.write(chunks[:half])
    position = orjson.loads(orjson.dumps(opened.flush()))
    opened.write(chunks[half:])
    opened.close()
    assert "://" in path or not os.path.exists(path), f"{path} is visible before it is finished"
    second = type(opened)(opened.options)
    second.open(position)
    second.write(chunks[half:])
    second.publish()
    second.close()


def _bytes(path: str) -> bytes:
    with open_input(path) as file:
        return file.read()
