"""The stage contract: one outcome for each document of a batch, in order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, NamedTuple

from hookline.components.warning_component import WarningComponent
from hookline.document.document import Document

__all__ = ["Declaration", "Drop", "Failed", "Outcome", "Retry", "Split", "Stage"]

BATCH_SIZE = 64  # documents per call, by default


class Drop(NamedTuple):
    """The outcome of a document to drop; the report counts it under `reason`."""

    reason: str


class Failed(NamedTuple):
    """The outcome of a document that failed, without failing the rest of the batch."""

    error: Exception


class Retry(NamedTuple):
    """
    The outcome of a document to retry, as after HTTP status 429.

    The host waits `after` seconds, or a growing time if it is None. It gives up after seven attempts
    in a row in which no document passed, or after ten for this document.
    """

    error: Exception
    after: float | None = None


class Split(NamedTuple):
    """
    The outcome of a document to split; make the parts with `Document.part`.

    Parts share the raw text of the document, and the host names them `id#1`, `id#2` and so on. Later
    stages and the sink process the parts.
    """

    documents: Sequence[Document]


Outcome = Document | Drop | Failed | Retry | Split


class Declaration(NamedTuple):
    """
    The declaration of a stage with given options.

    `labels` are the entity labels that it can emit, or None if they are unknown before it runs;
    `uses_labels` are those that it uses from earlier stages.
    """

    requires: frozenset[str]
    provides: frozenset[str]
    labels: frozenset[str] | None
    uses_labels: frozenset[str]
    edits_text: bool
    private: bool = False


class Stage(WarningComponent, ABC):
    """
    A step of a pipeline.

    A subclass sets class attributes and implements `process`. The built-in layers are
    `sentences`, `tokens`, `syntax` (lemmas, tags and heads of the tokens), `vectors`, `entities`,
    `clusters`, `events` and `relations`.
    """

    kind = "stage"

    requires: ClassVar[Iterable[str]] = ()
    """Layers that a document must have."""
    provides: ClassVar[Iterable[str]] = ()
    """Layers that the stage adds."""
    labels: ClassVar[Iterable[str] | None] = None
    """Entity labels that the stage can emit; None if they are unknown."""
    uses_labels: ClassVar[Iterable[str]] = ()
    """Entity labels that the stage uses."""
    edits_text: ClassVar[bool] = False
    """Whether it may edit the text; if it requires layers, an edit must not cut their spans."""
    private: ClassVar[bool] = False
    """Whether it makes private edits; the words they remove are in no output of hookline."""
    batch_size: ClassVar[int] = BATCH_SIZE
    """Documents per call; a config can override it."""
    cost: ClassVar[str] = "cpu"
    """
    The cost of a call: `light` (microseconds per document, not worth caching), `cpu`, or `model` (loads
    a model, which takes seconds).
    """

    @abstractmethod
    def process(self, docs: Sequence[Document]) -> Iterable[Outcome]:
        """
        Return or yield one outcome for each document, in order.

        An outcome is the changed document, or a `Drop`, `Failed`, `Retry` or `Split`. It must not
        depend on the other documents of the batch. After an exception, the host repeats the call
        with each document alone to find the cause. After a `TransientError`, it waits and repeats
        the call with the documents that have no outcome yet; if the error persists, they fail.
        """

    @classmethod
    def declare(cls, options: Any) -> Declaration:
        """Return the declaration of the stage; override it if it depends on the options."""
        return Declaration(
            frozenset(cls.requires),
            frozenset(cls.provides),
            None if cls.labels is None else frozenset(cls.labels),
            frozenset(cls.uses_labels),
            cls.edits_text,
            cls.private,
        )

    @classmethod
    def without_layers(cls, options: Any, unread: frozenset[str]) -> Any:
        """
        Return options with which the stage does not provide layers that nothing reads.

        Called for the last stage of a run with the layers that no sink reads. The other layers must
        be the same. By default, the options do not change.
        """
        return options

    @classmethod
    def model_digest(cls, options: Any) -> str:
        """
        Return a digest of the models and data that the options name, without loading them.

        Return an empty string if there are none. The report shows the digest; a resumed run and the
        cache use it to detect a replaced model.
        """
        return ""

    @classmethod
    def without_labels(cls, options: Any, emitted: frozenset[str]) -> Iterable[str]:
        """
        Yield a warning for each effect of missing entity labels.

        Override it for more specific warnings than one for each missing label.
        """
        for label in sorted(cls.declare(options).uses_labels - emitted):
            yield f"uses the label {label}, which no stage before it emits"
