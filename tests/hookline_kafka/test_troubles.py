"""Brokers that go away, topics that are not there, and options that cannot work."""

import threading
import time
from collections import Counter

import pytest
from kafka_cluster import wait_until
from kafka_runs import (
    SLOW,
    TEXTS,
    sink,
    source,
    texts,
    write,
    written,
)

import hookline


def test_a_broker_that_goes_away_and_returns_costs_nothing(cluster, project):
    """The run waits for the broker and reads on where it was."""
    write(project, source(cluster, group="g", until="never"))
    plan = hookline.read_plan("c.yaml")
    troubles = threading.Thread(target=outage, args=(cluster,))
    troubles.start()
    report = hookline.run(plan, limit=63)
    troubles.join()
    assert (report.finished, report.written) == (True, 63)
    assert Counter(texts(project)) == Counter([*TEXTS, "late", "late", "late"])
    assert sum(cluster.committed("g", "in")) == 63


def outage(cluster):
    wait_until(lambda: sum(cluster.committed("g", "in")) == 60)
    cluster.down()
    time.sleep(1)
    cluster.up()
    cluster.produce("in", ['{"text": "late"}'] * 3)


def test_a_broker_that_stays_away_ends_the_run(cluster, project):
    """After `broker_timeout` the run ends with a message, and the same command goes on."""
    write(project, source(cluster, group="g", until="never", broker_timeout=1))
    plan = hookline.read_plan("c.yaml")

    def trouble():
        wait_until(lambda: sum(cluster.committed("g", "in")) == 60)
        cluster.down()

    troubles = threading.Thread(target=trouble)
    troubles.start()
    with pytest.raises(hookline.SourceError, match=r"do not answer.*run the same command again"):
        hookline.run(plan, limit=63)
    troubles.join()
    cluster.up()
    cluster.produce("in", ['{"text": "late"}'] * 3)
    assert hookline.run(plan, limit=63).written == 63
    assert Counter(texts(project)) == Counter([*TEXTS, "late", "late", "late"])


@pytest.mark.parametrize("part", ["source", "sink"])
def test_a_cluster_that_cannot_be_reached_is_an_error(project, part):
    """Nothing listens at the address: the message says so, and exit code 2."""
    nowhere = {"use": "kafka", "brokers": ["localhost:1"], "broker_timeout": 0.3}
    project.documents("in.jsonl", ["a"])
    if part == "source":
        write(project, {**nowhere, "topics": ["in"]})
    else:
        write(project, {"use": "jsonl", "path": "in.jsonl"}, {**nowhere, "topic": "out"})
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "cannot reach the brokers localhost:1 within 0.3 s" in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize("part", ["source", "sink"])
def test_an_unknown_topic_is_an_error(cluster, project, part):
    """The message names the topics that exist, and no topic is created."""
    project.documents("in.jsonl", ["a"])
    if part == "source":
        write(project, source(cluster, topics=["in", "typo"]))
    else:
        write(project, {"use": "jsonl", "path": "in.jsonl"}, sink(cluster, topic="typo"))
    for _ in range(2):
        result = project.call("run", "c.yaml")
        assert result.code == 2
        assert "there is no topic 'typo'" in result.err
        assert "it has: in, out; create the topic" in result.err


def test_messages_that_the_broker_has_deleted_are_not_passed_over(cluster, project):
    """A resumed run whose next messages are gone says so instead of leaving them out."""
    write(project, source(cluster, topics=["in"]))
    assert project.call("run", "c.yaml", "--limit", "5").code == 0
    cluster.delete("in", 0, 10)
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "in-0:5: the broker no longer has the messages from here on" in result.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"start": "committed"}, "needs a `group`"),
        ({"start": "latest"}, "reads nothing"),
        ({"topics": []}, "topics"),
        ({"brokers": []}, "brokers"),
    ],
)
def test_options_that_cannot_work_are_found_by_check(cluster, project, options, message):
    """`check` finds them without a broker."""
    write(project, {**source(cluster), **options})
    result = project.call("check", "c.yaml")
    assert result.code == 2
    assert message in result.out + result.err


def test_a_wrong_property_is_an_error(cluster, project):
    """A property that librdkafka does not know is named."""
    write(project, source(cluster, settings={"no.such.property": 1}))
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert 'No such configuration property: "no.such.property"' in result.err


def test_the_sink_waits_for_a_broker_that_returns(cluster, project):
    """Messages stay in the queue while the broker is away."""
    project.documents("in.jsonl", TEXTS)
    write(project, {"use": "jsonl", "path": "in.jsonl"}, sink(cluster), [SLOW])
    plan = hookline.read_plan("c.yaml")

    def trouble():
        wait_until(lambda: len(cluster.messages("out")) >= 16)
        cluster.down()
        time.sleep(1)
        cluster.up()

    troubles = threading.Thread(target=trouble)
    troubles.start()
    report = hookline.run(plan, workers=1)
    troubles.join()
    assert report.written == 60
    assert sorted(text for _, text in written(cluster)) == sorted(TEXTS)
