"""Read and write JSON: the sources `jsonl` and `json`, and the sink `jsonl`."""

from hookline import Registrar, hookimpl
from hookline_jsonl.json_source import JsonSource
from hookline_jsonl.sink import JsonlSink
from hookline_jsonl.source import JsonlSource

__all__ = ["JsonSource", "JsonlSink", "JsonlSource"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the sources and the sink."""
    registry.source(JsonlSource)
    registry.source(JsonSource)
    registry.sink(JsonlSink)
