"""Read and write JSON lines: the source and the sink `jsonl`."""

from hookline import Registrar, hookimpl
from hookline_jsonl.sink import JsonlSink
from hookline_jsonl.source import JsonlSource

__all__ = ["JsonlSink", "JsonlSource"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the source and the sink."""
    registry.source(JsonlSource)
    registry.sink(JsonlSink)
