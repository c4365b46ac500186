"""Check a sink against its contract."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Sequence
from typing import Any

import orjson

from hookline.components.registry import Registry
from hookline.components.sink import Sink
from hookline.document.document import Document
from hookline.errors import OutcomeError
from hookline.files.reading import open_input
from hookline.plan import BoundComponent
from hookline.runner.stage_contract import checked_chunks
from hookline.testing.declaration import check_declaration, sent
from hookline.testing.documents import annotated_documents

__all__ = ["check_sink"]


def check_sink(
    sink: type[Sink],
    options: dict[str, Any],
    documents: Sequence[Document] | None = None,
    content: Callable[[], Any] | None = None,
) -> Any:
    """
    Check a sink against its contract, writing to the path in its options.

    The class is declared as its registration demands. Each document is encoded as one chunk, alone and
    in a batch, and is not changed; chunks can be pickled; nothing is visible under the final name
    before `publish`; an output that was interrupted after a `flush` and further writes, then resumed,
    equals an uninterrupted one.

    Args:
        sink: The class.
        options: Its options; `target` must not exist yet.
        documents: What to write; `annotated_documents()` when None.
        content: Returns the content of the finished output, for comparison; by default the
            decompressed bytes of the file `target`, or those of each file of the folder by its name.

    Returns:
        The result of `content`.

    Raises:
        AssertionError: The sink violates its contract.
    """
    check_declaration("sink", sink, Registry.discover().layers)
    read = sink.read_options(options)
    docs = annotated_documents() if documents is None else list(documents)
    sent(BoundComponent(sink, read, sink.name))
    opened = sink(read)
    path = opened.target
    assert "://" in path or not os.path.exists(path), f"{path} exists; give a path that does not"
    encode = checked_chunks(opened)
    before = pickle.dumps(docs)
    try:
        chunks = list(encode(docs))
        alone = [chunk for doc in docs for chunk in encode([doc])]
    except OutcomeError as error:
        raise AssertionError(str(error)) from error
    assert pickle.dumps(docs) == before, "a document was changed in place"
    assert pickle.dumps(chunks) == pickle.dumps(alone), "a document is encoded differently alone"
    get = content or (lambda: _content(opened.target))

    half = len(docs) // 2
    _interrupted(opened, chunks, half)
    resumed = get()
    again = sink(read)
    again.open()
    again.write(chunks)
    again.publish()
    again.close()
    assert get() == resumed, "an interrupted output differs from an uninterrupted one"
    return resumed


def _interrupted(opened: Sink, chunks: list[Any], half: int) -> None:
    """Write and flush one half, lose further writes, resume after the flush, and publish."""
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


def _content(path: str) -> bytes | dict[str, Any]:
    if os.path.isdir(path):
        return {name: _content(os.path.join(path, name)) for name in os.listdir(path)}
    with open_input(path) as file:
        return file.read()
