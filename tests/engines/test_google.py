"""Inputs and outputs at addresses with gs://, in an emulator of the service on this machine."""

import os

import pytest
from gcp_storage_emulator.server import create_server


@pytest.fixture
def bucket(project, monkeypatch):
    """A project with documents and the output of a local run, and a bucket called news."""
    server = create_server("localhost", 0, in_memory=True, default_bucket="news")
    server.start()
    port = server._api._httpd.server_port
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://localhost:{port}")
    project.documents("in.jsonl", [f"Text {n}" for n in range(35)])
    project.config("[{use: shout}]")
    assert project.call("run", "c.yaml").code == 0
    yield project
    server.stop()


def run(project, *arguments, code=0) -> str:
    """Run c.yaml in a process of its own, as gcsfs keeps its connections; return its messages."""
    with project.start("run", "c.yaml", *arguments) as process:
        _, errors = process.communicate(timeout=240)
    assert process.returncode == code, errors
    return errors


def read_back(project, address):
    """Return the records that a run reads at an address."""
    run(project, address, "-o", "back.jsonl", "--set", "stages=[]", "--fresh")
    return [(record["id"], record["text"]) for record in project.records("back.jsonl")]


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.parquet"])
def test_an_output_in_a_bucket(bucket, name):
    """It has the documents of a local one, and a finished run is known again."""
    expected = [(record["id"], record["text"]) for record in bucket.records()]
    run(bucket, "-o", f"gs://news/{name}")
    assert read_back(bucket, f"gs://news/{name}") == expected
    assert "finished already" in run(bucket, "-o", f"gs://news/{name}")
    assert not os.path.exists("gs:")


def test_an_output_in_parts_in_a_bucket(bucket):
    """The folder is read as one input."""
    expected = [(record["id"], record["text"]) for record in bucket.records()]
    sink = "sink={use: jsonl, path: 'gs://news/parts.jsonl', parts: {documents: 10}}"
    run(bucket, "--set", sink)
    assert read_back(bucket, "gs://news/parts.jsonl") == expected


def test_a_bucket_that_is_not_there(bucket):
    """The error names the address; nothing is computed again when there is one."""
    errors = run(bucket, "-o", "gs://gone/out.jsonl", code=2)
    assert "cannot write gs://gone/out.jsonl: FileNotFoundError" in errors
    assert "Traceback" not in errors
