"""The source and the sink `kafka`, with the mock cluster of librdkafka."""

import json
import signal
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from kafka_cluster import Cluster, wait_until

import hookline
from hookline import Registry
from hookline.testing import HEAVY, check_import, check_sink, check_source

REGISTRY = Registry.discover()
TEXTS = [f"text {number}" for number in range(60)]
LINES = [json.dumps({"id": f"d{number}", "text": text}) for number, text in enumerate(TEXTS)]


@pytest.fixture
def cluster():
    """A cluster with the topics `in` and `out`, of three partitions each; sixty messages are in `in`."""
    cluster = Cluster()
    cluster.create("in")
    cluster.create("out")
    cluster.produce("in", LINES)
    yield cluster
    cluster.close()


def source(cluster, **options):
    return {"use": "kafka", "brokers": [cluster.address], "topics": ["in"], **options}


def sink(cluster, **options):
    return {"use": "kafka", "brokers": [cluster.address], "topic": "out", **options}


JSONL = {"use": "jsonl", "path": "out.jsonl"}


SLOW = {"use": "slow", "batch_size": 4}


def write(project, source, sink=JSONL, stages=(), more=None):
    config = {"source": source, "stages": list(stages), "sink": sink, **(more or {})}
    project.write("c.yaml", json.dumps(config))


def texts(project):
    return [record["text"] for record in project.records()]


def in_order():
    """Return the texts as they are read to the end: one partition after the other."""
    return [text for number in range(3) for text in TEXTS[number::3]]


# --- the source


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


# --- the sink


def written(cluster):
    """Return key and text of each message in `out`."""
    return [
        (message.key().decode(), json.loads(message.value())["text"])
        for message in cluster.messages("out")
    ]


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


def test_a_record_too_large_for_a_message_is_a_dead_letter(cluster, project):
    """It fails alone; the message says which property to raise."""
    project.documents("in.jsonl", ["a", "b" * 2_000_000, "c"])
    write(project, {"use": "jsonl", "path": "in.jsonl"}, sink(cluster))
    assert project.call("run", "c.yaml").code == 1
    assert sorted(key for key, _ in written(cluster)) == ["d0", "d2"]
    (letter,) = project.records("hookline.kafka.failures.jsonl")
    assert "message.max.bytes" in letter["error"]["message"]


def test_nothing_heavy_is_loaded_to_list_the_plugin():
    """The client library is imported when it is used."""
    check_import("hookline_kafka", (*HEAVY, "confluent_kafka"))
