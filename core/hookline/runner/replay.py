"""Read the documents of a dead-letter file again."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from pydantic import Field

from hookline.components.source import Source, Unreadable
from hookline.config.secrets import Secrets
from hookline.config.settings import FailureSettings
from hookline.document.annotations import Place
from hookline.document.document import Document
from hookline.errors import SourceError, TransientError
from hookline.files.archives import STDIN
from hookline.files.reading import open_input
from hookline.plan import BoundComponent, Plan

__all__ = ["DeadLetterSource", "config_of", "inputs_of", "own_inputs", "replay_plan", "with_only"]

LINE = re.compile(r":[0-9]+$")
KEYS = ("id", "place", "stage", "config", "payload")


class DeadLetterSource(Source):
    """
    Read the payloads of a dead-letter file, each with its original source.

    With `reread`, the sources are read again, up to their first `limit` items, and give the documents
    at the places of the dead letters.
    """

    name = "replay"

    class Options(Source.Options):
        """The dead-letter file and the sources that read its payloads."""

        path: str = Field(description="the dead-letter file")
        readers: tuple[Any, ...] = Field((), description="the sources of the config")
        secrets: Any = Field(Secrets(), description="the secrets of the config")
        reread: bool = Field(
            False, description="whether to read the places instead of the payloads"
        )
        limit: int | None = Field(None, description="the number of items of the run")

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._owners: dict[str, str] = {}  # the source that reads each input

    def inputs(self) -> list[str]:
        readers = self.options.readers if self.options.reread else ()
        return [self.options.path, *(name for item in readers for name in item.open().inputs())]

    def read(self, start: int = 0) -> Iterator[Document | Unreadable]:
        yield from (
            islice(self._at_places(), start, None) if self.options.reread else self._read(start)
        )

    def _at_places(self) -> Iterator[Document | Unreadable]:
        """Yield the items that are now at the places of the dead letters."""
        letters = [_revealed(item, self.options.secrets) for item in _letters(self.options.path)]
        places = {str(place): (payload, place) for payload, place in letters}
        several = len(self.options.readers) > 1
        items = (
            item._replace(source=reader.name) if several and isinstance(item, Unreadable) else item
            for reader in self.options.readers
            for item in reader.open().read(0)
        )
        for item in islice(items, self.options.limit):
            if places.pop(str(item.place), None):
                yield item
        for payload, place in places.values():
            error = SourceError(f"{place}: there is nothing at this position any more")
            yield Unreadable(place, error, payload)

    def _read(self, start: int) -> Iterator[Document | Unreadable]:
        readers = {reader.name: reader.open() for reader in self.options.readers}
        for number, letter in enumerate(_letters(self.options.path)):
            if number >= start:
                payload, place = _revealed(letter, self.options.secrets)
                if str(payload.get("path")).partition("!/")[0] == STDIN:
                    raise SourceError(
                        f"{self.options.path}:{number + 1}: the document came from standard input, and "
                        "its dead letter has its place only; run that input again"
                    )
                reader = readers.get(letter["stage"]) or self._reader(readers, payload)
                item = _revived(reader, payload, place)
                for warning in reader.take_warnings():
                    self.warn(*warning[1:])
                if isinstance(item, Unreadable):
                    item = item._replace(source=letter["stage"])
                yield item

    def _reader(self, readers: dict[str, Source], payload: dict[str, Any]) -> Source:
        """
        Return the source for the payload of a document that failed in a stage or the sink.

        Any source can read a payload with a text; one with a place only needs the source of its file.

        Raises:
            SourceError: There are several sources, and none of them reads that file.
        """
        path = payload.get("path")
        if len(readers) < 2 or not isinstance(path, str):
            return next(iter(readers.values()), self)
        if not self._owners:
            pairs = [(name, file) for name, source in readers.items() for file in source.inputs()]
            self._owners = {file: name for name, file in reversed(pairs)}
        file = path.partition("!/")[0]
        if file not in self._owners:
            raise SourceError(
                f"no source of the config reads {file}, which {self.options.path} names; replay with "
                "the sources of the run that failed"
            )
        return readers[self._owners[file]]


def _revived(reader: Source, payload: dict[str, Any], place: Place) -> Document | Unreadable:
    """Return the item of a dead letter; what its source cannot read fails again, and it alone."""
    try:
        return reader.revive(payload, place)
    except TransientError:
        raise
    except Exception as error:  # readers of damaged files raise any exception
        what = getattr(error, "strerror", None) or str(error) or type(error).__name__
        message = what if place.path in what else f"{place}: cannot be read again: {what}"
        return Unreadable(place, SourceError(message), payload)


def config_of(path: str) -> str:
    """
    Return the config that the first letter of a dead-letter file names.

    Raises:
        SourceError: The file is not a dead-letter file, or is empty.
    """
    if path == "-":
        raise SourceError("a dead-letter file is read twice; give a file, not standard input")
    for letter in _letters(path):
        return str(letter["config"]).rpartition("@")[0]
    raise SourceError(f"{path} has no dead letters to replay")


def inputs_of(path: str, plan: Plan) -> list[str]:
    """
    Return the files that the documents of a dead-letter file come from.

    The list is empty if the sources of the plan are those of the run that failed, as they are unless
    the run was given inputs of its own.
    """
    names = {item.name for item in (*plan.sources, *plan.stages)}
    letters = list(_letters(path))
    places = (LINE.sub("", plan.secrets.reveal(item["place"])) for item in letters)
    files = dict.fromkeys(place.partition("!/")[0] for place in places)
    files.pop(STDIN, None)
    if all(item["stage"] in names or "text" in item["payload"] for item in letters):
        own = own_inputs(plan)
        if all(name in own or not os.path.isfile(name) for name in files):
            return []
    return list(files)


def own_inputs(plan: Plan) -> list[str]:
    """Return the inputs of a plan, none if a source does not find its own."""
    try:
        return [name for source in plan.open_sources() for name in source.inputs()]
    except SourceError:
        return []


def replay_plan(plan: Plan, path: str, reread: bool = False, limit: int | None = None) -> Plan:
    """
    Return a plan that reads the documents of a dead-letter file instead of its input.

    Args:
        plan: The plan of the run.
        path: The dead-letter file.
        reread: Read the places of the documents in the input, instead of what the letters keep.
        limit: The number of items that the run read at most.
    """
    options = DeadLetterSource.Options.model_construct(
        path=path, readers=plan.sources, secrets=plan.secrets, reread=reread, limit=limit
    )
    failures = FailureSettings(path=None, limit=plan.failures.limit)
    source = BoundComponent(DeadLetterSource, options, DeadLetterSource.name, {"path": path})
    return replace(plan, sources=(source,), failures=failures)


def with_only(plan: Plan, output: str) -> Plan:
    """Return a plan that writes an output only, of the outputs of several sinks."""
    if len(plan.sinks) == 1:
        return plan
    return replace(plan, sink=next(sink for sink in plan.sinks if sink.open().target == output))


def _revealed(letter: dict[str, Any], secrets: Secrets) -> tuple[dict[str, Any], Place]:
    """Return payload and place of a letter with the secrets in their paths."""
    place, payload = Place(secrets.reveal(letter["place"])), dict(letter["payload"])
    if letter["payload"].get("id") == letter["place"]:
        payload["id"] = place.path
    if isinstance(payload.get("path"), str):
        payload["path"] = secrets.reveal(payload["path"])
    return payload, place


def _letters(path: str) -> Iterator[dict[str, Any]]:
    with open_input(path) as file:
        for number, line in enumerate(file, 1):
            try:
                letter = json.loads(line)  # accepts lone surrogates, unlike orjson
            except ValueError:
                letter = None
            if not (isinstance(letter, dict) and all(key in letter for key in KEYS)):
                raise SourceError(
                    f"{path}:{number}: expected a dead letter, a JSON object with the keys "
                    f"{', '.join(KEYS)}; is this the file that failures.path names?"
                )
            yield letter
