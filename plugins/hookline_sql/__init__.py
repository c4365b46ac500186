"""Read from and write to databases: the source and the sink `sql` (extra `sql`)."""

from hookline import Registrar, hookimpl
from hookline_sql.sink import SqlSink
from hookline_sql.source import SqlSource

__all__ = ["SqlSink", "SqlSource"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the source and the sink."""
    registry.source(SqlSource)
    registry.sink(SqlSink)
