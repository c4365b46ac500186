"""Connect to the brokers of a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pydantic import Field, PositiveFloat

from hookline import HooklineError, Options

if TYPE_CHECKING:
    from confluent_kafka import Consumer, Producer

__all__ = ["ClusterOptions", "find_partitions", "open_consumer", "watermarks"]

CLIENT = "hookline"
FETCH_WAIT, FETCH_MS = "fetch.wait.max.ms", 100  # a change of partitions waits for the last fetch


class ClusterOptions(Options):
    """The options that say which cluster to use."""

    brokers: list[str] = Field(
        description="addresses of some brokers of the cluster, such as `localhost:9092`",
        min_length=1,
    )
    settings: dict[str, str | int | float | bool] = Field(
        default={},
        description="further properties of librdkafka, such as `security.protocol: SASL_SSL`; take a "
        "password from the environment",
    )
    broker_timeout: PositiveFloat = Field(
        30.0, description="seconds to wait for brokers that do not answer", strict=False
    )

    def client_settings(self, **settings: Any) -> dict[str, Any]:
        """Return the properties of a client; `__` in a keyword stands for a dot."""
        own = {name.replace("__", "."): value for name, value in settings.items()}
        return {
            "client.id": CLIENT,
            "log_level": 2,  # errors are reported by the host
            **self.settings,
            "bootstrap.servers": ",".join(self.brokers),
            **own,
        }

    @property
    def address(self) -> str:
        """The brokers as one string, for messages."""
        return ", ".join(self.brokers)


def open_consumer(options: ClusterOptions, group: str | None, **settings: Any) -> Consumer:
    """
    Return a consumer that is assigned no partitions and commits nothing by itself.

    Raises:
        ValueError: A property of librdkafka is wrong.
    """
    from confluent_kafka import Consumer, KafkaException

    properties = {FETCH_WAIT: FETCH_MS} | options.client_settings(
        group__id=group or CLIENT,
        enable__auto__commit=False,
        enable__auto__offset__store=False,
        enable__partition__eof=True,
        allow__auto__create__topics=False,
        auto__offset__reset="error",
        session__timeout__ms=6000,  # the longest time to commit while there is no coordinator
        **settings,
    )
    try:
        return Consumer(properties)
    except KafkaException as error:
        raise ValueError(str(error.args[0])) from error


def find_partitions(
    client: Consumer | Producer,
    options: ClusterOptions,
    topics: Sequence[str],
    error_class: type[HooklineError],
) -> list[tuple[str, int]]:
    """
    Return the partitions of topics, in order.

    Raises:
        error_class: No broker answers, or a topic does not exist.
    """
    from confluent_kafka import KafkaException

    try:
        known = client.list_topics(timeout=options.broker_timeout).topics
    except KafkaException as error:
        raise error_class(
            f"cannot reach the brokers {options.address} within {options.broker_timeout:g} s: "
            f"{error.args[0].str()}; check `brokers` and `settings`, or run the same command again "
            "when they are up"
        ) from error
    partitions: list[tuple[str, int]] = []
    for topic in topics:
        if topic not in known:
            listed = ", ".join(sorted(name for name in known if not name.startswith("__"))[:10])
            raise error_class(
                f"there is no topic {topic!r} at {options.address}; it has: {listed or 'none'}; create "
                "the topic, or correct the config"
            )
        if known[topic].error is not None:
            raise error_class(
                f"the topic {topic!r} at {options.address} cannot be used: {known[topic].error.str()}"
            )
        partitions += [(topic, number) for number in sorted(known[topic].partitions)]
    return partitions


def watermarks(
    consumer: Consumer, options: ClusterOptions, topic: str, partition: int
) -> tuple[int, int]:
    """
    Return the first offset of a partition, and the one after its last.

    Raises:
        KafkaException: No broker answers.
    """
    from confluent_kafka import TopicPartition

    low, high = consumer.get_watermark_offsets(
        TopicPartition(topic, partition), timeout=options.broker_timeout
    )
    return int(low), int(high)
