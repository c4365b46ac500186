"""The stage and the source `html`: the main text of web pages, with offsets in their HTML."""

from hookline import Registrar, hookimpl
from hookline_html.source import HtmlSource
from hookline_html.stage import Html

__all__ = ["Html", "HtmlSource"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the stage and the source."""
    registry.stage(Html)
    registry.source(HtmlSource)
