"""Read the source of a config through its stages, and describe each document by its place."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from hookline import (
    Document,
    DocumentError,
    Failure,
    Pipeline,
    Plan,
    Unreadable,
    read_plan,
)

__all__ = ["PLACE_KEYS", "Chunk", "ChunkReader"]

NOWHERE = {"sink": {"use": "jsonl", "path": "-"}}  # a mapping needs no sink, as nothing is written
PLACE_KEYS = ("document", "index", "raw_start", "raw_end", "source", "line")
"""The metadata that says where a chunk is, and nothing of what it says."""


class Chunk(NamedTuple):
    """A document, or a part of one: its id, its text and its metadata."""

    id: str
    text: str
    metadata: dict[str, Any]


class ChunkReader:
    """
    Read the source of a config through its stages, in this process.

    The metadata of a chunk is that of its document and, by `PLACE_KEYS`: the id of the document, the
    index of the chunk in it, the code points of the raw text from which it was made, and the file and
    line. A second chunk with an id gets `~2`, so that a store keeps both.

    Args:
        config: The path of a config, or a mapping with its keys; a sink is not needed.
        inputs: Paths or addresses to read instead of the source's.
        overrides: `KEY=VALUE` with values in YAML.
        plugins: Plugin objects, module names or paths of `.py` files to load.
        skip_failures: Whether to leave out documents that fail; `failures` has them after reading.

    Raises:
        ConfigError: With every problem of the config.
    """

    def __init__(
        self,
        config: str | os.PathLike[str] | Mapping[str, Any],
        *,
        inputs: Sequence[str] = (),
        overrides: Iterable[str] = (),
        plugins: Iterable[object] = (),
        skip_failures: bool = False,
    ) -> None:
        if isinstance(config, Mapping):
            config = {**NOWHERE, **config}
        self.plan: Plan = read_plan(config, inputs=inputs, overrides=overrides, plugins=plugins)
        self.skip_failures = skip_failures
        self.failures: list[Failure] = []

    def read(self) -> Iterator[Chunk]:
        """
        Yield what the stages make of each document; dropped ones are left out.

        Raises:
            DocumentError: A document cannot be read, or failed in a stage, and failures are not
                skipped.
            SourceError: The input cannot be opened.
        """
        self.failures = []
        ids: set[str] = set()
        with Pipeline(self.plan) as pipeline:
            for outcome in pipeline.stream(self._documents()):
                if isinstance(outcome, Document):
                    source = self.plan.secrets.hide(outcome.place.path)
                    yield _chunk(outcome, source, ids)
                elif isinstance(outcome, Failure):
                    self._fail(outcome)

    def _documents(self) -> Iterator[Document]:
        for bound in self.plan.sources:
            source = bound.open()
            try:
                for item in source.read():
                    if isinstance(item, Unreadable):
                        self._fail(self._unreadable(item, bound.name))
                    else:
                        yield item
            finally:
                source.close()

    def _unreadable(self, item: Unreadable, source: str) -> Failure:
        """Return the failure of an item, without what the config keeps secret or private."""
        failure = Failure.of(item, source, item.error, -1).without(self.plan.secrets)
        return failure if self.plan.private_step is None else failure.without_words()

    def _fail(self, failure: Failure) -> None:
        self.failures.append(failure)
        if not self.skip_failures:
            raise DocumentError(
                f"{failure.place}: `{failure.stage}` failed: {failure.error}: {failure.message}; to "
                "load the other documents, pass skip_failures=True",
                stage=failure.stage,
                error=failure.error,
                cause=failure.cause,
            ) from failure.cause


def _chunk(doc: Document, source: str, ids: set[str]) -> Chunk:
    metadata: dict[str, Any] = orjson.loads(orjson.dumps(doc.meta))
    place = metadata.get("chunk")
    parent, index = doc.id, 0
    if isinstance(place, dict) and {"parent", "index"} <= place.keys():
        del metadata["chunk"]
        parent, index = place["parent"], place["index"]
    raw_start, raw_end = doc.alignment.to_raw(0, len(doc.text))
    metadata |= {"document": parent, "index": index, "raw_start": raw_start, "raw_end": raw_end}
    metadata["source"] = source
    if doc.place.line is not None:
        metadata["line"] = doc.place.line
    return Chunk(_new_id(doc.id, ids), doc.text, metadata)


def _new_id(id: str, ids: set[str]) -> str:
    number, new = 1, id
    while new in ids:
        number += 1
        new = f"{id}~{number}"
    ids.add(new)
    return new
