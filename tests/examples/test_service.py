"""The example of a stage that asks a service loses nothing, whatever the service does."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
KEY = "k-7f1e-secret"


class Service(ThreadingHTTPServer):
    """Answers with the first word as the topic; each bad day happens to a text once, or always."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.asked = {}
        self.active = self.most_active = 0

    def handle_error(self, request, client_address):
        """Ignore a client that did not wait for the answer."""


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        service = self.server
        text = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["text"]
        with service.lock:
            first = text not in service.asked
            service.asked[text] = service.asked.get(text, 0) + 1
            service.active += 1
            service.most_active = max(service.most_active, service.active)
        time.sleep(0.02)
        with service.lock:
            service.active -= 1
        self.reply(text.split()[0], first)

    def reply(self, word, first):
        if self.headers["Authorization"] != f"Bearer {KEY}":
            return self.send(401)
        if first and word == "busy":
            return self.send(429, {"Retry-After": "0"})
        if first and word == "broken":
            return self.send(500)
        if first and word == "gone":
            return self.connection.close()
        if first and word == "slow":
            time.sleep(1.5)
        if word == "refused":
            return self.send(422)
        if word == "garbage":
            return self.send(200, body=b"<html>")
        if word == "empty":
            return self.send(200, body=b"{}")
        return self.send(200, body=json.dumps({"topic": word}).encode())

    def send(self, status, headers=None, body=b""):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def service():
    """The service, on a port of its own."""
    with Service() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_service_with_bad_days_costs_only_what_it_refuses(project, service, monkeypatch, workers):
    """Temporary faults are tried again, refusals are dead letters, the key is nowhere."""
    monkeypatch.setenv("TOPIC_KEY", KEY)
    monkeypatch.syspath_prepend(str(EXAMPLES))
    days = ["busy", "broken", "gone", "slow", "refused", "garbage", "empty"]
    texts = [f"{day} {number}" for number, day in enumerate([*["fine"] * 8, *days] * 2)]
    project.documents("in.jsonl", texts)
    url = f"http://127.0.0.1:{service.server_port}/topic"
    project.config(
        f"[{{use: 'service:Topic', url: '{url}', key: '${{TOPIC_KEY}}', seconds: 1.0, "
        "in_flight: 3, per_second: 500}]"
    )
    result = project.call("run", "c.yaml", "--workers", workers, "--report", "report.json")
    assert result.code == 1, result.err
    written = {record["text"]: record["meta"]["topic"] for record in project.records()}
    lasting = ("refused", "garbage", "empty")
    assert written == {x: x.split()[0] for x in texts if not x.startswith(lasting)}
    letters = project.records("out.failures.jsonl")
    assert sorted(letter["payload"]["text"] for letter in letters) == sorted(
        text for text in texts if text.startswith(lasting)
    )
    assert 1 <= service.most_active <= 3 * int(workers) + 4  # a slow one may still be answered
    for path in project.folder.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes()
    assert KEY not in result.err
