"""The sink `kafka`: each record is a message once."""

import json
import signal
from pathlib import Path

from kafka_cluster import wait_until
from kafka_runs import (
    REGISTRY,
    TEXTS,
    sink,
    source,
    write,
    written,
)

import hookline
from hookline.testing import check_sink


def test_the_sink_keeps_the_contract(cluster, project):
    """Messages that are written again after an interruption are there once."""

    def last_run():
        messages = cluster.messages("out")
        run = dict(messages[-1].headers())["hookline-run"]
        last = [message for message in messages if dict(message.headers())["hookline-run"] == run]
        return Path("r.json").read_bytes(), [(one.key(), one.value()) for one in last]

    options = {**sink(cluster), "path": "r.json"}
    del options["use"]
    # The documents with their own partition: the last message tells the run.
    _, messages = check_sink(REGISTRY.find("sink", "kafka"), options, content=last_run)
    assert len(messages) == 4


def test_records_are_messages_with_the_id_as_key(cluster, project):
    """A message has the record, the id and the place; the receipt counts them."""
    project.documents("in.jsonl", ["a", "b"])
    write(project, {"use": "jsonl", "path": "in.jsonl"}, sink(cluster))
    result = project.call("run", "c.yaml")
    assert result.code == 0, result.err
    assert sorted(written(cluster)) == [("d0", "a"), ("d1", "b")]
    places = {dict(message.headers())["hookline-place"] for message in cluster.messages("out")}
    assert places == {b"in.jsonl:1", b"in.jsonl:2"}
    receipt = json.loads(Path("hookline.kafka.json").read_bytes())
    assert (receipt["topic"], receipt["messages"]) == ("out", 2)


def test_from_topic_to_topic_through_kills(cluster, project):
    """After kill -9 at any moment, each message of `in` is in `out` once."""
    stage = {"use": "slow", "batch_size": 2}
    write(project, source(cluster, group="g", until="never"), sink(cluster), [stage])
    for number in range(4):
        with project.start("run", "c.yaml", "--limit", "60", "--workers", "1") as process:
            goal = 10 * (number + 1)
            wait_until(
                lambda goal=goal, process=process: (
                    process.poll() is not None or len(cluster.messages("out")) > goal
                )
            )
            process.send_signal(signal.SIGKILL)
            process.communicate()
    result = project.call("run", "c.yaml", "--limit", "60")
    assert result.code == 0, result.err
    assert sorted(text for _, text in written(cluster)) == sorted(TEXTS)


def test_messages_written_after_the_checkpoint_are_recognised(cluster, project):
    """A sink that is opened at a position again and again writes each message once."""
    component = REGISTRY.find("sink", "kafka")
    options = sink(cluster)
    del options["use"]
    read = component.read_options(options)
    docs = [hookline.Document.from_text(text, f"d{n}") for n, text in enumerate("abcdef")]
    chunks = list(component(read).encode(docs))
    position = None
    for first, flushed, last in [(0, 2, 5), (2, 3, 4), (3, 4, 4), (4, 6, 6)]:
        opened = component(read)
        opened.open(position)
        opened.write(chunks[first:flushed])
        position = json.loads(json.dumps(opened.flush()))
        opened.write(chunks[flushed:last])
        opened.flush()  # delivered, but the position is lost in a kill
        opened.close()
    assert sorted(written(cluster)) == [(f"d{n}", text) for n, text in enumerate("abcdef")]
    assert position["written"] == 6


def test_a_record_too_large_for_a_message_is_a_dead_letter(cluster, project):
    """It fails alone; the message says which property to raise."""
    project.documents("in.jsonl", ["a", "b" * 2_000_000, "c"])
    write(project, {"use": "jsonl", "path": "in.jsonl"}, sink(cluster))
    assert project.call("run", "c.yaml").code == 1
    assert sorted(key for key, _ in written(cluster)) == ["d0", "d2"]
    (letter,) = project.records("hookline.kafka.failures.jsonl")
    assert "message.max.bytes" in letter["error"]["message"]
