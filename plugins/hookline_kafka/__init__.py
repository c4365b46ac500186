"""Read from and write to Kafka: the source and the sink `kafka` (extra `kafka`)."""

from hookline import Registrar, hookimpl
from hookline_kafka.sink import KafkaSink
from hookline_kafka.source import KafkaSource

__all__ = ["KafkaSink", "KafkaSource"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the source and the sink."""
    registry.source(KafkaSource)
    registry.sink(KafkaSink)
