"""Read and write Parquet: the source and the sink `parquet` (extra `parquet`)."""

from hookline import Registrar, hookimpl
from hookline_parquet.sink import ParquetSink
from hookline_parquet.source import ParquetSource

__all__ = ["ParquetSink", "ParquetSource"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the source and the sink."""
    registry.source(ParquetSource)
    registry.sink(ParquetSink)
