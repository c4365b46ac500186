"""Inputs and outputs at addresses with az://, in an emulator of the service on this machine."""

import os
import threading

import pytest
from azure_blobs import ACCOUNT, BlobServer


@pytest.fixture
def service(monkeypatch):
    """A blob service with a container called news."""
    server = BlobServer()
    server.containers["news"] = {}
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", ACCOUNT)
    monkeypatch.setenv("AZURE_STORAGE_CONNECTION_STRING", server.connection)
    yield server
    server.stop()


@pytest.fixture
def container(project, service):
    """A project with documents and the output of a local run, beside the service."""
    project.documents("in.jsonl", [f"Text {n}" for n in range(35)])
    project.config("[{use: shout}]")
    assert project.call("run", "c.yaml").code == 0
    return project


def run(project, *arguments, command="run", code=0) -> str:
    """Run c.yaml in a process of its own, as adlfs keeps its connections; return its messages."""
    with project.start(command, "c.yaml", *arguments) as process:
        output, errors = process.communicate(timeout=240)
    assert process.returncode == code, errors
    return str(output) + str(errors)


def read_back(project, address):
    """Return the records that a run reads at an address."""
    run(project, address, "-o", "back.jsonl", "--set", "stages=[]", "--fresh")
    return [(record["id"], record["text"]) for record in project.records("back.jsonl")]


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.parquet"])
def test_an_output_in_a_container(container, name):
    """It has the documents of a local one, and a finished run is known again."""
    expected = [(record["id"], record["text"]) for record in container.records()]
    run(container, "-o", f"az://news/{name}")
    assert read_back(container, f"az://news/{name}") == expected
    assert "finished already" in run(container, "-o", f"az://news/{name}")
    assert not os.path.exists("az:")


def test_an_output_in_parts_in_a_container(container):
    """The folder is read as one input."""
    expected = [(record["id"], record["text"]) for record in container.records()]
    sink = "sink={use: jsonl, path: 'az://news/parts.jsonl', parts: {documents: 10}}"
    run(container, "--set", sink)
    assert read_back(container, "az://news/parts.jsonl") == expected


def test_a_run_that_is_killed_while_it_publishes(container, service):
    """Nothing is visible before the whole blob is; the same command publishes the same bytes."""
    expected = (container.folder / "out.jsonl").read_bytes()
    reached, killed = threading.Event(), threading.Event()

    def hold(name):
        reached.set()
        killed.wait(60)
        raise ConnectionAbortedError

    service.held = hold
    with container.start("run", "c.yaml", "-o", "az://news/out.jsonl") as process:
        assert reached.wait(120)
        assert service.containers["news"] == {}
        process.kill()
        process.wait(60)
        killed.set()
    service.held = lambda name: None
    run(container, "-o", "az://news/out.jsonl")
    assert service.containers["news"] == {"out.jsonl": expected}


def test_check_knows_the_address(container):
    """A config with an address is fine if its package is installed."""
    run(container, "--set", "sink.path=az://news/out.jsonl", command="check")


def test_a_container_that_is_not_there(container):
    """The error names the address; nothing is computed again when there is one."""
    errors = run(container, "-o", "az://gone/out.jsonl", code=2)
    assert "cannot write az://gone/out.jsonl: " in errors
    assert "Traceback" not in errors
