"""Run the application until it is told to stop."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click
import uvicorn

from hookline import HooklineError, Pipeline
from hookline_serve.application import application

__all__ = ["serve"]

GRACE = 10  # seconds for requests in progress after a signal


def serve(
    pipeline: Pipeline, host: str, port: int, max_body: int, include: Sequence[str] = ()
) -> None:
    """
    Answer requests until SIGINT or SIGTERM; requests in progress have 10 seconds to finish.

    Args:
        pipeline: The open stages.
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.
        max_body: Largest request in bytes.
        include: What to add to records.

    Raises:
        HooklineError: The address cannot be used.
    """
    app = application(pipeline, max_body, include)
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        raise HooklineError(
            f"cannot listen on {host}:{port}: {error.strerror}; choose another --host or --port"
        ) from error
    with listener:
        click.echo(f"listening on http://{host}:{listener.getsockname()[1]}", err=True)
        config = uvicorn.Config(
            app, log_config=None, access_log=False, timeout_graceful_shutdown=GRACE
        )
        with _ignored_signals():
            uvicorn.Server(config).run([listener])


@contextmanager
def _ignored_signals() -> Iterator[None]:
    """Ignore the signals that the server raises again after it has stopped because of them."""
    before = {
        number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
