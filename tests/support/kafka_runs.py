"""Configs of runs from and to a Kafka cluster, and what they write."""

import json

from hookline import Registry

REGISTRY = Registry.discover()
TEXTS = [f"text {number}" for number in range(60)]
LINES = [json.dumps({"id": f"d{number}", "text": text}) for number, text in enumerate(TEXTS)]
JSONL = {"use": "jsonl", "path": "out.jsonl"}
SLOW = {"use": "slow", "batch_size": 4}


def source(cluster, **options):
    return {"use": "kafka", "brokers": [cluster.address], "topics": ["in"], **options}


def sink(cluster, **options):
    return {"use": "kafka", "brokers": [cluster.address], "topic": "out", **options}


def write(project, source, sink=JSONL, stages=(), more=None):
    config = {"source": source, "stages": list(stages), "sink": sink, **(more or {})}
    project.write("c.yaml", json.dumps(config))


def texts(project):
    return [record["text"] for record in project.records()]


def in_order():
    """Return the texts as they are read to the end: one partition after the other."""
    return [text for number in range(3) for text in TEXTS[number::3]]


def written(cluster):
    """Return key and text of each message in `out`."""
    return [
        (message.key().decode(), json.loads(message.value())["text"])
        for message in cluster.messages("out")
    ]
