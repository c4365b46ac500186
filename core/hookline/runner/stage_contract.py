"""Check every outcome of a stage against the contract."""

from __future__ import annotations

from collections.abc import Coroutine, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from hookline.components.sink import Sink
from hookline.components.stage import Declaration, Drop, Failed, Outcome, Retry, Split, Stage
from hookline.document.document import Document
from hookline.document.layers import LayerTable
from hookline.document.removals import masked
from hookline.errors import OutcomeError, blaming, number_of, with_article
from hookline.runner.calls import Call
from hookline.runner.layer_contract import check_layers

__all__ = ["checked", "checked_chunks"]

REFUSALS = 2  # outcomes at the start of a call
KINDS = "the document, a Drop, Failed, Retry or Split"


def checked(stage: Stage, name: str, layers: LayerTable) -> Call:
    """
    Return a call of the stage that checks its outcomes against the contract.

    It raises an `OutcomeError` at the first outcome that violates the contract, or at the end if there
    are too few or too many; documents without an outcome do not count in warnings. A stage that yields
    outcomes one by one is stopped if it begins with retries, as its service would refuse the other
    documents as well.
    """
    with blaming(f"the stage `{name}` cannot declare its layers"):
        declared = type(stage).declare(stage.options)

    def call(docs: Sequence[Document]) -> Iterator[Outcome]:
        warnings = before = stage._warnings
        try:
            outcomes = stage.process(list(docs))  # a list that the stage may change
            if not isinstance(outcomes, Iterable):
                raise _not_outcomes(name, outcomes)
            lazy = isinstance(outcomes, Iterator)
            count = refused = 0
            for outcome in islice(outcomes, len(docs) + 1):
                if count == len(docs):
                    raise _miscounted(name, "more", len(docs))
                yield _kept(docs[count], outcome, declared, layers, name)
                count += 1
                warnings = stage._warnings
                if lazy and refused == count - 1 and isinstance(outcome, Retry):
                    refused += 1
                    if refused == REFUSALS:
                        return
            if count < len(docs):
                raise _miscounted(name, str(count), len(docs))
        except BaseException as error:  # the host repeats the call
            stage._warnings = before if isinstance(error, OutcomeError) else warnings
            raise

    return call


def checked_chunks(sink: Sink) -> Call:
    """Return a call that encodes documents and raises unless there is one good chunk for each."""

    def call(docs: Sequence[Document]) -> Iterator[Any]:
        encoded = sink.encode(list(docs))
        if not isinstance(encoded, Iterable):
            raise OutcomeError(
                f"`encode` of the sink gave {with_article(type(encoded))}; expected an iterator of "
                "chunks"
            )
        chunks = list(islice(encoded, len(docs) + 1))
        if len(chunks) != len(docs):
            raise OutcomeError(
                f"the sink encoded {number_of(len(docs), 'document')} as "
                f"{number_of(len(chunks), 'chunk')}; expected one each"
            )
        for chunk in chunks:
            sink.check_chunk(chunk)
        return iter(chunks)

    return call


def _not_outcomes(name: str, value: Any) -> OutcomeError:
    advice = ""
    if isinstance(value, Coroutine):
        value.close()  # or Python warns that nobody has awaited it
        advice = "; a stage that awaits derives from `AsyncStage` and implements `process_one`"
    return OutcomeError(
        f"the stage `{name}` gave {with_article(type(value))} for a batch; expected a list or an "
        f"iterator of outcomes, one for each document{advice}"
    )


def _miscounted(name: str, count: str, expected: int) -> OutcomeError:
    return OutcomeError(
        f"the stage `{name}` gave {count} outcomes for {number_of(expected, 'document')}; expected "
        f"exactly one each, in order: {KINDS}"
    )


def _kept(
    doc: Document, outcome: Outcome, declared: Declaration, layers: LayerTable, name: str
) -> Outcome:
    """Check an outcome and return it with the stage set in its new removals."""
    if isinstance(outcome, Drop):
        if not (isinstance(outcome.reason, str) and outcome.reason and _is_text(outcome.reason)):
            raise OutcomeError(
                f"the stage `{name}` dropped a document for {outcome.reason!r}; expected a reason "
                "in words"
            )
        return outcome
    if isinstance(outcome, Split):
        return _parts(doc, outcome, name)
    if isinstance(outcome, Failed | Retry):
        if not isinstance(outcome.error, Exception):
            raise OutcomeError(
                f"the stage `{name}` gave {with_article(type(outcome))} for {outcome.error!r}; "
                "expected an exception"
            )
        return outcome
    if not isinstance(outcome, Document):
        raise OutcomeError(
            f"the stage `{name}` gave {with_article(type(outcome))}; expected {KINDS}"
        )
    _check_same_raw(outcome, doc, name)
    if outcome.id != doc.id or outcome.place != doc.place:
        raise OutcomeError(f"the stage `{name}` returned another document for {doc.id}")
    if outcome.text is not doc.text and outcome.text != doc.text and not declared.edits_text:
        raise OutcomeError(
            f"the stage `{name}` edited the text without declaring it: set `edits_text = True`"
        )
    check_layers(doc, outcome, declared, layers, name)
    signed = outcome.signed(name)
    return signed.without_removed_words() if declared.private else signed


def _parts(doc: Document, outcome: Split, name: str) -> Split:
    """Return a split with parts that are checked, and named after the document."""
    parts = list(outcome.documents)
    if not parts:
        raise OutcomeError(
            f"the stage `{name}` split a document into no parts; use a Drop with a reason"
        )
    for part in parts:
        if not isinstance(part, Document):
            raise OutcomeError(
                f"the stage `{name}` split a document into parts, one of them a "
                f"{type(part).__name__}; expected Documents, see `Document.part`"
            )
        _check_same_raw(part, doc, name)
    return Split(
        tuple(
            part.renamed(f"{doc.id}#{number}", doc.place).signed(name)
            for number, part in enumerate(parts, 1)
        )
    )


def _check_same_raw(outcome: Document, doc: Document, name: str) -> None:
    if outcome.raw is not doc.raw and outcome.raw != masked(doc.raw, outcome.removed):
        raise OutcomeError(f"the stage `{name}` changed the raw text, which is read-only")


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
