"""The application: routes, requests and answers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import partial
from time import perf_counter
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from hookline import (
    Document,
    Dropped,
    Failure,
    Pipeline,
    SourceError,
    json_row,
    plain_value,
    to_record,
)
from hookline_serve.metrics import Metrics

__all__ = ["application"]

MAX_DOCUMENTS = 1000
KEYS = {"id", "text", "meta"}
CHARSET = re.compile(r"charset\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
UTF8 = ("utf-8", "utf8", "us-ascii", "ascii")
SHOWN = 40  # characters of a wrong value in a message


class BadRequest(Exception):
    """A request that cannot be answered, with the status to return."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Service:
    """
    The answers to requests, from one pipeline.

    Args:
        pipeline: The open stages.
        max_body: Largest request in bytes.
        include: What to add to records.
    """

    def __init__(self, pipeline: Pipeline, max_body: int, include: Sequence[str]) -> None:
        self._pipeline = pipeline
        self._max_body = max_body
        self._include = include
        self.metrics = Metrics()

    async def extract(self, request: Request) -> Response:
        """Return the record of a document, or `{"records": […]}` for `{"documents": […]}`."""
        documents, is_single = await self._documents(request)
        started = perf_counter()
        answers: list[dict[str, Any]] = []
        async for outcome in self._pipeline.astream(documents):
            self.metrics.count_outcome(outcome)
            answers.append(self._answer(outcome))
        self.metrics.count_seconds(perf_counter() - started)
        if not is_single or len(answers) != 1:  # a stage may split a document
            return _json({"records": answers})
        failed = "error" in answers[0] or "dropped" in answers[0]
        return _json(answers[0], 422 if failed else 200)

    async def explain(self, request: Request) -> Response:
        """Return `{"stages": […]}` for one document: its record after each stage."""
        documents, is_single = await self._documents(request)
        if not is_single:
            raise BadRequest(400, "expected one document, found a list")
        steps = await run_in_threadpool(self._pipeline.steps, documents[0])
        stages = [{"stage": name, **self._step(outcome)} for name, outcome in steps]
        return _json({"stages": stages})

    async def health(self, request: Request) -> Response:
        """Return the config and its stages."""
        plan = self._pipeline.plan
        stages = [stage.name for stage in plan.stages]
        return _json({"status": "ok", "config": plan.name, "stages": stages})

    async def show_metrics(self, request: Request) -> Response:
        """Return counts in Prometheus' text format."""
        return PlainTextResponse(self.metrics.text(), media_type="text/plain; version=0.0.4")

    def _answer(self, outcome: Document | Dropped | Failure) -> dict[str, Any]:
        if isinstance(outcome, Document):
            return to_record(outcome, self._include, self._pipeline.plan.layers)
        if isinstance(outcome, Dropped):
            return {"dropped": {"stage": outcome.stage, "reason": outcome.reason}}
        error = {"stage": outcome.stage, "type": outcome.error, "message": outcome.message}
        return {"id": outcome.id, "error": error}

    def _step(self, outcome: Any) -> dict[str, Any]:
        if isinstance(outcome, Document | Dropped | Failure):
            answer = self._answer(outcome)
            return {"record": answer} if isinstance(outcome, Document) else answer
        return {"split": len(outcome.outcomes)}

    async def _documents(self, request: Request) -> tuple[list[Document], bool]:
        """
        Return the documents of a request, and whether it is one document by itself.

        Raises:
            BadRequest: The body is too large, or has another form.
        """
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > self._max_body:
                raise BadRequest(413, f"the body is larger than {self._max_body:,} bytes")
        data = _content(request.headers, bytes(body))
        if isinstance(data, str):
            return [Document.from_text(data, "0")], True
        if data.keys() == {"documents"}:
            items = data["documents"]
            if not isinstance(items, list) or len(items) > MAX_DOCUMENTS:
                raise BadRequest(
                    400, f"expected at most {MAX_DOCUMENTS:,} documents in a list as `documents`"
                )
            return [_document(item, number) for number, item in enumerate(items)], False
        return [_document(data, 0)], True


def application(pipeline: Pipeline, max_body: int, include: Sequence[str] = ()) -> Starlette:
    """
    Return an ASGI application that answers with the stages of a pipeline.

    Args:
        pipeline: The open stages; the application does not close them.
        max_body: Largest request in bytes.
        include: What to add to records, as the sink `jsonl` does.
    """
    service = Service(pipeline, max_body, include)
    routes = [
        Route("/extract", service.extract, methods=["POST"]),
        Route("/explain", service.explain, methods=["POST"]),
        Route("/health", service.health),
        Route("/metrics", service.show_metrics),
    ]
    refuse = partial(_refuse, service.metrics)
    return Starlette(routes=routes, exception_handlers={BadRequest: refuse})


async def _refuse(metrics: Metrics, request: Request, error: Exception) -> Response:
    assert isinstance(error, BadRequest)
    metrics.refused += 1
    return _json({"error": {"message": str(error)}}, error.status)


def _content(headers: Mapping[str, str], body: bytes) -> dict[str, Any] | str:
    """
    Return the object or the text that a body is.

    Raises:
        BadRequest: It is of another type, encoding or coding, or is damaged.
    """
    if coding := headers.get("content-encoding"):
        raise BadRequest(415, f"expected a body without Content-Encoding, found {coding}")
    kind, _, parameters = headers.get("content-type", "application/json").partition(";")
    charset = CHARSET.search(parameters)
    if charset and charset[1].lower() not in UTF8:
        raise BadRequest(415, f"expected a body in UTF-8, found the charset {charset[1]}")
    kind = kind.strip().lower()
    if kind == "text/plain":
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadRequest(400, f"the text is not valid UTF-8: {error}") from error
    if kind != "application/json":
        raise BadRequest(415, f"expected application/json or text/plain, found {kind}")
    try:
        return json_row(body)
    except SourceError as error:
        raise BadRequest(400, str(error)) from error


def _document(item: Any, number: int) -> Document:
    expected = "an object with `text`, and optionally `id` and `meta`"
    if not isinstance(item, Mapping):
        raise BadRequest(400, f"document {number}: expected {expected}")
    if unknown := sorted(item.keys() - KEYS):
        raise BadRequest(
            400, f"document {number}: expected {expected}, found the key `{unknown[0]}`"
        )
    text, id, meta = item.get("text"), item.get("id"), item.get("meta")
    if id is None or type(id) is int:
        id = str(number if id is None else id)
    meta = {} if meta is None else meta
    if not isinstance(text, str):
        raise _wrong(number, "text", "a string", text)
    if not isinstance(id, str):
        raise _wrong(number, "id", "a string or a whole number", id)
    if not isinstance(meta, Mapping):
        raise _wrong(number, "meta", "an object", meta)
    return Document.from_text(text, id, meta=plain_value(meta))


def _wrong(number: int, key: str, expected: str, value: Any) -> BadRequest:
    found = json.dumps(value)[:SHOWN]
    return BadRequest(400, f"document {number}: expected `{key}` to be {expected}, found {found}")


def _json(content: Any, status: int = 200) -> Response:
    try:
        body = orjson.dumps(content)
    except TypeError:  # halves of surrogate pairs, in the message of an error
        body = json.dumps(content).encode("ascii")
    return Response(body, status, media_type="application/json")
