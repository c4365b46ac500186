"""The source `kafka`: messages are documents, offsets are committed after the checkpoint."""

import signal
import threading

from kafka_cluster import wait_until
from kafka_runs import (
    LINES,
    REGISTRY,
    SLOW,
    TEXTS,
    in_order,
    source,
    texts,
    write,
)

import hookline
from hookline.testing import HEAVY, check_import, check_source


def test_the_source_keeps_the_contract(cluster):
    """Reading goes on after every position, and every position can be committed."""
    options = source(cluster, group="g")
    del options["use"]
    items = check_source(REGISTRY.find("source", "kafka"), options)
    assert [item.text for item in items] == in_order()
    assert cluster.committed("g", "in") == [20, 20, 20]


def test_all_messages_are_read(cluster, project):
    """A run reads what is there, in the order of the partitions, with place and id."""
    write(project, source(cluster))
    result = project.call("run", "c.yaml")
    assert result.code == 0, result.err
    assert texts(project) == in_order()
    assert [record["id"] for record in project.records()][:3] == ["d0", "d3", "d6"]


def test_the_id_is_that_of_the_object_or_the_key_or_the_place(cluster, project):
    """Messages without an id are named by their key, and without a key by their place."""
    cluster.create("mixed", 1)
    cluster.produce("mixed", ['{"text": "a", "id": 1, "k": 2}', '{"text": "b"}'], 1, key="key")
    cluster.produce("mixed", ['{"text": "c"}'], 1)
    cluster.produce("mixed", ['{"text": "d"}'], 1, key=b"\xff")
    write(project, source(cluster, topics=["mixed"]))
    assert project.call("run", "c.yaml").code == 0
    assert [record["id"] for record in project.records()] == ["1", "key", "mixed-0:2", "mixed-0:3"]
    assert project.records()[0]["meta"] == {"k": 2}


def test_messages_can_be_text(cluster, project):
    """With `value: text`, a message is the text."""
    write(project, source(cluster, value="text"))
    assert project.call("run", "c.yaml").code == 0
    assert texts(project)[0] == LINES[0]


def test_bad_messages_are_dead_letters(cluster, project):
    """A message without a document costs itself, and can be replayed."""
    cluster.create("bad", 1)
    values = [b"\xff", b"{", b"[]", None, b'{"id": "x"}', b'{"text": "good"}']
    cluster.produce("bad", values, 1)
    write(project, source(cluster, topics=["bad"]))
    assert project.call("run", "c.yaml").code == 1
    assert texts(project) == ["good"]
    letters = project.records("out.failures.jsonl")
    assert [letter["place"] for letter in letters] == [f"bad-0:{number}" for number in range(5)]
    expected = [
        "not UTF-8",
        "not valid JSON",
        "expected a JSON object",
        "marks a deletion",
        "`text`",
    ]
    for letter, words in zip(letters, expected, strict=True):
        assert words in letter["error"]["message"]
    result = project.call("replay", "out.failures.jsonl", "-o", "again.jsonl", "--config", "c.yaml")
    assert result.code == 1
    assert len(project.records("again.failures.jsonl")) == 5


def test_offsets_are_committed_after_the_checkpoint(cluster, project):
    """The group has the offsets of what is done, of no more."""
    write(project, source(cluster, group="g"))
    assert project.call("run", "c.yaml", "--limit", "25").code == 0
    assert cluster.committed("g", "in") == [20, 5, 0]
    assert project.call("run", "c.yaml").code == 0
    assert cluster.committed("g", "in") == [20, 20, 20]
    assert texts(project) == in_order()


def test_a_run_ends_where_it_began_to_end(cluster, project):
    """Messages that come while a run is interrupted are not part of it, but of the next run."""
    write(project, source(cluster, group="g", start="committed"))
    assert project.call("run", "c.yaml", "--limit", "25").code == 0
    cluster.produce("in", ['{"text": "late"}'] * 3)
    assert project.call("run", "c.yaml").code == 0
    assert texts(project) == in_order()
    result = project.call("run", "c.yaml", "-o", "next.jsonl")
    assert result.code == 0, result.err
    assert [record["text"] for record in project.records("next.jsonl")] == ["late"] * 3


def test_latest_is_where_the_first_attempt_began(cluster, project):
    """What comes between an interruption and its end is not lost."""
    write(project, source(cluster, start="latest", until="never"))
    plan = hookline.read_plan("c.yaml")
    assert hookline.run(plan, limit=1, stop=lambda: 1).read == 0
    cluster.produce("in", ['{"text": "new"}'])
    assert hookline.run(plan, limit=1).written == 1
    assert texts(project) == ["new"]


def test_a_killed_run_goes_on(cluster, project):
    """After kill -9 at any moment, nothing is lost and nothing is there twice."""
    write(project, source(cluster, group="g", until="never"), stages=[SLOW])
    for _ in range(3):
        with project.start("run", "c.yaml", "--limit", "60", "--workers", "1") as process:
            before = cluster.committed("g", "in")
            wait_until(
                lambda before=before, process=process: (
                    process.poll() is not None or cluster.committed("g", "in") != before
                )
            )
            process.send_signal(signal.SIGKILL)
            process.communicate()
    result = project.call("run", "c.yaml", "--limit", "60")
    assert result.code == 0, result.err
    assert sorted(texts(project)) == sorted(TEXTS)


def test_a_stream_that_never_ends_takes_what_comes(cluster, project):
    """A run that waits for messages is stopped at once, and goes on without a gap."""
    write(project, source(cluster, group="g", until="never"))
    plan = hookline.read_plan("c.yaml")
    report = hookline.run(plan, stop=lambda: sum(cluster.committed("g", "in")) == 60)
    assert (report.finished, report.written) == (False, 60)
    assert "hookline-reader" not in {thread.name for thread in threading.enumerate()}
    cluster.produce("in", ['{"text": "late"}'] * 3)
    report = hookline.run(plan, stop=lambda: sum(cluster.committed("g", "in")) == 63)
    assert (report.finished, report.written) == (False, 63)


def test_nothing_heavy_is_loaded_to_list_the_plugin():
    """The client library is imported when it is used."""
    check_import("hookline_kafka", (*HEAVY, "confluent_kafka"))


def test_a_message_is_read_as_a_line_of_json(cluster, project):
    """Integers of more than 64 bits keep their digits, and half of a surrogate pair is U+FFFD."""
    cluster.create("odd", 1)
    values = [
        b'{"id": 123456789012345678901, "text": "a\\ud800", "n": NaN, "m": 1234567890123456789012}'
    ]
    cluster.produce("odd", values, 1)
    write(project, source(cluster, topics=["odd"]))
    assert project.call("run", "c.yaml").code == 0
    (record,) = project.records()
    assert (record["id"], record["text"]) == ("123456789012345678901", "a\ufffd")
    assert record["meta"] == {"n": None, "m": "1234567890123456789012"}
