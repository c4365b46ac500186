"""Inputs and outputs at addresses with gs:// and az://, in emulators of the services on this machine."""

import os
import threading

import pytest
from azure_blobs import ACCOUNT, BlobServer
from gcp_storage_emulator.server import create_server


@pytest.fixture
def google(monkeypatch):
    """An emulator of Google Cloud Storage with a bucket called news."""
    server = create_server("localhost", 0, in_memory=True, default_bucket="news")
    server.start()
    port = server._api._httpd.server_port
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://localhost:{port}")
    yield server
    server.stop()


@pytest.fixture
def azure(monkeypatch):
    """An emulator of Azure's blobs with a container called news."""
    server = BlobServer()
    server.containers["news"] = {}
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", ACCOUNT)
    monkeypatch.setenv("AZURE_STORAGE_CONNECTION_STRING", server.connection)
    yield server
    server.stop()


@pytest.fixture
def local(project):
    """A project with documents and the output of a local run."""
    project.documents("in.jsonl", [f"Text {n}" for n in range(35)])
    project.config("[{use: shout}]")
    assert project.call("run", "c.yaml").code == 0
    return project


@pytest.fixture(params=["google", "azure"])
def scheme(request):
    """The scheme of the addresses of a service that runs."""
    request.getfixturevalue(request.param)
    return {"google": "gs", "azure": "az"}[request.param]


def run(project, *arguments, command="run", code=0) -> str:
    """Run c.yaml in a process of its own, as the clients keep connections; return its messages."""
    with project.start(command, "c.yaml", *arguments) as process:
        output, errors = process.communicate(timeout=240)
    assert process.returncode == code, errors
    return str(output) + str(errors)


def read_back(project, address):
    """Return the records that a run reads at an address."""
    run(project, address, "-o", "back.jsonl", "--set", "stages=[]", "--fresh")
    return [(record["id"], record["text"]) for record in project.records("back.jsonl")]


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.parquet"])
def test_an_output_in_a_store(local, scheme, name):
    """It has the documents of a local one, and a finished run is known again."""
    expected = [(record["id"], record["text"]) for record in local.records()]
    run(local, "-o", f"{scheme}://news/{name}")
    assert read_back(local, f"{scheme}://news/{name}") == expected
    assert "finished already" in run(local, "-o", f"{scheme}://news/{name}")
    assert not os.path.exists(f"{scheme}:")


def test_an_output_in_parts_in_a_store(local, scheme):
    """The folder is read as one input."""
    expected = [(record["id"], record["text"]) for record in local.records()]
    sink = f"sink={{use: jsonl, path: '{scheme}://news/parts.jsonl', parts: {{documents: 10}}}}"
    run(local, "--set", sink)
    assert read_back(local, f"{scheme}://news/parts.jsonl") == expected


def test_a_bucket_that_is_not_there(local, scheme):
    """The error names the address; nothing is computed again when there is one."""
    errors = run(local, "-o", f"{scheme}://gone/out.jsonl", code=2)
    assert f"cannot write {scheme}://gone/out.jsonl: " in errors
    assert "Traceback" not in errors


def test_check_knows_the_address(local, scheme):
    """A config with an address is fine if its package is installed."""
    run(local, "--set", f"sink.path={scheme}://news/out.jsonl", command="check")


def test_a_run_that_is_killed_while_it_publishes(local, azure):
    """Nothing is visible before the whole blob is; the same command publishes the same bytes."""
    expected = (local.folder / "out.jsonl").read_bytes()
    reached, killed = threading.Event(), threading.Event()

    def hold(name):
        reached.set()
        killed.wait(60)
        raise ConnectionAbortedError

    azure.held = hold
    with local.start("run", "c.yaml", "-o", "az://news/out.jsonl") as process:
        assert reached.wait(120)
        assert azure.containers["news"] == {}
        process.kill()
        process.wait(60)
        killed.set()
    azure.held = lambda name: None
    run(local, "-o", "az://news/out.jsonl")
    assert azure.containers["news"] == {"out.jsonl": expected}
