"""Write the output of a sink in parts: a folder of files, each published when it is complete."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from hookline.components.sink import Sink
from hookline.config.settings import PartSettings
from hookline.document.document import Document
from hookline.document.layers import LayerTable
from hookline.errors import SinkError
from hookline.files.addresses import is_address
from hookline.files.file_sink import FileSink
from hookline.files.storage import parts_folder, remove, stem
from hookline.files.targets import names_in, remove_from

__all__ = ["PartsSink"]

PART = re.compile(r"\d{6,}\.")  # how the name of a part begins
PUBLISHED = ".published"  # ends the name of a folder whose part is or will be published


class PartsSink(Sink):
    """
    A sink that divides the output of a file sink into parts, for runs that do not end soon.

    The target is a folder, at a path or an address, and a part a file in it with a number and the
    endings of the folder's name: `news.jsonl/000001.jsonl`. A part is complete after a number of
    documents or of seconds. It is published by `commit`, once a checkpoint holds that it is complete,
    so that no document is in two parts, whenever the run is killed. Published parts may be taken away.

    Each unfinished part has a folder in the state folder of the run, which is renamed before the part
    is published and kept until the next checkpoint: so a part that was taken away is told from one
    that was lost. A position has the number of the unfinished part, its documents and its position,
    and the number and position of each part that is complete but may not be published.

    Args:
        component: The class of the file sink.
        options: Its options, whose `path` names the folder.
        settings: When a part is complete.
    """

    name = "parts"
    stores = True

    def __init__(self, component: type[FileSink], options: Any, settings: PartSettings) -> None:
        super().__init__(options)
        self._component = component
        self._settings = settings
        self._layers = Sink.layers
        self._encoder = component(options)
        self._current: FileSink | None = None
        self._complete: list[tuple[int, Any]] = []
        self._published: list[int] = []

    @property
    def layers(self) -> LayerTable:
        """Layers that records may have."""
        return self._layers

    @layers.setter
    def layers(self, layers: LayerTable) -> None:
        self._layers = self._encoder.layers = layers

    @property
    def target(self) -> str:
        return self._encoder.target.rstrip("/")

    @property
    def folders(self) -> list[str]:
        return [self.target]

    @property
    def early_targets(self) -> list[str]:
        return [self.target]

    def lost(self) -> list[str]:
        """Return a folder that is gone; a store has no empty ones, so none is missed there."""
        return [] if is_address(self.target) else super().lost()

    def published_size(self) -> int:
        """Return 0: parts may be taken away as soon as they are published."""
        return 0

    def encode(self, docs: Sequence[Document]) -> Iterable[bytes]:
        return self._encoder.encode(docs)

    def check_chunk(self, chunk: Any) -> None:
        self._encoder.check_chunk(chunk)

    def open(self, position: Any = None) -> None:
        if position is None:
            self._remove_parts()
        state = position or {"part": 1, "documents": 0, "position": None, "complete": []}
        self._number, self._documents = state["part"], state["documents"]
        self._position = state["position"]
        self._complete = [(number, inner) for number, inner in state["complete"]]
        self._since = time.monotonic()  # of the first document of the part
        if position and self._workspace(self._number, PUBLISHED).is_dir():
            self._complete.append((self._number, self._position))  # the last part
        else:
            self._begin(self._position)
        self._publish_complete()
        self._remove_others()

    def write(self, chunks: Sequence[bytes]) -> None:
        while chunks:
            limit = self._settings.documents
            room = limit - self._documents if limit else len(chunks)
            if not self._documents:
                self._since = time.monotonic()
            self._open_part.write(chunks[:room])
            self._documents += len(chunks[:room])
            chunks = chunks[room:]
            if self._documents == limit:
                self._complete_part()

    def due(self) -> bool:
        seconds = self._settings.seconds
        waited = time.monotonic() - self._since
        return bool(self._documents and seconds and waited >= seconds)

    def flush(self) -> dict[str, Any]:
        if self.due():
            self._complete_part()
        if self._current:
            self._position = self._current.flush()
        return {
            "part": self._number,
            "documents": self._documents,
            "position": self._position,
            "complete": [list(part) for part in self._complete if part[0] != self._number],
        }

    def commit(self) -> None:
        for number in {*self._published} - {self._number}:
            remove(self._workspace(number, PUBLISHED))
            self._published.remove(number)
        self._publish_complete()

    def publish(self) -> int:
        if self._current and (self._documents or self._number == 1):
            self._position = self._current.flush()
            self._complete.append((self._number, self._position))
        self.close()
        self._publish_complete()
        workspaces = parts_folder(self.target)
        old = workspaces.with_name("old")
        remove(old)
        with suppress(FileNotFoundError):
            os.replace(workspaces, old)  # at once: they tell that something is not published
        remove(old)
        return self.published_size()

    def close(self) -> None:
        if self._current:
            self._current.close()
            self._current = None

    @property
    def _open_part(self) -> FileSink:
        if self._current is None:
            raise SinkError(
                f"the last part of {self.target} is published already; start again with --fresh"
            )
        return self._current

    def _sink(self, number: int, suffix: str = "") -> FileSink:
        folder = self.target.rpartition("/")[2]
        path = f"{self.target}/{number:06}{folder.removeprefix(stem(folder))}"
        sink = self._component(self.options.model_copy(update={"path": path}))
        sink.layers = self.layers
        sink.workspace = self._workspace(number, suffix)
        return sink

    def _workspace(self, number: int, suffix: str = "") -> Path:
        return parts_folder(self.target) / f"{number:06}{suffix}"

    def _begin(self, position: Any = None) -> None:
        self._current = self._sink(self._number)
        self._current.open(position)

    def _complete_part(self) -> None:
        """Make the part durable and begin the next one."""
        position = self._open_part.flush()
        self.close()
        self._complete.append((self._number, position))
        self._number += 1
        self._documents = 0
        self._begin()

    def _publish_complete(self) -> None:
        while self._complete:
            number, position = self._complete[0]
            workspace = self._workspace(number, PUBLISHED)
            try:
                if not is_address(self.target):
                    Path(self.target).mkdir(parents=True, exist_ok=True)
                if not workspace.is_dir():
                    os.replace(self._workspace(number), workspace)
            except OSError as error:
                raise SinkError(
                    f"cannot publish part {number} of {self.target}: {error.strerror or error}; start "
                    "again with --fresh"
                ) from error
            if (workspace / "part").exists():  # not published before a kill
                sink = self._sink(number, PUBLISHED)
                try:
                    sink.open(position)
                    sink.put_in_place()
                finally:
                    sink.close()
            self._published.append(number)
            del self._complete[0]

    def _remove_others(self) -> None:
        """Remove what was begun after the checkpoint, and what it no longer needs."""
        needed = {self._workspace(self._number)}
        needed |= {self._workspace(number, PUBLISHED) for number in self._published}
        root = parts_folder(self.target)
        for workspace in set(root.iterdir()) - needed if root.is_dir() else ():
            remove(workspace)

    def _remove_parts(self) -> None:
        """Remove the parts of an earlier run, and no other files of the folder."""
        try:
            for name in names_in(self.target):
                if PART.match(name):
                    remove_from(self.target, name)
            if not is_address(self.target) and not os.path.isdir(self.target):
                remove(Path(self.target))
            remove(parts_folder(self.target))
        except OSError as error:
            raise SinkError(
                f"cannot write {self.target}: {error.strerror or error}; choose another path with -o"
            ) from error
