"""A Kafka cluster in this process: the mock cluster of librdkafka, which other processes can use."""

import ctypes
import time
from pathlib import Path

import confluent_kafka

POINTER, TEXT, NUMBER = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
FUNCTIONS = {
    "conf_new": (POINTER, []),
    "new": (POINTER, [NUMBER, POINTER, TEXT, ctypes.c_size_t]),
    "destroy": (None, [POINTER]),
    "mock_cluster_new": (POINTER, [POINTER, NUMBER]),
    "mock_cluster_bootstraps": (TEXT, [POINTER]),
    "mock_cluster_destroy": (None, [POINTER]),
    "mock_topic_create": (NUMBER, [POINTER, TEXT, NUMBER, NUMBER]),
    "mock_broker_set_down": (NUMBER, [POINTER, NUMBER]),
    "mock_broker_set_up": (NUMBER, [POINTER, NUMBER]),
    "mock_partition_delete_records": (NUMBER, [POINTER, TEXT, NUMBER, ctypes.c_int64]),
}


def library():
    """Return the library that the Python client has loaded."""
    package = Path(confluent_kafka.__file__).parent
    places = (package.with_name("confluent_kafka.libs"), package / ".dylibs")
    (path,) = (path for place in places for path in place.glob("librdkafka*"))
    loaded = ctypes.CDLL(str(path))
    for name, (result, arguments) in FUNCTIONS.items():
        function = getattr(loaded, f"rd_kafka_{name}")
        function.restype, function.argtypes = result, arguments
    return loaded


class Cluster:
    """A cluster of one broker."""

    def __init__(self):
        self._library = library()
        message = ctypes.create_string_buffer(512)
        self._client = self._library.rd_kafka_new(
            0, self._library.rd_kafka_conf_new(), message, 512
        )
        self._cluster = self._library.rd_kafka_mock_cluster_new(self._client, 1)
        self.address = self._library.rd_kafka_mock_cluster_bootstraps(self._cluster).decode()

    def close(self):
        self._library.rd_kafka_mock_cluster_destroy(self._cluster)
        self._library.rd_kafka_destroy(self._client)

    def create(self, topic, partitions=3):
        """Create a topic."""
        self._library.rd_kafka_mock_topic_create(self._cluster, topic.encode(), partitions, 1)

    def down(self):
        """Disconnect all clients and refuse new connections; messages stay."""
        self._library.rd_kafka_mock_broker_set_down(self._cluster, 1)

    def up(self):
        """Accept connections again."""
        self._library.rd_kafka_mock_broker_set_up(self._cluster, 1)

    def delete(self, topic, partition, offset):
        """Delete the messages before an offset."""
        self._library.rd_kafka_mock_partition_delete_records(
            self._cluster, topic.encode(), partition, offset
        )

    def produce(self, topic, values, partitions=3, key=None):
        """Write messages, to one partition after the other."""
        producer = confluent_kafka.Producer({"bootstrap.servers": self.address, "log_level": 2})
        for number, value in enumerate(values):
            producer.produce(topic, value=value, key=key, partition=number % partitions)
        assert producer.flush(10) == 0

    def messages(self, topic, partitions=3):
        """Return the messages of a topic, by partition."""
        consumer = self._consumer("reader")
        messages = []
        for number in range(partitions):
            consumer.assign([confluent_kafka.TopicPartition(topic, number, 0)])
            while (message := consumer.poll(10)).error() is None:
                messages.append(message)
        consumer.close()
        return messages

    def committed(self, group, topic, partitions=3):
        """Return the committed offset of each partition."""
        consumer = self._consumer(group)
        asked = [confluent_kafka.TopicPartition(topic, number) for number in range(partitions)]
        offsets = [answer.offset for answer in consumer.committed(asked, timeout=10)]
        consumer.close()
        return offsets

    def _consumer(self, group):
        return confluent_kafka.Consumer(
            {
                "bootstrap.servers": self.address,
                "group.id": group,
                "enable.auto.commit": False,
                "enable.partition.eof": True,
                "fetch.wait.max.ms": 20,
                "log_level": 2,
            }
        )


def wait_until(condition, seconds=30.0):
    """Wait until a condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to hold"
        time.sleep(0.02)
