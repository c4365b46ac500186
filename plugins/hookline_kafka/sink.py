"""Write records as the messages of a topic."""

from __future__ import annotations

import os
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import orjson
from pydantic import Field

from hookline import Document, Sink, SinkError, TransientError, to_json
from hookline_kafka.cluster import ClusterOptions, find_partitions, open_consumer, watermarks

if TYPE_CHECKING:
    from confluent_kafka import Consumer, KafkaError, Message, Producer

RUN, PLACE = "hookline-run", "hookline-place"
FLUSHES = 7  # attempts of the host to flush
LARGEST = 1_000_000  # bytes of a message, as librdkafka has it by default
OVERHEAD = 512  # bytes of a message besides its content


class Chunk(NamedTuple):
    """A message: key, content and the place of its document."""

    key: str
    value: bytes
    place: str


class KafkaSink(Sink):
    """
    Write one message per document: the record as JSON, with the document's id as key.

    Messages are visible at once, and delivered before each checkpoint. Headers have the run and the
    place of the document in the input: a resumed run reads the messages after its checkpoint and does
    not write them again. `path` is a JSON file, the receipt of the run.
    """

    name = "kafka"
    grows = True
    optional: ClassVar[Mapping[str, str]] = {"confluent_kafka": "hookline[kafka]"}

    class Options(ClusterOptions, Sink.Options):
        """Options of the sink."""

        path: str = Field(
            "hookline.kafka.json",
            description="the receipt of the run; the run keeps its state beside it",
        )
        topic: str = Field(description="the topic to write to, which must exist")
        include: list[str] = Field(
            default=[],
            description="what to add to the records: `raw`, `tokens`, `scores` (the confidences of "
            "relations), or a layer of a plugin that is written only when asked for",
        )

    _producer: Producer | None = None

    @classmethod
    def unread_layers(cls, options: Any) -> frozenset[str]:
        return frozenset() if "tokens" in options.include else frozenset({"syntax"})

    @property
    def target(self) -> str:
        return self.options.path

    def encode(self, docs: Sequence[Document]) -> Iterator[Chunk]:
        largest = int(self.options.settings.get("message.max.bytes", LARGEST)) - OVERHEAD
        for doc in docs:
            record = to_json(doc, self.options.include, self.layers).rstrip(b"\n")
            chunk = Chunk(doc.id, record, str(doc.place))
            size = len(record) + len(doc.id.encode()) + len(chunk.place.encode())
            if size > largest:
                raise SinkError(
                    f"the record has {size:,} bytes, more than a message can have ({largest:,}); "
                    "raise message.max.bytes in `settings` and for the topic, or split the document"
                )
            yield chunk

    def open(self, position: Any = None) -> None:
        from confluent_kafka import KafkaException, Producer

        options = self.options
        self._failures: list[str] = []
        self._last_error = "no answer"
        self._ends: dict[str, int]
        self._repeated: Counter[tuple[str, str]] = Counter()
        try:
            consumer = open_consumer(options, None)
            producer = Producer(
                options.client_settings(
                    enable__idempotence=True,
                    message__timeout__ms=0,  # the host decides how long to try
                    error_cb=self._note_error,
                )
            )
        except (KafkaException, ValueError) as error:
            raise SinkError(f"cannot use Kafka: {error}; check `settings`") from error
        try:
            partitions = find_partitions(consumer, options, [options.topic], SinkError)
            marks = {
                str(number): watermarks(consumer, options, topic, number)
                for topic, number in partitions
            }
            if position is None:
                self._run, self._written = uuid.uuid4().hex, 0
                self._ends = {number: end for number, (_, end) in marks.items()}
            else:
                self._run, self._written = position["run"], position["written"]
                self._ends = dict.fromkeys(marks, 0) | position["ends"]
                self._repeated.update((key, place) for key, place in position["repeated"])
                self._repeated.update(self._find_repeated(consumer, marks))
        except KafkaException as error:
            raise SinkError(
                f"the brokers {options.address} do not answer: {error.args[0].str()}; run the same "
                "command again when they are up"
            ) from error
        finally:
            consumer.close()
        self._producer = producer

    def write(self, chunks: Sequence[Chunk]) -> None:
        assert self._producer is not None
        for chunk in chunks:
            self._written += 1
            if self._repeated[chunk.key, chunk.place]:
                self._repeated[chunk.key, chunk.place] -= 1
                continue
            send = partial(
                self._producer.produce,
                self.options.topic,
                value=chunk.value,
                key=chunk.key,
                headers=[(RUN, self._run.encode()), (PLACE, chunk.place.encode())],
                on_delivery=self._note_delivery,
            )
            while True:
                try:
                    send()
                    break
                except BufferError:  # the queue of the client is full
                    self._deliver()
        self._producer.poll(0)

    def flush(self) -> dict[str, Any]:
        self._deliver()
        repeated = list(self._repeated.elements())
        return {
            "run": self._run,
            "written": self._written,
            "ends": self._ends,
            "repeated": repeated,
        }

    def publish(self) -> int:
        if self._producer is not None:
            self._deliver()
        receipt = {
            "brokers": self.options.brokers,
            "topic": self.options.topic,
            "messages": self._written,
        }
        part = f"{self.target}.part"
        try:
            with open(part, "wb") as file:
                file.write(orjson.dumps(receipt, option=orjson.OPT_INDENT_2))
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, self.target)
        except OSError as error:
            raise SinkError(f"cannot write {self.target}: {error.strerror or error}") from error
        return self.published_size()

    def close(self) -> None:
        if self._producer is not None:
            self._producer.purge()  # a resumed run writes again what was not flushed
            self._producer.poll(0)
            self._producer = None

    def _deliver(self) -> None:
        """
        Wait until all messages are delivered.

        Raises:
            SinkError: A message was refused.
            TransientError: Brokers do not answer; messages stay in the queue.
        """
        assert self._producer is not None
        waiting = self._producer.flush(self.options.broker_timeout / FLUSHES)
        if self._failures:
            raise SinkError(
                f"the topic {self.options.topic!r} refused {len(self._failures):,} messages: "
                f"{self._failures[0]}"
            )
        if waiting:
            raise TransientError(
                f"{waiting:,} messages could not be delivered to {self.options.address}: "
                f"{self._last_error}",
                after=0.0,
            )

    def _note_delivery(self, error: KafkaError | None, message: Message) -> None:
        from confluent_kafka import KafkaError

        if error is None:
            number = str(message.partition())
            self._ends[number] = max(self._ends.get(number, 0), (message.offset() or 0) + 1)
        elif error.code() not in (KafkaError._PURGE_QUEUE, KafkaError._PURGE_INFLIGHT):
            self._failures.append(error.str())

    def _note_error(self, error: KafkaError) -> None:
        self._last_error = error.str()

    def _find_repeated(
        self, consumer: Consumer, marks: Mapping[str, tuple[int, int]]
    ) -> Iterator[tuple[str, str]]:
        """Yield key and place of each message that this run wrote after its checkpoint."""
        from confluent_kafka import TopicPartition

        topic = self.options.topic
        for number, (first, end) in marks.items():
            start = max(self._ends[number], first)
            if start >= end:
                continue
            consumer.assign([TopicPartition(topic, int(number), start)])
            for message in _until(consumer, end, self.options.broker_timeout):
                headers = dict(message.headers() or ())
                if headers.get(RUN) == self._run.encode():
                    key, place = message.key() or b"", headers.get(PLACE) or b""
                    yield key.decode(), place.decode()
            self._ends[number] = end


def _until(consumer: Consumer, end: int, timeout: float) -> Iterator[Message]:
    """
    Yield the messages of the assigned partition before an offset.

    Raises:
        KafkaException: Nothing comes within the timeout, or it cannot be read.
    """
    from confluent_kafka import KafkaError, KafkaException

    while True:
        message = consumer.poll(timeout)
        if message is None:
            raise KafkaException(KafkaError(KafkaError._TIMED_OUT))
        error = message.error()
        if error is not None and error.code() != KafkaError._PARTITION_EOF:
            raise KafkaException(error)
        offset = message.offset()
        if error is None and offset < end:
            yield message
        if (offset if error is not None else offset + 1) >= end:
            return
