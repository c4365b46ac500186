"""The stage contract: a list of documents in, one outcome for each, in order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from inspect import getdoc
from typing import Any, ClassVar, NamedTuple

from hookline.components.component import Component, Options
from hookline.document.document import Document
from hookline.errors import TransientError

__all__ = ["Declaration", "Drop", "Failed", "Outcome", "Retry", "Split", "Stage", "stage"]


class Drop(NamedTuple):
    """The outcome of a document that leaves the run by a stated rule; counted under `reason`."""

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
    What a stage, with its options, asks for and gives.

    `labels` are the entity labels it can emit, None where they cannot be told; `uses_labels` are
    those it looks for in entities that earlier stages made.
    """

    requires: frozenset[str]
    provides: frozenset[str]
    labels: frozenset[str] | None
    uses_labels: frozenset[str]
    edits_text: bool


class Stage(Component, ABC):
    """
    A step of a pipeline.

    A subclass declares itself with class attributes and implements `process`. Layers are named
    `sentences`, `tokens`, `syntax` (lemmas, tags and heads of the tokens), `entities`, `relations`.
    """

    kind = "stage"

    requires: ClassVar[Iterable[str]] = ()
    """Layers that must be there."""
    provides: ClassVar[Iterable[str]] = ()
    """Layers that it adds."""
    labels: ClassVar[Iterable[str] | None] = None
    """Entity labels that it can emit, where they are known."""
    uses_labels: ClassVar[Iterable[str]] = ()
    """Entity labels that it looks for."""
    edits_text: ClassVar[bool] = False
    """Whether it may change the text."""
    batch_size: ClassVar[int] = 64
    """Documents per call, where the config does not say."""
    cost: ClassVar[str] = "cpu"
    """`light`, `cpu` or `model`."""

    @abstractmethod
    def process(self, docs: Sequence[Document]) -> Iterable[Outcome]:
        """
        Return or yield one outcome per document, in order.

        An outcome is the document, changed, or a `Drop`, `Failed`, `Retry` or `Split`. It must not
        depend on which documents share a batch. An exception is a failure; the host finds out whose by
        calling again with each document alone. After a `TransientError` it waits and calls again with
        the documents that have no outcome yet; one that lasts fails them all.
        """

    @classmethod
    def declare(cls, options: Any) -> Declaration:
        """Return what the stage asks for and gives with these options; override where that varies."""
        return Declaration(
            frozenset(cls.requires),
            frozenset(cls.provides),
            None if cls.labels is None else frozenset(cls.labels),
            frozenset(cls.uses_labels),
            cls.edits_text,
        )

    @classmethod
    def model_digest(cls, options: Any) -> str:
        """
        Return a digest of the models and data that the options name, without loading them.

        Empty where there are none beside the code. It stands in the report, and tells a resumed run
        and the cache that a model has been replaced.
        """
        return ""

    @classmethod
    def without_labels(cls, options: Any, emitted: frozenset[str]) -> Iterable[str]:
        """
        Say what the stage cannot do with these entity labels alone: one message each, for a warning.

        Override where the stage can tell more exactly than by naming the labels that are missing.
        """
        for label in sorted(cls.declare(options).uses_labels - emitted):
            yield f"looks for the label {label}, which no stage before it emits"


def stage(
    name: str, *, options: type[Options] = Options, **declared: Any
) -> Callable[[Callable[..., Outcome]], type[Stage]]:
    """
    Turn a function of one document into a stage class.

    The function takes a document, and the options too where an `options` model is given, and returns
    an outcome. Other keywords are the class attributes of `Stage`.
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
            "__doc__": getdoc(function),
            "__module__": function.__module__,
            **declared,
        }
        return type(function.__name__, (Stage,), body)

    return make
