"""A cluster for the tests of the source and the sink `kafka`: the mock cluster of librdkafka."""

import pytest
from kafka_cluster import Cluster
from kafka_runs import LINES


@pytest.fixture
def cluster():
    """A cluster with the topics `in` and `out`, of three partitions each; sixty messages are in `in`."""
    cluster = Cluster()
    cluster.create("in")
    cluster.create("out")
    cluster.produce("in", LINES)
    yield cluster
    cluster.close()
