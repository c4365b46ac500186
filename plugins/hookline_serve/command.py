"""The command `serve`."""

from __future__ import annotations

from importlib.util import find_spec

import click

from hookline import HooklineError, Pipeline, read_plan

__all__ = ["command"]

MEGABYTE = 1_000_000


@click.command(
    "serve",
    short_help="Answer requests over HTTP with the stages of a config.",
    epilog="""\b
Examples:
  hookline serve configs/news.yaml
  curl -s localhost:8000/extract -H 'Content-Type: text/plain' -d 'Ann Lee met Bo Chan in Oslo.'""",
)
@click.argument("config")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option(
    "--max-body",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    show_default=True,
    help="Largest request in megabytes.",
)
@click.option(
    "--include",
    multiple=True,
    help="What to add to records, as the sink `jsonl` does: tokens, raw.",
)
@click.option(
    "--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Override a config key."
)
@click.option("--plugins", multiple=True, metavar="FILE.py", help="Load components from a file.")
def command(
    config: str,
    host: str,
    port: int,
    max_body: float,
    include: tuple[str, ...],
    overrides: tuple[str, ...],
    plugins: tuple[str, ...],
) -> int:
    """
    Open the stages of CONFIG and answer requests until SIGINT or SIGTERM.

    `POST /extract` returns records, `POST /explain` what each stage does to a document, `GET /health`
    the config, and `GET /metrics` counts in Prometheus' text format. Texts of concurrent requests are
    computed in common batches. There is no authentication: put a proxy in front of it where others can
    reach the address.
    """
    for module in ("starlette", "uvicorn"):
        if find_spec(module) is None:
            raise HooklineError(
                f"`hookline serve` needs {module}, which is not installed; run: pip install "
                "'hookline[serve]'"
            )
    from hookline_serve.server import serve

    plan = read_plan(config, overrides=overrides, plugins=plugins)
    with Pipeline(plan) as pipeline:
        serve(pipeline, host, port, int(max_body * MEGABYTE), include)
    return 0
