"""The stage contract: take a list of documents, return one outcome for each, in order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from inspect import getdoc
from typing import Any, ClassVar, NamedTuple

from hookline.components.component import Component, Options
from hookline.document.document import Document
from hookline.errors import TransientError

__all__ = ["Declaration", "Drop", "Failed", "Outcome", "Retry", "Split", "Stage", "stage"]

BATCH_SIZE = 64  # documents in a call, unless the stage or the config says otherwise


class Drop(NamedTuple):
    """Drop a document by a stated rule; the report counts it under `reason`."""

    reason: str


class Failed(NamedTuple):
    """The outcome of a document that a stage failed on, where the rest of the batch goes on."""

    error: Exception


class Retry(NamedTuple):
    """
    The outcome of a document that a stage should be given again, as after a 429 of a server.

    The host waits `after` seconds, or a growing time where it is None, and gives up after four tries.
    """

    error: Exception
    after: float | None = None


class Split(NamedTuple):
    """
    The outcome of a document that becomes several; make the parts with `Document.part`.

    They share its raw text, and the host names them `id#1`, `id#2` and so on. Later stages and the sink
    are given the parts.
    """

    documents: Sequence[Document]


Outcome = Document | Drop | Failed | Retry | Split


class Declaration(NamedTuple):
    """
    What a stage requires and provides with its options.

    `labels` are the entity labels that it can emit, or None if they are not known before it runs;
    `uses_labels` are those that it looks for in the entities of earlier stages.
    """

    requires: frozenset[str]
    provides: frozenset[str]
    labels: frozenset[str] | None
    uses_labels: frozenset[str]
    edits_text: bool
    private: bool = False


class Stage(Component, ABC):
    """
    A step of a pipeline.

    A subclass declares itself with class attributes and implements `process`. The built-in layers are
    `sentences`, `tokens`, `syntax` (lemmas, tags and heads of the tokens), `entities` and `relations`.
    """

    kind = "stage"

    requires: ClassVar[Iterable[str]] = ()
    """Layers that a document must have."""
    provides: ClassVar[Iterable[str]] = ()
    """Layers that the stage adds."""
    labels: ClassVar[Iterable[str] | None] = None
    """Entity labels that the stage can emit; None if they are not known."""
    uses_labels: ClassVar[Iterable[str]] = ()
    """Entity labels that the stage looks for."""
    edits_text: ClassVar[bool] = False
    """Whether it may change the text; one that requires layers must edit whole spans of them."""
    private: ClassVar[bool] = False
    """Whether it makes private edits: what it takes away then is in nothing that hookline writes."""
    batch_size: ClassVar[int] = BATCH_SIZE
    """Documents in a call, unless the config says otherwise."""
    cost: ClassVar[str] = "cpu"
    """
    What a call costs: `light` (microseconds a document, not worth a cache), `cpu`, or `model` (loads a
    model, which takes seconds and wants full batches).
    """

    @abstractmethod
    def process(self, docs: Sequence[Document]) -> Iterable[Outcome]:
        """
        Return or yield one outcome for each document, in order.

        An outcome is the changed document, or a `Drop`, `Failed`, `Retry` or `Split`. It must not
        depend on which documents share a batch. An exception is a failure; the host calls again with
        each document alone to find the one that causes it. After a `TransientError` it waits and
        calls again with the documents that have no outcome yet; one that lasts fails them all.
        """

    @classmethod
    def declare(cls, options: Any) -> Declaration:
        """Return what the stage requires and provides; override it if that depends on the options."""
        return Declaration(
            frozenset(cls.requires),
            frozenset(cls.provides),
            None if cls.labels is None else frozenset(cls.labels),
            frozenset(cls.uses_labels),
            cls.edits_text,
            cls.private,
        )

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
        Yield a warning for each thing that the stage cannot do with these entity labels alone.

        Override it if the stage can say more than which labels are missing.
        """
        for label in sorted(cls.declare(options).uses_labels - emitted):
            yield f"looks for the label {label}, which no stage before it emits"


def stage(
    name: str,
    *,
    options: type[Options] = Options,
    requires: Iterable[str] = (),
    provides: Iterable[str] = (),
    labels: Iterable[str] | None = None,
    uses_labels: Iterable[str] = (),
    edits_text: bool = False,
    private: bool = False,
    batch_size: int = BATCH_SIZE,
    cost: str = "cpu",
    optional: Mapping[str, str] | None = None,
) -> Callable[[Callable[..., Outcome]], type[Stage]]:
    """
    Turn a function of one document into a stage class.

    The function takes a document, and the options too if an `options` model is passed, and returns an
    outcome. The other keywords are the class attributes of `Stage`.
    """

    def make(function: Callable[..., Outcome]) -> type[Stage]:
        def process(self: Stage, docs: Sequence[Document]) -> Iterator[Outcome]:
            extra = () if options is Options else (self.options,)
            for doc in docs:
                try:
                    outcome = function(doc, *extra)
                except TransientError:
                    raise  # the outcomes so far are kept; the host goes on from here
                except Exception as error:
                    outcome = Failed(error)
                yield outcome

        body = {
            "name": name,
            "Options": options,
            "process": process,
            "requires": requires,
            "provides": provides,
            "labels": labels,
            "uses_labels": uses_labels,
            "edits_text": edits_text,
            "private": private,
            "batch_size": batch_size,
            "cost": cost,
            "optional": optional or {},
            "__doc__": getdoc(function),
            "__module__": function.__module__,
            "__qualname__": function.__qualname__,
        }
        return type(function.__name__, (Stage,), body)

    return make
