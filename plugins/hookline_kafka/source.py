"""Read the messages of topics."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field, model_validator

from hookline import (
    Columns,
    Document,
    Place,
    SourceError,
    StreamSource,
    TransientError,
    Unreadable,
)
from hookline_kafka.cluster import ClusterOptions, find_partitions, open_consumer, watermarks
from hookline_kafka.message import message_document, message_payload

if TYPE_CHECKING:
    from confluent_kafka import Consumer, KafkaError, Message

FETCHED = 500  # messages taken from the client at a time
POLL = 0.05  # seconds to wait for messages
PROBE = 1.0  # seconds to wait for brokers that were down


class KafkaSource(StreamSource):
    """
    Read one document per message of one or more topics.

    A position has the offset of the next message of each partition, and of the last one for `until:
    end`. The place of a document is `TOPIC-PARTITION:OFFSET`.
    """

    name = "kafka"
    optional: ClassVar[Mapping[str, str]] = {"confluent_kafka": "hookline[kafka]"}

    class Options(ClusterOptions, Columns):
        """Options of the source."""

        topics: list[str] = Field(description="the topics to read", min_length=1)
        group: str | None = Field(
            None,
            description="the consumer group for which offsets are committed, after the checkpoint that "
            "holds them; without one, nothing is committed",
        )
        start: Literal["earliest", "latest", "committed"] = Field(
            "earliest",
            description="where a new run begins: at the `earliest` messages, after the `latest`, or "
            "after what is `committed` for the group (the earliest where nothing is)",
        )
        until: Literal["end", "never"] = Field(
            "end",
            description="`end` reads what is there when the run begins, one partition after the other; "
            "`never` goes on with what comes, of all partitions at once",
        )
        value: Literal["json", "text"] = Field(
            "json",
            description="what a message is: a JSON object with a `text`, or the text itself, in UTF-8",
        )

        @model_validator(mode="after")
        def _check_start(self) -> KafkaSource.Options:
            if self.start == "committed" and self.group is None:
                raise ValueError("`start: committed` needs a `group`")
            if self.start == "latest" and self.until == "end":
                raise ValueError(
                    "`start: latest` with `until: end` reads nothing; use `until: never`"
                )
            return self

    _down_since: float | None = None
    _failure: KafkaError | None = None

    def __init__(self, options: Any) -> None:
        super().__init__(options)
        # Two clients, as a call of one waits while another thread uses it.
        self._reader = self._open(error_cb=self._note_error)
        self._group = self._open()

    def _open(self, **settings: Any) -> Consumer:
        try:
            return open_consumer(self.options, self.options.group, **settings)
        except ValueError as error:
            raise SourceError(f"cannot use Kafka: {error}; check `settings`") from error

    def begin(self) -> dict[str, Any]:
        from confluent_kafka import KafkaException

        options = self.options
        partitions = find_partitions(self._group, options, options.topics, SourceError)
        position: dict[str, Any] = {"next": {}, "end": {} if options.until == "end" else None}
        try:
            committed = self._committed(partitions) if options.start == "committed" else {}
            for topic, number in partitions:
                first, end = watermarks(self._group, options, topic, number)
                key = f"{topic}-{number}"
                start = end if options.start == "latest" else committed.get(key, first)
                position["next"][key] = start
                if options.until == "end":
                    position["end"][key] = end
        except KafkaException as error:
            raise SourceError(self._unreachable(error.args[0])) from error
        return position

    def read_after(self, position: Any) -> Iterator[Document | Unreadable | None]:
        options = self.options
        partitions = find_partitions(self._reader, options, options.topics, SourceError)
        offsets: dict[str, int] = dict(position["next"])
        if position["end"] is None:
            for topic, number in partitions:  # some may be new
                offsets.setdefault(f"{topic}-{number}", 0)
            yield from self._read(offsets, {})
            return
        for key, end in position["end"].items():
            if offsets[key] < end:
                yield from self._read({key: offsets[key]}, {key: end})

    def advance(self, position: Any, item: Document | Unreadable) -> dict[str, Any]:
        assert item.place.line is not None
        return {**position, "next": {**position["next"], item.place.path: item.place.line + 1}}

    def commit(self, position: Any) -> None:
        from confluent_kafka import KafkaException, TopicPartition

        if self.options.group is None:
            return
        if self._down_since is not None:
            raise TransientError(f"cannot reach the brokers {self.options.address}")
        partitions = [
            TopicPartition(*_partition(key), offset) for key, offset in position["next"].items()
        ]
        try:
            self._group.commit(offsets=partitions, asynchronous=False)
        except KafkaException as error:
            raise TransientError(self._unreachable(error.args[0])) from error

    def revive(self, payload: dict[str, Any], place: Place) -> Document | Unreadable:
        return message_document(payload, self.options, self.options.value, place)

    def close(self) -> None:
        self._reader.close()
        self._group.close()

    def _committed(self, partitions: list[tuple[str, int]]) -> dict[str, int]:
        """Return the committed offsets of the group, by partition."""
        from confluent_kafka import TopicPartition

        asked = [TopicPartition(*partition) for partition in partitions]
        answers = self._group.committed(asked, timeout=self.options.broker_timeout)
        return {f"{one.topic}-{one.partition}": one.offset for one in answers if one.offset >= 0}

    def _read(
        self, offsets: dict[str, int], ends: Mapping[str, int]
    ) -> Iterator[Document | Unreadable | None]:
        """Yield the messages of partitions from their offsets; to the end if `ends` has one."""
        from confluent_kafka import TopicPartition

        self._reader.assign([TopicPartition(*_partition(key), offsets[key]) for key in offsets])
        while True:
            messages = self._reader.consume(FETCHED, POLL)
            if not messages:
                self._check_brokers()
                yield None
            for message in messages:
                key, offset = f"{message.topic()}-{message.partition()}", message.offset()
                if message.error() is None:
                    self._down_since = None
                    if offset < offsets[key]:  # sent again
                        continue
                    if offset < ends.get(key, offset + 1):
                        yield self._document(message, Place(key, offset))
                    offsets[key] = offset + 1
                elif self._is_end(message):
                    offsets[key] = max(offset, offsets[key])
                if key in ends and offsets[key] >= ends[key]:
                    return

    def _document(self, message: Message, place: Place) -> Document | Unreadable:
        payload = message_payload(message.key(), message.value())
        return message_document(payload, self.options, self.options.value, place)

    def _is_end(self, message: Message) -> bool:
        """
        Return whether an event of a partition says that there are no more messages for now.

        Raises:
            SourceError: It says that the partition cannot be read.
        """
        from confluent_kafka import KafkaError

        error = message.error()
        assert error is not None
        if error.code() == KafkaError._PARTITION_EOF:
            self._down_since = None
            return True
        if error.retriable() or error.code() in (KafkaError._TRANSPORT, KafkaError._TIMED_OUT):
            return False
        place = f"{message.topic()}-{message.partition()}:{message.offset()}"
        if error.code() == KafkaError._AUTO_OFFSET_RESET:
            raise SourceError(
                f"{place}: the broker no longer has the messages from here on: {error.str()}; "
                "start again with --fresh, or with `start: earliest` in a new run"
            )
        raise SourceError(f"{place}: cannot read on: {error.str()}")

    def _note_error(self, error: KafkaError) -> None:
        """Take note of an error of the client, which goes on trying if it can."""
        from confluent_kafka import KafkaError

        if error.code() == KafkaError._ALL_BROKERS_DOWN:
            self._down_since = self._down_since or time.monotonic()
        elif error.fatal() or error.code() == KafkaError._AUTHENTICATION:
            self._failure = error

    def _check_brokers(self) -> None:
        """
        Check that brokers have not been away for too long.

        Raises:
            SourceError: They have been, or refuse the client.
        """
        from confluent_kafka import KafkaException

        if self._failure is not None:
            raise SourceError(
                f"cannot use the brokers {self.options.address}: {self._failure.str()}"
            )
        if self._down_since is None:
            return
        waited = time.monotonic() - self._down_since
        try:
            self._reader.list_topics(timeout=min(PROBE, self.options.broker_timeout))
            self._down_since = None
        except KafkaException as error:
            if waited > self.options.broker_timeout:
                raise SourceError(self._unreachable(error.args[0])) from error

    def _unreachable(self, error: KafkaError) -> str:
        return (
            f"the brokers {self.options.address} do not answer: {error.str()}; run the same command "
            "again to continue when they are up"
        )


def _partition(key: str) -> tuple[str, int]:
    topic, _, number = key.rpartition("-")
    return topic, int(number)
