"""The outcomes of documents in a run."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from typing import Any, NamedTuple

from hookline.components.source import Unreadable
from hookline.config.secrets import Secrets
from hookline.document.annotations import Place
from hookline.document.document import Document
from hookline.errors import bounded, message_of

__all__ = ["Dropped", "Encoded", "Failure", "ItemOutcome", "Parts", "flatten", "payload_of"]


class Encoded(NamedTuple):
    """A document that passed every stage, encoded for the sink; `empty` if its text is."""

    chunk: Any
    empty: bool = False


class Dropped(NamedTuple):
    """A document that a stage dropped."""

    stage: str
    reason: str
    step: int


class Failure(NamedTuple):
    """A document that could not be processed, with the error and the payload for a replay."""

    id: str
    place: Place
    stage: str
    error: str
    message: str
    traceback: str
    attempts: int
    payload: dict[str, Any]
    step: int = -1
    """The index of the stage; -1 is the source, the number of stages is the sink."""
    cause: BaseException | None = None
    """The exception itself in the process that raised it; None in a run."""

    @classmethod
    def of(
        cls,
        item: Document | Unreadable,
        stage: str,
        error: BaseException,
        step: int,
        attempts: int = 1,
    ) -> Failure:
        """Return the failure of an item in a stage, its source or its sink."""
        message, trace = message_of(error), "".join(traceback.format_exception(error))
        doc_id = str(item.place) if isinstance(item, Unreadable) else item.id
        kind = type(error).__name__
        payload = payload_of(item)
        return cls(doc_id, item.place, stage, kind, message, trace, attempts, payload, step, error)

    def without(self, secrets: Secrets) -> Failure:
        """
        Return the failure to show: with bounded texts, and with secrets hidden.

        Secrets in the content of the document stay. They are hidden before a text is cut, as part of
        a secret would not be recognized.
        """
        message, trace = (bounded(secrets.hide(text)) for text in (self.message, self.traceback))
        if not secrets.values:
            return self._replace(message=message, traceback=trace)
        place = self.place._replace(path=secrets.hide(self.place.path))
        path = self.payload.get("path")
        payload = (
            {**self.payload, "path": secrets.hide(path)} if isinstance(path, str) else self.payload
        )
        doc_id = self.id
        if self.place.path and self.place.path in doc_id:  # the id contains the place
            doc_id = doc_id.replace(self.place.path, place.path)
            if payload.get("id") == self.id:
                payload = {**payload, "id": doc_id}
        return self._replace(
            id=doc_id,
            place=place,
            message=message,
            traceback=trace,
            payload=payload,
        )

    def without_words(self) -> Failure:
        """
        Return the failure without content of the document, for runs with private edits.

        The payload has only the place, from which a source of files can read the document again.
        """
        frames = [line for line in self.traceback.splitlines() if line.startswith("  File ")]
        payload: dict[str, Any] = {"id": self.id, "path": self.place.path}
        if self.place.line is not None:
            payload["line"] = self.place.line
        return self._replace(
            message="withheld, as a stage of this config makes private edits",
            traceback="\n".join(frames),
            payload=payload,
            cause=None,
        )


class Parts(NamedTuple):
    """The outcomes of the parts that a stage split a document into, in order."""

    step: int
    outcomes: tuple[Any, ...]
    """An `ItemOutcome` each: a part can be split again."""


ItemOutcome = Encoded | Dropped | Failure | Parts


def payload_of(item: Document | Unreadable) -> dict[str, Any]:
    """Return the payload of an item for a dead letter."""
    if isinstance(item, Unreadable):
        return item.payload
    return {"id": item.id, "text": item.raw, "meta": dict(item.meta)}


def flatten(outcome: Any) -> Iterator[Any]:
    """Yield an outcome, or the outcomes of its parts in order."""
    if isinstance(outcome, Parts):
        for part in outcome.outcomes:
            yield from flatten(part)
    else:
        yield outcome
