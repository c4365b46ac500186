"""The stage and source `html`, the source `warc`: the main text of web pages, with offsets in HTML."""

from hookline import Registrar, hookimpl
from hookline_html.source import HtmlSource
from hookline_html.stage import Html
from hookline_html.warc import WarcSource

__all__ = ["Html", "HtmlSource", "WarcSource"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the stage and the sources."""
    registry.stage(Html)
    registry.source(HtmlSource)
    registry.source(WarcSource)
