"""The command `serve`: answers over HTTP, limits, and an orderly end."""

import json
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import pytest
from tests_support import environment

STAGES = "[{use: poison}, {use: words}]"


class Service:
    """A service in a process of its own."""

    def __init__(self, project, *arguments):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hookline", "serve", "c.yaml", "--port", "0", *arguments],
            cwd=project.folder,
            env=environment(),
            stderr=subprocess.PIPE,
            text=True,
        )
        line = self.process.stderr.readline()
        assert line.startswith("listening on "), line + self.process.stderr.read()
        self.url = line.split()[-1]

    def ask(self, path, body=None, kind="application/json"):
        """Return the status of an answer and its content."""
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"Content-Type": kind})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def extract(self, body, **options):
        status, text = self.ask("/extract", body, **options)
        return status, json.loads(text)


@pytest.fixture
def serve(project):
    """A function that starts a service over a config; all are killed at the end."""
    services = []

    def start(stages=STAGES, *arguments):
        project.config(stages)
        services.append(Service(project, *arguments))
        return services[-1]

    yield start
    for service in services:
        service.process.kill()
        service.process.wait()
        service.process.stderr.close()


def test_a_text_becomes_its_record(serve):
    """A document in JSON, or a plain text, is answered with the record that a run would write."""
    service = serve()
    status, record = service.extract({"id": "a", "text": "Ann Lee", "meta": {"n": 1}})
    assert (status, record["id"], record["text"], record["meta"]) == (200, "a", "Ann Lee", {"n": 1})
    assert [entity["text"] for entity in record["entities"]] == ["Ann", "Lee"]
    status, record = service.extract("Ölé".encode(), kind="text/plain; charset=utf-8")
    assert (status, record["text"]) == (200, "Ölé")


def test_integers_and_messages_of_any_kind_are_answered(serve):
    """A large integer is that of a run, and half of a surrogate pair in a message is escaped."""
    service = serve()
    _, record = service.extract({"text": "a", "meta": {"n": 123456789012345678901234567890}})
    assert record["meta"] == {"n": "123456789012345678901234567890"}
    status, answer = service.extract({"text": "HALF"})
    assert status == 422
    assert "\ud800" in answer["error"]["message"]


def test_one_document_of_a_list_fails_alone(serve):
    """Documents of a list have their answers in order: records, and the error of the one that fails."""
    service = serve()
    documents = [{"text": "Ann"}, {"id": "x", "text": "RAISE"}, {"text": "Bo"}]
    status, answer = service.extract({"documents": documents})
    assert status == 200
    assert [record.get("text") for record in answer["records"]] == ["Ann", None, "Bo"]
    assert answer["records"][1]["id"] == "x"
    assert answer["records"][1]["error"]["stage"] == "poison"
    assert service.extract({"text": "RAISE"})[0] == 422


def test_explain_shows_every_stage(serve):
    """`/explain` has the record after each stage, and ends where a stage fails."""
    service = serve()
    status, text = service.ask("/explain", {"text": "Ann"})
    stages = json.loads(text)["stages"]
    assert (status, [stage["stage"] for stage in stages]) == (200, ["poison", "words"])
    assert "entities" not in stages[0]["record"]
    assert stages[1]["record"]["entities"]
    _, text = service.ask("/explain", {"text": "RAISE"})
    assert [stage.get("error", {}).get("stage") for stage in json.loads(text)["stages"]] == [
        "poison"
    ]


@pytest.mark.parametrize(
    ("body", "kind", "status", "message"),
    [
        (b"{", "application/json", 400, "not valid JSON"),
        ([1], "application/json", 400, "expected a JSON object with a `text`, found an array"),
        ({"txt": "a"}, "application/json", 400, "found the key `txt`"),
        ({"text": 1}, "application/json", 400, "expected `text` to be a string, found 1"),
        (
            {"text": "a", "id": [1]},
            "application/json",
            400,
            "`id` to be a string or a whole number",
        ),
        ({"text": "a", "meta": 5}, "application/json", 400, "`meta` to be an object, found 5"),
        ({"documents": ["a"]}, "application/json", 400, "document 0: expected an object"),
        (b"\xe9", "text/plain; charset=latin-1", 415, "found the charset latin-1"),
        ({"documents": {}}, "application/json", 400, "documents in a list"),
        (b"\xff", "text/plain", 400, "not valid UTF-8"),
        (b"a", "image/png", 415, "found image/png"),
        ({"text": "a" * 3000}, "application/json", 413, "larger than 2,000 bytes"),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong(serve, body, kind, status, message):
    """Each wrong body has its status and a message, and the service goes on."""
    service = serve(STAGES, "--max-body", "0.002")
    found, answer = service.extract(body, kind=kind)
    assert found == status
    assert message in answer["error"]["message"]
    assert service.extract({"text": "Ann"})[0] == 200


def test_what_rows_allow_is_allowed_in_requests(serve):
    """A number is an id, half of a surrogate pair becomes U+FFFD, and null stands for what is absent."""
    service = serve()
    documents = b'[{"text": "a", "id": 7}, {"text": "\\ud83d", "id": null, "meta": null}]'
    status, answer = service.extract(b'{"documents": ' + documents + b"}")
    assert status == 200
    assert [(record["id"], record["text"]) for record in answer["records"]] == [
        ("7", "a"), ("1", "\ufffd")
    ]  # fmt: skip


def test_health_and_metrics(serve):
    """The config is told, and what became of documents and requests is counted."""
    service = serve()
    health = json.loads(service.ask("/health")[1])
    assert health == {"status": "ok", "config": "c.yaml", "stages": ["poison", "words"]}
    service.extract({"documents": [{"text": "Ann"}, {"text": "RAISE"}]})
    service.extract({"txt": 1})
    metrics = service.ask("/metrics")[1]
    assert 'hookline_documents_total{outcome="written"} 1' in metrics
    assert 'hookline_documents_total{outcome="failed"} 1' in metrics
    assert "hookline_request_seconds_count 1" in metrics
    assert "hookline_requests_refused_total 1" in metrics


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_after_the_requests_in_progress(serve, number):
    """A request that is being computed is answered; then the process ends with 0."""
    service = serve("[{use: slow, seconds: 1}, {use: words}]")
    answers = []
    asking = threading.Thread(target=lambda: answers.append(service.extract({"text": "Ann"})))
    asking.start()
    time.sleep(0.4)
    service.process.send_signal(number)
    assert service.process.wait(timeout=10) == 0
    asking.join()
    assert answers[0][0] == 200


def test_a_port_in_use_is_a_message(serve, project):
    """A second service on one port ends with a message."""
    service = serve()
    result = project.call("serve", "c.yaml", "--port", service.url.rpartition(":")[2])
    assert result.code == 2
    assert "cannot listen on 127.0.0.1" in result.err


def test_a_number_that_is_no_port_is_a_message(project):
    """A port beyond 65535 is refused with the range of ports."""
    result = project.call("serve", "c.yaml", "--port", "99999")
    assert result.code == 2
    assert "--port: error: expected a whole number from 0 to 65535, found 99999" in result.err
