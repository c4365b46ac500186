"""Read and write tables in text files: the sources and the sinks `csv` and `tsv`."""

from hookline import Registrar, hookimpl
from hookline_tables.sink import CsvSink, TsvSink
from hookline_tables.source import CsvSource, TsvSource

__all__ = ["CsvSink", "CsvSource", "TsvSink", "TsvSource"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the sources and the sinks."""
    registry.source(CsvSource)
    registry.source(TsvSource)
    registry.sink(CsvSink)
    registry.sink(TsvSink)
