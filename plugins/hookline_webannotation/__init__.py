"""Write annotations by the Web Annotation Data Model: the sink `webannotation`."""

from hookline import Registrar, hookimpl
from hookline_webannotation.sink import WebAnnotationSink

__all__ = ["WebAnnotationSink"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the sink."""
    registry.sink(WebAnnotationSink)
